import { expect, onTestFinished, test } from 'vitest';
import { apiClient, keyOf, STORY } from '../../support/api.ts';
import { startServer, type TestServer, until } from '../../support/server.ts';
import { MAX_STALL_MS, stallProbe } from '../../support/stall-probe.ts';
import { IS_WIDE } from '../../support/wide.ts';

const KEYS = IS_WIDE ? 200 : 20;
const STREAMS_PER_KEY = 10;

/** Opens event streams with several keys, and collects their text. */
async function openStreams(server: TestServer): Promise<string[]> {
  const texts: string[] = [];
  for (let key = 0; key < KEYS; key++) {
    const { token } = await server.running.store.keys.create(
      { name: `key ${key}`, scopes: ['read'] },
      '2026-01-01T00:00:00Z' as never,
    );
    for (let stream = 0; stream < STREAMS_PER_KEY; stream++) {
      const stop = new AbortController();
      onTestFinished(() => stop.abort());
      const response = await fetch(`http://127.0.0.1:${server.running.port}/api/v1/changes`, {
        headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
        signal: stop.signal,
      });
      const index = texts.push('') - 1;
      void collect(response, (text) => {
        texts[index] += text;
      });
    }
  }
  return texts;
}

async function collect(response: Response, onText: (text: string) => void): Promise<void> {
  try {
    for await (const part of response.body ?? []) onText(Buffer.from(part).toString());
  } catch {
    // The test is over.
  }
}

test('one write reaches every stream, and is read once for all of them', async () => {
  const server = await startServer();
  const api = await apiClient(server, 'write');
  const { log, articles } = server.running.store.archive;
  const texts = await openStreams(server);
  let queries = 0;
  const readLog = log.publicChangesAfter.bind(log);
  log.publicChangesAfter = (...parameters) => {
    queries++;
    return readLog(...parameters);
  };
  const byId = articles.byId.bind(articles);
  articles.byId = (id) => {
    queries++;
    return byId(id);
  };
  const probe = await stallProbe();
  await api('PUT', `/articles/${keyOf('a')}`, STORY);
  await until(() => texts.every((text) => text.includes('event: publish')));
  expect(queries).toBeLessThan(20);
  // Half of the CPU time is that of the clients, which are in this process too.
  expect(probe.longest()).toBeLessThan(4 * MAX_STALL_MS);
  await api('POST', `/articles/${keyOf('a')}/correct`, { notice: 'A name.' });
  await until(() => texts.every((text) => text.includes('event: correct')));
  for (const text of texts) expect(text.match(/^id: /gm)).toHaveLength(2);
});
