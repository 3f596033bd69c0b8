import { setTimeout as pause } from 'node:timers/promises';
import { isTemporary } from '../../archive/archive-errors.ts';
import type { ChannelState } from '../../archive/channel-states.ts';
import { isRecall, type LedgerEntry } from '../../archive/ledger-entry.ts';
import type { Store } from '../../archive/store.ts';
import type { Site } from '../../formats/format.ts';
import { channelNameOf, type FileChannel, type PushChannel } from '../../publication/channel.ts';
import type { Partner } from '../../publication/partner.ts';
import { defined } from '../../text/defined.ts';
import { addSeconds, earliest, fromMilliseconds, type Instant } from '../../text/instant.ts';
import type { SecretIn } from '../account-secret.ts';
import type { AllowedHosts, Send } from '../outbound.ts';
import type { SigningSecrets } from '../signing-secret.ts';
import { type FileDelivery, putMessage } from './files.ts';
import { ftpsSentence, openFtps } from './ftps.ts';
import { type Attempt, push } from './https.ts';
import { type Message, prepare } from './message.ts';
import { partnerNamed } from './partner-list.ts';
import { type Failure, MAX_WAIT_S, nextAttempt } from './retry.ts';
import { openS3, s3Sentence } from './s3.ts';
import { openSftp, sftpSentence } from './sftp.ts';

/** Dependencies of senders. */
export interface SenderDeps {
  readonly store: Store;
  readonly site: () => Site;
  readonly send: Send;
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

const NO_SECRET =
  'there is no signing secret: set DATELINE_SECRET to at least 32 characters, the same on every machine';

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
        const settings = state.pausedAt === undefined ? await this.#settings() : undefined;
        if (settings !== undefined) {
          for (const entry of await this.#due(state, settings.channel)) this.#start(entry, settings);
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
  async #due(state: ChannelState, channel: PushChannel): Promise<LedgerEntry[]> {
    const { partner, channel: name } = this.#named;
    const { ledger } = this.#deps.store;
    const now = this.#now();
    const isProbe = state.failures >= TROUBLE_FAILURES;
    const places = (isProbe ? 1 : concurrencyOf(channel)) - this.#inFlight.size;
    const kills = places < 0 ? [] : await ledger.due(partner, name, { now, limit: places + 1, killsOnly: true });
    const rest = places - kills.length;
    if (rest <= 0 || isResting(state, now)) return kills;
    const others = await ledger.due(partner, name, { now, limit: rest + kills.length, isProbe });
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
    const [other] = partner.channels;
    if (other !== undefined) await store.ledger.moveChannel(this.#named, channelNameOf(other), this.#now());
    return undefined;
  }

  #start(entry: LedgerEntry, settings: Settings): void {
    const sending = this.#send(entry, settings)
      .catch((error: unknown) => this.#broken(entry, error))
      .finally(() => this.#inFlight.delete(sending));
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

  async #send(entry: LedgerEntry, settings: Settings): Promise<void> {
    const { store, site } = this.#deps;
    const { ledger, copies } = store;
    if (!(await ledger.start(entry))) return;
    const message = await prepare(store, { entry, partner: settings.partner, site: site() }, this.#now());
    if ('nothing' in message) return ledger.drop(entry, message.nothing, this.#now());
    if ('refused' in message) return ledger.fail(entry, { response: message.refused, now: this.#now() });
    const attempt = await this.#attempt(message, settings.channel);
    if (!attempt.isDelivered) {
      if (attempt.isLost === true && message.isFirst) await copies.removeExpected(entry);
      return this.#failed(entry, attempt);
    }
    const { response } = attempt;
    await ledger.confirm(entry, message, { response, now: this.#now() });
    await store.channels.succeeded(this.#named, response, this.#now());
  }

  async #attempt(message: Message, channel: PushChannel): Promise<Attempt> {
    const { store, site, send, secrets, secretIn, allowed, mediaBytes } = this.#deps;
    if (channel.type === 'https') {
      if (secrets === undefined) return { isDelivered: false, response: NO_SECRET, isLost: true };
      const state = await store.channels.get(this.#named);
      const valid = validNumbers(state, this.#now()).map((number) => secrets.of(this.#named, number));
      return push(message, { channel, secrets: valid, send, release: site().release }, this.#now());
    }
    const common = { channel, named: this.#named, files: store.partnerFiles, mediaBytes };
    return putMessage(message, { ...common, ...targetOf(channel, { allowed, send, secretIn }) }, this.#now());
  }

  async #failed(entry: LedgerEntry, { response, retryAfter, isGone, isOfStory = false }: Attempt): Promise<void> {
    const { ledger, channels } = this.#deps.store;
    const now = this.#now();
    const failure = { ...failureOf(entry), ...defined({ retryAfter }) };
    await ledger.fail(entry, { response, now, ...defined({ retryAt: nextAttempt(failure, now) }) });
    // One story that fails again and again is no trouble of the channel.
    const isInTrouble = (await channels.get(this.#named)).failures >= TROUBLE_FAILURES;
    const counts = !isOfStory && (entry.attempts === 0 || isInTrouble);
    const failures = await channels.failed(this.#named, { response, counts }, now);
    if (isGone === true) await channels.pause(this.#named, now, 'receiver');
    if (!counts || failures < TROUBLE_FAILURES) return;
    const rest = nextAttempt({ ...failure, isRecall: false, attempts: failures - TROUBLE_FAILURES + 1 }, now);
    const longest = addSeconds(now, MAX_WAIT_S);
    await channels.rest(this.#named, earliest([rest, longest]) ?? longest);
  }

  #now(): Instant {
    return fromMilliseconds(this.#deps.clock());
  }
}

/** Returns the store of files that a channel names. */
function targetOf(
  channel: FileChannel,
  { allowed, send, secretIn }: Pick<SenderDeps, 'allowed' | 'send' | 'secretIn'>,
): Pick<FileDelivery, 'open' | 'sentenceOf'> {
  const connection = { allowed, secretIn };
  if (channel.type === 'sftp') return { open: () => openSftp(channel, connection), sentenceOf: sftpSentence };
  if (channel.type === 'ftps') return { open: () => openFtps(channel, connection), sentenceOf: ftpsSentence };
  return { open: () => openS3(channel, { send, secretIn }), sentenceOf: s3Sentence };
}

function failureOf(entry: LedgerEntry): Failure {
  return { attempts: entry.attempts + 1, plannedAt: entry.plannedAt, isRecall: isRecall(entry) };
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
