import type { Instant } from '../text/instant.ts';
import { type LedgerEntry, ledgerEntryOf, PRIORITIES } from './ledger-entry.ts';
import type { Engine } from './sql/engine.ts';

/** The open entries of one channel. */
export interface OpenEntries {
  readonly partner: string;
  readonly channel: string;
  readonly count: number;
  /** Time at which the oldest was planned. */
  readonly oldest: Instant | undefined;
  /** Time at which the oldest kill, or other recall, was planned. */
  readonly oldestRecall: Instant | undefined;
}

/** Lists and figures of the ledger, for people, alarms and partners. */
export class LedgerFigures {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Returns the newest entries, newest first; of one partner if it is named. */
  async newest(limit: number, partner?: string): Promise<LedgerEntry[]> {
    const all = this.#engine.db.selectFrom('deliveries').selectAll().orderBy('id', 'desc').limit(limit);
    const rows = await (partner === undefined
      ? all.where('partner', '>', '')
      : all.where('partner', '=', partner)
    ).execute();
    return rows.map(ledgerEntryOf);
  }

  /** Returns the open entries of each channel in numbers, and the times at which the oldest were planned. */
  async waiting(): Promise<OpenEntries[]> {
    const rows = await this.#engine.db
      .selectFrom('deliveries')
      .select(['partner', 'channel'])
      .select(({ fn, eb }) => [
        fn.countAll<number>().as('count'),
        fn.min('planned_at').as('oldest'),
        fn.min(eb.case().when('priority', '<=', PRIORITIES.recall).then(eb.ref('planned_at')).end()).as('oldestRecall'),
      ])
      .where('state', 'in', ['waiting', 'sending'])
      .where('partner', '>', '')
      .groupBy(['partner', 'channel'])
      .execute();
    return rows.map(({ partner, channel, count, oldest, oldestRecall }) => ({
      partner,
      channel,
      count: Number(count),
      oldest: oldest ?? undefined,
      oldestRecall: oldestRecall ?? undefined,
    }));
  }

  /** Returns the number of messages of each channel that were given up, where nothing newer was sent about the story. */
  async givenUp(): Promise<{ partner: string; channel: string; count: number }[]> {
    const rows = await this.#engine.db
      .selectFrom('deliveries as old')
      .select(({ fn }) => ['old.partner', 'old.channel', fn.countAll<number>().as('count')])
      .where('old.state', '=', 'failed')
      .where('old.partner', '>', '')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('deliveries as newer')
              .select('newer.id')
              .whereRef('newer.partner', '=', 'old.partner')
              .whereRef('newer.channel', '=', 'old.channel')
              .whereRef('newer.target', '=', 'old.target')
              .whereRef('newer.id', '>', 'old.id'),
          ),
        ),
      )
      .groupBy(['old.partner', 'old.channel'])
      .execute();
    return rows.map(({ count, ...named }) => ({ ...named, count: Number(count) }));
  }

  /** Returns the number of entries of a partner by state, within the time that the ledger covers. */
  async countByState(partner: string): Promise<Record<string, number>> {
    const rows = await this.#engine.db
      .selectFrom('deliveries')
      .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
      .where('partner', '=', partner)
      .groupBy('state')
      .execute();
    return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
  }
}
