import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../../src/server/api/operations.ts';
import { apiClient, keyOf, STORY } from '../../support/api.ts';
import { startServer } from '../../support/server.ts';

const A = keyOf('a');
const NOW = '2026-06-01T00:00:30Z';

async function readers() {
  const server = await startServer({}, { now: NOW });
  const write = await apiClient(server, 'write');
  return { server, write, read: await apiClient(server, 'read'), partner: await apiClient(server, 'embargo') };
}

const changesOf = (response: { json: { changes: { change: string; version: number }[] } }) =>
  response.json.changes.map(({ change, version }) => `${change} ${version}`);

describe('an embargoed story', () => {
  const held = { ...STORY, headline: 'HELD', embargo: { until: '2026-06-02T00:00:00Z' }, editorNote: 'Check figures.' };

  test('is visible to entitled partners alone before its end', async () => {
    const { server, write, read, partner } = await readers();
    expect((await write('PUT', `/articles/${A}`, held)).json).toMatchObject({ steps: ['embargo'], public: 'nothing' });
    await write('POST', `/articles/${A}/correct`, { notice: 'x', note: 'Figures were wrong.' });
    expect((await read('GET', `/articles/${A}`)).status).toBe(404);
    expect((await read('GET', `/articles/${A}.newsml.xml`)).status).toBe(404);
    expect((await read('GET', '/feeds/all.newsml.xml')).text).not.toContain('HELD');
    expect(changesOf(await read('GET', '/changes'))).toEqual([]);
    expect((await partner('GET', `/articles/${A}`)).json.article).toMatchObject({
      headline: 'HELD',
      held: true,
      embargo: held.embargo,
      editorNote: 'Check figures.',
    });
    const { text: newsml } = await partner('GET', `/articles/${A}.newsml.xml`);
    expect(newsml).toContain('<embargoed>2026-06-02T00:00:00+00:00</embargoed>');
    expect(newsml).toContain('sig:correction');
    expect(newsml).toContain('Figures were wrong.');
    expect(newsml).not.toContain('<pubHistory>');
    expect((await partner('GET', '/feeds/all.newsml.xml')).text).toContain('HELD');
    expect(changesOf(await partner('GET', '/changes'))).toEqual(['embargo 1', 'correct 2']);

    server.setClock('2026-06-02T00:00:00Z');
    expect((await server.get('/articles/a-story')).status).toBe(200);
    expect((await read('GET', `/articles/${A}`)).json).toMatchObject({
      firstPublishedAt: '2026-06-02T00:00:00Z',
      updatedAt: '2026-06-02T00:00:00Z',
    });
    const { text: after } = await partner('GET', `/articles/${A}.newsml.xml`);
    expect(after).toContain('<embargoed>2026-06-02T00:00:00+00:00</embargoed>');
    expect(await (await server.get('/articles/a-story.newsml.xml')).text()).not.toContain('embargoed');
    // The entry of the release is written by the clock; a reader waits for it.
    const waited = await read('GET', '/changes?wait=5');
    expect(changesOf(waited)).toEqual(['release 2']);
  });

  test('with a condition is released by an editor, as the same version', async () => {
    const { server, write, read, partner } = await readers();
    await write('PUT', `/articles/${A}`, { ...held, embargo: { condition: 'after the vote' } });
    expect((await partner('GET', `/articles/${A}.newsml.xml`)).text).toMatch(/<embargoed\/>[\s\S]*after the vote/);
    expect((await server.get('/articles/a-story')).status).toBe(404);
    const released = await write('POST', `/articles/${A}/release`);
    expect(released.json).toMatchObject({ version: 1, steps: ['release'], public: 'story', firstPublishedAt: NOW });
    expect((await server.get('/articles/a-story')).status).toBe(200);
    expect(changesOf(await read('GET', '/changes'))).toEqual(['release 1']);
    expect((await write('POST', `/articles/${A}/release`)).status).toBe(409);
    await write('POST', `/articles/${A}/amend`, { article: { headline: 'B' } });
    expect((await read('GET', `/articles/${A}`)).json).toMatchObject({ version: 2, firstPublishedAt: NOW });
  });

  test('can get another time, and be lifted', async () => {
    const { server, write } = await readers();
    await write('PUT', `/articles/${A}`, held);
    const moved = await write('POST', `/articles/${A}/embargo`, { until: '2026-07-01T00:00:00Z' });
    expect(moved.json).toMatchObject({ version: 2, steps: ['embargo'] });
    expect((await write('POST', `/articles/${A}/embargo`, { until: '2026-07-01T00:00:30Z' })).status).toBe(422);
    expect((await write('POST', `/articles/${A}/release`)).json.detail).toMatch(/its embargo ends at/);
    const lifted = await write('POST', `/articles/${A}/embargo`, { lift: true });
    expect(lifted.json).toMatchObject({ version: 3, steps: ['release'], firstPublishedAt: NOW });
    expect((await server.get('/articles/a-story')).status).toBe(200);
  });

  test('that is killed before its end is a recall for partners, and invisible to the public', async () => {
    const { server, write, read, partner } = await readers();
    await write('PUT', `/articles/${A}`, held);
    await write('POST', `/articles/${A}/kill`, { note: 'It is untrue.' });
    expect((await partner('GET', `/articles/${A}`)).json).toMatchObject({
      status: 'canceled',
      reason: 'It is untrue.',
    });
    expect((await partner('GET', `/articles/${A}.newsml.xml`)).text).toMatch(/stat:canceled[\s\S]*It is untrue\./);
    server.setClock('2026-06-03T00:00:00Z');
    expect((await server.get('/articles/a-story')).status).toBe(404);
    expect((await read('GET', `/articles/${A}`)).status).toBe(404);
    expect(changesOf(await read('GET', '/changes'))).toEqual([]);
  });
});

