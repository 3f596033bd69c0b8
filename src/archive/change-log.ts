import type { ChangeKind } from '../article/change.ts';
import type { TimedChange } from '../article/public-life.ts';
import type { Instant } from '../text/instant.ts';
import type { Engine } from './sql/engine.ts';
import { PreparedQuery } from './sql/prepared.ts';
import { entryOf, rowKey } from './sql/rows.ts';
import type { Tables } from './sql/tables.ts';

/**
 * The kind of a log entry: a first version (`schedule`, `embargo` or `publish`), any later transition, a scheduled
 * transition (`release`, `expire`, `rightsEnd`, `liveUpdate`, `mediaRightsEnd`), or an internal one (`adopt`, `erase`).
 */
export type LoggedChange = ChangeKind | 'schedule' | 'publish' | TimedChange | 'adopt' | 'erase';

/** An entry of the change log, the single source of truth for everything downstream. */
export interface LogEntry {
  /** Counts from 1, in the order of commits, without gaps. */
  readonly cursor: number;
  /** Number among the entries that the public may see; absent for the others. Reveals nothing of hidden stories. */
  readonly publicCursor?: number;
  /** Time of the change, as its author states it. */
  readonly at: Instant;
  /** Time of writing. */
  readonly storedAt: Instant;
  readonly articleId: string;
  readonly version: number;
  readonly change: LoggedChange;
  /** The author, such as a key's name. */
  readonly actor: string;
  /** The channel, such as `content folder`. */
  readonly origin: string;
}

/** A position in the log: among the public entries, or among all. */
export interface LogPosition {
  readonly kind: 'public' | 'all';
  readonly cursor: number;
}

/** Polling interval for writes of other processes. */
const POLL_MS = 250;

/** The log of all changes, and of its growth through this process and others. */
export class ChangeLog {
  readonly #engine: Engine;
  readonly #after: PreparedQuery<'cursor' | 'limit', Tables['changes']>;
  readonly #newest: PreparedQuery<never, { cursor: number | null }>;
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  #knownCursor = 0;
  #isPolling = false;
  #isNotified = false;
  #isFailing = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#after = new PreparedQuery(engine, ['cursor', 'limit'], ({ cursor, limit }) =>
      engine.db.selectFrom('changes').selectAll().where('cursor', '>', cursor).orderBy('cursor').limit(limit),
    );
    this.#newest = new PreparedQuery(engine, [], () =>
      engine.db.selectFrom('changes').select(({ fn }) => fn.max('cursor').as('cursor')),
    );
    const poll = (): void => void this.#poll();
    this.#stopListening = engine.listen(poll);
    this.#timer = setInterval(poll, POLL_MS).unref();
  }

  /** Entries after a cursor, oldest first. */
  async changesAfter(cursor: number, limit: number): Promise<LogEntry[]> {
    const rows = await this.#after.execute({ cursor, limit });
    return rows.map(entryOf);
  }

  /** Returns the newest entry of an article. */
  async newestOf(articleId: string): Promise<LogEntry | undefined> {
    const row = await this.#engine.db
      .selectFrom('changes')
      .selectAll()
      .where('key', '=', rowKey(articleId))
      .orderBy('cursor', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && entryOf(row);
  }

  /** Returns public entries after one of their own cursors, oldest first. */
  async publicChangesAfter(publicCursor: number, limit: number): Promise<LogEntry[]> {
    const rows = await this.#engine.db
      .selectFrom('changes')
      .selectAll()
      .where('public_cursor', '>', publicCursor)
      .orderBy('public_cursor')
      .limit(limit)
      .execute();
    return rows.map(entryOf);
  }

  /** Returns entries after a position, oldest first. */
  entriesAfter({ kind, cursor }: LogPosition, limit: number): Promise<LogEntry[]> {
    return kind === 'public' ? this.publicChangesAfter(cursor, limit) : this.changesAfter(cursor, limit);
  }

  /** Returns the position before the first entry that was written after an instant; bisects, since cursors follow time. */
  async positionAt(instant: Instant, kind: LogPosition['kind']): Promise<LogPosition> {
    let [low, high] = [0, (await this.newestPosition(kind)).cursor];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [entry] = await this.entriesAfter({ kind, cursor: middle }, 1);
      if (entry === undefined || entry.storedAt > instant) high = middle;
      else low = positionOf(kind, entry).cursor;
    }
    return { kind, cursor: low };
  }

  /** Returns the position after the newest entry. */
  async newestPosition(kind: LogPosition['kind']): Promise<LogPosition> {
    const column = kind === 'public' ? 'public_cursor' : 'cursor';
    const row = await this.#engine.db
      .selectFrom('changes')
      .select(({ fn }) => fn.max(column).as('newest'))
      .executeTakeFirst();
    return { kind, cursor: Number(row?.newest ?? 0) };
  }

  /** Returns the cursor of the newest entry; 0 if there is none. */
  async cursor(): Promise<number> {
    const [row] = await this.#newest.execute({});
    const cursor = row?.cursor ?? 0;
    this.advance(cursor);
    return cursor;
  }

  /** The newest cursor that this process has seen: its own commits at once, those of others within a second. */
  get knownCursor(): number {
    return this.#knownCursor;
  }

  /** Registers a listener for every move of the known cursor; returns the function that removes it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sets the known cursor after a commit, and calls the listeners if it has moved. */
  advance(cursor: number): void {
    if (cursor <= this.#knownCursor) return;
    this.#knownCursor = cursor;
    for (const listener of this.#listeners) listener();
  }

  /** Stops polling. */
  stop(): void {
    clearInterval(this.#timer);
    this.#stopListening();
  }

  /** Reads the cursor. A failure is reported once until a poll succeeds; requests report it themselves. */
  async #poll(): Promise<void> {
    // A notification during a poll may be about a later commit.
    this.#isNotified = true;
    if (this.#isPolling) return;
    this.#isPolling = true;
    try {
      while (this.#isNotified) {
        this.#isNotified = false;
        await this.cursor();
      }
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#engine.onError(error, 'polling the change log');
      this.#isFailing = true;
    } finally {
      this.#isPolling = false;
    }
  }
}

/** Returns the position of an entry. */
export function positionOf(kind: LogPosition['kind'], { publicCursor, cursor }: LogEntry): LogPosition {
  return { kind, cursor: kind === 'public' ? (publicCursor ?? 0) : cursor };
}
