import { describe, expect, onTestFinished, test } from 'vitest';
import { openArchive } from '../../src/archive/location.ts';
import type { Store } from '../../src/archive/store.ts';
import { type PingDeps, pingDue } from '../../src/delivery/websub/ping.ts';
import type { Instant } from '../../src/text/instant.ts';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { ENGINES, type EngineName, emptyLocation, openStore } from '../support/engines.ts';
import { ExternalHub } from '../support/external-hub.ts';
import { put, SETTINGS, storyFile } from '../support/folder.ts';
import { partnerNewsroom } from '../support/partner-newsroom.ts';
import { contextWith } from '../support/publication.ts';
import { BASE, startServer, type TestServer, until } from '../support/server.ts';
import { idOf } from '../support/stories.ts';

const EXTERNAL = "webSub: { external: { url: 'https://hub.example/', alarm: { url: 'https://alarm.example/' } } }\n";
const FILES = { 'a.md': storyFile('a', { slug: 'first' }), 'publication.yaml': `${SETTINGS}${EXTERNAL}` };
const CALLBACK = /^https:\/\/gazette\.example\.com\/websub\/watch\/[\w-]{43}$/;

const HARBOUR = { id: idOf('a'), slug: 'harbour', headline: 'Harbour opens', published: '2026-05-31T09:00:00Z' };

interface Watched {
  readonly server: TestServer;
  readonly hub: ExternalHub;
  readonly state: () => ReturnType<TestServer['running']['store']['watchedHubs']['get']>;
}

async function watched(hub = new ExternalHub(), engine: EngineName = 'SQLite'): Promise<Watched> {
  const server = await startServer(FILES, { engine, send: hub.send, dev: true });
  hub.server = server;
  return { server, hub, state: () => server.running.store.watchedHubs.get(hub.url) };
}

async function confirmed(engine?: EngineName): Promise<Watched> {
  const all = await watched(new ExternalHub(), engine);
  await until(async () => (await all.state()).leaseUntil !== undefined);
  // The story of the folder is a change too.
  await until(() => all.hub.pings.length > 0);
  await until(async () => (await all.state()).pingedHash !== undefined);
  return all;
}

async function publish(server: TestServer, letter: string): Promise<void> {
  const editor = await apiClient(server, 'write');
  const story = { ...STORY, slug: `story-${letter}`, headline: `Story ${letter}` };
  expect((await editor('PUT', `/articles/${keyOf(letter)}`, story)).status).toBe(201);
}

/** The inputs of pings to a hub, at the beginning of June. */
function pinger(store: Store, hub: ExternalHub): PingDeps {
  const { storyOf: _, publication, ...site } = contextWith();
  return {
    store,
    site: { ...site, publication: { ...publication, webSub: { ...publication.webSub, external: { url: hub.url } } } },
    send: hub.send,
    hubWatch: { expect: async () => {} },
    onError: () => {},
    clock: () => Date.parse('2026-06-01T00:00:00Z'),
  };
}

