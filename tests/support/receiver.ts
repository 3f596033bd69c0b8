import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { onTestFinished } from 'vitest';

/** A message as a partner received it. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly change: string;
  readonly story: string;
  readonly version: number;
  readonly status: string;
  readonly body: string;
}

/** The answer to one message: a status, or a fault of the connection. */
export type Answer =
  | number
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | 'hang'
  | 'cut before the answer'
  | 'cut within the answer';

/** A partner that receives messages. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Messages that were answered with 2xx. */
  readonly accepted: Received[];
  /** Answers to the next messages, in order; 200 afterwards. */
  readonly answers: Answer[];
  /** Answers messages about some stories, before the list is asked. */
  answerOf: (message: Received) => Answer | undefined;
  /** True if one of the signatures is right for a secret, at the time that the message states. */
  isSignedWith(message: Received, secret: string): boolean;
  close(): Promise<void>;
}

/** Starts a receiver on a free port until the test is over. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const accepted: Received[] = [];
  const answers: Answer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const message = messageIn(request.headers, Buffer.concat(chunks).toString('utf8'));
    received.push(message);
    const answer = receiver.answerOf(message) ?? answers.shift() ?? 200;
    if (statusOf(answer) < 300) accepted.push(message);
    send(response, answer);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(close);
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    received,
    accepted,
    answers,
    answerOf: () => undefined,
    isSignedWith: ({ headers, id, body }, secret) => {
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      return String(headers['webhook-signature'])
        .split(' ')
        .includes(new Webhook(secret).sign(id, at, body));
    },
    close,
  };
  return receiver;
}

function messageIn(headers: IncomingHttpHeaders, body: string): Received {
  return {
    id: String(headers['webhook-id']),
    headers,
    change: String(headers['dateline-change']),
    story: String(headers['dateline-story']),
    version: Number(headers['dateline-version']),
    status: String(headers['dateline-status']),
    body,
  };
}

function statusOf(answer: Answer): number {
  if (typeof answer === 'number') return answer;
  return typeof answer === 'object' ? answer.status : 599;
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'cut before the answer') {
    response.destroy();
    return;
  }
  if (answer === 'cut within the answer') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"ok":', () => response.destroy());
    return;
  }
  const { status, headers = {} } = typeof answer === 'number' ? { status: answer } : answer;
  response.writeHead(status, headers).end();
}
