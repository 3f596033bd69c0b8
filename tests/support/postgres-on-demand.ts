import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type RunningPostgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address that starts PostgreSQL at the first request and responds with its URL. */
    postgresStarter: string;
  }
}

/** Settings of a server whose data need not survive the tests; the durability tests start servers of their own. */
const FLAGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Runs around all tests: PostgreSQL starts when the first test requests it, and stops after the last test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<RunningPostgres> | undefined;
  const starter = createServer(async (_request, response) => {
    started ??= startPostgres({ flags: FLAGS });
    try {
      response.end((await started).url);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  project.provide('postgresStarter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}/`);
  return async () => {
    starter.closeAllConnections();
    await new Promise((resolve) => starter.close(resolve));
    await (await started?.catch(() => undefined))?.stop();
  };
}
