import { connect } from 'node:net';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type RunningServer, serve } from '../../src/app/serve.ts';
import type { Location } from '../../src/archive/location.ts';
import type { Send } from '../../src/delivery/outbound.ts';
import type { CacheTagsOf } from '../../src/server/cache-tags.ts';
import { defined } from '../../src/text/defined.ts';
import { type EngineName, emptyLocation } from './engines.ts';
import { contentFolder } from './folder.ts';

/** A server for one test, with a clock that the test turns. */
export interface TestServer {
  readonly running: RunningServer;
  readonly folder: string;
  /** Lines of its log. */
  readonly log: string[];
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Response>;
  setClock(instant: string): void;
}

/** Prefix of every address in its responses. */
export const BASE = 'https://gazette.example.com';

/** The secret of the operator of test servers. */
export const OPERATOR_SECRET = 'a secret of the operator, long enough for tests';

/** Serves a folder on a free port until the test is over. */
export async function startServer(
  files: Readonly<Record<string, string | Buffer>> | string = {},
  options: ServerOptions = {},
): Promise<TestServer> {
  const folder = typeof files === 'string' ? files : await contentFolder(files);
  const log: string[] = [];
  let now = Date.parse(options.now ?? '2026-06-01T00:00:30Z');
  const archive = await archiveOf(options);
  const running = await serve(
    {
      port: 0,
      baseUrl: BASE,
      content: folder,
      archive,
      logLevel: 'info',
      ...defined({ cacheTags: options.cacheTags }),
      // Receivers of tests are on this machine.
      allowOutbound: ['127.0.0.1'],
      secret: OPERATOR_SECRET,
    },
    {
      dev: options.dev ?? false,
      ...(options.skewMs === undefined
        ? { clock: () => now }
        : { machineClock: () => Date.now() + (options.skewMs ?? 0) }),
      log: pino({ level: 'info' }, { write: (line: string) => log.push(line) }),
      deliveryIntervalMs: 200,
      ...defined({ send: options.send }),
    },
  );
  onTestFinished(() => running.close());
  await running.synced;
  return {
    running,
    folder,
    log,
    setClock: (instant) => {
      now = Date.parse(instant);
    },
    get: (path, headers = {}, method = 'GET') =>
      fetch(`http://127.0.0.1:${running.port}${path}`, { method, headers, redirect: 'manual' }),
  };
}

interface ArchiveOptions {
  readonly engine?: EngineName;
  readonly url?: string;
  readonly file?: string;
}

interface ServerOptions extends ArchiveOptions {
  readonly dev?: boolean;
  readonly now?: string;
  readonly cacheTags?: CacheTagsOf;
  /** Sends requests outside; to this machine alone if absent. */
  readonly send?: Send;
  /** The real clock of the database, on a machine whose own clock differs by so many milliseconds. */
  readonly skewMs?: number;
}

async function archiveOf({ engine, url, file }: ArchiveOptions): Promise<Location> {
  if (file !== undefined) return { file };
  return url === undefined ? emptyLocation(engine) : { url };
}

/** Sends bytes as they are and returns the response as text. */
export function raw(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let response = '';
    socket.setEncoding('utf8');
    socket.on('data', (data) => {
      response += data;
    });
    socket.on('end', () => resolve(response));
    socket.on('error', reject);
    socket.write(request);
  });
}

/** Waits until a condition holds, however busy the machine is; a hanging test is ended by the runner. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 25));
}
