import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Importer, KitMessage } from './importer.ts';

/** Options of a receiver. */
export interface ReceiverOptions {
  /** 0 for any. */
  readonly port: number;
  /** Valid secrets; signatures are not checked without one. */
  readonly secrets: readonly string[];
  readonly importer: Importer;
  /** Called with each message and its outcome. */
  readonly onMessage?: (message: KitMessage, outcome: string) => void;
}

/** A receiver that listens. */
export interface RunningReceiver {
  readonly port: number;
  close(): Promise<void>;
}

/** Larger messages are refused. */
const MAX_BYTES = 20 * 1024 * 1024;

/**
 * Receives messages by push: verifies the signature (https://www.standardwebhooks.com), and answers 204 when the importer
 * has stored the message. `GET /state` lists the stories.
 */
export async function startReceiver(options: ReceiverOptions): Promise<RunningReceiver> {
  const server = createServer((request, response) => {
    void handle(request, response, options).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { port: (server.address() as AddressInfo).port, close };
}

async function handle(request: IncomingMessage, response: ServerResponse, options: ReceiverOptions): Promise<void> {
  if (request.method === 'GET' && request.url === '/state') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ stories: await options.importer.stories() }));
    return;
  }
  if (request.method !== 'POST') return end(response, 405);
  const body = await bodyOf(request);
  // A message that was cut off is none.
  if (body === undefined) return end(response, 400);
  const message = messageIn(request.headers, body);
  if (options.secrets.length > 0 && !isSigned(request.headers, body, options.secrets)) {
    options.onMessage?.(message, 'refused: the signature is not valid, or older than five minutes');
    return end(response, 401);
  }
  try {
    await options.importer.take(message);
    options.onMessage?.(
      message,
      options.secrets.length > 0 ? 'stored, signature valid' : 'stored, signature not checked',
    );
    end(response, 204);
  } catch (error) {
    options.onMessage?.(message, `not stored: ${error instanceof Error ? error.message : 'an error'}`);
    end(response, 500);
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

/** @returns `undefined` for a request that was cut off, or is too large */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MAX_BYTES) return undefined;
  }
  return request.complete ? Buffer.concat(chunks).toString('utf8') : undefined;
}

function messageIn(headers: IncomingHttpHeaders, body: string): KitMessage {
  const header = (name: string): string => String(headers[name] ?? '');
  return {
    id: header('webhook-id'),
    change: header('dateline-change'),
    story: header('dateline-story'),
    version: Number(header('dateline-version')),
    status: header('dateline-status'),
    mediaType: header('content-type').split(';', 1)[0] ?? '',
    body,
  };
}

/** True if one of the signatures is right for one of the secrets; signatures of more than five minutes ago are refused. */
function isSigned(headers: IncomingHttpHeaders, body: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, headers as Record<string, string>, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  });
}
