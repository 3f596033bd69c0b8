import { expect, onTestFinished, test } from 'vitest';
import { apiClient, STORY } from '../support/api.ts';
import { postgresDatabase } from '../support/engines.ts';
import { type NetworkProxy, startProxy } from '../support/proxy.ts';
import { startServer, type TestServer, until } from '../support/server.ts';
import { IS_WIDE } from '../support/wide.ts';

const CHANGES = process.env.DATELINE_LONG ? 5000 : IS_WIDE ? 400 : 40;
/** Changes between two cuts of the network. */
const CUT_EVERY = Math.ceil(CHANGES / 8);

interface Machine {
  readonly server: TestServer;
  readonly proxy: NetworkProxy;
}

async function machine(url: string): Promise<Machine> {
  const address = new URL(url);
  const proxy = await startProxy(Number(address.port));
  address.port = String(proxy.port);
  return { proxy, server: await startServer({}, { url: address.href, skewMs: 0 }) };
}

/** Follows the log by long polling, also while the server has no database. */
async function longPoll({ server }: Machine, ids: string[], signal: AbortSignal): Promise<void> {
  const read = await apiClient(server, 'write');
  for (let after = ''; !signal.aborted; ) {
    const { status, json } = await read('GET', `/changes?wait=2&limit=50${after}`);
    if (status !== 200) {
      expect(status).toBe(503);
      await new Promise((resolve) => setTimeout(resolve, 100));
      continue;
    }
    ids.push(...json.changes.map(({ id }: { id: string }) => id));
    after = `&after=${json.next}`;
  }
}

/** Follows the log as an event stream, and connects again where it ended. */
async function eventStream({ server }: Machine, ids: string[], signal: AbortSignal): Promise<void> {
  const { token } = await server.running.store.keys.create(
    { name: 'stream', scopes: ['write'] },
    '2026-01-01T00:00:00Z' as never,
  );
  for (let last: string | undefined; !signal.aborted; ) {
    try {
      const response = await fetch(`http://127.0.0.1:${server.running.port}/api/v1/changes`, {
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: 'text/event-stream',
          ...(last && { 'Last-Event-ID': last }),
        },
        signal,
      });
      let text = '';
      for await (const part of response.body ?? []) {
        const events = (text + Buffer.from(part).toString()).split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const [, cursor, data] = /^id: (\S+)\nevent: \S+\ndata: (.*)$/.exec(event) ?? [];
          if (cursor === undefined || data === undefined) continue;
          last = cursor;
          ids.push(JSON.parse(data).id);
        }
      }
    } catch (error) {
      if (!signal.aborted && !(error instanceof TypeError)) throw error;
    }
  }
}

test(`${CHANGES} changes reach a long poll and an event stream of other machines, whose networks are cut`, async () => {
  const url = await postgresDatabase();
  const [writer, polled, streamed] = [await machine(url), await machine(url), await machine(url)];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const [byPoll, byStream]: [string[], string[]] = [[], []];
  const clients = [longPoll(polled, byPoll, stop.signal), eventStream(streamed, byStream, stop.signal)];
  const write = await apiClient(writer.server, 'write');
  const written: string[] = [];
  for (let number = 0; number < CHANGES; number++) {
    if (number % CUT_EVERY === CUT_EVERY - 1) for (const { proxy } of [polled, streamed]) proxy.cut();
    if (number % CUT_EVERY === CUT_EVERY - 1 - Math.ceil(CUT_EVERY / 2) && number > CUT_EVERY)
      for (const { proxy } of [polled, streamed]) proxy.mend();
    const { status, json } = await write('POST', '/articles', { ...STORY, slug: `s-${number}` });
    expect(status).toBe(201);
    written.push(json.id);
  }
  for (const { proxy } of [polled, streamed]) proxy.mend();
  await until(() => byPoll.length >= CHANGES && byStream.length >= CHANGES);
  stop.abort();
  await Promise.all(clients);
  expect(byPoll).toEqual(written);
  expect(byStream).toEqual(written);
});
