/** A valid request of a subscriber (WebSub, section 5.1). */
export interface SubscriptionForm {
  readonly mode: 'subscribe' | 'unsubscribe';
  readonly topic: string;
  readonly callback: string;
  readonly leaseSeconds: number;
  readonly secret?: string;
}

/** A notice that a topic has changed, as publishers send it to open hubs. */
export interface PublishForm {
  readonly mode: 'publish';
  readonly topics: readonly string[];
}

const MIN_LEASE_S = 60;
const MAX_LEASE_S = 30 * 24 * 60 * 60;
/** Length of a lease where the subscriber states none. */
const DEFAULT_LEASE_S = 10 * 24 * 60 * 60;
/** Longer addresses of callbacks are refused. */
const MAX_CALLBACK_LENGTH = 2000;
/** Topics of one notice that are looked at. */
const MAX_TOPICS = 10;
/** A secret is shorter than this (section 5.1). */
const MAX_SECRET_BYTES = 200;

/** Parses a request; unknown parameters are ignored. Returns a sentence about an invalid one. */
export function readSubscriptionForm(body: string): SubscriptionForm | PublishForm | string {
  const form = new URLSearchParams(body);
  const mode = form.get('hub.mode');
  if (mode === 'publish')
    return { mode, topics: [...form.getAll('hub.topic'), ...form.getAll('hub.url')].slice(0, MAX_TOPICS) };
  if (mode !== 'subscribe' && mode !== 'unsubscribe') return 'hub.mode is subscribe, unsubscribe or publish.';
  const [topic, callback] = [form.get('hub.topic') ?? '', form.get('hub.callback') ?? ''];
  if (topic === '') return 'hub.topic is missing: name the address of a feed.';
  const wrong = wrongCallback(callback);
  if (wrong !== undefined) return wrong;
  const leaseSeconds = leaseIn(form.get('hub.lease_seconds'));
  if (leaseSeconds === undefined) return 'hub.lease_seconds is a number of seconds.';
  const secret = form.get('hub.secret') ?? '';
  if (Buffer.byteLength(secret) >= MAX_SECRET_BYTES) return `hub.secret has less than ${MAX_SECRET_BYTES} bytes.`;
  // One spelling of each address, so that limits count all of them.
  return { mode, topic, callback: new URL(callback).href, leaseSeconds, ...(secret === '' ? {} : { secret }) };
}

function wrongCallback(callback: string): string | undefined {
  const url = callback.length > MAX_CALLBACK_LENGTH ? null : URL.parse(callback);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return `hub.callback is an http or https address of at most ${MAX_CALLBACK_LENGTH} characters.`;
  }
  if (url.hash !== '') return 'hub.callback has a fragment: leave it out.';
  return url.username === '' && url.password === '' ? undefined : 'hub.callback has a name or password: leave it out.';
}

/** Returns the length of a lease in seconds: that of the subscriber, within limits. */
function leaseIn(written: string | null): number | undefined {
  if (written === null || written === '') return DEFAULT_LEASE_S;
  if (!/^\d{1,12}$/.test(written)) return undefined;
  return Math.min(Math.max(Number(written), MIN_LEASE_S), MAX_LEASE_S);
}
