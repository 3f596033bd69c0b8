import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { LRUCache } from 'lru-cache';
import { pathOf } from '../addresses/paths.ts';
import { resourceOf } from '../addresses/resources.ts';
import { isStoredName } from '../archive/media-store.ts';
import { PICTURE_EXTENSION, PICTURE_WIDTHS } from '../formats/picture-sizes.ts';
import { PICTURE_JOB } from '../parsing/jobs.ts';
import { runJob } from '../workers/run-job.ts';
import { Slots } from '../workers/slots.ts';
import { type Handlers, refuse, type ServerContext } from './context.ts';
import { parameter } from './exchange.ts';
import { LargeFiles } from './large-files.ts';
import { mediaAccess, PRIVATE_CACHING, TOO_MANY } from './media.ts';
import { problemOf } from './problem.ts';
import { MEDIA_POLICY } from './security.ts';
import { cacheControl } from './send-document.ts';

/** Memory for resized pictures, in bytes. */
const CACHE_BYTES = 24 * 1024 * 1024;
/** Largest file that is resized, in bytes. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Pictures resized at once: the library uses the threads with which the process reads files too. */
const MAX_AT_ONCE = 2;
/** Pictures that wait; further requests are refused with 503. */
const MAX_WAITING = 100;

/** Marks a file that cannot be resized, so that it is tried once. */
const NO_PICTURE = new Uint8Array(1);

/** A picture as it is stored. */
interface Source {
  readonly etag: string;
  /** In bytes. */
  readonly size: number;
  readonly read: () => Promise<Uint8Array>;
}

/** Handlers of pictures in other sizes, while a story that shows them is visible. They are made in a worker, and cached. */
export function pictureHandlers(context: ServerContext): Handlers<'picture'> {
  const cache = new LRUCache<string, Uint8Array>({ maxSize: CACHE_BYTES, sizeCalculation: ({ length }) => length });
  const making = new Map<string, Promise<Uint8Array>>();
  const slots = new Slots(MAX_AT_ONCE);
  const large = new LargeFiles();
  return {
    picture: async (exchange) => {
      const [width, path] = [Number(parameter(exchange, 'width')), parameter(exchange, 'path')];
      const name = path.endsWith(PICTURE_EXTENSION) ? path.slice(0, -PICTURE_EXTENSION.length) : '';
      const isOffered = PICTURE_WIDTHS.includes(width) && name !== '' && context.documents.site.resizesPictures;
      if (!isOffered) return refuse(context, exchange, problemOf(404));
      const { status, isEntitled } = await mediaAccess(context, exchange, name);
      if (status !== 200) return refuse(context, exchange, problemOf(status));
      const source = await sourceOf(context, name);
      if (source === undefined) return refuse(context, exchange, problemOf(404));
      const { response, request, milliseconds } = exchange;
      if (!(await large.isAllowed(exchange, source.size))) return refuse(context, exchange, problemOf(429, TOO_MANY));
      const etag = `"${source.etag}-${width}"`;
      const isCurrent = request.headers['if-none-match']?.includes(etag) === true;
      if (!isCurrent && cache.get(etag) === undefined && slots.waiting >= MAX_WAITING)
        return refuse(context, exchange, problemOf(503));
      const caching = isEntitled ? PRIVATE_CACHING : cacheControl(resourceOf('picture').lifetime, milliseconds);
      response.set({ 'Cache-Control': caching, 'Content-Security-Policy': MEDIA_POLICY, ETag: etag });
      if (isCurrent) return void response.status(304).end();
      const bytes =
        cache.get(etag) ?? (await shared(making, etag, () => slots.run(() => resized(source, { name, width }))));
      cache.set(etag, bytes);
      // A file that is no picture, or one that takes too long, is sent as it is.
      if (bytes === NO_PICTURE) return void response.redirect(302, pathOf('media', { path: name }));
      response.type('image/webp').set('Content-Length', String(bytes.length));
      response.end(request.method === 'HEAD' ? undefined : bytes);
    },
  };
}

/** Makes a picture once for all requests that wait for it. */
function shared(
  making: Map<string, Promise<Uint8Array>>,
  key: string,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const current = making.get(key);
  if (current !== undefined) return current;
  const promise = make().finally(() => making.delete(key));
  making.set(key, promise);
  return promise;
}

async function resized(
  { read }: Source,
  { name, width }: { readonly name: string; readonly width: number },
): Promise<Uint8Array> {
  const picture = await runJob(PICTURE_JOB, { file: name, lane: 'pictures', bytes: await read(), width });
  return picture === undefined || 'problems' in picture ? NO_PICTURE : picture;
}

/** Returns a picture of the archive or of the content folder; `undefined` if there is none, or it is too large. */
async function sourceOf({ store, mediaFiles }: ServerContext, name: string): Promise<Source | undefined> {
  const stored = isStoredName(name) ? await store.media.file(name) : undefined;
  if (stored !== undefined) {
    const { size } = stored;
    if (size > MAX_FILE_BYTES) return undefined;
    return {
      etag: name.slice(0, 27),
      size,
      read: async () => buffer(store.media.bytes(name, { start: 0, end: size - 1 })),
    };
  }
  const [path, summary] = [mediaFiles.pathOf(name), mediaFiles.summary(name)];
  const etag = summary && (await mediaFiles.etag(name));
  if (path === undefined || summary === undefined || etag === undefined) return undefined;
  const { bytes: size = 0 } = summary;
  if (size > MAX_FILE_BYTES) return undefined;
  return { etag: etag.replaceAll('"', ''), size, read: () => readFile(path) };
}
