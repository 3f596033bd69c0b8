import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { apiClient, keyOf, STORY, send } from '../../support/api.ts';
import { storyFile } from '../../support/folder.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { startServer } from '../../support/server.ts';
import { WIRE_STORY } from '../../support/wire-story.ts';

const A = keyOf('a');
const B = keyOf('b');

async function newsroom(files: Readonly<Record<string, string>> = {}) {
  const server = await startServer(files);
  return { server, api: await apiClient(server, 'write') };
}

describe('PUT /articles/{key}', () => {
  test('makes a story, changes the version that is named, and refuses any other', async () => {
    const { server, api } = await newsroom();
    const made = await api('PUT', `/articles/${A}`, STORY);
    expect([made.status, made.headers.get('etag'), made.json.steps]).toEqual([201, '"1"', ['publish']]);
    expect((await api('PUT', `/articles/${A}`, { ...STORY, headline: 'B' })).status).toBe(428);
    const match = { 'If-Match': '"1"' };
    const amended = await api('PUT', `/articles/${A}`, { ...STORY, headline: 'B' }, match);
    expect([amended.status, amended.json.version, amended.json.steps]).toEqual([200, 2, ['amend']]);
    expect((await api('PUT', `/articles/${A}`, { ...STORY, headline: 'C' }, match)).status).toBe(412);
    expect((await api('PUT', `/articles/${B}`, STORY, match)).status).toBe(412);
    const same = await api('PUT', `/articles/${A}`, { ...STORY, headline: 'B' }, { 'If-Match': '"2"' });
    expect([same.status, same.json.version, same.json.decision]).toEqual([200, 2, 'unchanged']);
    expect(await (await server.get('/feeds/all.rss')).text()).toContain('<title>B</title>');
  });

  test('is the step that it names', async () => {
    const { api } = await newsroom();
    await api('PUT', `/articles/${A}`, STORY);
    const change = { kind: 'correct', notice: 'It was wrong.' };
    const corrected = await api('PUT', `/articles/${A}`, { ...STORY, headline: 'B', change }, { 'If-Match': '*' });
    expect(corrected.json).toMatchObject({ version: 2, steps: ['correct'] });
    const wrong = await api('PUT', `/articles/${A}`, { ...STORY, change: { kind: 'mend', x: 1 } }, { 'If-Match': '*' });
    expect([wrong.status, wrong.json.errors.map(({ path }: { path: string }) => path)]).toEqual([
      422,
      ['change.kind', 'change'],
    ]);
  });

  test('the response of GET can be submitted again', async () => {
    const { api } = await newsroom();
    await api('PUT', `/articles/${A}`, { ...STORY, keywords: ['a'], people: [{ name: 'B' }] });
    await api('POST', `/articles/${A}/correct`, { notice: 'x', article: { headline: 'B' } });
    const { json, headers } = await api('GET', `/articles/${A}`);
    expect(json.article).toMatchObject({ headline: 'B', changes: [{ kind: 'correct' }] });
    const again = await api('PUT', `/articles/${A}`, json.article, { 'If-Match': headers.get('etag') ?? '' });
    expect(again.json).toMatchObject({ decision: 'unchanged', version: 2 });
    const { json: list } = await api('GET', `/articles/${A}/versions`);
    expect(list.versions.map(({ version, change }: { version: number; change?: string }) => [version, change])).toEqual(
      [
        [1, undefined],
        [2, 'correct'],
      ],
    );
    expect((await api('GET', `/articles/${A}/versions/1`)).json.article.headline).toBe('A story');
    expect((await api('GET', `/articles/${A}/versions/3`)).status).toBe(404);
  });

  test('returns every reason at once', async () => {
    const { api } = await newsroom();
    const wrong = await api('PUT', `/articles/${A}`, { language: 'xx-none', section: 'sports', body: 1, foo: 1 });
    expect([wrong.status, wrong.headers.get('content-type')]).toEqual([422, 'application/problem+json; charset=utf-8']);
    const paths = wrong.json.errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['headline', 'slug', 'language', 'section', 'body', 'foo']));
    expect((await api('GET', `/articles/${A}`)).status).toBe(404);
  });

  test('the other channel has to adopt the story first', async () => {
    const { api } = await newsroom({ 'a.md': storyFile('a') });
    const refused = await api('PUT', `/articles/${A}`, STORY, { 'If-Match': '"1"' });
    expect([refused.status, refused.json.detail]).toEqual([
      409,
      expect.stringContaining('belongs to the content folder: `dateline adopt`'),
    ]);
  });
});

