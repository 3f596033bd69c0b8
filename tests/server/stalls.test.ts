import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apiClient, STORY } from '../support/api.ts';
import { startServer, until } from '../support/server.ts';
import { MAX_STALL_MS, type StallProbe, stallProbe, workerJobs } from '../support/stall-probe.ts';
import { IS_WIDE } from '../support/wide.ts';

const FRONT = '---\nheadline: A harbour\nsection: world\npublished: 2026-05-31T10:00:00Z\n---\n\n';

const MARKDOWN: Readonly<Record<string, string>> = {
  'a divider of stars before a long word': `${'* '.repeat(60)}\n\n${'x'.repeat(80)}`,
  'lists in lists': '- '.repeat(100_000),
  ...(IS_WIDE
    ? {
        'lazy quotes': '> a\nb\n'.repeat(20_000),
        'a table of 50,000 cells': `${'|a'.repeat(10)}|\n${'|-'.repeat(10)}|\n${`${'|a'.repeat(10)}|\n`.repeat(5000)}`,
        references: '[a][b] '.repeat(100_000),
        'a story of 24,000 words': 'word word word word word word word word\n\n'.repeat(3000),
      }
    : {}),
};

/** Takes longer than the limit of CPU time. */
const ENDLESS = 'a\n=\n'.repeat(250_000);

const rss = `<rss version="2.0"><channel><title>Wire</title>${Array.from(
  { length: IS_WIDE ? 3000 : 300 },
  (_, index) =>
    `<item><guid isPermaLink="false">g${index}</guid><title>Story ${index}</title><description>${'&lt;p&gt;word word&lt;/p&gt;'.repeat(20)}</description></item>`,
).join('')}</channel></rss>`;

const DOCUMENTS: readonly (readonly [name: string, type: string, body: string])[] = [
  ...Object.entries(MARKDOWN).map(([name, text]) => [name, 'text/markdown', FRONT + text] as const),
  ['a quarter of a million underlined headings', 'text/markdown', FRONT + ENDLESS],
  ['deep JSON', 'application/json', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
  ['a feed of many items', 'application/rss+xml', rss],
];

describe('the serving thread goes on while documents are parsed', () => {
  test('that arrive over the API', async () => {
    const server = await startServer();
    const write = await apiClient(server, 'write');
    await write('POST', '/articles', `${FRONT}Text.`, { 'Content-Type': 'text/markdown' });
    for (const [name, type, body] of DOCUMENTS) {
      const bytes = Buffer.from(body);
      const jobs = workerJobs();
      const probe = await stallProbe();
      const { status } = await write('POST', '/check', bytes, { 'Content-Type': type });
      expect([200, 409, 422], `${name}: ${status}`).toContain(status);
      expectNoStall(probe, name);
      expect(jobs.length, name).toBeGreaterThan(0);
    }
  });

  test('that are saved in the content folder', async () => {
    const server = await startServer();
    const names = Object.keys(MARKDOWN);
    const jobs = workerJobs();
    const probe = await stallProbe();
    for (const [index, text] of Object.values(MARKDOWN).entries()) {
      await writeFile(join(server.folder, 'articles', `case-${index}.md`), FRONT + text);
    }
    await until(async () => {
      const reports = await server.running.store.files.all();
      return names.every((_, index) => reports.some(({ path }) => path.endsWith(`case-${index}.md`)));
    });
    expectNoStall(probe, 'content folder');
    expect(jobs.length).toBeGreaterThanOrEqual(names.length);
  });
});

const LARGE: Readonly<Record<string, string>> = {
  'dense markup': `<p>${'<b>x</b> '.repeat(18_000)}</p>`,
  ...(IS_WIDE
    ? {
        'a million characters of words': `<p>${'word '.repeat(200)}</p>`.repeat(1000),
        'a table of 20,000 cells': `<table>${`<tr>${'<td>a</td>'.repeat(10)}</tr>`.repeat(2000)}</table>`,
        'relative links': `<p>${'<a href="/x">x</a> '.repeat(15_000)}</p>`,
      }
    : {}),
};

const ENDINGS = ['', '.jsonld', '.newsml.xml', '.ninjs.json'];
const FEEDS = ['.rss', '.atom', '.json', '.newsml.xml', '.ninjs.json', ''];

const addressesOf = (slug: string): string[] => [
  ...ENDINGS.map((ending) => `/articles/${slug}${ending}`),
  ...FEEDS.map((one) => `/feeds/all${one}`),
];

describe('the serving thread goes on while large stories', () => {
  test.each(Object.entries(LARGE))('are stored and served: %s', async (name, text) => {
    const server = await startServer();
    const write = await apiClient(server, 'write');
    const slug = name.replaceAll(/\W+/g, '-');
    const body = `${text}<!-- more --><p>The paid part.</p>`;
    // The first rendering of a format compiles its code; a short story does so beforehand.
    await write('POST', '/articles', { ...STORY, slug: 'short' });
    for (const address of addressesOf('short')) await (await server.get(address)).text();
    const jobs = workerJobs();
    const storing = await stallProbe();
    const stored = await write('POST', '/articles', { ...STORY, slug, access: 'paid', body });
    expect(stored.status, stored.text).toBe(201);
    expectNoStall(storing, 'storing');
    expect(jobs).toContain('indexTextIn');
    for (const address of addressesOf(slug)) {
      jobs.length = 0;
      const probe = await stallProbe();
      const response = await server.get(address);
      expect(response.status, address).toBe(200);
      expect((await response.text()).length, address).toBeGreaterThan(1000);
      expectNoStall(probe, address);
      // The list of a feed shows no text.
      expect(jobs, address).toHaveLength(address === '/feeds/all' ? 0 : 1);
    }
    const editor = await apiClient(server, 'admin');
    const reading = await stallProbe();
    expect((await editor('GET', `/articles/${stored.json.id.split(':').at(-1)}`)).status).toBe(200);
    expectNoStall(reading, 'reading by a partner');
  });
});

function expectNoStall(probe: StallProbe, name: string): void {
  expect(probe.longest(), name).toBeLessThan(MAX_STALL_MS);
}
