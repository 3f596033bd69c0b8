import { describe, expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import { ENTITLED, PUBLIC } from '../../src/article/audience.ts';
import { viewOf } from '../../src/article/view.ts';
import { readWireXml } from '../../src/intake/wire-format.ts';
import { idOfGuid } from '../../src/intake/wire-submission.ts';
import { submitStory, withholdStory } from '../../src/newsroom/submit-story.ts';
import { receiveItem } from '../../src/newsroom/wire/receive-item.ts';
import { testHints } from '../support/cases.ts';
import { ENGINES, openStore } from '../support/engines.ts';
import { at, idOf, submission } from '../support/stories.ts';
import { GUID, type WireItem, wireItem } from '../support/wire.ts';

const author = { actor: 'wire', origin: 'api' } as const;
const NOW = at('2026-06-01T00:00:00Z');
const ID = idOfGuid(GUID, testHints());

async function send(archive: Archive, item: WireItem, now = NOW) {
  const document = readWireXml(Buffer.from(wireItem(item)), { ...testHints('item.xml'), now });
  if ('problems' in document) throw new Error(JSON.stringify(document.problems));
  const [received] = document.items;
  if (received === undefined) throw new Error('nothing was read');
  return receiveItem(archive, received, { author, now });
}

const stored = async (archive: Archive) => {
  const article = await archive.articles.byId(ID);
  if (article === undefined) throw new Error('not stored');
  return article;
};

describe.each(ENGINES)('what a provider sends, on %s', (engine) => {
  test('becomes a story that keeps its guid in feeds, with any first version number', async () => {
    const { archive } = await openStore(engine);
    expect(await send(archive, { version: 484616934, meta: '<signal qcode="sig:update"/>' })).toMatchObject({
      decision: 'stored',
      steps: ['publish'],
    });
    expect(await stored(archive)).toMatchObject({
      version: 1,
      feedId: GUID,
      source: { provider: 'https://agency.example/', guid: GUID, version: 484616934 },
      changes: [],
      publishAt: '2026-03-02T09:00:00Z',
    });
  });

  test('twice, late and out of order changes nothing', async () => {
    const { archive } = await openStore(engine);
    await send(archive, { version: 5, text: 'Five.' });
    expect(await send(archive, { version: 9, text: 'Nine.' })).toMatchObject({ decision: 'stored', steps: ['update'] });
    for (const version of [9, 7, 5, 1]) {
      expect(await send(archive, { version, text: `Late ${version}.` })).toMatchObject({ decision: 'late' });
    }
    expect(await stored(archive)).toMatchObject({ version: 2, body: '<p>Nine.</p>', source: { version: 9 } });
  });

  test('an item without a version number keeps the known number, so that an older one stays late', async () => {
    const { archive } = await openStore(engine);
    await send(archive, { version: 5, text: 'Five.' });
    await send(archive, { version: 'x', text: 'Without.', at: '2026-03-02T10:00:00+00:00' });
    expect(await stored(archive)).toMatchObject({ source: { version: 5 } });
    expect(await send(archive, { version: 3, text: 'Three.' })).toMatchObject({ decision: 'late' });
    expect(await stored(archive)).toMatchObject({ body: '<p>Without.</p>' });
  });

  test('as a correction is one, with its severity, and names the error for readers', async () => {
    const { archive } = await openStore(engine);
    await send(archive, {});
    await send(archive, {
      version: 6,
      text: 'Corrected.',
      meta: '<edNote>Paragraph 4 was wrong.</edNote><signal qcode="sig:correction" severity="sev:major"/>',
    });
    const article = await stored(archive);
    expect(article.changes).toMatchObject([
      { kind: 'correct', severity: 'major', note: 'Paragraph 4 was wrong.', notice: 'Paragraph 4 was wrong.' },
    ]);
    expect(viewOf(article, ENTITLED, NOW)).toMatchObject({
      signal: { kind: 'correction', severity: 'major', note: 'Paragraph 4 was wrong.' },
    });
  });

  test.each([
    'EDS: subs graf 4 of the story.',
    'Please hold for our new version.',
    'Achtung Redaktionen: Absatz 4 neu.',
    'CORRECTS PARAGRAPH 4 OF THIS STORY',
    'Graf 4.',
    'x '.repeat(300),
  ])('as a correction with the note "%s" stays general to readers', async (note) => {
    const { archive } = await openStore(engine);
    await send(archive, {});
    await send(archive, { version: 6, text: 'New.', meta: `<edNote>${note}</edNote><signal qcode="sig:correction"/>` });
    const article = await stored(archive);
    expect(article.changes).toMatchObject([{ kind: 'correct', notice: 'This story has been corrected.' }]);
    expect(JSON.stringify(viewOf(article, PUBLIC, NOW))).not.toContain(note.trim());
  });

  test('is withheld, comes back, and is killed for good', async () => {
    const { archive } = await openStore(engine);
    await send(archive, {});
    expect(await send(archive, { version: 6, status: 'withheld' })).toMatchObject({ steps: ['withhold'] });
    expect(viewOf(await stored(archive), PUBLIC, NOW)?.kind).toBe('tombstone');
    expect(await send(archive, { version: 7, text: 'Back.' })).toMatchObject({ steps: ['restore'] });
    expect((await stored(archive)).body).toBe('<p>Back.</p>');
    const killed = await send(archive, {
      version: 9,
      status: 'canceled',
      meta: '<edNote>KILL: legal reasons.</edNote>',
    });
    expect(killed).toMatchObject({ decision: 'stored', steps: ['kill'] });
    expect((await stored(archive)).changes.at(-1)).toMatchObject({ kind: 'kill', note: 'KILL: legal reasons.' });
    expect(await send(archive, { version: 10, text: 'Again.' })).toMatchObject({
      decision: 'refused',
      because: 'impossible',
    });
    expect(await send(archive, { version: 8, text: 'Late.' })).toMatchObject({ decision: 'late' });
    expect(viewOf(await stored(archive), PUBLIC, NOW)).toMatchObject({ kind: 'tombstone', status: 'canceled' });
  });

  test('is killed by its provider alone', async () => {
    const { archive } = await openStore(engine);
    await send(archive, {});
    const other = await send(archive, { version: 99, status: 'canceled', provider: 'https://other.example/' });
    expect(other).toMatchObject({ decision: 'refused', path: 'source' });
    expect(await stored(archive)).toMatchObject({ status: 'usable', version: 1 });
    expect(await send(archive, { version: 99, provider: 'https://other.example/' })).toMatchObject({
      decision: 'refused',
    });
  });

  test('a recall that arrives before its story keeps a late copy out, and is visible to no audience', async () => {
    const { archive } = await openStore(engine);
    expect(await send(archive, { version: 6, status: 'canceled' })).toMatchObject({
      decision: 'stored',
      steps: ['kill'],
    });
    expect(await send(archive, { version: 5 })).toMatchObject({ decision: 'late' });
    expect(await send(archive, { version: 7 })).toMatchObject({ decision: 'refused' });
    expect(viewOf(await stored(archive), PUBLIC, NOW)).toBeUndefined();
    expect(await archive.articles.latest({ until: NOW, limit: 10 })).toEqual([]);
  });

  test('what was withheld before it came is published when it comes', async () => {
    const { archive } = await openStore(engine);
    await send(archive, { version: 6, status: 'withheld' });
    expect(await send(archive, { version: 5 })).toMatchObject({ decision: 'late' });
    expect(await send(archive, { version: 7, text: 'Free.' })).toMatchObject({
      decision: 'stored',
      steps: ['restore'],
    });
    expect(viewOf(await stored(archive), PUBLIC, NOW)).toMatchObject({ kind: 'story', slug: 'rates-held' });
  });

  test('a provider cannot change our stories by using our guid', async () => {
    const { archive } = await openStore(engine);
    const own = submission({ id: idOf('a') });
    await submitStory(archive, { submission: own, actor: 'desk', origin: 'api' }, NOW);
    for (const status of ['usable', 'canceled']) {
      expect(await send(archive, { guid: own.id, version: 99, status })).toMatchObject({
        decision: 'refused',
        path: 'source',
      });
    }
    expect(await archive.articles.byId(own.id)).toMatchObject({ version: 1, status: 'usable' });
  });

  test('under embargo is invisible before its end, in all three forms', async () => {
    const { archive } = await openStore(engine);
    const hour = '2026-07-01T00:00:00+00:00';
    await send(archive, { embargoed: `<embargoed>${hour}</embargoed>` });
    expect(viewOf(await stored(archive), PUBLIC, NOW)).toBeUndefined();
    expect(viewOf(await stored(archive), PUBLIC, at('2026-07-01T00:00:00Z'))?.kind).toBe('story');
    const condition = { guid: 'urn:a:2', embargoed: '<embargoed/>', meta: '<edNote>After the vote.</edNote>' };
    await send(archive, condition);
    const held = await archive.articles.byId(idOfGuid('urn:a:2', testHints()));
    expect(held).toMatchObject({ embargo: { condition: 'After the vote.' } });
    await send(archive, { guid: 'urn:a:3', embargoed: '<embargoed>soon</embargoed>' });
    const unclear = await archive.articles.byId(idOfGuid('urn:a:3', testHints()));
    expect(unclear && viewOf(unclear, PUBLIC, at('2030-01-01T00:00:00Z'))).toBeUndefined();
  });

  test('an embargo is lifted by the next version', async () => {
    const { archive } = await openStore(engine);
    await send(archive, { embargoed: '<embargoed/>' });
    expect(await send(archive, { version: 6 })).toMatchObject({ decision: 'stored' });
    expect(viewOf(await stored(archive), PUBLIC, NOW)?.kind).toBe('story');
  });

  test('what the newsroom here withheld stays withheld', async () => {
    const { archive } = await openStore(engine);
    await send(archive, {});
    await withholdStory(archive, { id: ID, note: 'our lawyer', actor: 'desk', origin: 'api' }, NOW);
    expect(await send(archive, { version: 6 })).toMatchObject({
      decision: 'refused',
      reason: expect.stringContaining('withheld here'),
    });
    expect((await stored(archive)).status).toBe('withheld');
  });

  test('under an embargo that comes too late is not taken', async () => {
    const { archive } = await openStore(engine);
    await send(archive, { text: 'Open.' });
    for (const embargoed of ['<embargoed>2027-01-01T00:00:00Z</embargoed>', '<embargoed/>']) {
      expect(await send(archive, { version: 6, text: 'Secret.', embargoed })).toMatchObject({ decision: 'refused' });
    }
    expect((await stored(archive)).body).toBe('<p>Open.</p>');
  });

  test('is killed by a provider who is spelled in another way', async () => {
    const { archive } = await openStore(engine);
    await send(archive, { provider: 'http://Agency.example' });
    expect(
      await send(archive, { version: 6, status: 'canceled', provider: 'https://www.agency.example/' }),
    ).toMatchObject({ steps: ['kill'] });
  });

  test('in feeds without versions has the current text of the feed, each time', async () => {
    const { archive } = await openStore(engine);
    const feed = (text: string, host = 'feed.example') =>
      `<rss version="2.0"><channel><title>F</title><link>https://${host}/</link><item><guid isPermaLink="false">123</guid><title>H</title><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate><description>${text}</description></item></channel></rss>`;
    const sendFeed = async (text: string, now: string, host?: string) => {
      const document = readWireXml(Buffer.from(feed(text, host)), { ...testHints('feed.xml'), now: at(now) });
      if ('problems' in document || document.items[0] === undefined) throw new Error('refused');
      return receiveItem(archive, document.items[0], { author, now: at(now) });
    };
    const decisions = [];
    for (const [index, text] of ['one', 'one', 'two', 'three', 'three'].entries()) {
      decisions.push((await sendFeed(text, `2026-06-01T0${index}:00:00Z`)).decision);
    }
    expect(decisions).toEqual(['stored', 'unchanged', 'stored', 'stored', 'unchanged']);
    // The number 123 of another provider is another story.
    expect(await sendFeed('other', '2026-06-01T09:00:00Z', 'other.example')).toMatchObject({
      decision: 'stored',
      steps: ['publish'],
    });
  });

  test('two stories with one headline have two addresses, and a story keeps its own', async () => {
    const { archive } = await openStore(engine);
    await send(archive, {});
    await send(archive, { guid: 'urn:a:2' });
    const second = await archive.articles.byId(idOfGuid('urn:a:2', testHints()));
    expect(second?.slug).toMatch(/^rates-held-[0-9a-z]{8}$/);
    await send(archive, { version: 6, headline: 'Rates held once more' });
    expect(await stored(archive)).toMatchObject({ slug: 'rates-held', headline: 'Rates held once more' });
  });
});
