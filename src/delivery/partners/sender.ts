import { setTimeout as pause } from 'node:timers/promises';
import { isTemporary } from '../../archive/archive-errors.ts';
import type { ChannelState } from '../../archive/channel-states.ts';
import { isRecall, type LedgerEntry, URGENT_CHANGES } from '../../archive/ledger-entry.ts';
import type { Store } from '../../archive/store.ts';
import type { Site } from '../../formats/format.ts';
import { channelNameOf, isUrgentOnly, type PushChannel } from '../../publication/channel.ts';
import type { Partner } from '../../publication/partner.ts';
import { defined } from '../../text/defined.ts';
import { addSeconds, earliest, fromMilliseconds, type Instant } from '../../text/instant.ts';
import type { SecretIn } from '../account-secret.ts';
import type { SendMail } from '../mail.ts';
import type { AllowedHosts, Send } from '../outbound.ts';
import type { SigningSecrets } from '../signing-secret.ts';
import type { Attempt } from './https.ts';
import { type PreparedMessage, prepare } from './message.ts';
import { partnerNamed } from './partner-list.ts';
import { type Failure, MAX_WAIT_S, nextAttempt } from './retry.ts';
import { transmit } from './transmit.ts';

/** Dependencies of senders. */
export interface SenderDeps {
  readonly store: Store;
  readonly site: () => Site;
  readonly send: Send;
  /** Sends e-mail; absent without a mail server. */
  readonly sendMail: SendMail | undefined;
  /** Hosts to which other protocols than HTTP may connect, besides public ones. */
  readonly allowed: AllowedHosts;
  readonly secretIn: SecretIn;
  /** Returns the bytes of a file below `/media/`. */
  readonly mediaBytes: (path: string) => Promise<Buffer | undefined>;
  /** Receives errors of single messages. */
  readonly onError?: (error: unknown) => void;
  /** Absent without a secret of the operator: nothing is pushed then. */
  readonly secrets: SigningSecrets | undefined;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
}

/** Seconds until another machine takes over from one that has stopped. */
const LEASE_S = 8;
/** Failures in a row after which a channel gets one message at a time, until one is confirmed. */
const TROUBLE_FAILURES = 3;
/** Interval at which a busy sender looks for kills, in milliseconds. */
const KILL_INTERVAL_MS = 1000;
/** Seconds for which the previous secret signs too. */
export const ROTATION_S = 24 * 60 * 60;

/** Sends what is due on one channel of a partner; one machine at a time does so. */
export class Sender {
  readonly #deps: SenderDeps;
  readonly #named: Pick<LedgerEntry, 'partner' | 'channel'>;
  readonly #inFlight = new Set<Promise<void>>();

  constructor(deps: SenderDeps, named: Pick<LedgerEntry, 'partner' | 'channel'>) {
    this.#deps = deps;
    this.#named = named;
  }

