import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { type Location, openArchive } from '../../src/archive/location.ts';
import type { Store } from '../../src/archive/store.ts';

/** The names of both engines, for tests that hold on either. */
export const ENGINES = ['SQLite', 'PostgreSQL'] as const;
export type EngineName = (typeof ENGINES)[number];

/** An empty database of the PostgreSQL that the tests have started; it is gone after the test. */
export async function postgresDatabase(): Promise<string> {
  const server = await postgresServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  onTestFinished(() => onServer(server, `drop database ${name} with (force)`));
  return new URL(`/${name}`, server).href;
}

/** Returns the URL of the shared server, which the first request starts. */
function postgresServer(): Promise<string> {
  started ??= requestServer();
  return started;
}

/** One request per worker: a kept connection could be closed by the starter while a busy worker uses it again. */
let started: Promise<string> | undefined;

async function requestServer(): Promise<string> {
  const response = await fetch(inject('postgresStarter'), { headers: { connection: 'close' } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Where an empty archive is. */
export async function emptyLocation(engine: EngineName = 'SQLite'): Promise<Location> {
  return engine === 'SQLite' ? { file: ':memory:' } : { url: await postgresDatabase() };
}

/** An empty store in memory, or in a database of its own. */
export async function openStore(engine: EngineName = 'SQLite'): Promise<Store> {
  const store = await openArchive(await emptyLocation(engine));
  onTestFinished(() => store.close());
  return store;
}
