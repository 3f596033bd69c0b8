import { expect, test } from 'vitest';
import type { Store } from '../../src/archive/store.ts';
import { keysOf } from '../../src/article/identity.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { CACHE_TAGS, tagsToPurge } from '../../src/server/cache-tags.ts';
import { sampleAddresses } from '../support/addresses.ts';
import { HAS_NGINX, startNginx } from '../support/nginx.ts';
import { raw, startServer, type TestServer } from '../support/server.ts';
import { at, STORY, submission } from '../support/stories.ts';
import { IS_WIDE } from '../support/wide.ts';

const COUNT = 200;
const NOW = at('2026-06-01T00:00:00Z');
/** Stock proxies have 4 KB for all headers of a response; a CDN adds its own. */
const MAX_HEADER_BYTES = 2048;

const LONG = 'a-headline-of-the-greatest-length-that-a-slug-can-have-in-this-publication-';

function idAt(index: number): string {
  return `tag:gazette.example.com,2026:article:${index.toString(32).padStart(26, '0')}`;
}

/** Stores 200 stories with links to each other and to a hidden story, and 200 killed ones. */
async function fill({ archive }: Store): Promise<string[]> {
  const by = { actor: 'test', origin: 'api' } as const;
  for (let index = 0; index < 2 * COUNT; index++) {
    const isKilled = index >= COUNT;
    const published = new Date(Date.parse('2026-05-30T00:00:00Z') + index * 60_000).toISOString().replace('.000', '');
    const related = [index + 1, index + 2, 3 * COUNT].map((other) => ({ relation: 'seeAlso', article: idAt(other) }));
    const fields = { ...STORY, id: idAt(index), slug: `${LONG}${index}`, published, related: isKilled ? [] : related };
    const changes = isKilled ? [{ kind: 'kill', at: '2026-05-31T12:00:00Z', note: 'wrong', notice: 'Withdrawn.' }] : [];
    await submitStory(archive, { ...by, submission: submission({ ...fields, changes } as object) }, NOW);
  }
  const hidden = { ...STORY, id: idAt(3 * COUNT), slug: 'hidden', embargo: {} };
  await submitStory(archive, { ...by, submission: submission(hidden as object) }, NOW);
  return keysOf([idAt(3 * COUNT)]);
}

function addresses(): string[] {
  return [
    ...Object.values(sampleAddresses({ slug: `${LONG}5`, word: `${LONG}${COUNT + 5}` })).flat(),
    ...['?', '.rss?', '.atom?'].map((end) => `/feeds/q${end}tag=a&language=en&section=world&access=free`),
    `/search?q=${'word+'.repeat(40)}`,
  ];
}

async function headersOf(server: TestServer, path: string): Promise<string> {
  const response = await raw(
    server.running.port,
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
  );
  return response.slice(0, response.indexOf('\r\n\r\n') + 4);
}

test.each(IS_WIDE ? [undefined, ...CACHE_TAGS] : ([undefined, 'fastly'] as const))(
  'headers of every resource stay below 2 KB, with the tags of %s',
  async (cacheTags) => {
    const server = await startServer({}, { now: NOW, ...(cacheTags && { cacheTags }) });
    const [hidden = ''] = await fill(server.running.store);
    for (const path of addresses()) {
      const headers = await headersOf(server, path);
      expect(headers, path).toMatch(/^HTTP\/1.1 \d+ /);
      expect(Buffer.byteLength(headers), path).toBeLessThan(MAX_HEADER_BYTES);
      for (const name of [hidden, tagsToPurge(hidden).tag]) expect(headers, path).not.toContain(name);
      const tags = /^(Cache-Tag|Surrogate-Key|xkey|CDN-Tag):/im.exec(headers)?.[1]?.toLowerCase();
      const expected = { cloudflare: 'cache-tag', fastly: 'surrogate-key', varnish: 'xkey', bunny: 'cdn-tag' } as const;
      if (cacheTags === undefined || tags !== undefined) expect(tags, path).toBe(cacheTags && expected[cacheTags]);
    }
    if (cacheTags !== undefined)
      expect(await headersOf(server, '/feeds/all.rss')).toMatch(/^(cache-tag|surrogate-key|xkey|cdn-tag): /im);
  },
);

test.skipIf(!HAS_NGINX)(
  'behind nginx with its default buffers every resource arrives (skipped where nginx is not installed)',
  async () => {
    const server = await startServer({}, { now: NOW, cacheTags: 'cloudflare' });
    await fill(server.running.store);
    const port = await startNginx(server.running.port);
    for (const path of addresses()) {
      const direct = await server.get(path);
      const proxied = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
      expect(proxied.status, path).toBe(direct.status);
      expect(await proxied.text(), path).toBe(await direct.text());
    }
  },
);
