import { createHmac } from 'node:crypto';
import { parseFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { AllowedHosts, type Send, senderTo } from '../../src/delivery/outbound.ts';
import type { Instant } from '../../src/text/instant.ts';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { ENGINES } from '../support/engines.ts';
import { put, SETTINGS, storyFile } from '../support/folder.ts';
import { BASE, startServer, type TestServer, until } from '../support/server.ts';
import { postToHub, type Subscriber, startSubscriber, subscription } from '../support/subscriber.ts';

const FILES = { 'a.md': storyFile('a', { slug: 'first' }) };
const HUB = `${BASE}/websub`;

/** Subscribes, and waits until the subscription is verified. */
async function subscribed(
  server: TestServer,
  subscriber: Subscriber,
  more: Record<string, string> = {},
  feed?: string,
) {
  const parameters = subscription(subscriber, feed, more);
  expect((await postToHub(server, parameters)).status).toBe(202);
  await until(async () => {
    const { subscriptions } = server.running.store;
    const found = await subscriptions.of(parameters['hub.topic'] ?? '');
    return found.length > 0 && (await subscriptions.requests(1)).length === 0;
  });
}

async function publish(server: TestServer, letter: string, fields: object = {}) {
  const editor = await apiClient(server, 'write');
  const response = await editor('PUT', `/articles/${keyOf(letter)}`, {
    ...STORY,
    slug: `story-${letter}`,
    headline: `Story ${letter}`,
    ...fields,
  });
  expect(response.status).toBe(201);
}

describe('discovery (section 4)', () => {
  test('every feed names the hub and itself, in headers and in the document', async () => {
    const server = await startServer(FILES);
    for (const path of [
      '/feeds/all.rss',
      '/feeds/all.atom',
      '/feeds/all.json',
      '/feeds/section/world.rss',
      '/feeds/q.rss?section=world&language=en',
    ]) {
      for (const method of ['GET', 'HEAD']) {
        const link = (await server.get(path, {}, method)).headers.get('link') ?? '';
        expect(link.match(/<([^>]*)>; rel="hub"/)?.[1], path).toBe(HUB);
        expect(
          [...link.matchAll(/<([^>]*)>; rel="self"/g)].map(([, href]) => href),
          path,
        ).toEqual([`${BASE}${path}`]);
      }
      const etag = (await server.get(path)).headers.get('etag') ?? '';
      const fresh = await server.get(path, { 'if-none-match': etag });
      expect([fresh.status, fresh.headers.get('link')?.includes('rel="hub"')], path).toEqual([304, true]);
    }
    const links = async (path: string) =>
      parseFeed(await (await server.get(path)).text()).feed as Record<string, never>;
    const rss = (await links('/feeds/all.rss')) as { atom?: { links?: { rel: string; href: string }[] } };
    expect(rss.atom?.links?.find(({ rel }) => rel === 'hub')?.href).toBe(HUB);
    const atom = (await links('/feeds/all.atom')) as { links?: { rel: string; href: string }[] };
    expect(atom.links?.find(({ rel }) => rel === 'hub')?.href).toBe(HUB);
    const json = await (await server.get('/feeds/all.json')).json();
    expect(json.hubs).toEqual([{ type: 'WebSub', url: HUB }]);
  });

  test('names none where it is off', async () => {
    const settings = `${SETTINGS}webSub: { hub: false }\n`;
    const server = await startServer({ ...FILES, 'publication.yaml': settings });
    const response = await server.get('/feeds/all.atom');
    expect(response.headers.get('link')).not.toContain('/websub');
    const subscriber = await startSubscriber();
    expect((await postToHub(server, subscription(subscriber))).status).toBe(404);
  });
});

describe('requests (section 5.1)', () => {
  test.each([
    ['a mode that does not exist', { 'hub.mode': 'follow' }, 400],
    ['no topic', { 'hub.topic': '' }, 400],
    ['a topic of another site', { 'hub.topic': 'https://other.example.com/feed' }, 404],
    ['a page', { 'hub.topic': `${BASE}/articles/first` }, 404],
    ['a feed that does not exist', { 'hub.topic': `${BASE}/feeds/section/none.rss` }, 404],
    ['a closed page of a history', { 'hub.topic': `${BASE}/feeds/all/1.rss` }, 404],
    ['a feed of subscribers', { 'hub.topic': `${BASE}/subscribers/feeds/all.rss` }, 404],
    ['a callback that is no address', { 'hub.callback': 'callback' }, 400],
    ['a callback of another scheme', { 'hub.callback': 'ftp://example.com/' }, 400],
    ['a callback with a password', { 'hub.callback': 'http://a:b@example.com/' }, 400],
    ['a callback with a fragment', { 'hub.callback': 'http://example.com/#x' }, 400],
    ['a lease that is no number', { 'hub.lease_seconds': 'long' }, 400],
    ['a secret of 200 bytes', { 'hub.secret': 'x'.repeat(200) }, 400],
  ])('%s is refused with a reason in plain text', async (_, parameters, status) => {
    const server = await startServer(FILES);
    const subscriber = await startSubscriber();
    const response = await postToHub(server, { ...subscription(subscriber), ...parameters });
    expect([response.status, response.type]).toEqual([status, 'text/plain; charset=utf-8']);
    expect(response.text).toMatch(/^[\w.]+ .+\.\n$/);
    expect(subscriber.verified).toEqual([]);
  });

  test('unknown parameters are ignored; only forms are read', async () => {
    const server = await startServer(FILES);
    const subscriber = await startSubscriber();
    await subscribed(server, subscriber, { foo: 'bar', 'hub.foo': 'hub.bar' });
    const response = await fetch(`http://127.0.0.1:${server.running.port}/websub`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(415);
    expect((await server.get('/websub')).status).toBe(405);
  });

  test('a ping about an own feed is accepted, in both spellings', async () => {
    const server = await startServer(FILES);
    const topic = `${BASE}/feeds/all.rss`;
    expect((await postToHub(server, { 'hub.mode': 'publish', 'hub.topic': topic })).status).toBe(202);
    expect((await postToHub(server, { 'hub.mode': 'publish', 'hub.url': topic })).status).toBe(202);
    expect((await postToHub(server, { 'hub.mode': 'publish', 'hub.url': 'https://x.example/' })).status).toBe(400);
  });
});

describe('verification of intent (section 5.3)', () => {
  test('states mode, topic, a challenge and the lease, after the query of the callback', async () => {
    const server = await startServer(FILES);
    const subscriber = await startSubscriber();
    await subscribed(server, subscriber, { 'hub.lease_seconds': '3600' });
    const [first] = subscriber.verified;
    expect(first?.get('own')).toBe('1');
    expect(first?.get('hub.mode')).toBe('subscribe');
    expect(first?.get('hub.topic')).toBe(`${BASE}/feeds/all.rss`);
    expect(first?.get('hub.challenge')?.length).toBeGreaterThan(20);
    expect(first?.get('hub.lease_seconds')).toBe('3600');
    await subscribed(server, subscriber);
    await until(() => subscriber.verified.length === 2);
    expect(subscriber.verified[1]?.get('hub.challenge')).not.toBe(first?.get('hub.challenge'));
  });

  test.each([
    ['another challenge', () => ({ status: 200, body: 'wrong' })],
    ['404', () => ({ status: 404, body: '' })],
    ['a redirect', (parameters: URLSearchParams) => ({ status: 302, body: parameters.get('hub.challenge') ?? '' })],
  ] as const)('%s subscribes nothing, and leaves a subscription as it was', async (_, confirm) => {
    const server = await startServer(FILES);
    const [subscriber, other] = [await startSubscriber(), await startSubscriber()];
    await subscribed(server, other);
    const standard = other.confirm;
    for (const one of [subscriber, other]) {
      one.confirm = confirm;
      await postToHub(server, subscription(one));
      await postToHub(server, { ...subscription(one), 'hub.mode': 'unsubscribe' });
    }
    const { subscriptions } = server.running.store;
    await until(async () => (await subscriptions.requests(10)).length === 0);
    other.confirm = standard;
    await publish(server, 'b');
    await until(() => other.received.length === 1);
    expect(subscriber.received).toEqual([]);
    expect(await subscriptions.of(`${BASE}/feeds/all.rss`)).toHaveLength(1);
  });

  test('an unsubscription is verified, and ends the notifications', async () => {
    const server = await startServer(FILES);
    const [subscriber, other] = [await startSubscriber(), await startSubscriber()];
    for (const one of [subscriber, other]) await subscribed(server, one);
    await postToHub(server, { ...subscription(subscriber), 'hub.mode': 'unsubscribe' });
    await until(() => subscriber.verified.length === 2);
    expect(subscriber.verified[1]?.get('hub.mode')).toBe('unsubscribe');
    await until(async () => (await server.running.store.subscriptions.of(`${BASE}/feeds/all.rss`)).length === 1);
    await publish(server, 'b');
    await until(() => other.received.length === 1);
    expect(subscriber.received).toEqual([]);
  });

  test('a lease ends; a renewal prolongs it without a second subscription', async () => {
    const server = await startServer(FILES);
    const [subscriber, other] = [await startSubscriber(), await startSubscriber()];
    await subscribed(server, subscriber, { 'hub.lease_seconds': '600' });
    await subscribed(server, other, { 'hub.lease_seconds': '600' });
    server.setClock('2026-06-01T00:08:00Z');
    await postToHub(server, subscription(other, undefined, { 'hub.lease_seconds': '600' }));
    await until(() => other.verified.length === 2);
    await until(async () => (await server.running.store.subscriptions.requests(1)).length === 0);
    server.setClock('2026-06-01T00:12:00Z');
    await publish(server, 'b');
    await until(() => other.received.length === 1);
    expect(subscriber.received).toEqual([]);
  });
});

describe.each(ENGINES)('content distribution (section 7), on %s', (engine) => {
  test('sends the very bytes that the feed serves, signed', async () => {
    const server = await startServer(FILES, { engine });
    const [signed, plain] = [await startSubscriber(), await startSubscriber()];
    await subscribed(server, signed, { 'hub.secret': 'sesame' });
    await subscribed(server, plain, {}, '/feeds/all.json');
    await publish(server, 'b');
    await until(() => signed.received.length === 1 && plain.received.length === 1);
    const [content] = signed.received;
    const served = await server.get('/feeds/all.rss');
    const bytes = Buffer.from(await served.arrayBuffer());
    expect(content?.body.equals(bytes)).toBe(true);
    expect(content?.path).toBe('/callback?own=1');
    expect(content?.headers['content-type']).toBe(served.headers.get('content-type'));
    expect(content?.headers.link).toBe(`<${HUB}>; rel="hub", <${BASE}/feeds/all.rss>; rel="self"`);
    expect(content?.headers['x-hub-signature']).toBe(
      `sha256=${createHmac('sha256', 'sesame').update(bytes).digest('hex')}`,
    );
    expect(plain.received[0]?.headers['x-hub-signature']).toBeUndefined();
    const titles = JSON.parse(String(plain.received[0]?.body)).items.map((item: { title: string }) => item.title);
    expect(titles).toContain('Story b');
    // The archive has no secret of a subscriber.
    const rows = JSON.stringify(await server.running.store.subscriptions.of(`${BASE}/feeds/all.rss`));
    expect(rows).not.toContain('sesame');
  });

  test('goes to the feeds that a change concerns, and a recall too', async () => {
    const server = await startServer(FILES, { engine });
    const [world, culture] = [await startSubscriber(), await startSubscriber()];
    await publish(server, 'c', { section: 'culture', slug: 'culture-story' });
    await subscribed(server, world, {}, '/feeds/section/world.atom');
    await subscribed(server, culture, {}, '/feeds/section/culture.atom');
    await publish(server, 'b');
    await until(() => world.received.length === 1);
    const editor = await apiClient(server, 'write');
    await editor('POST', `/articles/${keyOf('b')}/kill`, { note: 'wrong' });
    await until(() => world.received.length === 2);
    expect(String(world.received[1]?.body)).not.toContain('Story b');
    expect(culture.received).toEqual([]);
  });

  test('a failing callback gets the newest content later; 410 ends its subscription', async () => {
    const server = await startServer(FILES, { engine });
    const [failing, gone, other] = [await startSubscriber(), await startSubscriber(), await startSubscriber()];
    for (const one of [failing, gone, other]) await subscribed(server, one);
    failing.answer = () => 302;
    gone.answer = () => 410;
    await publish(server, 'b');
    await until(() => [failing, gone, other].every(({ received }) => received.length === 1));
    await until(async () => (await server.running.store.subscriptions.of(`${BASE}/feeds/all.rss`)).length === 2);
    await publish(server, 'c');
    await until(() => other.received.length === 2);
    failing.answer = () => 200;
    server.setClock('2026-06-01T00:02:00Z');
    await until(() => failing.received.length === 2);
    expect(String(failing.received[1]?.body)).toContain('Story c');
    expect(gone.received).toHaveLength(1);
  });

  test('a hanging callback delays no other', async () => {
    const server = await startServer(FILES, { engine });
    const [hanging, other] = [await startSubscriber(), await startSubscriber()];
    hanging.answer = () => 0;
    for (const one of [hanging, other]) await subscribed(server, one);
    await publish(server, 'b');
    await until(() => other.received.length === 1);
    // The callback still hangs, and the next change is distributed meanwhile.
    await publish(server, 'c');
    await until(() => other.received.length === 2);
    expect(hanging.received).toHaveLength(1);
  });
});

test('callbacks that fail and hang do not take the places of others', async () => {
  const hangs = (url: string): boolean => url.startsWith('https://hanging.example/');
  const reaching = senderTo(new AllowedHosts(['127.0.0.1']));
  const send: Send = (request) => (hangs(request.url) ? new Promise(() => {}) : reaching(request));
  const server = await startServer(FILES, { send });
  const { subscriptions } = server.running.store;
  const topic = `${BASE}/feeds/all.rss`;
  const other = await startSubscriber();
  await subscribed(server, other);
  const requestedAt = '2026-06-01T00:00:00Z' as Instant;
  for (let number = 0; number < 300; number++) {
    const callback = `https://hanging.example/${number}`;
    const request = {
      id: `hanging-${number}`,
      mode: 'subscribe',
      topic,
      callback,
      leaseSeconds: 9,
      requestedAt,
    } as const;
    await subscriptions.request(request);
    await subscriptions.confirm(request, { expiresAt: '2030-01-01T00:00:00Z' as Instant, sentHash: 'earlier' });
    await subscriptions.record([{ callback, topic, failures: 1 }]);
  }
  // They have time to take all places that they get.
  await publish(server, 'b');
  await until(() => other.received.length === 1);
  await publish(server, 'c');
  await until(() => other.received.length === 2);
});

describe('denial (section 5.2)', () => {
  test('subscribers of a feed that is gone are denied', async () => {
    const named = `${SETTINGS}feeds: { named: [{ key: special, title: Special }] }\n`;
    const server = await startServer({ ...FILES, 'publication.yaml': named });
    const subscriber = await startSubscriber();
    await subscribed(server, subscriber, {}, '/feeds/special.rss');
    await put(server.folder, 'publication.yaml', SETTINGS);
    await until(() => subscriber.verified.length === 2);
    expect(subscriber.verified[1]?.get('hub.mode')).toBe('denied');
    expect(subscriber.verified[1]?.get('hub.topic')).toBe(`${BASE}/feeds/special.rss`);
    expect(subscriber.verified[1]?.get('hub.reason')).toContain('does not exist');
  });

  test('a private callback gets nothing unless the operator allows it', async () => {
    const server = await startServer(FILES);
    const parameters = { ...subscription(await startSubscriber()), 'hub.callback': 'http://169.254.169.254/latest/' };
    expect((await postToHub(server, parameters)).status).toBe(202);
    const { subscriptions } = server.running.store;
    await until(async () => (await subscriptions.requests(1)).length === 0);
    expect(await subscriptions.of(`${BASE}/feeds/all.rss`)).toEqual([]);
  });
});
