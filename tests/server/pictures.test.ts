import { readFile } from 'node:fs/promises';
import { imageSize } from 'image-size';
import { parseHTML } from 'linkedom';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { SETTINGS, storyFile } from '../support/folder.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { workerJobs } from '../support/stall-probe.ts';

const wide = await readFile('content/media/storm-16x9.jpg');
const square = await readFile('content/media/storm-1x1.jpg');

const MEDIA = { 'media/wide.jpg': wide, 'media/square.jpg': square };

const story = (media: string, fields: Readonly<Record<string, string>> = {}, body = 'Text.') =>
  storyFile('a', { slug: 'a', media, ...fields }, body);

async function page(server: TestServer, path = '/articles/a') {
  const html = await (await server.get(path)).text();
  const { document } = parseHTML(html);
  const source = document.querySelector('picture source');
  const files = (source?.getAttribute('srcset') ?? '').split(', ').map((one) => one.split(' '));
  return { html, document, source, files };
}

describe('pictures in other sizes', () => {
  test('are offered up to the size of the file, and each is a WebP of its width', async () => {
    const server = await startServer({ ...MEDIA, 'a.md': story('[{ kind: image, alt: A, files: [wide.jpg] }]') });
    const { source, files, document } = await page(server);
    const { width } = imageSize(wide);
    expect(source?.getAttribute('type')).toBe('image/webp');
    expect(files.map(([, size]) => size)).toEqual(
      ['320w', '480w', '800w', '1200w', `${width}w`].filter((size) => Number.parseInt(size, 10) <= width),
    );
    for (const [href = '', size = ''] of files) {
      const response = await server.get(href);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect([response.status, response.headers.get('content-type')], href).toEqual([200, 'image/webp']);
      expect([`${imageSize(bytes).width}w`, imageSize(bytes).type], href).toEqual([size, 'webp']);
      expect(bytes.length).toBeLessThan(wide.length);
      const etag = response.headers.get('etag') ?? '';
      expect((await server.get(href, { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' })).status).toBe(304);
    }
    const image = document.querySelector('picture img');
    expect([image?.getAttribute('src'), image?.getAttribute('width')]).toEqual(['/media/wide.jpg', String(width)]);
  });

  test('of any size are never the file itself in a source of another type, nor larger than it', async () => {
    const huge = await sharp({ create: { width: 5000, height: 400, channels: 3, background: '#123' } })
      .jpeg()
      .toBuffer();
    const server = await startServer({
      'media/huge.jpg': huge,
      'a.md': story('[{ kind: image, alt: A, files: [huge.jpg] }]'),
    });
    const { files } = await page(server);
    expect(files.map(([, size]) => size)).toEqual(['320w', '480w', '800w', '1200w', '1600w', '2400w']);
    for (const [href] of files) expect(href).toMatch(/^\/pictures\//);
  });

  test('smaller than a card are not enlarged', async () => {
    const tiny = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#123' } })
      .jpeg()
      .toBuffer();
    const server = await startServer({
      'media/tiny.jpg': tiny,
      'a.md': story('[{ kind: image, alt: A, files: [tiny.jpg] }]'),
    });
    for (const path of ['/', '/feeds/all']) {
      const { document } = await page(server, path);
      expect(document.querySelector('.cover img')?.className, path).toBe('natural');
    }
  });

  test('of the text are offered in the sizes of its column', async () => {
    const server = await startServer({
      ...MEDIA,
      'a.md': story('[]', {}, '![A](wide.jpg)\n\n![B](https://example.org/b.jpg)'),
    });
    const { document } = await page(server);
    const [own, other] = [...document.querySelectorAll('.text img')];
    expect(own?.getAttribute('srcset')).toMatch(/^\/pictures\/320\/wide\.jpg\.webp 320w, /);
    expect(own?.getAttribute('sizes')).toBe('(min-width: 64rem) 720px, 100vw');
    expect(own?.getAttribute('src')).toBe('/media/wide.jpg');
    expect(other?.hasAttribute('srcset')).toBe(false);
    for (const part of own?.getAttribute('srcset')?.split(', ') ?? [])
      expect((await server.get(part.split(' ')[0] as string)).status, part).toBe(200);
  });

  test('are made in a worker, once for all requests', async () => {
    const server = await startServer({ ...MEDIA, 'a.md': story('[{ kind: image, alt: A, files: [wide.jpg] }]') });
    const jobs = workerJobs();
    const path = '/pictures/480/wide.jpg.webp';
    await Promise.all(Array.from({ length: 5 }, async () => (await server.get(path)).arrayBuffer()));
    await (await server.get(path)).arrayBuffer();
    expect(jobs.filter((name) => name === 'resizePicture')).toHaveLength(1);
  });

  test('exist while a story that shows them is visible, in the offered widths alone', async () => {
    const server = await startServer({
      ...MEDIA,
      'a.md': story('[{ kind: image, alt: A, files: [wide.jpg] }]', { published: '2026-07-01T00:00:00Z' }),
      'b.md': storyFile('b', {
        slug: 'b',
        media: '[{ kind: image, alt: A, files: [square.jpg] }]',
        changes: '[{ kind: kill, at: 2026-05-01T00:00:00Z, note: Wrong. }]',
      }),
      'media/other.jpg': wide,
    });
    for (const [path, status] of [
      ['/pictures/480/wide.jpg.webp', 404],
      ['/pictures/480/square.jpg.webp', 410],
      ['/pictures/480/other.jpg.webp', 404],
      ['/pictures/480/..%2fpublication.yaml.webp', 404],
    ] as const) {
      expect((await server.get(path)).status, path).toBe(status);
    }
    server.setClock('2026-07-01T00:00:30Z');
    expect((await server.get('/pictures/480/wide.jpg.webp')).status).toBe(200);
    for (const path of [
      '/pictures/481/wide.jpg.webp',
      '/pictures/480/wide.jpg',
      '/pictures/x/wide.jpg.webp',
      '/pictures/480/.webp',
    ])
      expect((await server.get(path)).status, path).toBe(404);
  });

  test('a file that is no picture leads to the file itself', async () => {
    const server = await startServer({
      'media/broken.jpg': Buffer.concat([wide.subarray(0, 3000), Buffer.from('no picture')]),
      'a.md': story('[{ kind: image, alt: A, files: [broken.jpg] }]'),
    });
    const response = await server.get('/pictures/320/broken.jpg.webp');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/media/broken.jpg']);
  });

  test('cards load them instead of the file', async () => {
    const server = await startServer({ ...MEDIA, 'a.md': story('[{ kind: image, alt: A, files: [wide.jpg] }]') });
    for (const path of ['/', '/feeds/all', '/archive/2026-03-02', '/search?q=text']) {
      const { document } = await page(server, path);
      expect(document.querySelector('.cover img')?.getAttribute('srcset'), path).toContain(
        '/pictures/480/wide.jpg.webp 480w',
      );
    }
  });
});

describe('media on the page of a story', () => {
  test('several pictures below the text are a grid', async () => {
    const one = '{ kind: image, alt: A, files: [wide.jpg] }';
    const two = '{ kind: image, alt: B, files: [square.jpg] }';
    const server = await startServer({
      ...MEDIA,
      'media/third.jpg': square,
      'a.md': story(`[${one}, ${two}, { kind: image, alt: C, files: [third.jpg] }]`),
    });
    const { document } = await page(server);
    expect(document.querySelectorAll('.gallery.several figure')).toHaveLength(2);
    expect(document.querySelectorAll('article > figure')).toHaveLength(1);
  });

  test('a film leads a story whose media begin with it, with a poster', async () => {
    const film = await readFile('content/media/harbour.webm');
    const server = await startServer({
      ...MEDIA,
      'media/film.webm': film,
      'a.md': story('[{ kind: video, title: A film, files: [film.webm] }, { kind: image, alt: A, files: [wide.jpg] }]'),
    });
    const { document } = await page(server);
    const lead = document.querySelector('article > figure');
    expect(lead?.querySelector('video')?.getAttribute('poster')).toBe('/media/wide.jpg');
    expect(lead?.nextElementSibling?.className).toBe('text');
  });

  test('the picture of the publication stands in for cards, with its account', async () => {
    const picture =
      'picture: { href: /media/card.jpg, width: 1200, height: 675, alt: The harbour }\ntwitterSite: "@gazette"\n';
    const server = await startServer({
      'publication.yaml': `${SETTINGS}${picture}`,
      'media/card.jpg': wide,
      'a.md': storyFile('a', { slug: 'a' }),
    });
    for (const path of ['/articles/a', '/', '/feeds/section/world']) {
      const { document } = await page(server, path);
      const meta = (name: string) =>
        document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content');
      expect(meta('og:image'), path).toBe('https://gazette.example.com/media/card.jpg');
      expect(meta('twitter:site'), path).toBe('@gazette');
    }
    expect((await server.get('/media/card.jpg')).status).toBe(200);
  });
});