  /** Sends until nothing is due, or a signal stops it; messages on their way are awaited. */
  async run(stopping: AbortSignal): Promise<void> {
    const { store, clock } = this.#deps;
    const { partner, channel } = this.#named;
    const name = `delivery to ${partner} by ${channel}`;
    const lease = { name, seconds: LEASE_S, clock: () => store.leases.time(clock) };
    await store.leases.hold(lease, (lost) => this.#sendAll(AbortSignal.any([stopping, lost])));
  }

  async #sendAll(stopped: AbortSignal): Promise<void> {
    const { ledger, channels } = this.#deps.store;
    await ledger.recover(this.#named, { now: this.#now(), isQueue: false });
    try {
      while (!stopped.aborted) {
        const state = await channels.get(this.#named);
        const settings = await this.#settings();
        if (settings !== undefined && state.pausedAt === undefined) {
          for (const batch of batchesOf(await this.#due(state, settings), settings)) this.#start(batch, settings);
        }
        if (this.#inFlight.size === 0) break;
        // A kill does not wait for receivers that hang.
        await Promise.race([...this.#inFlight, pause(KILL_INTERVAL_MS, undefined, { ref: false })]);
      }
    } finally {
      await Promise.allSettled(this.#inFlight);
    }
  }

  /** Returns the entries to send now: kills even while the channel rests, with one more place than others have. */
  async #due(state: ChannelState, settings: Settings): Promise<LedgerEntry[]> {
    const { partner, channel: name } = this.#named;
    const { ledger } = this.#deps.store;
    const now = this.#now();
    const isProbe = state.failures >= TROUBLE_FAILURES;
    const places = (isProbe ? 1 : concurrencyOf(settings.channel)) - this.#inFlight.size;
    const kills = places < 0 ? [] : await ledger.due(partner, name, { now, limit: places + 1, killsOnly: true });
    const rest = places - kills.length;
    if (rest <= 0 || isResting(state, now)) return kills;
    const others = await ledger.due(partner, name, { now, limit: rest * batchSize(settings) + kills.length, isProbe });
    return [...kills, ...others.filter(({ id }) => !kills.some((kill) => kill.id === id))];
  }

  /** Returns the settings of the channel; entries of one that is gone move to another, or wait where there is none. */
  async #settings(): Promise<Settings | undefined> {
    const { store } = this.#deps;
    const stored = await partnerNamed(store, this.#named.partner);
    if (stored === undefined) return undefined;
    const { partner } = stored;
    const channel = partner.channels.find((one) => channelNameOf(one) === this.#named.channel);
    if (channel !== undefined) return channel.type === 'queue' ? undefined : { partner, channel };
    const other = partner.channels.find((one) => !isUrgentOnly(one));
    if (other !== undefined) await store.ledger.moveChannel(this.#named, channelNameOf(other), this.#now());
    return undefined;
  }

  #start(batch: Batch, settings: Settings): void {
    const sending = this.#send(batch, settings).finally(() => this.#inFlight.delete(sending));
    this.#inFlight.add(sending);
  }

  /** Records an error of ours: it stops no other story. */
  async #broken(entry: LedgerEntry, error: unknown): Promise<void> {
    if (isTemporary(error)) throw error;
    this.#deps.onError?.(error);
    const now = this.#now();
    const retryAt = nextAttempt(failureOf(entry), now);
    const response = 'the message could not be made: the error is in the log of the server';
    await this.#deps.store.ledger.fail(entry, { response, now, ...defined({ retryAt }) });
  }

  async #send({ entries, isDigest }: Batch, settings: Settings): Promise<void> {
    const sent: Sent[] = [];
    for (const entry of entries) {
      try {
        const message = await this.#prepare(entry, settings.partner);
        if (message !== undefined) sent.push({ entry, message });
      } catch (error) {
        await this.#broken(entry, error);
      }
    }
    if (!isDigest) return this.#transmit(sent, { settings, isDigest });
    // A message may have become a correction or a recall since it was planned.
    const urgent = sent.filter(({ message }) => message.status !== 'usable' || URGENT_CHANGES.has(message.change));
    for (const one of urgent) await this.#transmit([one], { settings, isDigest: false });
    await this.#transmit(
      sent.filter((one) => !urgent.includes(one)),
      { settings, isDigest },
    );
  }

  async #transmit(
    sent: readonly Sent[],
    { settings, isDigest }: { readonly settings: Settings; readonly isDigest: boolean },
  ): Promise<void> {
    if (sent.length === 0) return;
    try {
      const messages = sent.map(({ message }) => message);
      const transmission = { named: this.#named, channel: settings.channel, messages, isDigest };
      const attempt = await transmit(transmission, this.#deps, this.#now());
      if (attempt.isDelivered) await this.#delivered(sent, attempt);
      else if (attempt.isOfStory === true && sent.length > 1) {
        // One refused story stops no other of the digest.
        for (const one of sent) await this.#transmit([one], { settings, isDigest });
      } else await this.#failed(sent, attempt);
    } catch (error) {
      for (const { entry } of sent) await this.#broken(entry, error);
    }
  }

  /** Starts an entry; returns its message, or `undefined` where there is nothing to send. */
  async #prepare(entry: LedgerEntry, partner: Partner): Promise<PreparedMessage | undefined> {
    const { store, site } = this.#deps;
    if (!(await store.ledger.start(entry))) return undefined;
    const message = await prepare(store, { entry, partner, site: site() }, this.#now());
    if ('body' in message) return message;
    if ('nothing' in message) await store.ledger.drop(entry, message.nothing, this.#now());
    else await store.ledger.fail(entry, { response: message.refused, now: this.#now() });
    return undefined;
  }

  async #delivered(sent: readonly Sent[], { response }: Attempt): Promise<void> {
    const { ledger, channels } = this.#deps.store;
    for (const { entry, message } of sent) await ledger.confirm(entry, message, { response, now: this.#now() });
    await channels.succeeded(this.#named, response, this.#now());
  }

  async #failed(
    sent: readonly Sent[],
    { response, retryAfter, isGone, isLost, isOfStory = false }: Attempt,
  ): Promise<void> {
    const { ledger, channels, copies } = this.#deps.store;
    const now = this.#now();
    const failureWith = (entry: LedgerEntry): Failure => ({ ...failureOf(entry), ...defined({ retryAfter }) });
    // A digest stays together.
    const random = Math.random();
    for (const { entry, message } of sent) {
      if (isLost === true && message.isFirst) await copies.removeExpected(entry);
      const retryAt = nextAttempt(failureWith(entry), now, random);
      await ledger.fail(entry, { response, now, ...defined({ retryAt }) });
    }
    const [{ entry } = {}] = sent;
    if (entry === undefined) return;
    // One story that fails again and again is no trouble of the channel.
    const isInTrouble = (await channels.get(this.#named)).failures >= TROUBLE_FAILURES;
    const counts = !isOfStory && (entry.attempts === 0 || isInTrouble);
    const failures = await channels.failed(this.#named, { response, counts }, now);
    if (isGone === true) await channels.pause(this.#named, now, 'receiver');
    if (!counts || failures < TROUBLE_FAILURES) return;
    const attempts = failures - TROUBLE_FAILURES + 1;
    const rest = nextAttempt({ ...failureWith(entry), isRecall: false, attempts }, now);
    const longest = addSeconds(now, MAX_WAIT_S);
    await channels.rest(this.#named, earliest([rest, longest]) ?? longest);
  }

  #now(): Instant {
    return fromMilliseconds(this.#deps.clock());
  }
}

function failureOf(entry: LedgerEntry): Failure {
  return { attempts: entry.attempts + 1, plannedAt: entry.plannedAt, isRecall: isRecall(entry) };
}

/** Entries that are sent at one time. */
interface Batch {
  readonly entries: readonly LedgerEntry[];
  readonly isDigest: boolean;
}

/** Largest number of stories in a digest by e-mail. */
const DIGEST_SIZE = 50;

function isDigested({ partner, channel }: Settings): boolean {
  return channel.type === 'email' && partner.digests.length > 0;
}

function batchSize(settings: Settings): number {
  return isDigested(settings) ? DIGEST_SIZE : 1;
}

/** Returns entries as they are sent: each on its own, and those of a digest by e-mail together. */
function batchesOf(entries: readonly LedgerEntry[], settings: Settings): Batch[] {
  const isOfDigest = (entry: LedgerEntry): boolean => isDigested(settings) && !isRecall(entry);
  const single = entries.filter((entry) => !isOfDigest(entry)).map((entry) => ({ entries: [entry], isDigest: false }));
  const digest = entries.filter(isOfDigest);
  return digest.length === 0 ? single : [...single, { entries: digest, isDigest: true }];
}

/** A message on its way, and its entry. */
interface Sent {
  readonly entry: LedgerEntry;
  readonly message: PreparedMessage;
}

interface Settings {
  readonly partner: Partner;
  readonly channel: PushChannel;
}

/** Returns the number of messages at one time; files are put one after the other. */
function concurrencyOf(channel: PushChannel): number {
  return channel.type === 'https' ? channel.concurrency : 1;
}

function isResting({ retryAt }: ChannelState, now: Instant): boolean {
  return retryAt !== undefined && retryAt > now;
}

/** Returns the numbers of the valid secrets, the current one first. */
export function validNumbers({ secretNumber, rotatedAt }: ChannelState, now: Instant): number[] {
  const isNew = rotatedAt !== undefined && addSeconds(rotatedAt, ROTATION_S) > now;
  return isNew && secretNumber > 1 ? [secretNumber, secretNumber - 1] : [secretNumber];
}