test('partners see the pictures of a story that they hold, wherever they are stored', async () => {
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>';
  const server = await startServer({ 'media/a.svg': picture }, { now: NOW });
  const [write, partner, read] = [
    await apiClient(server, 'write'),
    await apiClient(server, 'embargo'),
    await apiClient(server, 'read'),
  ];
  const media = [{ kind: 'image', alt: 'a', renditions: [{ href: '/media/a.svg', type: 'image/svg+xml' }] }];
  await write('PUT', `/articles/${A}`, { ...STORY, media, embargo: { condition: 'x' } });
  expect((await server.get('/media/a.svg')).status).toBe(404);
  expect((await read('GET', '/media/a.svg')).status).toBe(404);
  expect((await partner('GET', '/media/a.svg')).text).toBe(picture);
});

describe('GET /changes', () => {
  test('ends with its key', async () => {
    const { server, write } = await readers();
    const { keys } = server.running.store;
    const now = NOW as Parameters<typeof keys.revoke>[1];
    const { key, token } = await keys.create({ name: 'x', scopes: ['read'] }, now);
    const waiting = fetch(`http://127.0.0.1:${server.running.port}/api/v1/changes?wait=10`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await keys.revoke(key.id, now);
    await write('PUT', `/articles/${A}`, STORY);
    expect((await waiting).status).toBe(401);
  });

  test('is followed page by page, in order and without gaps', async () => {
    const { write, read } = await readers();
    for (const letter of 'abcde') await write('PUT', `/articles/${keyOf(letter)}`, { ...STORY, slug: letter });
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const page = await read('GET', `/changes?limit=2${after && `&after=${after}`}`);
      if (page.json.changes.length === 0) break;
      seen.push(...page.json.changes.map(({ key }: { key: string }) => key[0]));
      after = page.json.next;
    }
    expect(seen.join('')).toBe('abcde');
    expect((await read('GET', '/changes?after=nonsense')).status).toBe(400);
    const { next } = (await write('GET', '/changes')).json;
    expect((await read('GET', `/changes?after=${next}`)).status).toBe(400);
    for (const query of ['limit=0', 'limit=9999', 'wait=31', 'wait=-1', 'limit=1&limit=2']) {
      expect((await read('GET', `/changes?${query}`)).status, query).toBe(400);
    }
  });

  test('waits for a change, and ends with the wait', async () => {
    const { write, read } = await readers();
    const waiting = read('GET', '/changes?wait=10');
    await write('PUT', `/articles/${A}`, { ...STORY, published: '2027-01-01T00:00:00Z' });
    await write('PUT', `/articles/${keyOf('b')}`, { ...STORY, slug: 'b' });
    expect((await waiting).json.changes).toMatchObject([{ key: keyOf('b'), change: 'publish' }]);
    const { next } = (await waiting).json;
    expect((await read('GET', `/changes?after=${next}&wait=1`)).json).toEqual({ changes: [], next });
  });

  test('is a stream for clients that accept one', async () => {
    const { server, write } = await readers();
    const { token } = await server.running.store.keys.create(
      { name: 'x', scopes: ['read'] },
      NOW as Parameters<typeof server.running.store.keys.create>[1],
    );
    await write('PUT', `/articles/${A}`, STORY);
    const stream = await fetch(`http://127.0.0.1:${server.running.port}/api/v1/changes`, {
      headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
    });
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const decoder = new TextDecoder();
    let text = '';
    let wrote = false;
    for await (const chunk of stream.body ?? []) {
      text += decoder.decode(chunk);
      if (!wrote && text.includes('event: publish')) {
        wrote = true;
        await write('POST', `/articles/${A}/correct`, { notice: 'x' });
      }
      if (text.includes('event: correct')) break;
    }
    expect(text).toMatch(/^id: \S+\nevent: publish\ndata: \{.*\}\n\nid: \S+\nevent: correct\n/);
  });
});

describe('the description of the API', () => {
  test('names every operation, and every one that it names is there', async () => {
    const { server, write } = await readers();
    const description = await (await server.get('/api/openapi.json')).json();
    expect(description.openapi).toBe('3.1.0');
    for (const { method, path } of OPERATIONS) {
      expect(description.paths[path]?.[method], `${method} ${path}`).toBeDefined();
      const address = path
        .replace('{key}', A)
        .replace('{version}', '1')
        .replace('{path}', 'all.rss')
        .replace('{name}', 'x');
      const response = await write(method.toUpperCase(), address.replace('/changes', '/changes?wait=0'));
      expect([405, 500], `${method} ${path}`).not.toContain(response.status);
    }
    const refs = JSON.stringify(description).match(/#\/components\/[^"]+/g) ?? [];
    for (const ref of new Set(refs)) {
      const found = ref
        .slice(2)
        .split('/')
        .reduce((at, step) => at?.[step], description);
      expect(found, ref).toBeDefined();
    }
    const page = await (await server.get('/api')).text();
    for (const { path } of OPERATIONS) expect(page).toContain(`/api/v1${path}`);
  });
});
