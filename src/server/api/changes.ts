import express, { type Request, type Response } from 'express';
import type { LogEntry } from '../../archive/change-log.ts';
import { keyOf } from '../../article/identity.ts';
import { type Audience, viewOf } from '../../article/view.ts';
import { keyIn } from './authenticate.ts';
import { type ApiRouting, audienceOf, sendJson } from './context.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Seconds that a client may wait for news. */
const MAX_WAIT_S = 30;
const MOST_ENTRIES = 500;
/** A line that says nothing, so that nobody in between takes the connection for dead. */
const HEARTBEAT_MS = 15_000;
/** Streams of one key at one time. */
const MOST_STREAMS = 10;

/** A place in the log: among the public entries, or among all of them. Clients see it as a word without a meaning. */
interface LogPosition {
  readonly kind: 'public' | 'all';
  readonly cursor: number;
}

/** What has changed since a client last asked: at once, when there is something, or as a stream. */
export function changesApi(routing: ApiRouting) {
  const router = express.Router({ caseSensitive: true, strict: true });
  const streams = new Map<string, number>();
  router.get('/changes', async (request, response) => {
    const audience = audienceOf(response);
    const kind: LogPosition['kind'] = audience !== 'newsroom' && audience.kind === 'public' ? 'public' : 'all';
    const wanted = request.get('last-event-id') ?? request.query.after;
    const position: LogPosition | undefined = wanted === undefined ? { kind, cursor: 0 } : positionIn(wanted, kind);
    if (position === undefined) {
      const detail = '`after` is no cursor of this log for this key: begin without one.';
      return sendApiProblem(response, apiProblem(400, detail));
    }
    const reader = { routing, audience, request };
    const types = ['application/json', 'text/event-stream'];
    if (request.method === 'GET' && request.accepts(types) === 'text/event-stream') {
      const { id } = keyIn(response);
      const open = streams.get(id) ?? 0;
      if (open >= MOST_STREAMS) return sendApiProblem(response, apiProblem(429, 'This key has too many streams open.'));
      streams.set(id, open + 1);
      response.once('close', () => streams.set(id, (streams.get(id) ?? 1) - 1));
      return stream(reader, response, position);
    }
    const wait = numberIn(request.query.wait, { most: MAX_WAIT_S, otherwise: 0 });
    const limit = numberIn(request.query.limit, { most: MOST_ENTRIES, otherwise: 100 });
    if (wait === undefined || limit === undefined || limit === 0) {
      const detail = `\`wait\` is 0 to ${MAX_WAIT_S} seconds, \`limit\` 1 to ${MOST_ENTRIES} entries.`;
      return sendApiProblem(response, apiProblem(400, detail));
    }
    const page = await pageAfter(reader, position, { wait, limit });
    if (!(await routing.store.keys.isValid(keyIn(response).id, routing.now()))) {
      return sendApiProblem(response, apiProblem(401, 'This key opens nothing any more.'));
    }
    const next = cursorOf(page.position);
    response.set('Link', `</api/v1/changes?after=${next}>; rel="next"`);
    sendJson(response, 200, { changes: page.entries, next });
  });
  return router;
}

interface Reader {
  readonly routing: ApiRouting;
  readonly audience: Audience | 'newsroom';
  readonly request: Request;
}

interface Page {
  readonly entries: readonly Record<string, unknown>[];
  readonly position: LogPosition;
}

