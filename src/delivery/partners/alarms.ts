import type { ChannelState } from '../../archive/channel-states.ts';
import type { OpenEntries } from '../../archive/ledger-figures.ts';
import type { Store } from '../../archive/store.ts';
import { type Channel, channelNameOf } from '../../publication/channel.ts';
import { isActive, type Partner } from '../../publication/partner.ts';
import { defined } from '../../text/defined.ts';
import { addSeconds, type Instant } from '../../text/instant.ts';
import { storedPartners } from './partner-list.ts';

/** An alarm, or its recovery. */
export interface Alarm {
  /** Absent for a hub. */
  readonly partner?: string;
  /** The channel of the partner, or the hub. */
  readonly channel: string;
  readonly state: 'alarm' | 'recovered';
  /** The trouble in words. */
  readonly reason: string;
  /** Address that gets it, besides the log. */
  readonly url?: string;
  /** Address that gets it by e-mail. */
  readonly email?: string;
}

/** Seconds after which trouble is an alarm: shorter disturbances end by themselves. */
const FAILING_S = 15 * 60;
const UNDELIVERED_S = 60 * 60;
/** Recalls may not wait that long. */
const RECALL_S = 5 * 60;

/** Interval at which channels are examined, in seconds. */
const INTERVAL_S = 30;
const LEASE = { name: 'alarms', seconds: 8 };

type Deps = Pick<Store, 'partners' | 'channels' | 'ledgerFigures' | 'leases'>;

/** Examines the channels of partners now and then; one machine at a time does so. */
export class AlarmWatch {
  readonly #store: Deps;
  #last: Instant | undefined;

  constructor(store: Deps) {
    this.#store = store;
  }

  /** Returns alarms that are new or over; none before the interval has passed. */
  async due(now: Instant): Promise<Alarm[]> {
    if (this.#last !== undefined && addSeconds(this.#last, INTERVAL_S) > now) return [];
    this.#last = now;
    const lease = { ...LEASE, clock: () => this.#store.leases.time(() => Date.parse(now)) };
    const held = await this.#store.leases.hold(lease, () => newAlarms(this.#store, now));
    return held?.result ?? [];
  }
}

/** Returns the alarms that are new, and those that are over, and records them: each fires once, and recovers once. */
export async function newAlarms(store: Deps, now: Instant): Promise<Alarm[]> {
  const partners = (await storedPartners(store)).map(({ partner }) => partner);
  if (partners.length === 0) return [];
  const states = await store.channels.list();
  const open = await store.ledgerFigures.waiting();
  const givenUp = await store.ledgerFigures.givenUp();
  const alarms: Alarm[] = [];
  for (const partner of partners) {
    // Messages may wait for a channel that is not in the settings any more.
    const isOfPartner = (one: { readonly partner: string }): boolean => one.partner === partner.key;
    const alarmed = states.filter((one) => isOfPartner(one) && one.alarmedAt !== undefined);
    const parked = givenUp.filter(isOfPartner);
    const others = [...open.filter(isOfPartner), ...alarmed, ...parked].map(({ channel }) => channel);
    for (const channel of new Set([...partner.channels.map(channelNameOf), ...others])) {
      const settings = partner.channels.find((one) => channelNameOf(one) === channel);
      const named = { partner: partner.key, channel };
      const isOwn = (one: typeof named): boolean => one.partner === named.partner && one.channel === named.channel;
      const state = states.find(isOwn);
      const counted = { open: open.find(isOwn), givenUp: givenUp.find(isOwn)?.count ?? 0 };
      const reason = troubleOf({ partner, settings, state, ...counted }, now);
      const wasAlarmed = state?.alarmedAt !== undefined;
      if ((reason !== undefined) === wasAlarmed) continue;
      await store.channels.alarmed(named, reason === undefined ? undefined : now);
      const { url, email } = partner.alarm ?? {};
      alarms.push({
        ...named,
        state: reason === undefined ? 'recovered' : 'alarm',
        reason: reason ?? 'messages are confirmed again',
        ...defined({ url, email }),
      });
    }
  }
  return alarms;
}

interface Watched {
  readonly partner: Partner;
  /** Absent for a channel that the partner no longer has. */
  readonly settings: Channel | undefined;
  readonly state: ChannelState | undefined;
  readonly open: OpenEntries | undefined;
  /** Number of messages that were given up. */
  readonly givenUp: number;
}

/** Describes the trouble of a channel; `undefined` if there is none, and for one that a person has paused. */
function troubleOf(watched: Watched, now: Instant): string | undefined {
  const { state, settings, givenUp, partner } = watched;
  if (settings === undefined) {
    // Its state is over; messages move to another channel, if there is one.
    const delay = delayOf(watched, now) ?? (givenUp > 0 ? givenUpSentence(givenUp, partner) : undefined);
    return delay && `${delay}; the partner has no such channel any more`;
  }
  if (state?.pausedBy === 'receiver') return `the receiver asked for nothing more (410) at ${state.pausedAt}`;
  if (state?.pausedAt !== undefined) return undefined;
  const { failingSince, lastResponse = 'no answer' } = state ?? {};
  if (failingSince !== undefined && addSeconds(failingSince, FAILING_S) <= now) {
    return `every message has failed since ${failingSince}: ${lastResponse}`;
  }
  if (givenUp > 0) return givenUpSentence(givenUp, partner);
  return settings.type === 'queue' ? silenceOf(watched, now) : delayOf(watched, now);
}

function givenUpSentence(count: number, { key }: Partner): string {
  const messages = count === 1 ? '1 message was' : `${count} messages were`;
  return `${messages} given up; "dateline partner resume ${key}" sends again what was given up`;
}

/** Describes for how long a partner has neither confirmed a message of its queue nor found it empty. */
function silenceOf({ partner, state, open }: Watched, now: Instant): string | undefined {
  const oldest = open?.oldest;
  const lastSuccessAt = state?.lastSuccessAt;
  const silent = (partner.alarm?.silentHours ?? DEFAULT_SILENT_HOURS) * 60 * 60;
  const isSilent = oldest !== undefined && addSeconds(lastOf(lastSuccessAt, oldest), silent) <= now;
  if (!isSilent || !isActive(partner, now)) return undefined;
  return lastSuccessAt === undefined
    ? 'the partner has never asked for its messages, or never confirmed one'
    : `the partner has not asked for its messages, or not confirmed them, since ${lastSuccessAt}`;
}

/** Describes for how long messages have waited; those of digests wait as agreed, and recalls never do. */
function delayOf({ partner, open, state }: Watched, now: Instant): string | undefined {
  const { oldest, oldestRecall } = open ?? {};
  const lastResponse = state?.lastResponse ?? 'no response yet';
  if (oldestRecall !== undefined && addSeconds(oldestRecall, RECALL_S) <= now) {
    return `a recall has waited since ${oldestRecall}: ${lastResponse}`;
  }
  const isLate = oldest !== undefined && partner.digests.length === 0 && addSeconds(oldest, UNDELIVERED_S) <= now;
  return isLate ? `the oldest message has waited since ${oldest}: ${lastResponse}` : undefined;
}

const DEFAULT_SILENT_HOURS = 24;

function lastOf(success: Instant | undefined, planned: Instant): Instant {
  return success !== undefined && success > planned ? success : planned;
}
