import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BIN } from '../support/command-line.ts';
import { contentFolder, put, storyFile } from '../support/folder.ts';
import { until } from '../support/server.ts';

const PORT = 38_519;

/** A server as it is really started. */
async function start(content: string): Promise<ChildProcess> {
  const env = { ...process.env, DATELINE_CONTENT: content, DATELINE_DATA: join(content, '.data'), PORT: String(PORT) };
  const server = spawn(process.execPath, [BIN, 'serve'], { env, stdio: 'ignore' });
  onTestFinished(() => void server.kill('SIGKILL'));
  await until(async () => (await status('/health/ready')) === 200);
  return server;
}

const get = (path: string) => fetch(`http://127.0.0.1:${PORT}${path}`).catch(() => undefined);
const status = async (path: string) => (await get(path))?.status;

test('a server that was killed goes on where it was, and reads its folder at once', async () => {
  const content = await contentFolder({ 'a.md': storyFile('a') });
  const first = await start(content);
  await until(async () => (await status('/articles/a')) === 200);
  const before = await get('/feeds/all.rss');
  first.kill('SIGKILL');
  await once(first, 'exit');
  await put(content, 'b.md', storyFile('b', { section: 'culture' }));
  await start(content);
  const after = await get('/feeds/section/world.rss');
  expect(after?.status).toBe(200);
  await until(async () => (await status('/articles/b')) === 200);
  expect(Date.parse((await get('/feeds/all.rss'))?.headers.get('last-modified') ?? '')).toBeGreaterThanOrEqual(
    Date.parse(before?.headers.get('last-modified') ?? ''),
  );
});
