import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Response } from 'express';
import { isTemporary } from '../../archive/archive-errors.ts';
import { type LogEntry, type LogPosition, positionOf } from '../../archive/change-log.ts';
import { audienceName } from '../../article/audience.ts';
import { keyOf } from '../../article/identity.ts';
import { viewOf } from '../../article/view.ts';
import { partnerNamed } from '../../delivery/partners/partner-list.ts';
import { isActive } from '../../publication/partner.ts';
import { fromMilliseconds, type Instant } from '../../text/instant.ts';
import type { ServerContext } from '../context.ts';
import { API_PATH } from './address.ts';
import { type ApiExchange, type ApiHandler, type Reader, readerOf, sendJson } from './context.ts';
import { cursorOf, numberIn, positionIn } from './log-cursor.ts';
import { entriesAfter, LogWatch } from './log-watch.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Longest wait of a client, in seconds. */
const MAX_WAIT_S = 30;
const MAX_ENTRIES = 500;
/** Interval of comment lines that keep proxies from closing the connection. */
const HEARTBEAT_MS = 15_000;
/** Streams of one key at one time. */
const MAX_STREAMS = 10;
const STREAM_BATCH_SIZE = 100;

/** The request of a client that reads changes, with its rights. */
interface ChangesRequest {
  readonly context: ServerContext;
  readonly exchange: ApiExchange;
  readonly reader: Reader;
  readonly watch: LogWatch;
}

/** Handlers that respond with the changes since a client's last request: at once if there are any, or as a stream. */
export function changesHandlers(context: ServerContext): Readonly<Record<'getChanges', ApiHandler>> {
  const streams = new Map<string, number>();
  const watch = new LogWatch(context.store.archive.log);
  return {
    getChanges: async (exchange) => {
      const { request, response, key } = exchange;
      const reader = readerOf(exchange);
      const kind = reader.audience.embargoed ? 'all' : 'public';
      const after = request.get('last-event-id') ?? request.query.after;
      const position = after === undefined ? ({ kind, cursor: 0 } as const) : positionIn(after, kind);
      if (position === undefined) {
        const detail = '`after` is not a cursor of this log for this key: begin without one.';
        return sendApiProblem(response, apiProblem(400, detail));
      }
      const changes = { context, exchange, reader, watch };
      const types = ['application/json', 'text/event-stream'];
      if (request.method !== 'GET' || request.accepts(types) !== 'text/event-stream')
        return sendPage(changes, position);
      const open = streams.get(key.id) ?? 0;
      if (open >= MAX_STREAMS) {
        return sendApiProblem(response, apiProblem(429, 'This key has too many open streams: close one.'));
      }
      streams.set(key.id, open + 1);
      response.once('close', () => streams.set(key.id, (streams.get(key.id) ?? 1) - 1));
      return stream(changes, position);
    },
  };
}

async function sendPage(changes: ChangesRequest, position: LogPosition): Promise<void> {
  const { request, response } = changes.exchange;
  const wait = numberIn(request.query.wait, { most: MAX_WAIT_S, otherwise: 0 });
  const limit = numberIn(request.query.limit, { most: MAX_ENTRIES, otherwise: 100 });
  if (wait === undefined || limit === undefined || limit === 0) {
    const detail = `\`wait\` is 0 to ${MAX_WAIT_S} seconds, \`limit\` 1 to ${MAX_ENTRIES} entries.`;
    return sendApiProblem(response, apiProblem(400, detail));
  }
  const page = await pageAfter(changes, position, { wait, limit });
  if (!(await isKeyValid(changes))) {
    return sendApiProblem(response, apiProblem(401, 'This key has been revoked or has expired: use another one.'));
  }
  const next = cursorOf(page.position);
  response.set('Link', `<${API_PATH}/changes?after=${next}>; rel="next"`);
  sendJson(response, 200, { changes: page.entries, next });
}

interface Page {
  readonly entries: readonly Record<string, unknown>[];
  readonly position: LogPosition;
}

async function pageAfter(
  changes: ChangesRequest,
  from: LogPosition,
  { wait, limit }: { readonly wait: number; readonly limit: number },
): Promise<Page> {
  const { context, exchange } = changes;
  const until = performance.now() + wait * 1000;
  const { log } = context.store.archive;
  let position = from;
  for (;;) {
    const growth = growthOf(changes, Math.max(0, until - performance.now()));
    try {
      const { kind } = position;
      const entries = await entriesAfter(changes.watch, log, { ...position, limit });
      const shown = await visibleEntries(changes, kind, entries);
      const last = entries.at(-1);
      if (last !== undefined) position = positionOf(kind, last);
      const isOver = performance.now() >= until || exchange.request.socket.destroyed || context.stopping.aborted;
      // Entries that the client may not see are skipped.
      if (shown.length > 0 || (entries.length < limit && isOver)) return { entries: shown, position };
      if (entries.length < limit) await growth.ended;
    } finally {
      growth.stop();
    }
  }
}

