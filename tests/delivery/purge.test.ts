import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { OutboundRequest } from '../../src/delivery/outbound.ts';
import { NETWORKS } from '../../src/delivery/purge/networks.ts';
import { PURGE_NETWORKS } from '../../src/publication/purge-settings.ts';
import { tagsToPurge } from '../../src/server/cache-tags.ts';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { SETTINGS, storyFile } from '../support/folder.ts';
import { BASE, startServer, until } from '../support/server.ts';

afterEach(() => {
  delete process.env.PURGE_TOKEN;
});

/** A network with an edge: pages stay in it until their story is purged, and a purge may be slow. */
async function startEdge() {
  const calls: {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
  }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    calls.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(edge.status).end('{"success":true}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const edge = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, status: 200 };
  return edge;
}

test.each(PURGE_NETWORKS)('the call of %s names every tag, in calls of its size', (network) => {
  const { most, request } = NETWORKS[network];
  const tags = Array.from({ length: Math.min(most, 3) }, (_, index) => `tag${index}`);
  const { url, headers, body = '' } = request({ network, id: 'ID', url: 'https://api.example' }, 'TOKEN', tags);
  const text = `${url} ${JSON.stringify(headers)} ${body}`;
  for (const tag of tags) expect(text).toContain(tag);
  if (network !== 'varnish') expect(text).toContain('TOKEN');
  if (network !== 'varnish') expect(url).toContain('/ID');
});

test('a change is purged, and read back until the edge shows it', async () => {
  process.env.PURGE_TOKEN = 'token';
  const edge = await startEdge();
  const settings = `${SETTINGS}purge: { network: fastly, id: service, url: '${edge.url}', tokenFrom: PURGE_TOKEN }\n`;
  const cached = new Map<string, { status: number; etag: string }>();
  const reads: string[] = [];
  let isSlow = true;
  // The edge is asked at the public address: it passes requests on to the server.
  const server = await startServer(
    { 'publication.yaml': settings, 'a.md': storyFile('a', { slug: 'first' }) },
    {
      send: async ({ url, method = 'POST', headers }: OutboundRequest) => {
        if (url.startsWith(edge.url)) {
          const response = await fetch(url, { method, headers });
          if (!isSlow) cached.clear();
          return { status: response.status };
        }
        const path = url.slice(BASE.length);
        reads.push(path);
        if (!cached.has(path)) {
          const response = await server.get(path);
          cached.set(path, { status: response.status, etag: response.headers.get('etag') ?? '' });
        }
        return cached.get(path) ?? { status: 404 };
      },
    },
  );
  const { deliveries } = server.running.store;
  const editor = await apiClient(server, 'write');
  await editor('PUT', `/articles/${keyOf('b')}`, { ...STORY, slug: 'story-b' });
  const ofStory = async () => (await deliveries.newest(10)).filter(({ target }) => target.endsWith(keyOf('b')));
  await until(async () => (await ofStory())[0]?.state === 'delivered');
  const [call] = edge.calls;
  expect(call).toMatchObject({ method: 'POST', url: '/service/service/purge' });
  expect(call?.headers['fastly-key']).toBe('token');
  const tags = edge.calls.flatMap(({ headers }) => String(headers['surrogate-key']).split(' '));
  for (const name of [keyOf('b'), 'feed/all', 'feed/section/world', 'front', 'sitemap']) {
    expect(tags, name).toContain(tagsToPurge(name).tag);
  }
  // A kill: the edge goes on showing the page for a while.
  await editor('POST', `/articles/${keyOf('b')}/kill`, { note: 'wrong' });
  await until(async () => (await ofStory())[0]?.response?.includes('status 200, and not 410') === true);
  expect((await ofStory())[0]?.state).toBe('waiting');
  isSlow = false;
  server.setClock('2026-06-01T00:10:00Z');
  await until(async () => (await ofStory())[0]?.state === 'delivered');
  expect(cached.get('/articles/story-b')?.status).toBe(410);
  expect(reads).toContain('/articles/story-b');
});

test('a network that refuses is asked again, and hidden stories are not purged', async () => {
  const edge = await startEdge();
  edge.status = 403;
  const settings = `${SETTINGS}purge: { network: varnish, url: '${edge.url}/' }\n`;
  const server = await startServer({ 'publication.yaml': settings });
  const { deliveries } = server.running.store;
  const editor = await apiClient(server, 'write');
  await editor('PUT', `/articles/${keyOf('h')}`, { ...STORY, slug: 'hidden', published: '2027-01-01T00:00:00Z' });
  await editor('PUT', `/articles/${keyOf('b')}`, { ...STORY, slug: 'story-b' });
  await until(async () => (await deliveries.newest(10))[0]?.response === 'the network responded 403');
  expect((await deliveries.newest(10)).map(({ target }) => target.slice(-26))).toEqual([keyOf('b')]);
  expect(edge.calls[0]?.method).toBe('PURGE');
});
