import { describe, expect, test } from 'vitest';
import { sampleAddresses } from '../support/addresses.ts';
import { type ApiClient, apiClient, keyOf, STORY } from '../support/api.ts';
import type { EngineName } from '../support/engines.ts';
import { storyFile } from '../support/folder.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { IS_WIDE, WIDE_ENGINES } from '../support/wide.ts';

/** A word in headline, slug, text, caption and file name of hidden stories, and nowhere else. */
const WORD = 'zyzzyva';
const PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>';
const NOW = '2026-06-01T00:00:30Z';
const HIDDEN = keyOf('h');

const ADDRESSES = Object.values(sampleAddresses({ slug: 'seen', word: WORD })).flat();

const seen = storyFile(
  's',
  { slug: 'seen', related: `[${HIDDEN}]`, published: '2026-03-01T09:00:00Z' },
  'Text for every reader.',
);

const hidden = {
  ...STORY,
  slug: `${WORD}-old`,
  headline: `Headline ${WORD}`,
  slugline: WORD.toUpperCase(),
  standfirst: WORD,
  keywords: [WORD],
  people: [{ name: WORD }],
  bylines: [{ name: WORD }],
  editorNote: WORD,
  body: `<p>${WORD}</p>`,
  media: [
    { kind: 'image', alt: WORD, caption: WORD, renditions: [{ href: `/media/${WORD}.svg`, type: 'image/svg+xml' }] },
  ],
};

type Hide = (api: ApiClient) => Promise<unknown>;
const note = { note: `${WORD} is why` };
const path = `/articles/${HIDDEN}`;
const put = (api: ApiClient, fields: object = {}) => api('PUT', path, { ...hidden, ...fields });

/** Stories that were never public: to the public it is as if they did not exist. */
const NEVER_PUBLIC: Readonly<Record<string, Hide>> = {
  scheduled: (api) => put(api, { published: '2026-07-01T00:00:00Z' }),
  'under an embargo': (api) => put(api, { embargo: { until: '2026-07-01T00:00:00Z' } }),
  'under a condition': (api) => put(api, { embargo: { condition: WORD } }),
  'changed before its hour': async (api) => {
    await put(api, { embargo: { condition: WORD } });
    await api('POST', `${path}/correct`, { notice: WORD });
    await api('POST', `${path}/embargo`, { until: '2026-08-01T00:00:00Z' });
  },
  'withheld before its hour': async (api) => {
    await put(api, { embargo: { condition: WORD } });
    await api('POST', `${path}/withhold`, note);
  },
  'killed before its hour': async (api) => {
    await put(api, { embargo: { condition: WORD } });
    await api('POST', `${path}/kill`, { ...note, notice: WORD });
  },
};

/** Stories that were public: something is left of them, but no word. */
const ONCE_PUBLIC: Readonly<Record<string, Hide>> = {
  withheld: async (api) => {
    await put(api);
    await api('POST', `${path}/withhold`, note);
  },
  killed: async (api) => {
    await put(api);
    await api('POST', `${path}/kill`, note);
  },
  'killed after a correction': async (api) => {
    await put(api);
    await api('POST', `${path}/correct`, { notice: WORD });
    await api('POST', `${path}/kill`, note);
  },
};

async function open(hide: Hide | undefined, engine: EngineName = 'SQLite') {
  const server = await startServer({ 'seen.md': seen, [`media/${WORD}.svg`]: PIXEL }, { now: NOW, engine });
  const api = await apiClient(server, 'write');
  if (hide !== undefined) {
    await hide(api);
    // Another slug, so that there is an old one.
    const moved = await api('POST', `${path}/amend`, { article: { slug: WORD }, notice: undefined });
    expect([200, 409, 422]).toContain(moved.status);
  }
  return { server, api };
}

/** A program that prefers data; pages are the same for browsers, which the wide matrix covers too. */
const AS_DATA = { Accept: 'application/json', 'Accept-Encoding': 'identity' };

/** Returns the responses of every public address. */
async function responses(server: TestServer): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const address of ADDRESSES) {
    for (const headers of IS_WIDE ? [{}, AS_DATA] : [AS_DATA]) {
      const response = await server.get(address, headers);
      const fields = [...response.headers].filter(([name]) => name !== 'date').map((field) => field.join(': '));
      all[`${address} ${JSON.stringify(headers)}`] = [response.status, ...fields, await response.text()].join('\n');
    }
  }
  return all;
}

describe.each(Object.entries(NEVER_PUBLIC))('a story that is %s', (_, hide) => {
  test.each(WIDE_ENGINES)('changes no byte and no header at any public address (%s)', async (engine) => {
    const [withHidden, without] = [await open(hide, engine), await open(undefined, engine)];
    const before = await responses(withHidden.server);
    expect(before).toEqual(await responses(without.server));
    const read = await apiClient(withHidden.server, 'read');
    const other = await apiClient(without.server, 'read');
    for (const address of ['/changes', path, `${path}.newsml.xml`, '/feeds/all.newsml.xml', `${path}/versions`]) {
      const [a, b] = [await read('GET', address), await other('GET', address)];
      const storedAt = /"storedAt":"[^"]*"/g;
      expect([a.status, a.text.replace(storedAt, '')], address).toEqual([b.status, b.text.replace(storedAt, '')]);
    }
  });
});

describe.each(Object.entries({ ...NEVER_PUBLIC, ...ONCE_PUBLIC }))('no word of a story that is %s', (_, hide) => {
  test('is in any output, error or line of the log', async () => {
    const { server, api } = await open(hide);
    const all = await responses(server);
    for (const [address, text] of Object.entries(all)) {
      // The page of a search repeats its words; it is the same without the story (above).
      if (address.startsWith('/search?q=')) continue;
      // The address itself was requested.
      const said = text
        .replaceAll(new RegExp(`https://gazette.example.com/(articles|media)/${WORD}(-old)?`, 'g'), '')
        .replaceAll(new RegExp(`(feeds?[/:]|<option value=")(tag/|person/|author/)?${WORD}`, 'g'), '');
      expect(said.toLowerCase(), address).not.toContain(WORD);
    }
    const read = await apiClient(server, 'read');
    for (const address of ['/changes', path, '/feeds/all.newsml.xml', `/media/${WORD}.svg`]) {
      expect((await read('GET', address)).text.toLowerCase(), address).not.toContain(WORD);
    }
    await api('POST', `${path}/restore`, { note: WORD, article: { headline: 3 } });
    await api('PUT', path, { ...hidden, section: WORD });
    await api('POST', '/articles', `{"headline": "${WORD}`, { 'Content-Type': 'application/json' });
    expect(server.log.join('\n').toLowerCase()).not.toContain(WORD);
    expect(server.log.length).toBeGreaterThan(20);
  });
});

test('the recall of a hidden story at its address holds no word of it', async () => {
  const { server } = await open(ONCE_PUBLIC.killed);
  const recall = await (await server.get(`/articles/${WORD}-old.newsml.xml`)).text();
  expect(recall).toContain('stat:canceled');
  expect(recall.toLowerCase()).not.toContain(WORD);
});
