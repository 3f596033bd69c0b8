import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPublication } from '../../src/app/open-publication.ts';
import { openArchive } from '../../src/archive/location.ts';
import { ContentFolder } from '../../src/content-folder/content-folder.ts';
import { idOfGuid } from '../../src/intake/wire-submission.ts';
import { apiClient } from '../support/api.ts';
import { dateline } from '../support/command-line.ts';
import { openStore } from '../support/engines.ts';
import { contentFolder, put, temporaryFolder } from '../support/folder.ts';
import { startServer } from '../support/server.ts';
import { at } from '../support/stories.ts';

const URI = 'tag:agency.example,2026:1';
const DOCUMENT = JSON.stringify({
  uri: URI,
  standard: { name: 'ninjs', version: '3.2', schema: 'https://iptc.org/std/ninjs/ninjs-schema_3.2.json' },
  version: '1',
  type: 'text',
  headlines: [{ role: 'main', value: 'Harbour opens' }],
  bodies: [
    {
      role: 'main',
      contenttype: 'text/html',
      value: '<p>Text.</p><img src="harbour-16x9.jpg" alt="The harbour"><p>More.</p>',
    },
  ],
  contentcreated: '2026-03-02T09:00:00+00:00',
  versioncreated: '2026-03-02T09:00:00+00:00',
  infosources: [{ name: 'The Agency', role: 'originfo' }],
});
// A picture of 4 × 3 pixels, under a name of a JPEG: types are read from the bytes.
const PICTURE = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080003000401011100ffc4001400010000000000000000000000000000000affda0008010100003f0037ffd9',
  'hex',
);

type Body = { readonly html: string; readonly media: number };

const CHANNELS: Readonly<Record<string, () => Promise<Body>>> = {
  'the content folder': async () => {
    const folder = await contentFolder({ 'wire.json': DOCUMENT, 'media/harbour-16x9.jpg': PICTURE });
    const store = await openStore();
    const publication = await readPublication(folder);
    await new ContentFolder(folder, store).read(publication, at('2026-06-01T00:00:00Z'));
    return bodyOf(await store.archive.articles.byId(idOfGuid(URI, publication)));
  },
  'the API': async () => {
    const server = await startServer({ 'media/harbour-16x9.jpg': PICTURE });
    const client = await apiClient(server, 'write');
    const response = await client('POST', '/articles', DOCUMENT, {
      'Content-Type': 'application/json',
    });
    expect(response.status, response.text).toBeLessThan(300);
    const publication = await readPublication(server.folder);
    return bodyOf(await server.running.store.archive.articles.byId(idOfGuid(URI, publication)));
  },
  'the command line': async () => {
    const folder = await contentFolder({ 'media/harbour-16x9.jpg': PICTURE });
    const file = join(await temporaryFolder(), 'wire.json');
    await put(join(file, '..'), `../${file.split('/').slice(-2).join('/')}`, DOCUMENT);
    const { code, err } = await dateline(folder, 'import', file);
    expect(code, err).toBe(0);
    const store = await openArchive({ file: join(folder, '.data/dateline.sqlite') });
    try {
      return bodyOf(await store.archive.articles.byId(idOfGuid(URI, await readPublication(folder))));
    } finally {
      await store.close();
    }
  },
};

function bodyOf(article: { readonly body: string; readonly media: readonly unknown[] } | undefined): Body {
  return { html: article?.body ?? '', media: article?.media.length ?? 0 };
}

test.each(Object.keys(CHANNELS))('a wire document keeps a picture of the media folder through %s', async (channel) => {
  const { html } = (await CHANNELS[channel]?.()) ?? { html: '' };
  expect(html).toContain('src="/media/harbour-16x9.jpg"');
  expect(html).toContain('alt="The harbour"');
});

test('all channels store the same text', async () => {
  const bodies = await Promise.all([CHANNELS['the content folder']?.(), CHANNELS['the API']?.()]);
  bodies.push(await CHANNELS['the command line']?.());
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
});
