import type { ChannelState } from '../../archive/channel-states.ts';
import type { LedgerEntry } from '../../archive/ledger-entry.ts';
import type { Store } from '../../archive/store.ts';
import type { Site } from '../../formats/format.ts';
import { channelNameOf, type Partner, type PushChannel } from '../../publication/partner.ts';
import { defined } from '../../text/defined.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../../text/instant.ts';
import type { AllowedHosts, Send } from '../outbound.ts';
import type { SigningSecrets } from '../signing-secret.ts';
import { putMessage } from './files.ts';
import { type Attempt, push } from './https.ts';
import { type Message, messageOfEntry } from './message.ts';
import { partnerNamed } from './partner-list.ts';
import { nextAttempt } from './retry.ts';
import { openS3, s3Sentence } from './s3.ts';
import { openSftp, sftpSentence } from './sftp.ts';

/** Dependencies of senders. */
export interface SenderDeps {
  readonly store: Store;
  readonly site: () => Site;
  readonly send: Send;
  /** Hosts to which other protocols than HTTP may connect, besides public ones. */
  readonly allowed: AllowedHosts;
  /** Returns the value of an environment variable, for accounts at partners. */
  readonly secretIn: (name: string) => string | undefined;
  /** Returns the bytes of a file below `/media/`. */
  readonly mediaBytes: (path: string) => Promise<Buffer | undefined>;
  /** Absent without a secret of the operator: nothing is pushed then. */
  readonly secrets: SigningSecrets | undefined;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
}

/** Seconds until another machine takes over from one that has stopped. */
const LEASE_S = 8;
/** Failures in a row after which a channel gets one message at a time, until one is confirmed. */
const TROUBLE = 3;
/** Seconds for which the previous secret signs too. */
export const ROTATION_S = 24 * 60 * 60;

const NO_SECRET =
  'there is no signing secret: set DATELINE_SECRET to at least 32 characters, the same on every machine';

/** Sends what is due on one channel of a partner; one machine at a time does so. */
export class Sender {
  readonly #deps: SenderDeps;
  readonly #named: Pick<LedgerEntry, 'partner' | 'channel'>;
  readonly #inFlight = new Set<Promise<void>>();
  /** True if nothing more may be started. */
  #isStopped = false;

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
    const { partner, channel } = this.#named;
    await ledger.recover(partner, channel, this.#now());
    try {
      while (!stopped.aborted && !this.#isStopped) {
        const state = await channels.get(this.#named);
        if (!isOpen(state, this.#now())) break;
        const settings = await this.#settings();
        if (settings === undefined) break;
        const room = (state.failures >= TROUBLE ? 1 : concurrencyOf(settings.channel)) - this.#inFlight.size;
        const due = room <= 0 ? [] : await ledger.due(partner, channel, { now: this.#now(), limit: room });
        for (const entry of due) this.#start(entry, settings);
        if (this.#inFlight.size === 0) break;
        await Promise.race(this.#inFlight);
      }
    } finally {
      await Promise.all(this.#inFlight);
    }
  }

  /** Returns the settings of the channel; entries of one that is gone are parked. */
  async #settings(): Promise<Settings | undefined> {
    const { store } = this.#deps;
    const { partner: key, channel: name } = this.#named;
    const stored = await partnerNamed(store, key);
    const channel = stored?.partner.channels.find((one) => channelNameOf(one) === name);
    if (stored !== undefined && channel !== undefined && channel.type !== 'queue')
      return { partner: stored.partner, channel };
    const now = this.#now();
    for (const entry of await store.ledger.due(key, name, { now, limit: 100 })) {
      await store.ledger.fail(entry, { response: 'the partner has no such channel any more', now });
    }
    return undefined;
  }

  #start(entry: LedgerEntry, settings: Settings): void {
    const sending = this.#send(entry, settings).finally(() => this.#inFlight.delete(sending));
    this.#inFlight.add(sending);
  }

  async #send(entry: LedgerEntry, settings: Settings): Promise<void> {
    const { store, site } = this.#deps;
    const { ledger } = store;
    if (!(await ledger.start(entry.id))) return;
    const deps = { archive: store.archive, ledger, site: site() };
    const message = await messageOfEntry(deps, { entry, partner: settings.partner }, this.#now());
    if ('nothing' in message) return ledger.drop(entry.id, message.nothing, this.#now());
    if ('refused' in message) return ledger.fail(entry, { response: message.refused, now: this.#now() });
    const attempt = await this.#attempt(message, settings.channel);
    if (!attempt.isDelivered) return this.#failed(entry, attempt);
    const { version, status, hash } = message;
    const { response } = attempt;
    await ledger.confirm(entry, { version, status, hash, response, now: this.#now() });
    await store.channels.succeeded(this.#named, response, this.#now());
  }

  async #attempt(message: Message, channel: PushChannel): Promise<Attempt> {
    const { store, site, send, secrets, secretIn, allowed, mediaBytes } = this.#deps;
    if (channel.type === 'https') {
      if (secrets === undefined) return { isDelivered: false, response: NO_SECRET };
      const state = await store.channels.get(this.#named);
      const valid = validNumbers(state, this.#now()).map((number) => secrets.of(this.#named, number));
      return push(message, { channel, secrets: valid, send, release: site().release }, this.#now());
    }
    const common = { channel, named: this.#named, files: store.partnerFiles, mediaBytes };
    const target =
      channel.type === 'sftp'
        ? { open: () => openSftp(channel, { allowed, secretIn }), sentenceOf: sftpSentence }
        : { open: () => openS3(channel, { send, secretIn }), sentenceOf: s3Sentence };
    return putMessage(message, { ...common, ...target }, this.#now());
  }

  async #failed(entry: LedgerEntry, { response, retryAfter, isGone }: Attempt): Promise<void> {
    const { ledger, channels } = this.#deps.store;
    const now = this.#now();
    const isRecall = entry.change === 'kill';
    const failure = { attempts: entry.attempts + 1, plannedAt: entry.plannedAt, isRecall, ...defined({ retryAfter }) };
    await ledger.fail(entry, { response, now, ...defined({ retryAt: nextAttempt(failure, now) }) });
    const { failures } = await channels.failed(this.#named, response, now);
    const rest = failures < TROUBLE ? undefined : nextAttempt({ ...failure, attempts: failures - TROUBLE + 1 }, now);
    if (rest !== undefined) await channels.rest(this.#named, rest);
    if (isGone === true) await channels.pause(this.#named, now);
    this.#isStopped ||= rest !== undefined || isGone === true;
  }

  #now(): Instant {
    return fromMilliseconds(this.#deps.clock());
  }
}

interface Settings {
  readonly partner: Partner;
  readonly channel: PushChannel;
}

/** Returns the number of messages at one time; files are put one after the other. */
function concurrencyOf(channel: PushChannel): number {
  return channel.type === 'https' ? channel.concurrency : 1;
}

/** True if a channel may get messages now. */
export function isOpen({ pausedAt, retryAt }: ChannelState, now: Instant): boolean {
  return pausedAt === undefined && (retryAt === undefined || retryAt <= now);
}

/** Returns the numbers of the valid secrets, the current one first. */
export function validNumbers({ secretNumber, rotatedAt }: ChannelState, now: Instant): number[] {
  const isNew = rotatedAt !== undefined && addSeconds(rotatedAt, ROTATION_S) > now;
  return isNew && secretNumber > 1 ? [secretNumber, secretNumber - 1] : [secretNumber];
}
