import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { type ApiClient, apiClient, STORY } from '../support/api.ts';
import { postgresDatabase } from '../support/engines.ts';
import { startPostgres } from '../support/postgres.ts';
import { startProxy } from '../support/proxy.ts';
import { startServer, type TestServer, until } from '../support/server.ts';

/** Clients that write and read until they are stopped, and what they have seen. */
class Load {
  readonly stored: string[] = [];
  readonly statuses = new Set<number>();
  readonly withoutRetryAfter: string[] = [];
  #isStopped = false;
  readonly #clients: Promise<void>[];

  constructor(server: TestServer, write: ApiClient, { writers = 4, readers = 20 } = {}) {
    this.#clients = [
      ...Array.from({ length: writers }, (_, index) => this.#write(write, index)),
      ...Array.from({ length: readers }, (_, index) => this.#read(server, index)),
    ];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#clients);
  }

  /** Waits until some more writes have been acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.stored.length + count;
    await until(() => this.stored.length >= goal);
  }

  async #write(write: ApiClient, writer: number): Promise<void> {
    for (let number = 0; !this.#isStopped; number++) {
      const slug = `w${writer}-${number}`;
      const { status, headers, json } = await write('POST', '/articles', { ...STORY, slug });
      this.#note(`POST ${slug}`, status, headers);
      if (status === 201) this.stored.push(json.id);
      else await pause(20);
    }
  }

  async #read(server: TestServer, reader: number): Promise<void> {
    const paths = ['/feeds/all.rss', '/', '/sitemap.xml', '/articles/w0-0', `/feeds/q?tag=${reader}`];
    for (let number = reader; !this.#isStopped; number++) {
      const path = paths[number % paths.length] ?? '/';
      const response = await server.get(path);
      await response.arrayBuffer();
      this.#note(`GET ${path}`, response.status, response.headers);
      await pause(5);
    }
  }

  #note(request: string, status: number, headers: Headers): void {
    this.statuses.add(status);
    if (status === 503 && !headers.has('retry-after')) this.withoutRetryAfter.push(request);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function terminateAll(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
  );
  await client.end();
}

/** Reads the whole change log as a client of the API does. */
async function changesOf(read: ApiClient): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ''; ; ) {
    const { json } = await read('GET', `/changes?limit=500${after}`);
    ids.push(...json.changes.map(({ id }: { id: string }) => id));
    if (json.changes.length === 0) return ids;
    after = `&after=${json.next}`;
  }
}

async function expectNothingLost(load: Load, read: ApiClient): Promise<void> {
  const ids = await changesOf(read);
  expect(new Set(load.stored).difference(new Set(ids))).toEqual(new Set());
  expect(new Set(ids).size).toBe(ids.length);
  expect(load.withoutRetryAfter).toEqual([]);
  expect([...load.statuses].filter((status) => ![200, 201, 301, 304, 404, 503].includes(status))).toEqual([]);
}

test('terminated connections: requests get 503, nothing acknowledged is lost, other machines miss nothing', async () => {
  const url = await postgresDatabase();
  const server = await startServer({}, { url });
  const other = await startServer({}, { url });
  const write = await apiClient(server, 'write');
  const load = new Load(server, write);
  await load.more(5);
  for (let time = 0; time < 3; time++) {
    await terminateAll(url);
    await load.more(5);
  }
  await load.stop();
  await expectNothingLost(load, write);
  const last = (await server.running.store.archive.articles.byId(load.stored.at(-1) ?? ''))?.slug;
  await until(async () => (await (await other.get('/feeds/all.rss')).text()).includes(`/articles/${last}`));
});

test('a database that is killed and restarted: cached documents are served meanwhile, readiness fails', async () => {
  const database = await startPostgres();
  const proxy = await startProxy(Number(new URL(database.url).port));
  const url = Object.assign(new URL(database.url), { port: String(proxy.port) }).href;
  const server = await startServer({}, { url });
  const write = await apiClient(server, 'write');
  const load = new Load(server, write);
  await load.more(5);
  await load.stop();
  const before = await (await server.get('/feeds/all.rss')).text();
  proxy.cut();
  process.kill(database.pid, 'SIGKILL');
  expect((await server.get('/health/ready')).status).toBe(503);
  expect((await server.get('/health/live')).status).toBe(200);
  const during = await server.get('/feeds/all.rss');
  expect([during.status, await during.text()]).toEqual([200, before]);
  expect((await server.get('/articles/never-read')).status).toBe(503);
  const refused = await write('POST', '/articles', { ...STORY, slug: 'refused' });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  const again = await startPostgres({ folder: database.folder });
  onTestFinished(() => again.stop());
  onTestFinished(() => database.stop());
  proxy.target = Number(new URL(again.url).port);
  proxy.mend();
  await until(async () => (await server.get('/health/ready')).status === 200);
  const later = new Load(server, write, { writers: 2, readers: 2 });
  later.stored.push(...load.stored);
  await later.more(3).then(() => later.stop());
  await expectNothingLost(load, write);
  expect(await (await server.get('/feeds/all.rss')).text()).not.toBe(before);
});

test('a network without a route: the server takes a new connection once it is back', async () => {
  const address = new URL(await postgresDatabase());
  const proxy = await startProxy(Number(address.port));
  address.port = String(proxy.port);
  const server = await startServer({}, { url: address.href });
  const write = await apiClient(server, 'write');
  await write('POST', '/articles', { ...STORY, slug: 'before' });
  const cached = await (await server.get('/feeds/all.rss')).text();
  proxy.freeze();
  expect((await server.get('/health/ready')).status).toBe(503);
  expect(await (await server.get('/feeds/all.rss')).text()).toBe(cached);
  proxy.mend();
  await until(async () => (await server.get('/health/ready')).status === 200);
  await until(async () => (await write('POST', '/articles', { ...STORY, slug: 'after' })).status === 201);
});
