import { expect, test } from 'vitest';
import { put, SETTINGS, storyFile } from '../support/folder.ts';
import { startServer, until } from '../support/server.ts';

/** The directives that Lighthouse 13 and other audits of robots.txt know. */
const KNOWN = /^(?:User-agent|Allow|Disallow|Sitemap): \S/;

test('robots.txt has only directives that audits know where its extensions are off; the headers have them still', async () => {
  const rights = 'rights: { dataMining: prohibited-ai-training }\n';
  const files = { 'a.md': storyFile('a', { slug: 'a' }) };
  const lines = async (settings: string): Promise<[string[], Headers]> => {
    const server = await startServer({ ...files, 'publication.yaml': `${SETTINGS}${rights}${settings}` });
    const text = await (await server.get('/robots.txt')).text();
    return [text.split('\n').filter((line) => line !== ''), (await server.get('/articles/a')).headers];
  };
  const [on] = await lines('');
  expect(on.filter((line) => !KNOWN.test(line)).length).toBeGreaterThan(1);
  const [off, headers] = await lines('crawlers: { extensions: false }\n');
  expect(off.filter((line) => !KNOWN.test(line))).toEqual([]);
  expect(headers.get('content-usage')).toBe('train-ai=n');
  expect(headers.get('link')).toContain('rel="license"');
});

test('robots.txt states no more than what holds for every story: a story that permits training opens it', async () => {
  const rights = 'rights: { dataMining: prohibited-ai-training, usageTerms: Not for training. }\n';
  const server = await startServer({
    'a.md': storyFile('a', { slug: 'a' }),
    'publication.yaml': `${SETTINGS}${rights}`,
  });
  const robots = async () => (await server.get('/robots.txt')).text();
  expect(await robots()).toMatch(/User-agent: GPTBot\nDisallow: \//);
  expect(await robots()).toContain('Content-Usage: train-ai=n');
  await put(server.folder, 'b.md', storyFile('b', { slug: 'open', rights: '{ dataMining: allowed }' }));
  await until(async () => (await server.get('/articles/open')).status === 200);
  expect(await robots()).not.toContain('GPTBot');
  expect(await robots()).not.toContain('train-ai');
  expect((await server.get('/articles/open')).headers.get('content-usage')).toBe('search=y, train-ai=y');
  expect((await server.get('/articles/a')).headers.get('content-usage')).toBe('train-ai=n');
  // Terms in words that say the opposite are not inherited.
  expect(await (await server.get('/articles/open.newsml.xml')).text()).not.toContain('Not for training.');
  expect(await (await server.get('/articles/a.newsml.xml')).text()).toContain('Not for training.');
});
