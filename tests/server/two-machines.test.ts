import pg from 'pg';
import { expect, test } from 'vitest';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { postgresDatabase } from '../support/engines.ts';
import { put, storyFile } from '../support/folder.ts';
import { startServer, until } from '../support/server.ts';

const A = keyOf('a');

async function machines() {
  const url = await postgresDatabase();
  const [here, there] = [await startServer({}, { url }), await startServer({}, { url })];
  return { url, here, there, api: await apiClient(here, 'write'), other: await apiClient(there, 'write') };
}

test('a write through one machine is served by the other', async () => {
  const { here, there, api } = await machines();
  expect(await (await there.get('/feeds/all.rss')).text()).not.toContain('A story');
  await api('PUT', `/articles/${A}`, STORY);
  expect(await (await here.get('/feeds/all.rss')).text()).toContain('A story');
  await until(async () => (await (await there.get('/feeds/all.rss')).text()).includes('A story'));
  const [one, two] = [await here.get('/feeds/all.rss'), await there.get('/feeds/all.rss')];
  for (const header of ['etag', 'last-modified']) expect(two.headers.get(header)).toBe(one.headers.get(header));
  expect(await two.text()).toBe(await one.text());
});

test('also when the notification is lost', async () => {
  const { url, there, api } = await machines();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dateline listener'",
  );
  await client.end();
  await api('PUT', `/articles/${A}`, STORY);
  await until(async () => (await there.get('/articles/a-story')).status === 200);
});

test('of two writers of one version on two machines one wins', async () => {
  const { api, other } = await machines();
  await api('PUT', `/articles/${A}`, STORY);
  for (let version = 1; version <= 10; version++) {
    const match = { 'If-Match': `"${version}"` };
    const statuses = await Promise.all(
      [api, other, api, other].map(async (write, index) => {
        const { status } = await write('PUT', `/articles/${A}`, { ...STORY, headline: `${version} ${index}` }, match);
        return status;
      }),
    );
    expect(statuses.toSorted()).toEqual([200, 412, 412, 412]);
  }
  const { json } = await api('GET', `/articles/${A}/versions`);
  expect(json.versions.map(({ version }: { version: number }) => version)).toEqual(
    [...Array(11).keys()].map((n) => n + 1),
  );
});

test('one machine reads its content folder, and the next one takes over', async () => {
  const { here, there } = await machines();
  await put(there.folder, 'a.md', storyFile('a'));
  await put(here.folder, 'b.md', storyFile('b'));
  await until(async () => (await there.get('/articles/b')).status === 200);
  expect((await there.get('/articles/a')).status).toBe(404);
  await here.running.close();
  await until(async () => (await there.get('/articles/a')).status === 200);
});

test('a database that goes away and comes back is used again', async () => {
  const { url, here, api } = await machines();
  await api('PUT', `/articles/${A}`, STORY);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
  );
  await client.end();
  await until(async () => (await api('PUT', `/articles/${keyOf('b')}`, { ...STORY, slug: 'b' })).status < 300);
  await until(async () => (await here.get('/articles/b')).status === 200);
});
