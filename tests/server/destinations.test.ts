import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Destination, mayGoTo } from '../../src/article/destination.ts';
import { mediaKey, mediaSchema } from '../../src/article/media.ts';
import { ALL_FORMATS } from '../../src/formats/index.ts';
import { sampleAddresses } from '../support/addresses.ts';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { storyFile } from '../support/folder.ts';
import { BASE, startServer, type TestServer } from '../support/server.ts';

const PICTURE = await readFile(join(import.meta.dirname, '../../content/media/harbour-16x9.jpg'));
const HASH = sha(PICTURE);

function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const media = (destinations: readonly string[], excluded: readonly string[] = []) => ({
  kind: 'image',
  renditions: [{ href: '/media/quay.jpg', type: 'image/jpeg', width: 1200, height: 675 }],
  alt: 'A quay',
  caption: 'LIMITED-CAPTION',
  rights: { destinations, ...(excluded.length === 0 ? {} : { excluded }) },
});
/** Traces of the picture: its file, its caption and its key in NewsML-G2. */
const TRACES = ['quay', 'LIMITED-CAPTION', mediaKey(mediaSchema.parse(media(['web'])))];

const BODY =
  'First.\n\n<figure><img src="/media/quay.jpg" alt="A quay"><figcaption>LIMITED-CAPTION</figcaption></figure>\n\n[A link](/media/quay.jpg)\n\nLast.';

async function serverWith(rights: readonly string[], excluded: readonly string[] = []): Promise<TestServer> {
  const limited = JSON.stringify([media(rights, excluded)]);
  return startServer(
    {
      'media/quay.jpg': PICTURE,
      'a.md': storyFile('a', { slug: 'limited', media: limited, related: `[{ article: "${idOf('b')}" }]` }, BODY),
      'b.md': storyFile('b', { slug: 'other', media: limited, related: `[{ article: "${idOf('a')}" }]` }),
    },
    { dev: false },
  );
}

function idOf(letter: string): string {
  return `tag:gazette.example.com,2026:article:${keyOf(letter)}`;
}

/** Returns where an address leads, by its extension. */
function destinationOf(path: string): Destination {
  const [bare = ''] = path.split('?');
  const formats = ALL_FORMATS.filter(({ extension }) => bare.endsWith(extension));
  const [format] = formats.toSorted((a, b) => b.extension.length - a.extension.length);
  return format?.destination ?? 'web';
}

const ADDRESSES = [
  ...new Set([
    ...Object.values(sampleAddresses({ slug: 'limited', word: 'other' })).flat(),
    '/media/quay.jpg',
    '/pictures/480/quay.jpg.webp',
    ...TRACES.slice(2).map((key) => `/articles/limited/media/${key}.newsml.xml`),
  ]),
];

/** Returns the addresses whose responses have a trace of the picture, or are the picture. */
async function tracesIn(server: TestServer): Promise<string[]> {
  const found: string[] = [];
  for (const path of ADDRESSES) {
    const response = await server.get(path);
    const bytes = Buffer.from(await response.arrayBuffer());
    const isPicture = response.status === 200 && response.headers.get('content-type')?.startsWith('image/') === true;
    const text = `${bytes.toString('latin1')}\n${[...response.headers.values()].join('\n')}`;
    const isNamed = response.status === 200 && TRACES.some((trace) => text.includes(trace));
    if (sha(bytes) === HASH || (isPicture && path.includes('quay')) || isNamed) found.push(path);
  }
  return found;
}

describe('a picture goes where its rights permit', () => {
  test.each([
    [['web'], []],
    [['web', 'feeds'], []],
    [['web', 'partners'], []],
    [['web', 'platforms'], []],
    [['feeds', 'platforms', 'partners'], []],
    [['web', 'feeds', 'platforms', 'partners'], []],
    [['web', 'feeds', 'platforms', 'partners'], ['feeds']],
  ])('%j without %j', async (destinations, excluded) => {
    const server = await serverWith(destinations, excluded);
    const found = new Set(await tracesIn(server));
    const wrong = ADDRESSES.filter(
      (path) => found.has(path) && !mayGoTo({ destinations, excluded }, destinationOf(path)),
    );
    expect(wrong).toEqual([]);
    const shows = (path: string): boolean => found.has(path);
    const has = (name: string): boolean => destinations.includes(name) && !excluded.includes(name as never);
    expect(shows('/articles/limited'), 'page').toBe(has('web'));
    expect(shows('/media/quay.jpg'), 'file').toBe(has('web'));
    expect(shows('/feeds/all.rss'), 'RSS').toBe(has('web') && has('feeds'));
    expect(shows('/feeds/all.atom'), 'Atom').toBe(has('web') && has('feeds'));
    expect(shows('/feeds/all.json'), 'JSON Feed').toBe(has('web') && has('feeds'));
    expect(shows('/feeds/all.msn.rss'), 'a platform').toBe(has('web') && has('platforms'));
    expect(shows('/articles/limited.newsml.xml'), 'NewsML-G2').toBe(has('web') && has('partners'));
    expect(shows('/articles/limited.ninjs.json'), 'ninjs').toBe(has('web') && has('partners'));
    // The text around it stays.
    for (const path of ['/articles/limited', '/feeds/all.rss', '/articles/limited.newsml.xml']) {
      const text = await (await server.get(path)).text();
      expect([text.includes('First.'), text.includes('Last.'), text.includes('A link')], path).toEqual([
        true,
        true,
        true,
      ]);
    }
    const partner = await apiClient(server, 'embargo');
    const wire = await partner('GET', `/articles/${keyOf('a')}.newsml.xml`);
    expect(
      TRACES.some((trace) => wire.text.includes(trace)),
      'a partner',
    ).toBe(has('partners'));
    expect((await partner('GET', '/media/quay.jpg')).status === 200, 'a file for a partner').toBe(has('partners'));
  });
});