async function pageAfter(
  reader: Reader,
  from: LogPosition,
  { wait, limit }: { wait: number; limit: number },
): Promise<Page> {
  const until = performance.now() + wait * 1000;
  let position = from;
  const { archive } = reader.routing.store;
  for (;;) {
    const news = growthOf(reader.routing, Math.max(0, until - performance.now()), reader.request);
    try {
      const { cursor } = position;
      const entries = await (position.kind === 'public'
        ? archive.log.publicChangesAfter(cursor, limit)
        : archive.log.changesAfter(cursor, limit));
      const shown: Record<string, unknown>[] = [];
      for (const entry of entries) {
        const found = await shownEntry(reader, entry);
        if (found !== undefined) shown.push({ cursor: cursorOf(positionOf(position.kind, entry)), ...found });
      }
      const last = entries.at(-1);
      if (last !== undefined) position = positionOf(position.kind, last);
      // Entries that the client may not see are passed over, and the next ones looked at.
      if (shown.length > 0 || (entries.length < limit && performance.now() >= until))
        return { entries: shown, position };
      if (entries.length < limit) await news.grown;
      if (reader.request.socket.destroyed || reader.routing.stopping.aborted) return { entries: shown, position };
    } finally {
      news.stop();
    }
  }
}

/** Waits until the log has grown, the time is over, the client is gone or the server stops. */
function growthOf({ store, stopping }: ApiRouting, milliseconds: number, request: Request) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const stopListening = store.archive.log.onChange(resolve);
  request.socket.once('close', resolve);
  const stopped = (): void => resolve();
  stopping.addEventListener('abort', stopped);
  const stop = (): void => {
    clearTimeout(timer);
    stopListening();
    request.socket.off('close', resolve);
    stopping.removeEventListener('abort', stopped);
    resolve();
  };
  return { grown: promise, stop };
}

/** An entry as an audience sees it; nothing of stories that it does not see. */
async function shownEntry(
  { routing, audience }: Reader,
  entry: LogEntry,
): Promise<Record<string, unknown> | undefined> {
  const { change, at, storedAt, articleId, version, actor, origin } = entry;
  const about = { change, at, storedAt, id: articleId, key: keyOf(articleId), version };
  if (audience === 'newsroom') return { ...about, actor, origin };
  if (change === 'adopt' || change === 'erase') return undefined;
  const article = await routing.store.archive.articles.byId(articleId);
  const view = article && viewOf(article, audience, routing.now());
  if (view === undefined) return undefined;
  return view.kind === 'story' ? { ...about, url: routing.publisher.site.addresses.article(view.slug) } : about;
}

async function stream(reader: Reader, response: Response, from: LogPosition): Promise<void> {
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'private, no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  response.once('close', () => clearInterval(heartbeat));
  let position = from;
  while (!response.destroyed && !reader.routing.stopping.aborted) {
    const page = await pageAfter(reader, position, { wait: MAX_WAIT_S, limit: 100 });
    position = page.position;
    // A key that was revoked meanwhile sees nothing more.
    if (!(await reader.routing.store.keys.isValid(keyIn(response).id, reader.routing.now()))) break;
    for (const entry of page.entries) {
      const text = `id: ${entry.cursor}\nevent: ${entry.change}\ndata: ${JSON.stringify(entry)}\n\n`;
      // A client that does not read is waited for: what it will be told stands in the log, not in memory.
      if (!response.write(text)) await drained(response);
    }
  }
  clearInterval(heartbeat);
  response.end();
}

function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

function positionOf(kind: LogPosition['kind'], entry: LogEntry): LogPosition {
  return { kind, cursor: kind === 'public' ? (entry.publicCursor ?? 0) : entry.cursor };
}

function cursorOf({ kind, cursor }: LogPosition): string {
  return Buffer.from(`${kind} ${cursor}`).toString('base64url');
}

/** A place of another kind of reader is none of this one's: the two count differently. */
function positionIn(text: unknown, wanted: LogPosition['kind']): LogPosition | undefined {
  const [, kind, cursor] =
    /^(public|all) (\d{1,15})$/.exec(Buffer.from(String(text), 'base64url').toString('utf8')) ?? [];
  return kind === wanted ? { kind: wanted, cursor: Number(cursor) } : undefined;
}

function numberIn(value: unknown, { most, otherwise }: { most: number; otherwise: number }): number | undefined {
  if (value === undefined) return otherwise;
  const number = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  return number <= most ? number : undefined;
}