describe('a hub of others', () => {
  test('is named by every feed, beside our own', async () => {
    const { server } = await watched();
    for (const path of ['/feeds/all.rss', '/feeds/all.atom', '/feeds/all.json']) {
      const response = await server.get(path);
      const links = [...(response.headers.get('link') ?? '').matchAll(/<([^>]*)>; rel="hub"/g)].map(([, to]) => to);
      expect(links, path).toEqual([`${BASE}/websub`, 'https://hub.example/']);
      expect(await response.text(), path).toContain('https://hub.example/');
    }
  });

  test('is pinged with the feeds of a changed story, and again after a failure', async () => {
    const { server, hub } = await confirmed();
    hub.pings.length = 0;
    hub.status = 503;
    await publish(server, 'b');
    const { deliveries } = server.running.store;
    await until(async () => (await deliveries.newest(1))[0]?.response === 'the hub responded 503');
    hub.status = 202;
    server.setClock('2026-06-01T00:05:00Z');
    await until(async () => (await deliveries.newest(1))[0]?.state === 'delivered');
    for (const path of ['/feeds/all.rss', '/feeds/all.atom', '/feeds/all.json', '/feeds/section/world.rss'])
      expect(hub.pings.flat()).toContain(`${BASE}${path}`);
  });

  test.each(ENGINES)('is watched by a subscription, and renewed before its end, on %s', async (engine) => {
    const { server, hub, state } = await confirmed(engine);
    const [request] = hub.requests;
    expect(request?.get('hub.topic')).toBe(`${BASE}/feeds/all.atom`);
    expect(request?.get('hub.callback')).toMatch(CALLBACK);
    await publish(server, 'b');
    await until(async () => (await state()).receivedAt !== undefined);
    expect((await state()).pendingSince).toBeUndefined();
    server.setClock('2026-06-10T12:00:00Z');
    await until(() => hub.requests.length === 2);
    expect(hub.requests[1]?.get('hub.callback')).toBe(request?.get('hub.callback'));
    expect(hub.alarms).toEqual([]);
  });

  test('that takes pings and distributes nothing is an alarm, once, and recovers', async () => {
    const { server, hub, state } = await confirmed();
    hub.isDropping = true;
    await publish(server, 'b');
    await until(async () => (await state()).pendingSince !== undefined);
    // A later change is one more that it owes.
    const { pingedHash } = await state();
    server.setClock('2026-06-01T00:10:00Z');
    await publish(server, 'c');
    await until(async () => (await state()).pingedHash !== pingedHash);
    server.setClock('2026-06-01T00:20:00Z');
    await until(() => hub.alarms.length === 1);
    expect(hub.alarms[0]).toMatchObject({
      channel: 'the hub https://hub.example/',
      state: 'alarm',
      reason: 'it has not distributed the feed of all stories since 2026-06-01T00:00:30Z',
    });
    // A content with another signature is none of the hub.
    const page = await (await server.get('/deliveries')).text();
    expect(page).toMatch(/hub\.example\/<\/th><td>2026-06-11T00:00:30Z<\/td><td>[^<]*<\/td><td>2026-06-01T00:00:30Z/);
    hub.otherSecret = 'a secret of others';
    expect(await hub.distribute()).toBe(200);
    expect((await state()).pendingSince).toBeDefined();
    hub.otherSecret = undefined;
    expect(await hub.distribute()).toBe(200);
    expect((await state()).pendingSince).toBeUndefined();
    server.setClock('2026-06-01T00:21:00Z');
    await until(() => hub.alarms.length === 2);
    expect(hub.alarms[1]?.state).toBe('recovered');
  });

  test('that distributes a part of the feed owes nothing', async () => {
    const { server, hub, state } = await confirmed();
    hub.isDropping = true;
    await publish(server, 'b');
    await until(async () => (await state()).pendingSince !== undefined);
    expect(await hub.distribute('<feed>new entries alone</feed>')).toBe(200);
    expect((await state()).pendingSince).toBeUndefined();
  });

  test('owes nothing where the feed changes without a change of a story', async () => {
    const { server, hub, state } = await confirmed();
    await publish(server, 'b');
    await until(async () => (await state()).receivedAt !== undefined);
    const before = await (await server.get('/feeds/all.atom')).text();
    await put(
      server.folder,
      'publication.yaml',
      `${SETTINGS.replace('The Test Gazette', 'Another Gazette')}${EXTERNAL}`,
    );
    await until(async () => (await (await server.get('/feeds/all.atom')).text()) !== before);
    server.setClock('2026-06-01T02:00:00Z');
    server.setClock('2026-06-01T03:00:00Z');
    await publish(server, 'c');
    await until(() => hub.pings.length > 2);
    expect(hub.alarms).toEqual([]);
  });

  test('is pinged by one of several machines', async () => {
    const location = await emptyLocation('PostgreSQL');
    const hub = new ExternalHub();
    const response = Promise.withResolvers<void>();
    hub.held = response.promise;
    const [first, second] = [await openArchive(location), await openArchive(location)];
    onTestFinished(async () => {
      await first.close();
      await second.close();
    });
    const now = '2026-06-01T00:00:00Z' as Instant;
    await (await partnerNewsroom({ store: first })).write(HARBOUR);
    await first.deliveries.plan({ channel: 'hub', target: HARBOUR.id, cursor: 1 }, { now, spacing: 0 });
    const pinging = pingDue(pinger(first, hub));
    await until(() => hub.pings.length === 1);
    // The other machine finds the same story due, and leaves it to the first one.
    await pingDue(pinger(second, hub));
    response.resolve();
    await pinging;
    expect(hub.pings).toHaveLength(1);
    expect(await first.deliveries.newest(1)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  test('is not named by selections of several terms, which it never learns of', async () => {
    const { server } = await watched();
    const link = (await server.get('/feeds/q.rss?section=world&language=en')).headers.get('link');
    expect(link).toContain(`<${BASE}/websub>; rel="hub"`);
    expect(link).not.toContain('hub.example');
  });

  test('that does not confirm the subscription, or denies it, is an alarm', async () => {
    const hub = new ExternalHub();
    hub.isIgnoring = true;
    const { server, state } = await watched(hub);
    await until(() => hub.requests.length === 1);
    server.setClock('2026-06-01T00:16:00Z');
    await until(() => hub.alarms.length === 1);
    expect(hub.alarms[0]?.reason).toBe(
      'it has not confirmed our subscription since 2026-06-01T00:00:30Z; its last response was 202',
    );
    await hub.verify();
    server.setClock('2026-06-01T00:17:00Z');
    await until(() => hub.alarms.length === 2);
    // It denies every request from now on.
    const denial = { 'hub.mode': 'denied', 'hub.reason': 'no more' };
    await hub.verify(denial);
    expect(await state()).toMatchObject({ response: 'denied: no more' });
    for (const [minute, requests] of [
      [28, 3],
      [39, 4],
    ] as const) {
      server.setClock(`2026-06-01T00:${minute}:00Z`);
      await until(() => hub.requests.length >= requests);
      await hub.verify(denial);
    }
    await until(() => hub.alarms.length === 3);
    expect(hub.alarms[2]?.reason).toContain('since 2026-06-01T00:17:00Z');
  });

  test('gets a new request when the base URL or the secret has changed, and owes nothing until it confirms', async () => {
    const { server, hub, state } = await confirmed();
    const { watchedHubs } = server.running.store;
    hub.isIgnoring = true;
    const earlier = { callback: 'https://earlier.example/websub/watch/x', response: '202' };
    await watchedHubs.asked({ hub: hub.url }, earlier, '2026-06-01T00:00:30Z' as Instant);
    await publish(server, 'b');
    await until(() => hub.pings.length > 1);
    server.setClock('2026-06-01T00:01:30Z');
    await until(() => hub.requests.length === 2);
    expect(hub.requests[1]?.get('hub.callback')).toMatch(CALLBACK);
    await until(async () => (await state()).leaseUntil === undefined);
    expect((await state()).pendingSince).toBeUndefined();
    server.setClock('2026-06-01T00:20:00Z');
    await until(() => hub.alarms.length === 1);
    expect(hub.alarms[0]?.reason).toContain('it has not confirmed our subscription');
  });

  test('is pinged also if our own feed cannot be rendered', async () => {
    const store = await openStore();
    const hub = new ExternalHub();
    const errors: unknown[] = [];
    const now = '2026-06-01T00:00:00Z' as Instant;
    await (await partnerNewsroom({ store })).write(HARBOUR);
    await store.deliveries.plan({ channel: 'hub', target: HARBOUR.id, cursor: 1 }, { now, spacing: 0 });
    const hubWatch = { expect: () => Promise.reject(new Error('no feed')) };
    await pingDue({ ...pinger(store, hub), hubWatch, onError: (error) => errors.push(error) });
    expect(errors).toHaveLength(1);
    expect(hub.pings.flat()).toContain(`${BASE}/feeds/all.rss`);
    expect((await store.deliveries.newest(1))[0]?.state).toBe('delivered');
  });

  test('its requests need the token and the topic of our subscription', async () => {
    const { server, hub } = await confirmed();
    expect(await hub.verify()).toEqual({ status: 200, text: 'a challenge' });
    expect((await hub.verify({ 'hub.topic': `${BASE}/feeds/all.rss` })).status).toBe(404);
    expect((await hub.verify({ 'hub.mode': 'unsubscribe' })).status).toBe(404);
    expect((await server.get('/websub/watch/guess?hub.mode=subscribe&hub.challenge=x')).status).toBe(404);
    const port = server.running.port;
    const posted = await fetch(`http://127.0.0.1:${port}/websub/watch/guess`, { method: 'POST', body: 'x' });
    expect(posted.status).toBe(410);
  });
});
