import type { Scope } from '../../src/article/audience.ts';
import type { TestServer } from './server.ts';
import { at } from './stories.ts';

export { STORY } from './stories.ts';

/** A response of the API, with its body read. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of the response
  readonly json: any;
}

/** Sends a request with a key: data as JSON, text and bytes as they are. */
export type ApiClient = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ApiResponse>;

/** A client with a key of these scopes. */
export async function apiClient(server: TestServer, ...scopes: Scope[]): Promise<ApiClient> {
  const { token } = await server.running.store.keys.create(
    { name: scopes.join(' '), scopes },
    at('2026-01-01T00:00:00Z'),
  );
  return (method, path, body, headers = {}) =>
    send(server, { method, path, body, headers: { Authorization: `Bearer ${token}`, ...headers } });
}

interface Sending {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a request to the API as it is. */
export async function send(server: TestServer, { method, path, body, headers }: Sending): Promise<ApiResponse> {
  const isData = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
  const response = await fetch(`http://127.0.0.1:${server.running.port}/api/v1${path}`, {
    method,
    headers: { ...(isData ? { 'Content-Type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: (isData ? JSON.stringify(body) : body) as BodyInit }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}

/** The key of a story, by a letter. */
export const keyOf = (letter: string): string => letter.repeat(26);

/** A client with a key of a partner. */
export async function partnerClient(server: TestServer, partner: string): Promise<ApiClient> {
  const created = await server.running.store.keys.create(
    { name: partner, scopes: ['read'], partner },
    at('2026-01-01T00:00:00Z'),
  );
  return (method, path, body, headers = {}) =>
    send(server, { method, path, body, headers: { Authorization: `Bearer ${created.token}`, ...headers } });
}
