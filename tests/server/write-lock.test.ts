import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { startServer, until } from '../support/server.ts';

async function archiveFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'archive.sqlite');
}

/** Another process that writes for a long time. */
function lock(file: string): DatabaseSync {
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  return other;
}

test('reads, with and without a key, do not wait for the write lock of another process', async () => {
  const file = await archiveFile();
  const server = await startServer({}, { file });
  const api = await apiClient(server, 'write');
  await api('PUT', `/articles/${keyOf('a')}`, STORY);
  // A key that was never used: its first use would be a write.
  const fresh = await apiClient(server, 'read');
  const other = lock(file);
  let isWritten = false;
  const write = api('PUT', `/articles/${keyOf('b')}`, { ...STORY, slug: 'waits' }).finally(() => {
    isWritten = true;
  });
  for (let time = 0; time < 5; time++) {
    expect((await fresh('GET', `/articles/${keyOf('a')}`)).status).toBe(200);
    expect((await server.get(`/feeds/q?tag=${time}`)).status).toBeLessThan(400);
    expect((await server.get('/articles/a-story')).status).toBe(200);
  }
  expect(isWritten).toBe(false);
  other.exec('commit');
  expect((await write).status).toBe(201);
  other.close();
});

test('the last use of a key is written later', async () => {
  const file = await archiveFile();
  const server = await startServer({}, { file });
  const api = await apiClient(server, 'read');
  await api('GET', `/articles/${keyOf('a')}`);
  await until(async () => (await server.running.store.keys.list())[0]?.lastUsedAt !== undefined);
});
