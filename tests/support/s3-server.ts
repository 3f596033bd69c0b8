import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** An object of the store. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly type: string;
  /** Metadata without its prefix. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A store that checks signatures (AWS Signature Version 4) as S3 does. */
export interface S3Server {
  readonly endpoint: string;
  readonly objects: Map<string, StoredObject>;
  /** Names in the order of their arrival. */
  readonly order: string[];
  /** Answers with an error of S3 while it is set. */
  refuses: { readonly status: number; readonly code: string } | undefined;
}

const REGION = 'eu-central-1';
const ACCESS_KEY = 'AKIATEST';
const SECRET_KEY = 'secret/key';

/** The environment with the keys of the store. */
export const S3_ENVIRONMENT = { PARTNER_ACME_S3_ID: ACCESS_KEY, PARTNER_ACME_S3_SECRET: SECRET_KEY };

/** Starts a store until the test is over. */
export async function startS3Server(): Promise<S3Server> {
  const state: S3Server = { endpoint: '', objects: new Map(), order: [], refuses: undefined };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const refusal =
      state.refuses ?? (isSigned(request, bytes) ? undefined : { status: 403, code: 'SignatureDoesNotMatch' });
    if (refusal !== undefined) {
      response.writeHead(refusal.status).end(`<Error><Code>${refusal.code}</Code></Error>`);
      return;
    }
    const name = decodeURIComponent(request.url ?? '').slice(1);
    const metadata = Object.fromEntries(
      Object.entries(request.headers).flatMap(([field, value]) =>
        field.startsWith('x-amz-meta-') ? [[field.slice('x-amz-meta-'.length), String(value)]] : [],
      ),
    );
    state.objects.set(name, { bytes, type: request.headers['content-type'] ?? '', metadata });
    state.order.push(name);
    response.writeHead(200, { etag: '"x"' }).end();
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(state, { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** Checks the signature of a request, computed from its parts. */
function isSigned(request: IncomingMessage, bytes: Buffer): boolean {
  const { authorization = '', 'x-amz-date': date = '', 'x-amz-content-sha256': hash = '' } = request.headers;
  const [, signedHeaders = ''] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const [, signature = ''] = /Signature=([0-9a-f]{64})/.exec(authorization) ?? [];
  const bodyHash = sha256(bytes);
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== bodyHash) return false;
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, request.url, '', headers.join(''), signedHeaders, hash].join('\n');
  const scope = `${String(date).slice(0, 8)}/${REGION}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce((sum: Buffer | string, part) => hmac(sum, part), `AWS4${SECRET_KEY}`);
  return authorization.includes(`Credential=${ACCESS_KEY}/${scope}`) && hmac(key, toSign).toString('hex') === signature;
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer | string, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
