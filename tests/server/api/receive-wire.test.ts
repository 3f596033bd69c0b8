import { describe, expect, test } from 'vitest';
import { apiClient } from '../../support/api.ts';
import { startServer } from '../../support/server.ts';
import { GUID, wireItem } from '../../support/wire.ts';

const XML = { 'Content-Type': 'application/vnd.iptc.g2.newsitem+xml' };

async function client() {
  const server = await startServer();
  return { server, write: await apiClient(server, 'write'), read: await apiClient(server, 'read') };
}

describe('POST /articles with what an agency sends', () => {
  test('stores each story and returns its outcome', async () => {
    const { server, write } = await client();
    const first = await write('POST', '/articles?section=culture', wireItem(), XML);
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({
      stories: [{ decision: 'stored', guid: GUID, version: 1, steps: ['publish'], slug: 'rates-held' }],
      refused: [],
    });
    const page = await server.get('/articles/rates-held');
    expect(page.status).toBe(200);
    expect(await (await server.get('/feeds/section/culture.rss')).text()).toContain(
      `<guid isPermaLink="false">${GUID}</guid>`,
    );

    const again = await write('POST', '/articles', wireItem(), XML);
    expect([again.status, again.json.stories[0]]).toMatchObject([
      200,
      { decision: 'unchanged', reason: 'version 5 is stored already' },
    ]);
    const killed = await write('POST', '/articles', wireItem({ version: 6, status: 'canceled' }), XML);
    expect(killed.json.stories[0]).toMatchObject({ decision: 'stored', status: 'canceled', steps: ['kill'] });
    expect((await server.get('/articles/rates-held')).status).toBe(410);
  });

  test('with an `Idempotency-Key` executes a document once, and repeats the first response', async () => {
    const { write, server } = await client();
    const once = { ...XML, 'Idempotency-Key': 'delivery-1' };
    const first = await write('POST', '/articles', wireItem(), once);
    const again = await write('POST', '/articles', wireItem(), once);
    expect([again.status, again.json, again.headers.get('idempotent-replayed')]).toEqual([201, first.json, 'true']);
    expect(await server.running.store.archive.log.cursor()).toBe(1);
    const other = await write('POST', '/articles', wireItem({ version: 6 }), once);
    expect([other.status, other.json.detail]).toEqual([422, expect.stringContaining('another request')]);
  });

  test('takes a document without a media type of its own, and names that type where it refuses one', async () => {
    const { write } = await client();
    const bytes = { 'Content-Type': 'application/octet-stream' };
    expect((await write('POST', '/articles', wireItem({}), bytes)).status).toBe(201);
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const refused = await write('POST', '/articles', wireItem({}), form);
    expect([refused.status, refused.json.detail]).toEqual([415, expect.stringContaining('application/octet-stream')]);
  });

  test('takes a message with many stories, and ninjs as JSON', async () => {
    const { write } = await client();
    const items = Array.from({ length: 3 }, (_, index) =>
      wireItem({ guid: `urn:a:${index}`, headline: `Story ${index}` }),
    );
    const message = `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2026-03-02T09:00:00Z</sent></header><itemSet>${items.join('')}</itemSet></newsMessage>`;
    const taken = await write('POST', '/articles', message, { 'Content-Type': 'text/xml; charset=utf-8' });
    expect(taken.json.stories.map(({ slug }: { slug: string }) => slug)).toEqual(['story-0', 'story-1', 'story-2']);
    const ninjs = {
      uri: 'tag:b.example,2026:1',
      version: '2',
      headline: 'From ninjs',
      body_html: '<p>Text.</p>',
      versioncreated: '2026-03-02T09:00:00+0000',
      source: 'B',
    };
    expect((await write('POST', '/articles', ninjs)).json.stories[0]).toMatchObject({
      decision: 'stored',
      slug: 'from-ninjs',
    });
  });

  test('rehearses', async () => {
    const { server, write } = await client();
    expect((await write('POST', '/check', wireItem(), XML)).json.stories[0]).toMatchObject({ decision: 'stored' });
    expect((await server.get('/articles/rates-held')).status).toBe(404);
  });

  test('returns problems with line and column, and stores nothing', async () => {
    const { write } = await client();
    const bomb = '<!DOCTYPE a [<!ENTITY e "x">]><newsItem>&e;</newsItem>';
    expect(await write('POST', '/articles', bomb, XML)).toMatchObject({
      status: 422,
      json: { errors: [{ rule: 'xml/doctype', line: 1 }] },
    });
    expect((await write('POST', '/articles', '<planningItem/>', XML)).json.detail).toContain('planning');
    expect((await write('POST', '/articles', Buffer.alloc(11_000_000, 0x20), XML)).status).toBe(413);
    const { status, headers } = await write('POST', '/articles', 'x', { 'Content-Type': 'image/png' });
    expect([status, headers.get('accept-post')]).toEqual([415, expect.stringContaining('newsmessage+xml')]);
  });

  test('needs the scope to write', async () => {
    const { read } = await client();
    expect((await read('POST', '/articles', wireItem(), XML)).status).toBe(403);
  });
});

describe('what partners find at the addresses', () => {
  test('pictures as items, vocabularies, profiles', async () => {
    const { server, write } = await client();
    const picture = {
      kind: 'image',
      alt: 'A bank',
      renditions: [{ href: 'https://pictures.example/a.jpg', type: 'image/jpeg', width: 1600, height: 900 }],
    };
    const story = {
      headline: 'With a picture',
      section: 'world',
      language: 'en',
      published: '2026-03-02T09:00:00Z',
      body: '<p>Text.</p>',
      media: [picture],
    };
    expect((await write('POST', '/articles', story)).status).toBe(201);
    const text = await (await server.get('/articles/with-a-picture.newsml.xml')).text();
    const [, href = ''] =
      /<link rel="irel:dependsOn"[^>]* href="https:\/\/gazette.example.com([^"]*)"/.exec(text) ?? [];
    const item = await server.get(href);
    expect([item.status, item.headers.get('content-type')]).toEqual([
      200,
      'application/vnd.iptc.g2.newsitem+xml; charset=utf-8',
    ]);
    expect(await item.text()).toContain('https://pictures.example/a.jpg');
    for (const [, uri = ''] of text.matchAll(/<scheme alias="\w+" uri="https:\/\/gazette.example.com([^"]*)"/g)) {
      const scheme = await server.get(uri);
      expect([uri, scheme.status, scheme.headers.get('content-type')]).toEqual([
        uri,
        200,
        'application/vnd.iptc.g2.knowledgeitem+xml; charset=utf-8',
      ]);
    }
    expect(await (await server.get('/cv/section/world')).text()).toContain('<conceptId qcode="dlsection:world"/>');
    expect((await server.get('/cv/section/none')).status).toBe(404);
    expect((await server.get('/cv/none/')).status).toBe(404);
    expect((await server.get('/cv/catalog-1.xml')).status).toBe(200);
    expect(await (await server.get('/articles/with-a-picture.superdesk-nitf.newsml.xml')).text()).toContain(
      '<newsMessage',
    );
    expect(await (await server.get('/feeds/all.linked-data.newsml.xml')).text()).toContain('catalog-1.xml');
    expect((await (await server.get('/articles/with-a-picture.superdesk.ninjs.json')).json()) as object).toMatchObject({
      body_html: '<p>Text.</p>',
    });
  });
});
