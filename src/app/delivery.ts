import type { Logger } from 'pino';
import type { Store } from '../archive/store.ts';
import { Dispatch } from '../delivery/dispatch.ts';
import { mailerOf } from '../delivery/mail.ts';
import { AllowedHosts, type Post, postWith, type Send, senderTo } from '../delivery/outbound.ts';
import { AlarmWatch } from '../delivery/partners/alarms.ts';
import { missingForSending } from '../delivery/partners/missing-for-sending.ts';
import { storedPartners, syncPartners } from '../delivery/partners/partner-list.ts';
import { Senders } from '../delivery/partners/senders.ts';
import { type PurgeDeps, purgeDue } from '../delivery/purge/purge.ts';
import { Hub } from '../delivery/websub/hub.ts';
import { HubWatch } from '../delivery/websub/hub-watch.ts';
import { pingDue } from '../delivery/websub/ping.ts';
import type { Documents } from '../documents/documents.ts';
import { servedArticlePage } from '../pages/large-article-page.ts';
import type { Publication } from '../publication/publication.ts';
import { tagsToPurge } from '../server/cache-tags.ts';
import { fromMilliseconds } from '../text/instant.ts';
import type { Configuration } from './configuration.ts';
import { FailureLog } from './failure-log.ts';
import { type AlarmDeps, raiseAlarm } from './raise-alarm.ts';
import { signingSecrets } from './signing-secrets.ts';

/** Dependencies of work in the background. */
export interface Background {
  readonly store: Store;
  readonly documents: Documents;
  readonly clock: () => number;
  readonly log: Logger;
}

/** Options of delivery. */
export interface DeliveryOptions {
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
  /** Sends notifications of search engines. */
  readonly post?: Post | undefined;
  /** Sends messages to partners; to public and allowed addresses alone if absent. */
  readonly send?: Send | undefined;
  /** Returns the bytes of a file below `/media/`. */
  readonly mediaBytes: (path: string) => Promise<Buffer | undefined>;
}

/** Delivery in the background. */
export interface Delivery {
  /** The hub, which takes requests of subscribers. */
  readonly hub: Pick<Hub, 'accept'>;
  /** Takes requests of a hub of others. */
  readonly hubWatch: Pick<HubWatch, 'isOwn' | 'verified' | 'receive'>;
  /** Delivers each change at once that is stored from now on, here or elsewhere. */
  readonly start: () => void;
  /** Plans and sends what is due. */
  readonly run: () => Promise<void>;
  /** Waits until no message is on its way. */
  readonly ended: () => Promise<void>;
}

/** Creates the delivery of a server. */
export async function createDelivery(
  background: Background,
  configuration: Configuration,
  options: DeliveryOptions,
): Promise<Delivery> {
  const allowed = new AllowedHosts(configuration.allowOutbound);
  const { stopping, mediaBytes, send = senderTo(allowed), post = postWith(send) } = options;
  const { store, documents, clock, log } = background;
  const sendMail = configuration.mailServer && mailerOf(configuration.mailServer);
  const secrets = await signingSecrets(configuration);
  const senders = new Senders(
    { store, site: () => documents.site, send, sendMail, allowed, secretIn, mediaBytes, secrets, clock },
    { stopping, onError: (err, named) => log.error({ err, ...named }, 'sending to a partner failed') },
  );
  const onError = (err: unknown): void => log.error({ err }, 'distribution by the hub failed');
  const hub = new Hub({ store, documents, send, secrets, clock, onError });
  const failures = new FailureLog(log, 'distribution by the hub failed');
  const runHub = oneAtATime(() => (stopping.aborted ? Promise.resolve() : failures.run(() => hub.run(stopping))));
  const dispatch = oneAtATime(dispatching(background, { senders, post }));
  const watching = watchingWith(background, { post, sendMail });
  const purging = purgingWith({ ...background, send, secretIn });
  const hubWatch = new HubWatch({ store, documents, send, secrets, clock });
  const pinging = pingingWith({ ...background, send, post, sendMail, hubWatch });
  // Neither subscribers of feeds nor a network delay partners.
  const run = (): Promise<void> => {
    void runHub();
    void purging();
    void pinging();
    void watching();
    return dispatch();
  };
  return {
    hubWatch,
    hub: {
      accept: async (form, now) => {
        const refusal = await hub.accept(form, now);
        if (refusal === undefined) void runHub();
        return refusal;
      },
    },
    start: () =>
      stopping.addEventListener(
        'abort',
        store.archive.log.onChange(() => void run()),
      ),
    run,
    ended: () => Promise.all([senders.ended(), ended(runHub)]).then(() => undefined),
  };
}

