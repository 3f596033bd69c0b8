import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/formats/index.ts';
import { newsmlG2Schema } from '../../src/preflight/wire/newsml-g2-schema.ts';
import { readAtom, readJsonFeed, readNewsmlG2, readRss } from '../agreement/read-back.ts';
import { contentFolder, temporaryFolder } from '../support/folder.ts';
import { describeWithReference } from '../support/reference.ts';
import { startServer, until } from '../support/server.ts';
import { WIRE_STORY } from '../support/wire-story.ts';

/** Text in, imported, served, every format read back. */
async function journey(copy: string, now: string) {
  const folder = await contentFolder();
  const server = await startServer(folder, { now });
  const out = execFileSync(
    process.execPath,
    [join(import.meta.dirname, '../../bin/dateline.js'), 'import', '--publish', copy],
    {
      // A `data` folder of another server is not that of this publication.
      env: { ...process.env, DATELINE_CONTENT: folder, DATELINE_DATA: await temporaryFolder() },
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    },
  );
  const slug = /([\w-]+)\.md/.exec(out)?.[1] ?? '';
  await until(async () => (await server.get(`/articles/${slug}`)).status === 200);
  const text = async (path: string) => (await server.get(path)).text();
  return {
    slug,
    page: await text(`/articles/${slug}`),
    front: await text('/'),
    rss: await text('/feeds/all.rss'),
    atom: await text('/feeds/all.atom'),
    json: await text('/feeds/all.json'),
    newsItem: await text(`/articles/${slug}.newsml.xml`),
    newsMessage: await text('/feeds/section/world.newsml.xml'),
    jsonLd: JSON.parse(await text(`/articles/${slug}.jsonld`))['@graph'][0],
  };
}

/** Values of a wire story, taken from the copy by hand: headline, standfirst, dateline, paragraphs. */
function said(copy: string) {
  const [headline = '', standfirst = '', dateline = '', ...paragraphs] = copy.trim().split(/\n\s*\n/);
  return { headline, standfirst, dateline, paragraphs };
}

function expectWhole(served: Awaited<ReturnType<typeof journey>>, copy: string): void {
  const { headline, standfirst, dateline, paragraphs } = said(copy);
  const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  expect(served.front).toContain(headline);
  for (const read of [readRss(served.rss)[0], readAtom(served.atom)[0], readJsonFeed(served.json)[0]]) {
    expect(read).toMatchObject({ headline, standfirst });
    expect(read?.html).toBe(paragraphs.map((paragraph) => `<p>${html(paragraph)}</p>`).join(''));
  }
  expect(served.jsonLd).toMatchObject({
    headline,
    description: standfirst,
    dateline,
    articleBody: paragraphs.join('\n\n'),
  });
  expect(readNewsmlG2(served.newsItem)).toMatchObject({ headline, standfirst, status: 'usable' });
  expect(served.newsItem).toContain(`<dateline xml:lang="en-GB">${dateline}</dateline>`);
  for (const paragraph of paragraphs) expect(served.page).toContain(`<p>${html(paragraph)}</p>`);
  const documents = { rss: served.rss, atom: served.atom, 'json-feed': served.json, 'newsml-g2': served.newsMessage };
  for (const [id, document] of Object.entries(documents)) {
    expect(FORMATS.find((format) => format.id === id)?.check(document), id).toEqual([]);
  }
}

/** Import publishes at the real hour, so the server's clock has to be later. */
const LATER = '2099-01-01T00:00:00Z';

describe('the journey of a wire story', () => {
  test('of our own', async () => {
    const copy = join(await temporaryFolder(), 'copy.txt');
    writeFileSync(copy, WIRE_STORY);
    expectWhole(await journey(copy, LATER), WIRE_STORY);
  });
});

describeWithReference(
  'the journey of the real wire story',
  ['seed', 'schemas/newsml-g2/newsml-g2-all.xsd'],
  (reference) => {
    test('every paragraph arrives in every format, and each passes its authority', async () => {
      const [file = ''] = readdirSync(join(reference, 'seed'));
      const copy = join(reference, 'seed', file);
      const text = readFileSync(copy, 'utf8');
      expect(said(text).paragraphs).toHaveLength(18);
      const served = await journey(copy, LATER);
      expectWhole(served, text);
      const schema = newsmlG2Schema(reference);
      expect(schema(served.newsItem)).toEqual([]);
      expect(schema(served.newsMessage)).toEqual([]);
    });
  },
);
