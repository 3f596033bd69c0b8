import type { Instant } from '../text/instant.ts';
import type { Engine } from './sql/engine.ts';
import { serialized } from './sql/serialized.ts';
import type { Sql, Tables } from './sql/tables.ts';

/** One version of the settings of a partner. */
export interface PartnerRecord {
  readonly key: string;
  /** Counts from 1. */
  readonly version: number;
  /** The settings as JSON. */
  readonly document: string;
  readonly storedAt: Instant;
  readonly actor: string;
  /** The channel that owns it. */
  readonly origin: 'files' | 'api';
}

/** The result of storing settings: the newest version, or the reason for storing nothing. */
export type StoredRecord = { readonly record: PartnerRecord } | { readonly conflict: 'version' | 'origin' };

/** Options of storing settings. */
export interface StoreOptions {
  /** The version that the author has seen, 0 for none; any if absent. */
  readonly expectedVersion?: number;
  /** Returns true for settings of the other channel that may be replaced, such as those of a former partner. */
  readonly mayTakeOver?: (document: string) => boolean;
}

/** The settings of partners with their history. */
export class PartnerRecords {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Returns the newest version of each partner, by key; those of former partners too. */
  async newest(): Promise<PartnerRecord[]> {
    const rows = await this.#engine.db
      .selectFrom('partners as p')
      .selectAll()
      .where(({ eb, selectFrom }) =>
        eb(
          'p.version',
          '=',
          selectFrom('partners as q')
            .select(({ fn }) => fn.max('q.version').as('version'))
            .whereRef('q.key', '=', 'p.key'),
        ),
      )
      .orderBy('p.key')
      .execute();
    return rows.map(recordOf);
  }

  /** Returns the newest version of a partner. */
  get(key: string): Promise<PartnerRecord | undefined> {
    return newestOf(this.#engine.db, key);
  }

  /** Returns all versions of a partner, oldest first. */
  async history(key: string): Promise<PartnerRecord[]> {
    const rows = await this.#engine.db
      .selectFrom('partners')
      .selectAll()
      .where('key', '=', key)
      .orderBy('version')
      .execute();
    return rows.map(recordOf);
  }

  /**
   * Stores settings as the next version; the same settings again store nothing. Only the channel that created a partner
   * can change it.
   */
  store(
    record: Omit<PartnerRecord, 'version'>,
    { expectedVersion, mayTakeOver = () => false }: StoreOptions = {},
  ): Promise<StoredRecord> {
    return serialized(this.#engine, async (sql): Promise<StoredRecord> => {
      const last = await newestOf(sql, record.key);
      if (expectedVersion !== undefined && (last?.version ?? 0) !== expectedVersion) return { conflict: 'version' };
      const isOther = last !== undefined && last.origin !== record.origin;
      if (isOther && !mayTakeOver(last.document)) return { conflict: 'origin' };
      if (last !== undefined && !isOther && last.document === record.document) return { record: last };
      const { key, document, storedAt: stored_at, actor, origin } = record;
      const version = (last?.version ?? 0) + 1;
      await sql.insertInto('partners').values({ key, version, document, stored_at, actor, origin }).execute();
      return { record: { ...record, version } };
    });
  }
}

async function newestOf(sql: Sql, key: string): Promise<PartnerRecord | undefined> {
  const row = await sql
    .selectFrom('partners')
    .selectAll()
    .where('key', '=', key)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && recordOf(row);
}

function recordOf({ stored_at, origin, ...row }: Tables['partners']): PartnerRecord {
  return { ...row, storedAt: stored_at, origin: origin === 'api' ? 'api' : 'files' };
}