/** Waits until the log has grown, the time is over, the client has disconnected or the server stops. */
function growthOf({ context: { stopping }, exchange: { request }, watch }: ChangesRequest, milliseconds: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const stopListening = watch.onGrowth(resolve);
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
  return { ended: promise, stop };
}

async function visibleEntries(
  changes: ChangesRequest,
  kind: LogPosition['kind'],
  entries: readonly LogEntry[],
): Promise<Record<string, unknown>[]> {
  const shown: Record<string, unknown>[] = [];
  for (const entry of entries) {
    const { reader, watch, context } = changes;
    const name = reader.isNewsroom ? 'newsroom' : audienceName(reader.audience);
    const visible = await watch.shared(`entry ${entry.cursor} ${name} ${currentTime(context)}`, () =>
      visibleEntry(changes, entry),
    );
    if (visible !== undefined) shown.push({ cursor: cursorOf(positionOf(kind, entry)), ...visible });
  }
  return shown;
}

/** Returns an entry as the reader sees it; nothing about hidden stories. */
async function visibleEntry(
  { context, reader }: ChangesRequest,
  entry: LogEntry,
): Promise<Record<string, unknown> | undefined> {
  const { change, at, storedAt, articleId, version, actor, origin } = entry;
  const about = { change, at, storedAt, id: articleId, key: keyOf(articleId), version };
  if (reader.isNewsroom) return { ...about, actor, origin };
  if (change === 'adopt' || change === 'erase') return undefined;
  const article = await context.store.archive.articles.byId(articleId);
  const view = article && viewOf(article, reader.audience, currentTime(context));
  if (view === undefined) return undefined;
  return view.kind === 'story' ? { ...about, url: context.documents.site.addresses.article(view.slug) } : about;
}

/** True while the key of the client opens the same stories; queried once a second for all of its streams. */
function isKeyValid({ context, exchange: { key, partner }, watch }: ChangesRequest): Promise<boolean> {
  const now = currentTime(context);
  return watch.shared(`key ${key.id} ${now}`, async () => {
    if (!(await context.store.keys.isValid(key.id, now))) return false;
    if (partner === undefined) return true;
    // A stream ends with the agreement, and with another product: the next request reads with its new rights.
    const current = await partnerNamed(context.store, partner.key);
    return current !== undefined && isActive(current.partner, now) && isDeepStrictEqual(current.partner, partner);
  });
}

/** Returns the current time: a request that waits outlives its own instant. */
function currentTime({ clock }: ServerContext): Instant {
  return fromMilliseconds(clock());
}

async function stream(changes: ChangesRequest, from: LogPosition): Promise<void> {
  const { context, exchange } = changes;
  const { response } = exchange;
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'private, no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  response.once('close', () => clearInterval(heartbeat));
  let position = from;
  while (!response.destroyed && !context.stopping.aborted) {
    const page = await pageUnlessUnavailable(changes, position);
    if (page === 'unavailable') continue;
    if (page === 'revoked') break;
    position = page.position;
    for (const entry of page.entries) {
      const text = `id: ${entry.cursor}\nevent: ${entry.change}\ndata: ${JSON.stringify(entry)}\n\n`;
      // A slow client is waited for: its events are in the log, not in memory.
      if (!response.write(text)) await drained(response);
    }
  }
  clearInterval(heartbeat);
  response.end();
}

/** Pause of a stream while the archive is not available, in milliseconds. */
const UNAVAILABLE_PAUSE_MS = 1000;

/**
 * Waits for the next page of a stream.
 * @returns `unavailable` after a pause if the archive does not respond: the stream goes on where it was; `revoked` if the
 *   key was revoked meanwhile, which gets no further events
 */
async function pageUnlessUnavailable(
  changes: ChangesRequest,
  position: LogPosition,
): Promise<Page | 'unavailable' | 'revoked'> {
  try {
    const page = await pageAfter(changes, position, { wait: MAX_WAIT_S, limit: STREAM_BATCH_SIZE });
    return (await isKeyValid(changes)) ? page : 'revoked';
  } catch (error) {
    if (!isTemporary(error)) throw error;
    await pause(UNAVAILABLE_PAUSE_MS, undefined, { ref: false });
    return 'unavailable';
  }
}

function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
