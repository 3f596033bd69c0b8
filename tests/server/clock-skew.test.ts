import { describe, expect, test } from 'vitest';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { ENGINES, postgresDatabase } from '../support/engines.ts';
import { SETTINGS } from '../support/folder.ts';
import { startServer, type TestServer } from '../support/server.ts';

const A = keyOf('a');
const ADDRESS = `/articles/${A}`;
const NOON = '2026-06-01T12:00:00Z';
const PUBLISHED = { ...STORY, published: NOON };

/** The transitions that hide, change or restore a story, in a possible order. */
const STEPS = [
  ['correct', { notice: 'The figure was wrong.', article: { headline: 'Corrected' } }],
  ['update', { article: { headline: 'Updated' } }],
  ['withhold', { note: 'under review' }],
  ['restore', {}],
  ['kill', { note: 'wrong person' }],
] as const;

describe.each(ENGINES)('a clock that was set back by five minutes, %s', (engine) => {
  test('refuses no transition, and no time goes back', async () => {
    const server = await startServer({}, { engine, now: NOON });
    const api = await apiClient(server, 'write');
    expect((await api('PUT', ADDRESS, PUBLISHED)).status).toBe(201);
    let last = NOON;
    for (const [index, [step, body]] of STEPS.entries()) {
      server.setClock(new Date(Date.parse(NOON) - (300 + index * 10) * 1000).toISOString());
      const { status, json } = await api('POST', `${ADDRESS}/${step}`, body);
      expect([step, status, json.detail]).toEqual([step, 200, undefined]);
      const { json: stored } = await api('GET', ADDRESS);
      expect(stored.versionCreatedAt >= last, `${step}: ${stored.versionCreatedAt}`).toBe(true);
      last = stored.versionCreatedAt;
    }
    // By this clock the story was not public yet: it is hidden, and withdrawn once the clock is right.
    expect([404, 410]).toContain((await server.get('/articles/a-story')).status);
    server.setClock('2026-06-01T12:01:00Z');
    expect((await server.get('/articles/a-story')).status).toBe(410);
    expect(await (await server.get('/feeds/all.rss')).text()).not.toContain('wrong person');
  });

  test('refuses no change of the text by PUT, with and without a transition', async () => {
    const server = await startServer({}, { engine, now: NOON });
    const api = await apiClient(server, 'write');
    await api('PUT', ADDRESS, PUBLISHED);
    server.setClock('2026-06-01T11:55:00Z');
    const silent = await api('PUT', ADDRESS, { ...PUBLISHED, headline: 'Silent' }, { 'If-Match': '"1"' });
    expect(silent.status).toBe(200);
    const correction = { ...PUBLISHED, headline: 'Corrected', change: { kind: 'correct', notice: 'The headline.' } };
    const corrected = await api('PUT', ADDRESS, correction, { 'If-Match': '"2"' });
    expect([corrected.status, corrected.json.detail]).toEqual([200, undefined]);
  });
});

test('two machines whose clocks differ by two seconds: each can kill what the other one has just published', async () => {
  const url = await postgresDatabase();
  const ahead = await startServer({}, { url, now: '2026-06-01T12:00:02Z' });
  const behind = await startServer({}, { url, now: NOON });
  const there = await apiClient(ahead, 'write');
  const here = await apiClient(behind, 'write');
  for (const [name, first, second] of [
    ['a', there, here],
    ['b', here, there],
  ] as const) {
    const address = `/articles/${keyOf(name)}`;
    const story = { ...STORY, slug: `story-${name}`, published: '2026-06-01T12:00:00Z' };
    expect((await first('PUT', address, story)).status).toBe(201);
    expect((await first('POST', `${address}/correct`, { notice: 'A name.' })).status).toBe(200);
    const killed = await second('POST', `${address}/kill`, { note: 'wrong' });
    expect([killed.status, killed.json.detail]).toEqual([200, undefined]);
    for (const server of [ahead, behind]) expect((await server.get(`/articles/story-${name}`)).status).toBe(410);
  }
});

test('machines whose clocks are five seconds fast and slow publish a scheduled story together, and never early', async () => {
  const url = await postgresDatabase();
  const servers = [await startServer({}, { url, skewMs: 5000 }), await startServer({}, { url, skewMs: -5000 })];
  const api = await apiClient(servers[1] as TestServer, 'write');
  const until = Math.ceil((Date.now() + 2500) / 1000) * 1000;
  expect((await api('PUT', ADDRESS, { ...STORY, published: new Date(until).toISOString() })).status).toBe(201);
  await Promise.all(
    servers.map(async (server) => {
      for (;;) {
        const { status } = await server.get('/articles/a-story');
        // The request was handled before now.
        if (status === 200) break;
        expect(status).toBe(404);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(Date.now()).toBeGreaterThanOrEqual(until);
    }),
  );
});

test('a server with another publication.yaml than the others is refused in one line', async () => {
  const url = await postgresDatabase();
  await startServer({}, { url });
  await startServer({}, { url });
  const other = { 'publication.yaml': SETTINGS.replace('News that is not new.', 'Other news.') };
  await expect(startServer(other, { url })).rejects.toThrow(/another publication\.yaml: give all of them the same one/);
});
