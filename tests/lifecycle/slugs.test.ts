import { describe, expect, test } from 'vitest';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { startServer } from '../support/server.ts';

const A = keyOf('a');

async function renamed(published: string = STORY.published) {
  const server = await startServer({}, { now: '2026-06-01T00:00:30Z' });
  const api = await apiClient(server, 'write');
  await api('PUT', `/articles/${A}`, { ...STORY, slug: 'one', published });
  await api('POST', `/articles/${A}/amend`, { article: { slug: 'two' } });
  await api('POST', `/articles/${A}/amend`, { article: { slug: 'three' } });
  const response = async (path: string) => {
    const response = await server.get(path);
    return [response.status, response.headers.get('location')];
  };
  return { server, api, response };
}

describe('an old slug', () => {
  test('leads to the new one in one step, in every format', async () => {
    const { server, response } = await renamed();
    const home = 'https://gazette.example.com/articles/three';
    expect(await response('/articles/one')).toEqual([301, home]);
    expect(await response('/articles/two')).toEqual([301, home]);
    expect(await response('/articles/one.newsml.xml')).toEqual([301, `${home}.newsml.xml`]);
    expect(await response('/articles/one.jsonld')).toEqual([301, `${home}.jsonld`]);
    expect((await server.get('/articles/one')).headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(await response('/articles/three')).toEqual([200, null]);
  });

  test('responds as the story does once that is hidden', async () => {
    const { api, server, response } = await renamed();
    await api('POST', `/articles/${A}/withhold`, { note: 'x' });
    expect(await response('/articles/one')).toEqual([404, null]);
    expect((await server.get('/articles/one.newsml.xml')).status).toBe(200);
    await api('POST', `/articles/${A}/restore`);
    expect((await response('/articles/one'))[0]).toBe(301);
    await api('POST', `/articles/${A}/kill`, { note: 'x' });
    expect(await response('/articles/one')).toEqual([410, null]);
  });

  test('of the time before publication leads nowhere', async () => {
    const { server, response } = await renamed('2026-07-01T00:00:00Z');
    server.setClock('2026-07-02T00:00:00Z');
    expect(await response('/articles/one')).toEqual([404, null]);
    expect(await response('/articles/three')).toEqual([200, null]);
  });

  test('is never another story’s, and can be had again by its own', async () => {
    const { api, response } = await renamed();
    const other = await api('PUT', `/articles/${keyOf('b')}`, { ...STORY, slug: 'one' });
    expect([other.status, other.json.errors[0].path]).toEqual([409, 'slug']);
    await api('POST', `/articles/${A}/amend`, { article: { slug: 'one' } });
    expect(await response('/articles/one')).toEqual([200, null]);
    expect((await response('/articles/three'))[0]).toBe(301);
    await api('POST', `/articles/${A}/kill`, { note: 'x' });
    expect((await api('PUT', `/articles/${keyOf('b')}`, { ...STORY, slug: 'one' })).status).toBe(409);
  });
});