/** Longest wait for the hub when the server stops, in milliseconds: what is not confirmed is sent again. */
const PATIENCE_MS = 3000;

function ended(runHub: () => Promise<void>): Promise<void> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  return Promise.race([runHub(), patience]);
}

function purgingWith({
  store,
  documents,
  clock,
  log,
  ...others
}: Background & Pick<PurgeDeps, 'send' | 'secretIn'>): () => Promise<void> {
  const failures = new FailureLog(log, 'purging failed');
  const tagsOf = (name: string): string[] => Object.values(tagsToPurge(name));
  const deps = { store, documents, clock, tagsOf, page: servedArticlePage, ...others };
  return oneAtATime(() => failures.run(() => purgeDue(deps)));
}

/** Returns the work for a hub of others: it is pinged and watched. */
function pingingWith({
  store,
  documents,
  clock,
  log,
  send,
  hubWatch,
  ...by
}: Background & Pick<AlarmDeps, 'post' | 'sendMail'> & { send: Send; hubWatch: HubWatch }): () => Promise<void> {
  const failures = new FailureLog(log, 'notifying the hub failed');
  return oneAtATime(() =>
    failures.run(async () => {
      const { site } = documents;
      const onError = (err: unknown): void => log.error({ err }, 'watching the hub failed');
      await pingDue({ store, site, send, hubWatch, clock, onError });
      const deps = { ...by, log, ...alarmPage(documents) };
      // An address for alarms that hangs delays no ping.
      for (const alarm of await hubWatch.due()) void raiseAlarm(alarm, deps, fromMilliseconds(clock()));
    }),
  );
}

function alarmPage({ site: { publication, addresses } }: Documents): Pick<AlarmDeps, 'publication' | 'page'> {
  return { publication, page: addresses.of('deliveries') };
}

/** Returns the work that raises alarms: it waits for nothing that delivers. */
function watchingWith(
  { store, documents, clock, log }: Background,
  by: Pick<AlarmDeps, 'post' | 'sendMail'>,
): () => Promise<void> {
  const alarms = new AlarmWatch(store);
  const failures = new FailureLog(log, 'watching deliveries failed');
  return oneAtATime(() =>
    failures.run(async () => {
      const now = fromMilliseconds(clock());
      const deps = { ...by, log, ...alarmPage(documents) };
      await Promise.all((await alarms.due(now)).map((alarm) => raiseAlarm(alarm, deps, now)));
    }),
  );
}

function dispatching(
  { store, documents, clock, log }: Background,
  { senders, post }: { readonly senders: Senders; readonly post: Post },
): () => Promise<void> {
  const dispatch = new Dispatch((err) => log.error({ err }, 'planning a delivery failed'));
  const failures = new FailureLog(log, 'delivery failed');
  return () =>
    failures.run(async () => {
      const { publication, addresses } = documents.site;
      const deps = { store, publication, addresses, post, clock, onPlanned: () => senders.start() };
      const { submitted, failed, response } = await dispatch.run(deps, fromMilliseconds(clock()));
      if (submitted > 0) log.info({ submitted }, 'addresses submitted to IndexNow');
      if (failed > 0) log.error({ failed, response }, 'IndexNow submission failed');
    });
}

/** Runs work again after a call that came while it was running. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let isWanted = false;
  let running: Promise<void> | undefined;
  const loop = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      await work();
    }
    running = undefined;
  };
  return () => {
    isWanted = true;
    running ??= loop();
    return running;
  };
}

/** The configuration that decides which channels can send. */
export type SendingConfiguration = Pick<Configuration, 'mailServer' | 'secret' | 'archive'>;

/**
 * Stores the partners of the settings; the log names those that the API owns, and what is missing for sending.
 * @param configuration of this server
 */
export async function storePartners(
  { store, clock, log }: Pick<Background, 'store' | 'clock' | 'log'>,
  publication: Publication,
  { mailServer, secret, archive }: SendingConfiguration,
): Promise<void> {
  const failures = new FailureLog(log, 'storing partners failed');
  await failures.run(async () => {
    const owned = await syncPartners(store, publication, fromMilliseconds(clock()));
    if (owned.length > 0) log.warn({ partners: owned }, 'partners of publication.yaml are owned by the API');
    const partners = (await storedPartners(store)).map(({ partner }) => partner);
    const unsent = missingForSending(partners, {
      hasMailServer: mailServer !== undefined,
      // Beside a file there is a secret in a file of its own.
      hasSecret: secret !== undefined || 'file' in archive,
      secretIn,
    });
    if (unsent.length > 0) log.warn({ unsent }, 'messages cannot be sent');
  });
}

function secretIn(name: string): string | undefined {
  return process.env[name] || undefined;
}
