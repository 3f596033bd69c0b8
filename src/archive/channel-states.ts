import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { responseText } from './response-text.ts';
import type { Engine } from './sql/engine.ts';
import type { Sql, Tables } from './sql/tables.ts';

/** The state of one channel of a partner. */
export interface ChannelState {
  readonly partner: string;
  readonly channel: string;
  /** Nothing is sent while it is paused; entries wait. */
  readonly pausedAt?: Instant;
  /** `receiver` for a response 410. */
  readonly pausedBy?: 'receiver' | 'person';
  /** Failures in a row. */
  readonly failures: number;
  readonly failingSince?: Instant;
  /** Earliest time of the next message while it fails. */
  readonly retryAt?: Instant;
  readonly lastResponse?: string;
  readonly lastSuccessAt?: Instant;
  /** Time of the alarm about its trouble; absent after its recovery. */
  readonly alarmedAt?: Instant;
  /** Number of the current signing secret, from 1. */
  readonly secretNumber: number;
  readonly rotatedAt?: Instant;
}

type Named = Pick<ChannelState, 'partner' | 'channel'>;

/** The states of the channels of partners. */
export class ChannelStates {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async list(): Promise<ChannelState[]> {
    const rows = await this.#engine.db
      .selectFrom('channel_states')
      .selectAll()
      .orderBy('partner')
      .orderBy('channel')
      .execute();
    return rows.map(stateOf);
  }

  /** Returns the state of a channel; that of a new one if nothing is stored. */
  async get({ partner, channel }: Named): Promise<ChannelState> {
    return stateIn(this.#engine.db, { partner, channel });
  }

  /** Pauses a channel, or resumes it without an instant: it is tried again at once. */
  pause(named: Named, pausedAt: Instant | undefined, by: 'receiver' | 'person' = 'person'): Promise<void> {
    return this.#set(named, {
      paused_at: pausedAt ?? null,
      paused_by: pausedAt === undefined ? null : by,
      retry_at: null,
    });
  }

  /** Records that the receiver confirmed a message. */
  succeeded(named: Named, response: string, now: Instant): Promise<void> {
    return this.#set(named, {
      failures: 0,
      failing_since: null,
      retry_at: null,
      last_response: response,
      last_success_at: now,
    });
  }

  /**
   * Records a failed attempt.
   * @param counts false for a failure of one story alone: it lets the channel go on
   * @returns the number of failures in a row
   */
  async failed(
    named: Named,
    { response, counts }: { readonly response: string; readonly counts: boolean },
    now: Instant,
  ): Promise<number> {
    return this.#engine.transaction(async (sql) => {
      const before = await stateIn(sql, named);
      const failures = before.failures + (counts ? 1 : 0);
      const failingSince = counts ? (before.failingSince ?? now) : (before.failingSince ?? null);
      const last_response = responseText(response);
      await setIn(sql, named, { failures, failing_since: failingSince, last_response });
      return failures;
    });
  }

  /** Lets a failing channel rest until an instant. */
  rest(named: Named, retryAt: Instant): Promise<void> {
    return this.#set(named, { retry_at: retryAt });
  }

  /** Records that there was an alarm; without an instant, that it is over. */
  alarmed(named: Named, alarmedAt: Instant | undefined): Promise<void> {
    return this.#set(named, { alarmed_at: alarmedAt ?? null });
  }

  /** Begins a new signing secret; the previous one is valid for a while. Returns its number. */
  async rotate(named: Named, now: Instant): Promise<number> {
    const secretNumber = (await this.get(named)).secretNumber + 1;
    await this.#set(named, { secret_number: secretNumber, rotated_at: now });
    return secretNumber;
  }

  #set(named: Named, values: Partial<Tables['channel_states']>): Promise<void> {
    return setIn(this.#engine.db, named, values);
  }
}

async function stateIn(sql: Sql, { partner, channel }: Named): Promise<ChannelState> {
  const row = await sql
    .selectFrom('channel_states')
    .selectAll()
    .where('partner', '=', partner)
    .where('channel', '=', channel)
    .executeTakeFirst();
  return row === undefined ? { partner, channel, failures: 0, secretNumber: 1 } : stateOf(row);
}

/** Sets columns of a channel; a new one has the others as they begin. */
async function setIn(sql: Sql, { partner, channel }: Named, values: Partial<Tables['channel_states']>): Promise<void> {
  await sql
    .insertInto('channel_states')
    .values({ ...NEW, partner, channel, ...values })
    .onConflict((conflict) => conflict.columns(['partner', 'channel']).doUpdateSet(values))
    .execute();
}

/** The columns of a channel that was never used. */
const NEW = {
  paused_at: null,
  paused_by: null,
  failures: 0,
  failing_since: null,
  retry_at: null,
  last_response: null,
  last_success_at: null,
  alarmed_at: null,
  secret_number: 1,
  rotated_at: null,
} as const;

function stateOf(row: Tables['channel_states']): ChannelState {
  return defined({
    partner: row.partner,
    channel: row.channel,
    pausedAt: row.paused_at ?? undefined,
    pausedBy: row.paused_by ?? undefined,
    failures: row.failures,
    failingSince: row.failing_since ?? undefined,
    retryAt: row.retry_at ?? undefined,
    lastResponse: row.last_response ?? undefined,
    lastSuccessAt: row.last_success_at ?? undefined,
    alarmedAt: row.alarmed_at ?? undefined,
    secretNumber: row.secret_number,
    rotatedAt: row.rotated_at ?? undefined,
  });
}
