import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { storyFile } from '../support/folder.ts';
import { BASE, raw, startServer } from '../support/server.ts';

const LONG = 'A sentence that is long enough to be worth compressing. '.repeat(60);
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const FILES = {
  'a.md': storyFile('a', { media: '[{ kind: image, alt: a, files: [a.png] }]' }, LONG),
  'b.md': storyFile('b', {
    section: 'culture',
    changes: '[{ kind: kill, at: 2026-03-03T00:00:00Z, note: x, notice: Sorry. }]',
    media: '[{ kind: image, alt: a, files: [b.png] }]',
  }),
  'c.md': storyFile('c', { changes: '[{ kind: withhold, at: 2026-03-03T00:00:00Z, note: x }]' }),
  'd.md': storyFile('d', {
    published: '2026-07-01T12:00:00Z',
    headline: 'SECRET',
    media: '[{ kind: image, alt: a, files: [d.png] }]',
  }),
  'media/a.png': PNG,
  'media/b.png': PNG,
  'media/d.png': PNG,
  'media/unused.png': PNG,
};
const open = () => startServer(FILES);

describe('every address responds with its status and media type', () => {
  test.each([
    ['/', 200, 'text/html; charset=utf-8'],
    ['/articles/a', 200, 'text/html; charset=utf-8'],
    ['/articles/a.jsonld', 200, 'application/ld+json; charset=utf-8'],
    ['/articles/a.newsml.xml', 200, 'application/vnd.iptc.g2.newsitem+xml; charset=utf-8'],
    ['/articles/b', 410, 'text/html; charset=utf-8'],
    ['/articles/b.jsonld', 410, 'application/problem+json; charset=utf-8'],
    ['/articles/b.newsml.xml', 200, 'application/vnd.iptc.g2.newsitem+xml; charset=utf-8'],
    ['/articles/c', 404, 'text/html; charset=utf-8'],
    ['/articles/c.jsonld', 404, 'application/problem+json; charset=utf-8'],
    ['/articles/c.newsml.xml', 200, 'application/vnd.iptc.g2.newsitem+xml; charset=utf-8'],
    ['/articles/d', 404, 'text/html; charset=utf-8'],
    ['/articles/d.newsml.xml', 404, 'application/problem+json; charset=utf-8'],
    ['/articles/A', 404, 'text/html; charset=utf-8'],
    ['/articles/__proto__', 404, 'text/html; charset=utf-8'],
    ['/feeds', 200, 'text/html; charset=utf-8'],
    ['/feeds/all', 200, 'text/html; charset=utf-8'],
    ['/feeds/all.rss', 200, 'application/rss+xml; charset=utf-8'],
    ['/feeds/all.atom', 200, 'application/atom+xml; charset=utf-8'],
    ['/feeds/all.json', 200, 'application/feed+json; charset=utf-8'],
    ['/feeds/all.newsml.xml', 200, 'application/vnd.iptc.g2.newsmessage+xml; charset=utf-8'],
    ['/feeds/section/culture.rss', 200, 'application/rss+xml; charset=utf-8'],
    ['/feeds/section/culture', 200, 'text/html; charset=utf-8'],
    ['/feeds/section/sports.rss', 404, 'application/problem+json; charset=utf-8'],
    ['/feeds/all.rss/x.css', 404, 'application/problem+json; charset=utf-8'],
    ['/robots.txt', 200, 'text/plain; charset=utf-8'],
    ['/sitemap.xml', 200, 'application/xml; charset=utf-8'],
    ['/favicon.ico', 200, 'image/x-icon'],
    ['/assets/style.css', 200, 'text/css; charset=utf-8'],
    ['/media/a.png', 200, 'image/png'],
    ['/media/b.png', 410, 'application/problem+json; charset=utf-8'],
    ['/media/d.png', 404, 'application/problem+json; charset=utf-8'],
    ['/media/unused.png', 404, 'application/problem+json; charset=utf-8'],
    ['/media/..%2fpublication.yaml', 404, 'application/problem+json; charset=utf-8'],
    ['/media/%00', 404, 'text/html; charset=utf-8'],
    ['/health/live', 200, 'application/json; charset=utf-8'],
    ['/health/ready', 200, 'application/json; charset=utf-8'],
    ['/status', 404, 'text/html; charset=utf-8'],
    ['/articles/%E0%A4%A.jsonld', 400, 'application/problem+json; charset=utf-8'],
  ])('%s', async (path, status, type) => {
    const { get } = await open();
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    if (status >= 400) expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).not.toMatch(/node_modules|\bat .*:\d+:\d+/);
  });
});

