import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentsOf } from '../../src/app/documents-of.ts';
import { type Location, openArchive } from '../../src/archive/location.ts';
import { backupArchive, moveArchive } from '../../src/archive/move.ts';
import type { Store } from '../../src/archive/store.ts';
import { PUBLIC } from '../../src/article/audience.ts';
import { ALL_STORIES } from '../../src/feeds/address.ts';
import { FEED_FORMATS } from '../../src/formats/index.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { cases } from '../support/cases.ts';
import { postgresDatabase } from '../support/engines.ts';
import { temporaryFolder } from '../support/folder.ts';
import { publication } from '../support/publication.ts';
import { at, idOf, submission } from '../support/stories.ts';
import { IS_WIDE } from '../support/wide.ts';

/** More than one batch of a copy in the wide matrix. */
const STORIES = IS_WIDE ? 700 : 40;
const NOW = at('2026-03-10T00:00:00Z');
const author = { actor: 'a', origin: 'api' } as const;

async function filled(location: Location): Promise<void> {
  const store = await openArchive(location);
  for (const { article } of cases()) {
    const { id: articleId, version, versionCreatedAt } = article;
    const entry = { at: versionCreatedAt, articleId, version, change: 'publish', ...author } as const;
    await store.archive.commits.commit({ expectedVersion: 0, steps: [{ version: article, entry }], now: NOW });
  }
  for (let number = 0; number < STORIES; number++) {
    const id = `tag:gazette.example.com,2026:article:${String(number).padStart(26, '0')}`;
    await submitStory(
      store.archive,
      { submission: submission({ id, slug: `s-${number}`, keywords: ['𝔘', 'b'] }), ...author },
      NOW,
    );
  }
  const changed = submission({ id: idOf('z'), slug: 'old', embargo: { condition: 'x' } });
  await submitStory(store.archive, { submission: changed, ...author }, NOW);
  await store.keys.create({ name: 'CMS', scopes: ['write', 'embargo'] }, NOW);
  await store.media.put({ name: 'a.svg', type: 'image/svg+xml', size: 3, bytes: Buffer.from([0, 255, 1]) }, NOW);
  await store.files.put([{ path: 'articles/a.md', state: 'missing', findings: '[]', id: idOf('a') }]);
  await store.dates.put('feed all.rss', { hash: 'h', date: NOW });
  await store.setMetadata('authority', 'gazette.example.com,2026');
  await store.close();
}

/** Everything that readers and the newsroom get out of an archive. */
async function contents(location: Location): Promise<unknown> {
  const store = await openArchive(location);
  const documents = documentsOf({ store, publication }, { baseUrl: 'https://gazette.example.com', port: 0 });
  const feeds: Record<string, string> = {};
  for (const format of FEED_FORMATS) {
    const feed = await documents.feeds.feed(ALL_STORIES, format, { audience: PUBLIC, instant: NOW });
    feeds[format.id] = 'bytes' in feed ? `${feed.lastModified} ${await feed.bytes('identity')}` : '';
  }
  const { archive } = store;
  const all = {
    feeds,
    log: await archive.log.changesAfter(0, 10_000),
    versions: await archive.articles.versionsOf(idOf('z')),
    found: (await archive.articles.search('text', { until: NOW, limit: 1000 })).articles.map(({ id }) => id),
    keys: await store.keys.list(),
    media: await textOfFile(store),
    files: await store.files.all(),
    due: await archive.scheduler.nextBoundary(NOW),
    authority: await store.metadata('authority'),
  };
  await store.close();
  return all;
}

describe('moving an archive', () => {
  test('from SQLite to PostgreSQL and back loses and changes nothing, to the byte', async () => {
    const folder = await temporaryFolder();
    const [here, there] = [{ file: join(folder, 'a.sqlite') }, { url: await postgresDatabase() }];
    await filled(here);
    const before = await contents(here);
    const { tables, changedMeanwhile } = await moveArchive(here, there);
    expect(tables.find(({ name }) => name === 'articles')?.rows).toBe(STORIES + 1 + cases().length);
    expect(changedMeanwhile).toBe(0);
    expect(await contents(there)).toEqual(before);
    const back = { file: join(folder, 'b.sqlite') };
    const returned = await moveArchive(there, back);
    expect(returned.tables.find(({ name }) => name === 'versions')?.hash).toBe(
      tables.find(({ name }) => name === 'versions')?.hash,
    );
    expect(await contents(back)).toEqual(before);
    await expect(moveArchive(here, there)).rejects.toThrow('There is an archive at the destination already');
  });

  test.each(['SQLite', 'PostgreSQL'])('a backup of %s is an archive, made while it is written to', async (engine) => {
    const folder = await temporaryFolder();
    const source: Location =
      engine === 'SQLite' ? { file: join(folder, 'a.sqlite') } : { url: await postgresDatabase() };
    await filled(source);
    const before = await contents(source);
    const serving = await openArchive(source);
    const file = join(folder, 'backup.sqlite');
    const backup = backupArchive(source, file);
    await submitStory(serving.archive, { submission: submission({ slug: 'meanwhile' }), ...author }, NOW);
    await backup;
    await serving.close();
    expect(existsSync(file)).toBe(true);
    const copy = (await contents({ file })) as { log: unknown[] };
    const original = before as { log: unknown[] };
    expect(copy.log.slice(0, original.log.length)).toEqual(original.log);
    expect(copy.log.length - original.log.length).toBeLessThanOrEqual(1);
  });
});

async function textOfFile({ media }: Store): Promise<string> {
  const { size = 0 } = (await media.file('a.svg')) ?? {};
  return Buffer.concat(await Array.fromAsync(media.bytes('a.svg', { start: 0, end: size - 1 }))).toString('hex');
}