describe('POST /articles', () => {
  test.each([
    ['application/json', JSON.stringify(STORY), 'A story', []],
    [
      'text/markdown',
      '---\nheadline: From Markdown\nsection: world\npublished: 2026-03-02T09:00:00Z\n---\n\nText.\n',
      'From Markdown',
      [],
    ],
    ['text/plain; charset=utf-8', WIRE_STORY, 'Harbour strike ends after nine days', ['wire/guess']],
  ])('takes %s', async (type, body, headline, rules) => {
    const { server, api } = await newsroom();
    const made = await api('POST', '/articles?publish=true', body, { 'Content-Type': type });
    expect([made.status, made.headers.get('location')]).toEqual([201, `/api/v1/articles/${made.json.key}`]);
    expect([...new Set(made.json.warnings.map(({ rule }: { rule: string }) => rule))]).toEqual(rules);
    expect((await api('GET', `/articles/${made.json.key}`)).json.article.headline).toBe(headline);
    expect((await server.get(new URL(made.json.url).pathname)).status).toBe(200);
  });

  test('plain copy is held until an editor releases it, and never published against its own words', async () => {
    const { server, api } = await newsroom();
    const send = (text: string, query = '') => api('POST', `/articles${query}`, text, { 'Content-Type': 'text/plain' });
    const held = await send(WIRE_STORY);
    const path = new URL(held.json.url).pathname;
    expect([held.status, (await server.get(path)).status]).toEqual([201, 404]);
    expect(held.json.warnings.map(({ rule }: { rule: string }) => rule)).toContain('wire/held');
    await api('POST', `/articles/${held.json.key}/release`, '{}', { 'If-Match': held.headers.get('etag') ?? '' });
    expect((await server.get(path)).status).toBe(200);
    const hold = await send(`NOT FOR PUBLICATION\n\n${WIRE_STORY}`, '?publish=true');
    expect([hold.status, hold.json.errors[0].rule]).toEqual([422, 'wire/held']);
    const until = await send(
      `EMBARGOED UNTIL 2026-06-01 06:00\n\n${WIRE_STORY.replace('Harbour', 'Dock')}`,
      '?publish=true',
    );
    const later = new URL(until.json.url).pathname;
    expect([until.status, (await server.get(later)).status]).toEqual([201, 404]);
    server.setClock('2026-06-01T06:00:00Z');
    const page = await server.get(later);
    expect([page.status, (await page.text()).includes('EMBARGOED')]).toEqual([200, false]);
  });

  test('returns the position of an error in Markdown as the client wrote it', async () => {
    const { api } = await newsroom();
    const body = '---\nheadline: x\nsection: sports\npublished: 2026-03-02T09:00:00Z\n---\n\nText.\n';
    const wrong = await api('POST', '/articles', body, { 'Content-Type': 'text/markdown' });
    expect(wrong.json.errors).toMatchObject([{ rule: 'article/section', line: 3 }]);
  });

  test.each([
    ['another type', 'text/html', '<p>x</p>', 415],
    ['no type', '', 'x', 415],
    ['broken JSON', 'application/json', '{"a":', 422],
    ['a list', 'application/json', '[]', 422],
    ['invalid UTF-8', 'application/json', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 422],
    ['three megabytes', 'application/json', ' '.repeat(3_000_000), 413],
    ['a prototype', 'application/json', '{"__proto__":{"admin":true}}', 422],
    [
      'a medium that is none',
      'application/json',
      '{"media":[null,{"renditions":[null]},{"poster":null}],"subjects":[{}]}',
      422,
    ],
    ['a headline of spaces', 'text/markdown', `---\nheadline: a${' '.repeat(200_000)}b\n---\n`, 422],
    ['a flood of paragraphs', 'text/plain', 'HEAD\n\n'.repeat(50_000), 422],
    ['200,000 arrays', 'application/json', `{"body":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 422],
  ])('refuses %s', async (_, type, body, status) => {
    const { api } = await newsroom();
    const refused = await api('POST', '/articles', body as string, { 'Content-Type': type });
    expect([refused.status, refused.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(refused.text).not.toMatch(/\bat .*\.ts:|node_modules/);
    expect((await api('GET', '/changes')).json.changes).toEqual([]);
  });

  test('takes hostile text as text', async () => {
    const { server, api } = await newsroom();
    for (const [index, text] of HOSTILE.entries()) {
      const made = await api('POST', '/articles', { ...STORY, slug: `s-${index}`, headline: `x${text}`, body: text });
      expect(made.status, text).toBe(201);
      expect((await server.get(`/articles/s-${index}`)).status).toBe(200);
    }
  });

  test('with one Idempotency-Key is done once', async () => {
    const { api } = await newsroom();
    const once = { 'Idempotency-Key': 'request-1' };
    const responses = await Promise.all([1, 2, 3].map(() => api('POST', '/articles', STORY, once)));
    expect(responses.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(responses.map(({ json }) => json.key)).size).toBe(1);
    expect((await api('POST', '/articles', { ...STORY, headline: 'B' }, once)).status).toBe(422);
    expect((await api('POST', '/articles', STORY, { 'Idempotency-Key': 'x'.repeat(300) })).status).toBe(400);
    expect((await api('GET', '/changes')).json.changes).toHaveLength(1);
    const [first] = responses;
    const step = { notice: 'x' };
    for (const _ of [1, 2]) {
      const done = await api('POST', `/articles/${first?.json.key}/correct`, step, { 'Idempotency-Key': 'request-2' });
      expect([done.status, done.json.version]).toEqual([200, 2]);
    }
  });

  test('of a story that is there is refused', async () => {
    const { api } = await newsroom();
    const { json } = await api('POST', '/articles', STORY);
    expect((await api('POST', '/articles', { ...STORY, id: json.id })).status).toBe(409);
    const taken = await api('POST', '/articles', STORY);
    expect([taken.status, taken.json.errors[0].path]).toEqual([409, 'slug']);
  });
});

describe('POST /check', () => {
  test('returns the response of a real submission, and stores nothing', async () => {
    const { api } = await newsroom();
    expect((await api('POST', '/check', STORY)).status).toBe(201);
    expect((await api('POST', '/check', { ...STORY, section: 'sports' })).status).toBe(422);
    expect((await api('GET', '/changes')).json.changes).toEqual([]);
    const { json } = await api('PUT', `/articles/${A}`, STORY);
    const change = { kind: 'restore' };
    expect((await api('POST', '/check', { ...STORY, id: json.id, change })).status).toBe(409);
    expect((await api('POST', '/check', { ...STORY, id: json.id, headline: 'B' })).json).toMatchObject({ version: 2 });
    expect((await api('GET', `/articles/${A}`)).json.version).toBe(1);
  });
});

describe('the steps', () => {
  test('an impossible one is refused with the reason, and nothing changes', async () => {
    const { api } = await newsroom();
    await api('PUT', `/articles/${A}`, STORY);
    for (const [step, body, reason] of [
      ['restore', {}, /only a withheld story/],
      ['correct', {}, /needs a `notice`/],
      ['withhold', {}, /needs a `note`/],
      ['release', undefined, /it is public already/],
      ['embargo', { until: '2027-01-01T00:00:00Z' }, /neither be set nor changed/],
    ] as const) {
      const refused = await api('POST', `/articles/${A}/${step}`, body);
      expect([refused.status, refused.json.detail], step).toEqual([409, expect.stringMatching(reason)]);
    }
    expect((await api('POST', `/articles/${A}/correct`, { notice: 'x' }, { 'If-Match': '"7"' })).status).toBe(412);
    expect((await api('POST', `/articles/${A}/amend`, { article: { section: 'sports' } })).status).toBe(422);
    expect((await api('POST', `/articles/${A}/amend`, { headline: 'B' })).status).toBe(422);
    for (const article of [{ id: 'x' }, { changes: [] }, { draft: true }]) {
      const fixed = await api('POST', `/articles/${A}/amend`, { article });
      expect([fixed.status, fixed.json.errors[0].path]).toEqual([422, `article.${Object.keys(article)[0]}`]);
    }
    const broken = await api('POST', `/articles/${A}/withhold`, Buffer.from('{"note":"caf\xe9"}', 'latin1'));
    expect(broken.status).toBe(422);
    const early = await api('PUT', `/articles/${B}`, { ...STORY, slug: 'b', change: { kind: 'correct', notice: 'x' } });
    expect([early.status, early.json.errors[0].path]).toEqual([422, 'change']);
    expect((await api('POST', `/articles/${B}/kill`, { note: 'x' })).status).toBe(404);
    expect((await api('GET', `/articles/${A}`)).json.version).toBe(1);
  });

  test('a kill is for ever, but for its notice', async () => {
    const { server, api } = await newsroom();
    await api('PUT', `/articles/${A}`, STORY);
    await api('POST', `/articles/${A}/kill`, { note: 'x' });
    expect((await server.get('/articles/a-story')).status).toBe(410);
    for (const step of ['restore', 'update', 'kill', 'withhold']) {
      expect((await api('POST', `/articles/${A}/${step}`, { note: 'x' })).status, step).toBe(409);
    }
    expect((await api('POST', `/articles/${A}/amend`, { notice: 'We are sorry.' })).status).toBe(200);
    expect(await (await server.get('/articles/a-story')).text()).toContain('We are sorry.');
  });
});

describe('two writers of one version', () => {
  test('one wins, the other gets 412', async () => {
    const { api } = await newsroom();
    await api('PUT', `/articles/${A}`, STORY);
    const write = (headline: string) => api('PUT', `/articles/${A}`, { ...STORY, headline }, { 'If-Match': '"1"' });
    const statuses = (await Promise.all(['B', 'C', 'D'].map(write))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 412, 412]);
    expect((await api('GET', `/articles/${A}/versions`)).json.versions).toHaveLength(2);
  });
});

describe('files', () => {
  const PIXEL = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>');
  const NAME = `${createHash('sha256').update(PIXEL).digest('hex')}.svg`;
  const media = [{ kind: 'image', alt: 'a', renditions: [{ href: `/media/${NAME}`, type: 'image/svg+xml' }] }];

  test('are stored by the hash of their bytes, and visible with their stories', async () => {
    const { server, api } = await newsroom();
    expect((await api('PUT', `/articles/${A}`, { ...STORY, media })).status).toBe(422);
    expect((await api('PUT', `/media/${NAME}`, PIXEL)).status).toBe(201);
    expect((await api('PUT', `/media/${NAME}`, PIXEL)).status).toBe(200);
    expect((await server.get(`/media/${NAME}`)).status).toBe(404);
    expect((await api('PUT', `/articles/${A}`, { ...STORY, media })).status).toBe(201);
    const shown = await server.get(`/media/${NAME}`);
    expect([shown.status, shown.headers.get('content-type'), await shown.text()]).toEqual([
      200,
      'image/svg+xml',
      PIXEL.toString(),
    ]);
    const part = await server.get(`/media/${NAME}`, { Range: 'bytes=1-3' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 1-3/${PIXEL.length}`,
      'svg',
    ]);
    expect((await server.get(`/media/${NAME}`, { Range: 'bytes=900-' })).status).toBe(416);
    const etag = shown.headers.get('etag') ?? '';
    expect((await server.get(`/media/${NAME}`, { 'If-None-Match': etag })).status).toBe(304);
    await api('POST', `/articles/${A}/kill`, { note: 'x' });
    expect((await server.get(`/media/${NAME}`)).status).toBe(410);
  });

  test.each([
    ['a name that is no hash', 'a.svg', PIXEL],
    ['another hash', `${'0'.repeat(64)}.svg`, PIXEL],
    ['another kind', NAME.replace('.svg', '.exe'), PIXEL],
    ['what is no picture', `${createHash('sha256').update('x').digest('hex')}.png`, Buffer.from('x')],
  ])('are refused with %s', async (_, name, bytes) => {
    const { api } = await newsroom();
    expect((await api('PUT', `/media/${name}`, bytes)).status).toBe(422);
  });
});

