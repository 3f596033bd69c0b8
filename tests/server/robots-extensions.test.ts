import { expect, test } from 'vitest';
import { SETTINGS, storyFile } from '../support/folder.ts';
import { startServer } from '../support/server.ts';

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
