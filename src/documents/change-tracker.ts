import type { Archive } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { isPublic } from '../article/index-entry.ts';
import { type Term, termsOf, termText } from '../article/terms.ts';
import { type Instant, latest } from '../text/instant.ts';

/** The inputs of a cached value: it is valid until one of them changes. */
export interface InvalidationKeys {
  /** Articles in it, or that would be if they were visible. */
  readonly articles: Iterable<string>;
  /** Articles with all of these terms may enter; none if absent. */
  readonly terms?: readonly Term[];
  /** Articles with any of these terms may enter as well. */
  readonly anyOf?: readonly Term[];
}

/** The articles that a change concerns, and their current terms. */
interface InvalidatedKeys {
  readonly articles: ReadonlySet<string>;
  readonly terms: ReadonlySet<string>;
}

/** A change. */
export interface Invalidation extends InvalidatedKeys {
  /** The current articles by id. */
  readonly current: ReadonlyMap<string, Article>;
  /** The instant until which everything is known now. */
  readonly instant: Instant;
}

/** Log entries and boundaries read in one batch. */
const BATCH_SIZE = 1000;

/** Number of invalidations remembered for values under construction. */
const MAX_REMEMBERED = 256;

/**
 * Follows the change log and scheduled transitions for all caches. The log lists changed articles; where time alone
 * changes a view, the boundaries of the life cycle are used, whenever their log entries are written.
 */
export class ChangeTracker {
  readonly #archive: Archive;
  readonly #listeners: ((invalidation: Invalidation | 'everything') => void)[] = [];
  #recent: (InvalidatedKeys | 'everything')[] = [];
  #generation = 0;
  #cursor = -1;
  #clock = '' as Instant;
  #boundary: Instant | undefined;
  #following: Promise<void> | undefined;

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** Counts invalidations; a value begun in one generation may not be cached in another. */
  get generation(): number {
    return this.#generation;
  }

  onInvalidation(listener: (invalidation: Invalidation | 'everything') => void): void {
    this.#listeners.push(listener);
  }

  /** True if nothing is known to have happened until `now`: a comparison that every request can afford. */
  isUpToDate(now: Instant): boolean {
    return (
      this.#archive.log.knownCursor <= this.#cursor &&
      now >= this.#clock &&
      (this.#boundary === undefined || now < this.#boundary)
    );
  }

  /** Returns the instant until which everything is known, or a later one: time never goes back for a request. */
  notBefore(now: Instant): Instant {
    return latest([now, this.#clock]) ?? now;
  }

  /** Notifies all listeners of changes until `now`. */
  async follow(now: Instant): Promise<void> {
    while (!this.isUpToDate(now)) {
      this.#following ??= this.#advance(now).finally(() => {
        this.#following = undefined;
      });
      await this.#following;
    }
  }

  /** Invalidates everything: the settings have changed. */
  invalidateAll(): void {
    this.#notify('everything');
  }

  /** True if a value begun in a generation has been invalidated since. */
  isInvalidated(since: number, { articles, terms, anyOf = [] }: InvalidationKeys): boolean {
    const count = this.#generation - since;
    if (count === 0) return false;
    if (count > this.#recent.length) return true;
    const ids = new Set(articles);
    return this.#recent
      .slice(-count)
      .some(
        (invalidation) =>
          invalidation === 'everything' ||
          !ids.isDisjointFrom(invalidation.articles) ||
          (terms !== undefined && covers(invalidation, terms)) ||
          anyOf.some((term) => covers(invalidation, [term])),
      );
  }

  async #advance(now: Instant): Promise<void> {
    if (this.#cursor < 0 || now < this.#clock) return this.#begin(now);
    const articles = new Set<string>();
    const { early, cursor } = await this.#readLog(articles);
    if (this.#boundary !== undefined && now >= this.#boundary) {
      const passed = await this.#archive.scheduler.changedByTime(this.#clock, now, BATCH_SIZE);
      if (passed.length === BATCH_SIZE) return this.#begin(now);
      for (const id of passed) articles.add(id);
    }
    const found = await this.#archive.articles.byIds([...articles, ...early]);
    for (const article of found) {
      if (early.has(article.id) && isPublic(article, now)) articles.add(article.id);
    }
    const boundary = await this.#archive.scheduler.nextBoundary(now);
    // Together with the invalidation: a reader of the new cursor could otherwise take a stale cached value for current.
    this.#setPosition({ cursor, boundary, clock: now });
    if (articles.size > 0) {
      const changed = found.filter(({ id }) => articles.has(id));
      this.#notify({
        articles,
        terms: new Set(changed.flatMap((article) => termsOf(article).map(termText))),
        current: new Map(changed.map((article) => [article.id, article])),
        instant: now,
      });
    }
  }

  /**
   * Adds public changes.
   * @returns changes that were in the future when written, by the writer's clock; and the cursor read so far
   */
  async #readLog(articles: Set<string>): Promise<{ early: ReadonlySet<string>; cursor: number }> {
    const early = new Set<string>();
    let from = this.#cursor;
    for (;;) {
      const entries = await this.#archive.log.changesAfter(from, BATCH_SIZE);
      for (const { articleId, publicCursor, change, cursor } of entries) {
        from = cursor;
        // An erasure changes cached values although it is not notified.
        if (publicCursor !== undefined || change === 'erase') articles.add(articleId);
        else early.add(articleId);
      }
      if (entries.length < BATCH_SIZE) break;
    }
    return { early: early.difference(articles), cursor: from };
  }

  /** Starts from the current cursor: earlier cached values are discarded. */
  async #begin(now: Instant): Promise<void> {
    const cursor = await this.#archive.log.cursor();
    const boundary = await this.#archive.scheduler.nextBoundary(now);
    this.#setPosition({ cursor, boundary, clock: now });
    this.#notify('everything');
  }

  #setPosition({ cursor, boundary, clock }: { cursor: number; boundary: Instant | undefined; clock: Instant }): void {
    this.#cursor = cursor;
    this.#boundary = boundary;
    this.#clock = clock;
  }

  #notify(invalidation: Invalidation | 'everything'): void {
    this.#generation++;
    // Without the articles, which would stay in memory.
    const remembered =
      invalidation === 'everything' ? invalidation : { articles: invalidation.articles, terms: invalidation.terms };
    this.#recent = [...this.#recent.slice(1 - MAX_REMEMBERED), remembered];
    for (const listener of this.#listeners) listener(invalidation);
  }
}

/** True if a changed article has all of these terms. */
export function covers({ terms: invalidated }: InvalidatedKeys, terms: readonly Term[]): boolean {
  return terms.every((term) => invalidated.has(termText(term)));
}