describe('keys', () => {
  test('are needed, and allow what their scopes say', async () => {
    const { server } = await newsroom();
    const reader = await apiClient(server, 'read');
    expect((await reader('PUT', `/articles/${A}`, STORY)).status).toBe(403);
    expect((await reader('GET', '/changes')).status).toBe(200);
    for (const Authorization of ['', 'Bearer x', `Bearer dateline_${'0'.repeat(12)}_${'A'.repeat(43)}`]) {
      const refused = await send(server, { method: 'GET', path: '/changes', headers: { Authorization } });
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Dateline"']);
    }
  });

  test('that are revoked or past their time open nothing', async () => {
    const { server } = await newsroom();
    const { keys } = server.running.store;
    const now = '2026-01-01T00:00:00Z' as Parameters<typeof keys.create>[1];
    const old = await keys.create({ name: 'a', scopes: ['read'], expiresAt: now }, now);
    const revoked = await keys.create({ name: 'b', scopes: ['read'] }, now);
    expect(await keys.revoke(revoked.key.id, now)).toBe(true);
    expect(await keys.revoke(revoked.key.id, now)).toBe(false);
    for (const { token } of [old, revoked]) {
      const headers = { Authorization: `Bearer ${token}` };
      expect((await send(server, { method: 'GET', path: '/changes', headers })).status).toBe(401);
      expect(JSON.stringify(await keys.list())).not.toContain(token.replace(/^dateline_[0-9a-f]+_/, ''));
    }
  });

  test('without a key few requests a minute are accepted', async () => {
    const { server } = await newsroom();
    const statuses: number[] = [];
    for (let request = 0; request < 62; request++) {
      statuses.push((await send(server, { method: 'GET', path: '/changes', headers: {} })).status);
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429]);
  });

  test('an address accepts the methods that it lists', async () => {
    const { api } = await newsroom();
    const options = await api('OPTIONS', `/articles/${A}`);
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, PUT, OPTIONS']);
    const refused = await api('DELETE', `/articles/${A}`);
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT, OPTIONS']);
    expect((await api('GET', '/nothing')).status).toBe(404);
  });
});
