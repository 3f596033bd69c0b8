import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { TestServer } from './server.ts';
import { BASE } from './server.ts';

/** Content that a subscriber received. */
export interface Content {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A subscriber of WebSub: it confirms its own requests, and records what it gets. */
export interface Subscriber {
  readonly origin: string;
  readonly callback: string;
  /** The parameters of verifications and denials. */
  readonly verified: URLSearchParams[];
  readonly received: Content[];
  /** Answers a verification; the challenge with 200 if absent. */
  confirm: (parameters: URLSearchParams) => { readonly status: number; readonly body: string };
  /** Status of content; 204 if absent, a hanging connection for 0. */
  answer: (content: Content) => number;
}

/** Starts a subscriber on a free port until the test is over. */
export async function startSubscriber(): Promise<Subscriber> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', subscriber.origin);
    if (request.method === 'GET') {
      subscriber.verified.push(url.searchParams);
      const { status, body } = subscriber.confirm(url.searchParams);
      response.writeHead(status).end(body);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const content = { path: `${url.pathname}${url.search}`, headers: request.headers, body: Buffer.concat(chunks) };
    subscriber.received.push(content);
    const status = subscriber.answer(content);
    if (status !== 0) response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const subscriber: Subscriber = {
    origin,
    callback: `${origin}/callback?own=1`,
    verified: [],
    received: [],
    confirm: (parameters) => ({ status: 200, body: parameters.get('hub.challenge') ?? '' }),
    answer: () => 204,
  };
  return subscriber;
}

/** Sends a request to the hub of a server. */
export async function postToHub(
  server: TestServer,
  parameters: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string; readonly type: string | null }> {
  const response = await fetch(`http://127.0.0.1:${server.running.port}/websub`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
  });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

/** The parameters of a subscription to a feed. */
export function subscription(
  subscriber: Subscriber,
  feed = '/feeds/all.rss',
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { 'hub.mode': 'subscribe', 'hub.topic': `${BASE}${feed}`, 'hub.callback': subscriber.callback, ...more };
}