describe('conditional requests', () => {
  test('a strong ETag for each encoding, and 304 with the same headers', async () => {
    const { get } = await open();
    const tags = new Set<string>();
    for (const encoding of ['identity', 'gzip', 'br']) {
      const first = await get('/feeds/all.rss', { 'accept-encoding': encoding });
      const etag = first.headers.get('etag') ?? '';
      tags.add(etag);
      const again = await get('/feeds/all.rss', { 'accept-encoding': encoding, 'if-none-match': etag });
      expect(again.status).toBe(304);
      for (const name of ['etag', 'vary', 'cache-control', 'last-modified', 'link']) {
        expect(again.headers.get(name), name).toBe(first.headers.get(name));
      }
      expect(await again.text()).toBe('');
    }
    expect(tags.size).toBe(3);
    expect([...tags].every((tag) => /^"[\w-]+"$/.test(tag))).toBe(true);
  });

  test.each([
    ['a list', (etag: string) => ({ 'if-none-match': `"x", ${etag}` }), 304],
    ['a weak form', (etag: string) => ({ 'if-none-match': `W/${etag}` }), 304],
    ['a star', () => ({ 'if-none-match': '*' }), 304],
    ['Apache’s ending', (etag: string) => ({ 'if-none-match': etag.replace(/"$/, '-gzip"') }), 304],
    ['another tag', () => ({ 'if-none-match': '"x"' }), 200],
    [
      'another tag beside a date that fits',
      () => ({ 'if-none-match': '"x"', 'if-modified-since': 'Sat, 01 Jan 2050 00:00:00 GMT' }),
      200,
    ],
    ['the date', (_: string, date: string) => ({ 'if-modified-since': date }), 304],
    ['a later date', () => ({ 'if-modified-since': 'Sat, 01 Jan 2050 00:00:00 GMT' }), 304],
    ['an earlier date', () => ({ 'if-modified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' }), 200],
    ['no date', () => ({ 'if-modified-since': 'yesterday' }), 200],
  ] as const)('%s', async (_, headers, status) => {
    const { get } = await open();
    const first = await get('/feeds/all.atom', { 'accept-encoding': 'identity' });
    const [etag, date] = [first.headers.get('etag') ?? '', first.headers.get('last-modified') ?? ''];
    expect((await get('/feeds/all.atom', { 'accept-encoding': 'identity', ...headers(etag, date) })).status).toBe(
      status,
    );
  });

  test('the same ETag from another server', async () => {
    const [one, other] = [await open(), await open()];
    for (const path of ['/', '/feeds/all.rss', '/articles/a', '/articles/a.newsml.xml']) {
      expect((await one.get(path)).headers.get('etag')).toBe((await other.get(path)).headers.get('etag'));
    }
  });
});

describe('methods', () => {
  test('HEAD is GET without a body', async () => {
    const { get } = await open();
    for (const path of ['/feeds/all.rss', '/articles/a', '/media/a.png', '/articles/none']) {
      const [head, full] = [await get(path, {}, 'HEAD'), await get(path)];
      expect(head.status).toBe(full.status);
      for (const name of ['etag', 'content-type', 'content-length', 'content-encoding', 'cache-control', 'vary']) {
        expect(head.headers.get(name), `${path} ${name}`).toBe(full.headers.get(name));
      }
      expect(await head.text()).toBe('');
    }
  });

  test('OPTIONS lists the methods, for pages of other sites too', async () => {
    const { get } = await open();
    const response = await get('/feeds/all.json', { origin: 'https://reader.example' }, 'OPTIONS');
    expect(response.status).toBe(204);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is refused', async (method) => {
    const { get } = await open();
    const response = await get('/feeds/all.rss', { accept: 'application/json' }, method);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await response.json()).toMatchObject({ status: 405, title: 'Method Not Allowed' });
  });
});

describe('encodings', () => {
  test('the same text in each', async () => {
    const { running } = await open();
    const bytes = async (encoding: string) => {
      const response = await fetch(`http://127.0.0.1:${running.port}/articles/a`, {
        headers: { 'accept-encoding': encoding },
      });
      return response.text();
    };
    expect(await bytes('br')).toBe(await bytes('identity'));
    expect(await bytes('gzip')).toBe(await bytes('identity'));
  });

  test('none for readers that request none', async () => {
    const { running } = await open();
    const response = await raw(running.port, 'GET /feeds/all.rss HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(response).toContain('\n<?xml');
    expect(response).not.toMatch(/content-encoding/i);
    expect(response).toMatch(/^Vary: Accept-Encoding/im);
  });

  test('decompressors of Node agree', async () => {
    const { running } = await open();
    const { request } = await import('node:http');
    const take = (encoding: string) =>
      new Promise<Buffer>((resolve) => {
        request(
          { port: running.port, path: '/feeds/all.rss', headers: { 'accept-encoding': encoding } },
          (response) => {
            const parts: Buffer[] = [];
            response.on('data', (part) => parts.push(part));
            response.on('end', () => resolve(Buffer.concat(parts)));
          },
        ).end();
      });
    expect(gunzipSync(await take('gzip')).equals(brotliDecompressSync(await take('br')))).toBe(true);
  });
});

describe('what is negotiated', () => {
  test.each([
    ['text/html', 200],
    ['*/*', 200],
    ['application/pdf', 200],
    ['text/html,application/xhtml+xml,application/ld+json;q=0.9', 200],
    ['application/ld+json', 303],
    ['application/vnd.iptc.g2.newsitem+xml', 303],
  ])('the bare article address for %s', async (accept, status) => {
    const { get } = await open();
    const response = await get('/articles/a', { accept });
    expect(response.status).toBe(status);
    expect(response.headers.get('vary')).toContain('Accept');
    if (status === 303) expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('a feed never responds with 406 and ignores the User-Agent', async () => {
    const { get } = await open();
    const plain = (await get('/feeds/all.atom')).headers.get('etag');
    for (const headers of [
      { accept: 'application/rss+xml' },
      { accept: 'image/png' },
      { 'user-agent': 'Android 12; Mobile' },
    ]) {
      const response = await get('/feeds/all.atom', headers as Record<string, string>);
      expect([response.status, response.headers.get('etag')]).toEqual([200, plain]);
    }
  });

  test('unknown query parameters change nothing', async () => {
    const { get } = await open();
    expect((await get('/feeds/all.rss?null')).headers.get('etag')).toBe(
      (await get('/feeds/all.rss')).headers.get('etag'),
    );
  });
});

describe('the Host header is never used', () => {
  test('the bytes are the same for every value', async () => {
    const { running } = await open();
    const bodies = await Promise.all(
      ['a', 'evil.example', 'evil.example\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example'].map(
        (host) => raw(running.port, `GET /feeds/all.rss HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
      ),
    );
    const texts = bodies.map((response) => response.slice(response.indexOf('\r\n\r\n')));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain(BASE);
    expect(texts[0]).not.toContain('evil');
  });

  test('two of them are refused', async () => {
    const { running } = await open();
    const response = await raw(running.port, 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n');
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('caches', () => {
  test('lifetimes end on full minutes, those of feeds on five, independent of due transitions', async () => {
    const server = await open();
    const age = async (path: string) => (await server.get(path)).headers.get('cache-control');
    server.setClock('2026-06-01T00:03:20Z');
    expect(await age('/articles/a')).toBe('public, max-age=40');
    expect(await age('/feeds/all.rss')).toBe('public, max-age=100');
    server.setClock('2026-07-01T11:59:50Z');
    expect(await age('/feeds/all.rss')).toBe('public, max-age=10');
    expect(await age('/media/a.png')).toBe('public, max-age=10');
  });

  test('a scheduled story is visible from its second on, and leaves no trace before', async () => {
    const server = await open();
    const without = await startServer(
      Object.fromEntries(Object.entries(FILES).filter(([name]) => !/^(d\.md|media\/d)/.test(name))),
    );
    server.setClock('2026-07-01T11:59:59Z');
    without.setClock('2026-07-01T11:59:59Z');
    for (const path of [
      '/',
      '/feeds/all.rss',
      '/feeds/all.atom',
      '/feeds/all.json',
      '/feeds/all.newsml.xml',
      '/sitemap.xml',
      '/articles/d',
      '/media/d.png',
    ]) {
      const [one, other] = [await server.get(path), await without.get(path)];
      expect(await one.text(), path).toBe(await other.text());
      for (const name of ['etag', 'last-modified', 'cache-control', 'content-length'])
        expect(one.headers.get(name), `${path} ${name}`).toBe(other.headers.get(name));
    }
    server.setClock('2026-07-01T12:00:00Z');
    expect((await server.get('/articles/d')).status).toBe(200);
    expect((await server.get('/media/d.png')).status).toBe(200);
    const feed = await server.get('/feeds/all.rss');
    expect(await feed.text()).toContain('SECRET');
    expect(feed.headers.get('last-modified')).toBe('Wed, 01 Jul 2026 12:00:00 GMT');
  });

  test('an expired story leaves the feeds, and its page stays', async () => {
    const server = await startServer({ 'a.md': storyFile('a', { expires: '2026-06-02T00:00:00Z' }) });
    expect(await (await server.get('/feeds/all.json')).json()).toMatchObject({ items: [{}] });
    server.setClock('2026-06-02T00:00:00Z');
    const feed = await server.get('/feeds/all.json');
    expect(await feed.json()).toMatchObject({ items: [] });
    expect(feed.headers.get('last-modified')).toBe('Tue, 02 Jun 2026 00:00:00 GMT');
    expect((await server.get('/articles/a')).status).toBe(200);
  });
});

describe('headers', () => {
  test('links, robots and security', async () => {
    const { get } = await open();
    const page = await get('/articles/a');
    expect(page.headers.get('link')).toContain(
      `<${BASE}/articles/a.newsml.xml>; rel="alternate"; type="application/vnd.iptc.g2.newsitem+xml"`,
    );
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.has('x-powered-by')).toBe(false);
    const jsonLd = await get('/articles/a.jsonld');
    expect(jsonLd.headers.get('x-robots-tag')).toBe('noindex');
    expect(jsonLd.headers.get('link')).toContain(`<${BASE}/articles/a>; rel="canonical"`);
    const feed = await get('/feeds/all.rss');
    expect(feed.headers.get('link')).toContain(`<${BASE}/feeds/all.rss>; rel="self"`);
    expect(feed.headers.get('link')).toContain(`<${BASE}/websub>; rel="hub"`);
    expect(feed.headers.get('access-control-expose-headers')).toContain('ETag');
    expect((await get('/media/a.png')).headers.get('content-security-policy')).toContain('sandbox');
  });

  test('robots.txt names the sitemap, but not on a local machine', async () => {
    const { get } = await open();
    expect(await (await get('/robots.txt')).text()).toContain(`Sitemap: ${BASE}/sitemap.xml`);
  });

  test('a picture has a strong ETag of its bytes, and no date of this machine', async () => {
    const { get, running } = await open();
    const picture = await get('/media/a.png');
    const etag = picture.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(picture.headers.has('last-modified')).toBe(false);
    // fetch adds `Cache-Control: no-cache` to such a request, which requests the full response.
    const request = `GET /media/a.png HTTP/1.1\r\nHost: a\r\nIf-None-Match: ${etag}\r\nConnection: close\r\n\r\n`;
    expect(await raw(running.port, request)).toMatch(/^HTTP\/1\.1 304 /);
    expect((await get(`/media/${'a'.repeat(300)}.png`)).status).toBe(404);
  });

  test('the page of a killed story links no other formats', async () => {
    const { get } = await open();
    expect((await get('/articles/b')).headers.has('link')).toBe(false);
  });

  test('ranges of a film can be requested', async () => {
    const { get } = await open();
    const response = await get('/media/a.png', { range: 'bytes=0-3' });
    expect([response.status, response.headers.get('content-length')]).toEqual([206, '4']);
  });
});

test('log lines name routes, never addresses, slugs or headlines', async () => {
  const server = await open();
  await server.get('/articles/d');
  await server.get('/media/d.png');
  const written = server.log.join('');
  expect(written).toContain('/articles/:name');
  expect(written).not.toMatch(/SECRET|articles\/d\b|d\.(png|md)/);
});

test('stopping cuts no request, and closes connections of the balancer', async () => {
  const { running, get } = await open();
  const socket = connect(running.port, '127.0.0.1');
  socket.setEncoding('utf8');
  let response = '';
  socket.on('data', (data) => {
    response += data;
  });
  const ended = new Promise((resolve) => socket.once('end', resolve));
  socket.write('GET /feeds/all.rss HTTP/1.1\r\nHost: a\r\n');
  await get('/health/ready');
  const closing = running.close();
  setTimeout(() => socket.write('\r\n'), 150);
  await Promise.all([ended, closing]);
  expect(response).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(response).toMatch(/^Connection: close/im);
  expect(response).toContain('</rss>');
  await expect(fetch(`http://127.0.0.1:${running.port}/`)).rejects.toThrow();
});
