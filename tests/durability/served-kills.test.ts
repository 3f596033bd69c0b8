import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openArchive } from '../../src/archive/location.ts';
import { keyOf } from '../../src/article/identity.ts';
import { contentFolder, put, storyFile } from '../support/folder.ts';
import { until } from '../support/server.ts';
import { type ServerProcess, startProcess } from '../support/server-process.ts';
import { IS_WIDE } from '../support/wide.ts';
import { CHANGED, MixedWriter } from './mixed-writer.ts';

const KILLS = process.env.DATELINE_LONG ? 100 : IS_WIDE ? 5 : 1;
/** Acknowledged writes before a kill. */
const WRITES = process.env.DATELINE_LONG ? 40 : 12;

test(`SQLite: nothing acknowledged is lost in ${KILLS} kills of a server under mixed writes`, async () => {
  const content = await contentFolder({ 'a.md': storyFile('a') });
  const file = join(content, '.data/dateline.sqlite');
  const environment = { DATELINE_CONTENT: content, DATELINE_DATA: join(content, '.data') };
  let server = await startProcess(environment);
  const token = await createKey(file);
  const writer = new MixedWriter(token);
  for (let kill = 0; kill < KILLS; kill++) {
    await put(content, `k${kill}.md`, storyFile('k', { id: keyed(kill), slug: `k-${kill}` }));
    const goal = writer.acknowledged + 1 + Math.floor(Math.random() * WRITES);
    const writing = writer.writeUntilFailure(server, kill);
    await until(() => writer.acknowledged >= goal || writer.hasFailed);
    await server.kill();
    await writing;
    expect(integrityOf(file), `after kill ${kill + 1}`).toBe('ok');
    server = await startProcess(environment);
    await expectEverything(server, writer, kill);
  }
});

function integrityOf(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare('pragma integrity_check').get();
  database.close();
  return row?.integrity_check;
}

function keyed(kill: number): string {
  return `tag:gazette.example.com,2026:article:${createHash('sha256').update(`file ${kill}`).digest('hex').slice(0, 26)}`;
}

async function createKey(file: string): Promise<string> {
  const store = await openArchive({ file });
  const { token } = await store.keys.create({ name: 'writer', scopes: ['write'] }, '2026-01-01T00:00:00Z' as never);
  await store.close();
  return token;
}

/** Reads pages, feeds, sitemap and change log of a restarted server, and compares them with the acknowledged writes. */
async function expectEverything(server: ServerProcess, writer: MixedWriter, kill: number): Promise<void> {
  const feed = await (await server.get('/feeds/all.rss')).text();
  const month = await (await server.get('/sitemaps/2026-03.xml')).text();
  const changes = await writer.changes(server);
  for (const [slug, state] of writer.stories) {
    const { status } = await server.get(`/articles/${slug}`);
    const expected = state.isKilled ? 410 : 200;
    // A write without a response may be stored or not.
    if (!state.isUncertain) expect([slug, status], `kill ${kill + 1}`).toEqual([slug, expected]);
    if (state.isKilled && !state.isUncertain) {
      expect(feed).not.toContain(`<link>https://x/articles/${slug}</link>`);
      expect(month).not.toContain(`/articles/${slug}<`);
    }
    expect(changes.filter((one) => one === `${keyOf(state.id)} publish`).length, slug).toBeLessThanOrEqual(1);
    if (state.kinds.has(CHANGED)) expect(changes).toContain(`${keyOf(state.id)} correct`);
  }
  for (const name of writer.media) expect((await writer.file(server, name)).status, name).toBe(200);
  await until(async () => (await server.get(`/articles/k-${kill}`)).status === 200);
}
