import { setTimeout as pause } from 'node:timers/promises';
import { isTemporary } from '../../archive/archive-errors.ts';
import type { ChannelState } from '../../archive/channel-states.ts';
import { isRecall, type LedgerEntry } from '../../archive/ledger-entry.ts';
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
import { type Batch, batchesOf, batchSize, isDigested, isUrgentMessage, type Sent, type Settings } from './batches.ts';
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
  /** Aborted when another machine may send. */
  #stopped = new AbortController().signal;

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
    this.#stopped = stopped;
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
    const due = await ledger.due(partner, name, { now, limit: rest * batchSize(settings) + kills.length, isProbe });
    const others = due.filter(({ id }) => !kills.some((kill) => kill.id === id));
    // Recalls take the places of digests, which follow them.
    const recalls = isDigested(settings) ? others.filter(isRecall).slice(0, rest) : [];
    return [...kills, ...(recalls.length > 0 ? recalls : others)];
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
    const started: LedgerEntry[] = [];
    for (const entry of entries) if (await this.#deps.store.ledger.start(entry)) started.push(entry);
    const sent = await this.#prepared(started, settings);
    if (isDigest) await this.#sendDigest(sent, settings);
    else await this.#transmit(sent, { settings, isDigest });
  }

  /** Sends a digest. A message that has become a correction or a recall since it was planned goes first, and alone. */
  async #sendDigest(sent: readonly Sent[], settings: Settings): Promise<void> {
    const urgent = sent.filter(isUrgentMessage);
    if (urgent.length === 0) return this.#transmit(sent, { settings, isDigest: true });
    await this.#sendSingly(urgent, settings);
    const others = sent.filter((one) => !urgent.includes(one));
    // Nothing of them has left yet.
    const { copies } = this.#deps.store;
    for (const { entry, message } of others) if (message.isFirst) await copies.removeExpected(entry);
    await this.#sendDigest(await this.#preparedAgain(others, settings), settings);
  }

  /** Sends messages of a digest one after the other, each as the story is then: a kill may have come meanwhile. */
  async #sendSingly(sent: readonly Sent[], settings: Settings): Promise<void> {
    for (const one of sent) {
      // The rest is sent again by the machine that takes over.
      if (this.#stopped.aborted) return;
      const [again] = await this.#preparedAgain([one], settings);
      if (again !== undefined) await this.#transmit([again], { settings, isDigest: !isUrgentMessage(again) });
    }
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
      // One refused story stops no other of the digest.
      else if (attempt.isOfStory === true && sent.length > 1) await this.#sendSingly(sent, settings);
      else await this.#failed(sent, attempt);
    } catch (error) {
      for (const { entry } of sent) await this.#broken(entry, error);
    }
  }

  /** Returns the messages of started entries; one without a message is settled. */
  async #prepared(entries: readonly LedgerEntry[], settings: Settings): Promise<Sent[]> {
    const sent: Sent[] = [];
    for (const entry of entries) {
      try {
        const message = await this.#prepare(entry, settings.partner);
        if (message !== undefined) sent.push({ entry, message });
      } catch (error) {
        await this.#broken(entry, error);
      }
    }
    return sent;
  }

  /** Returns messages as the stories are now. */
  #preparedAgain(sent: readonly Sent[], settings: Settings): Promise<Sent[]> {
    const entries = sent.map(({ entry }) => entry);
    return this.#prepared(entries, settings);
  }

  /** Returns the message of a started entry, or `undefined` where there is nothing to send. */
  async #prepare(entry: LedgerEntry, partner: Partner): Promise<PreparedMessage | undefined> {
    const { store, site } = this.#deps;
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
