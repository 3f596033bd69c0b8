import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathOf } from '../addresses/paths.ts';
import { resourceOf } from '../addresses/resources.ts';
import type { ApiKey } from '../archive/keys.ts';
import { isStoredName } from '../archive/media-store.ts';
import { type Audience, audienceOf, PUBLIC } from '../article/audience.ts';
import { partnerNamed } from '../delivery/partners/partner-list.ts';
import { audienceOfPartner, isActive } from '../publication/partner.ts';
import { fromMilliseconds } from '../text/instant.ts';
import { type Handlers, refuse, type ServerContext } from './context.ts';
import { type Exchange, parameter } from './exchange.ts';
import { LargeFiles } from './large-files.ts';
import { mediaStatus } from './media-status.ts';
import { problemOf } from './problem.ts';
import { keySentIn } from './require-scope.ts';
import { MEDIA_POLICY } from './security.ts';
import { cacheControl } from './send-document.ts';

/** A media file with the caching of its response. */
interface MediaRequest {
  readonly name: string;
  /** Value of `Cache-Control`. */
  readonly caching: string;
}

export const PRIVATE_CACHING = 'private, no-store';

/**
 * Handlers of pictures, films and sounds while a story that shows them is visible. Ranges are supported, which some
 * browsers require for films.
 */
export function mediaHandlers(context: ServerContext): Handlers<'media'> {
  const large = new LargeFiles();
  return {
    media: async (exchange) => {
      const name = parameter(exchange, 'path');
      const { status, isEntitled } = await mediaAccess(context, exchange, name);
      if (status !== 200) return refuse(context, exchange, problemOf(status));
      if (!(await large.isAllowed(exchange, await sizeOf(context, name))))
        return refuse(context, exchange, problemOf(429, TOO_MANY));
      const caching = isEntitled ? PRIVATE_CACHING : cacheControl(resourceOf('media').lifetime, exchange.milliseconds);
      if (!(await sendMedia(context, exchange, { name, caching }))) refuse(context, exchange, problemOf(404));
    },
  };
}

/** The access of a client to a media file. */
export interface MediaAccess {
  readonly status: 200 | 404 | 410;
  /** True if the client has it through a key: the response is for that client alone. */
  readonly isEntitled: boolean;
}

/** Returns the access to a media file: that of the stories that show it. */
export async function mediaAccess(context: ServerContext, exchange: Exchange, name: string): Promise<MediaAccess> {
  const { articles } = context.store.archive;
  const { publication } = context.documents.site;
  const path = pathOf('media', { path: name });
  const statusFor = (audience: Audience) =>
    mediaStatus({ articles, publication }, path, { audience, instant: exchange.now });
  const status = await statusFor(PUBLIC);
  const key = status === 200 ? undefined : await keySentIn(exchange, context);
  // Pictures of a paid part have the same addresses, and need the key of the subscription.
  const isEntitled = key !== undefined && (await statusFor(await audienceOfHolder(key, context))) === 200;
  return { status: isEntitled ? 200 : status, isEntitled };
}

/** Returns the audience of a key: that of the partner that holds it, or of its scopes. */
async function audienceOfHolder(key: ApiKey, { store, clock }: ServerContext): Promise<Audience> {
  if (key.partner === undefined) return audienceOf(key.scopes);
  const stored = await partnerNamed(store, key.partner);
  const isCurrent = stored !== undefined && isActive(stored.partner, fromMilliseconds(clock()));
  return isCurrent ? audienceOfPartner(stored.partner) : PUBLIC;
}

export const TOO_MANY = 'Too many requests for large files: wait a minute before the next one.';

async function sizeOf({ store, mediaFiles }: ServerContext, name: string): Promise<number> {
  const stored = isStoredName(name) ? await store.media.file(name) : undefined;
  return stored?.size ?? mediaFiles.summary(name)?.bytes ?? 0;
}

/**
 * Sends a media file of the archive or of the content folder.
 * @returns false if there is no such file
 */
export async function sendMedia(context: ServerContext, exchange: Exchange, media: MediaRequest): Promise<boolean> {
  if (isStoredName(media.name) && (await sendStoredMedia(context, exchange, media))) return true;
  return sendFolderMedia(context, exchange, media);
}

async function sendFolderMedia(
  { mediaFiles }: ServerContext,
  { response }: Exchange,
  { name, caching }: MediaRequest,
): Promise<boolean> {
  const file = mediaFiles.summary(name);
  const path = mediaFiles.pathOf(name);
  const etag = file && (await mediaFiles.etag(name));
  if (file === undefined || path === undefined || etag === undefined) return false;
  setHeaders(response, { type: file.type, caching, etag });
  // The file's time is that of this machine, not of the story.
  const options = { cacheControl: false, lastModified: false, dotfiles: 'allow' } as const;
  await new Promise<void>((resolve, reject) => {
    response.sendFile(path, options, (error) => (error && !response.headersSent ? reject(error) : resolve()));
  });
  return true;
}

/** Sends a file of the archive, or the requested range (RFC 9110, section 14). */
async function sendStoredMedia(
  { store }: ServerContext,
  { request, response }: Exchange,
  { name, caching }: MediaRequest,
): Promise<boolean> {
  const file = await store.media.file(name);
  if (file === undefined) return false;
  const etag = `"${name.slice(0, 27)}"`;
  setHeaders(response, { type: file.type, caching, etag });
  response.set('Accept-Ranges', 'bytes');
  if (request.headers['if-none-match']?.includes(etag)) {
    response.status(304).end();
    return true;
  }
  // A range of other bytes than those the client has is useless (section 13.1.5).
  const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const ranges = isSame && request.method === 'GET' ? request.range(file.size) : undefined;
  const [range] = Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1 ? ranges : [];
  if (ranges === -1) {
    response.status(416).set('Content-Range', `bytes */${file.size}`).end();
    return true;
  }
  const part = range ?? { start: 0, end: file.size - 1 };
  response.set('Content-Length', String(part.end - part.start + 1));
  if (range !== undefined) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`);
  if (request.method === 'HEAD') response.end();
  else await sendPieces(response, store.media.bytes(name, part));
  return true;
}

/** Sends a file piece by piece: a slow client holds one piece. A client that disconnects ends the reading. */
async function sendPieces(response: Exchange['response'], pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces, { objectMode: true, highWaterMark: 1 }), response);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function setHeaders(
  response: Exchange['response'],
  { type, caching, etag }: { readonly type: string; readonly caching: string; readonly etag: string },
): void {
  response.set({
    'Content-Type': type,
    'Content-Security-Policy': MEDIA_POLICY,
    'Cache-Control': caching,
    ETag: etag,
  });
}