describe('a story goes where its rights permit', () => {
  const limited = (destinations: string) =>
    startServer({
      'a.md': storyFile('a', { slug: 'limited', headline: 'LIMITED', rights: `{ destinations: ${destinations} }` }),
      'b.md': storyFile('b', { slug: 'other', related: `[{ article: "${idOf('a')}" }]` }),
    });

  test('one for partners alone is at no public address', async () => {
    const server = await limited('[partners]');
    for (const path of ADDRESSES) {
      const response = await server.get(path);
      const text = `${await response.text()}${[...response.headers.values()].join('\n')}`;
      // A search and an error name what was asked for.
      expect(text.includes('LIMITED'), path).toBe(false);
      if (path.startsWith('/articles/limited')) expect(response.status, path).toBe(404);
    }
    const partner = await apiClient(server, 'embargo');
    const wire = await partner('GET', `/articles/${keyOf('a')}.newsml.xml`);
    expect([wire.status, wire.text.includes('stat:usable'), wire.text.includes('embargoed')]).toEqual([
      200,
      true,
      false,
    ]);
    expect((await partner('GET', '/feeds/all.newsml.xml')).text).toContain('LIMITED');
  });

  test.each([
    ['[web]', '/feeds/all.rss', false],
    ['[web]', '/articles/limited.newsml.xml', false],
    ['[web]', '/feeds/all.ninjs.json', false],
    ['[web, feeds]', '/feeds/all.rss', true],
    ['[web, feeds]', '/feeds/all.msn.rss', false],
    ['[web, platforms]', '/feeds/all.msn.rss', true],
    ['[web, partners]', '/articles/limited.ninjs.json', true],
  ])('%s: %s → %s', async (destinations, path, isThere) => {
    const server = await limited(destinations);
    expect((await (await server.get('/articles/limited')).text()).includes('LIMITED')).toBe(true);
    const text = await (await server.get(path)).text();
    expect(text.includes('LIMITED')).toBe(isThere);
    expect(text.includes(keyOf('a'))).toBe(isThere);
  });

  test.each(['[web]', '[web, feeds]', '[web, partners]'])(
    '%s: a page names formats that exist alone',
    async (destinations) => {
      const server = await limited(destinations);
      for (const path of ['/articles/limited', '/articles/other']) {
        const links = (await server.get(path)).headers.get('link') ?? '';
        const alternates = [...links.matchAll(/<([^>]*)>; rel="alternate"; type="([^"]*)"/g)];
        for (const [, url = '', type = ''] of alternates) {
          const response = await server.get(url.slice(BASE.length));
          expect([url, response.status, response.headers.get('content-type')?.startsWith(type)]).toEqual([
            url,
            200,
            true,
          ]);
        }
        const names = alternates.map(([, url]) => url?.split(/limited|other/)[1]);
        const isForPartners = path === '/articles/other' || destinations.includes('partners');
        expect(names.includes('.newsml.xml'), path).toBe(isForPartners);
        // A client that prefers a format gets it, or the page.
        const preferring = await server.get(path, { accept: 'application/vnd.iptc.g2.newsitem+xml, text/html;q=0.5' });
        expect(preferring.status, path).toBe(isForPartners ? 303 : 200);
      }
    },
  );

  test('what is public cannot be taken from the web by its rights', async () => {
    const server = await startServer({});
    const editor = await apiClient(server, 'write');
    const path = `/articles/${keyOf('c')}`;
    expect((await editor('PUT', path, STORY)).status).toBe(201);
    const body = { ...STORY, rights: { destinations: ['partners'] } };
    const response = await editor('PUT', path, body, { 'If-Match': '"1"' });
    expect([response.status, response.json.detail]).toEqual([409, expect.stringContaining('withhold or kill it')]);
  });

  test('one that comes to the web later is public from then on', async () => {
    const server = await startServer({}, { now: '2026-06-01T10:00:00Z' });
    const editor = await apiClient(server, 'write');
    const path = `/articles/${keyOf('c')}`;
    await editor('PUT', path, { ...STORY, rights: { destinations: ['partners'] } });
    expect((await server.get('/articles/a-story')).status).toBe(404);
    server.setClock('2026-06-01T11:00:00Z');
    expect((await editor('PUT', path, STORY, { 'If-Match': '"1"' })).status).toBe(200);
    const page = await (await server.get('/articles/a-story')).text();
    expect(page).toContain('"datePublished":"2026-06-01T11:00:00');
  });
});
