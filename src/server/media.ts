import express, { type Request, type Response } from 'express';
import { LIFETIMES, type ServerContext } from './context.ts';
import { MEDIA_POLICY } from './security.ts';
import { cacheControl } from './send-document.ts';

/** Stored media files, named by the hash of their bytes. */
export const STORED = /^[0-9a-f]{64}\.[a-z0-9]{2,5}$/;

/**
 * Routes of pictures, films and sounds while a story that shows them is visible. Ranges are supported, which some
 * browsers require for films.
 */
export function mediaRoute(
  routing: ServerContext,
  refuse: (request: Request, response: Response, status: number) => void,
) {
  const { publisher, folder, now, clock } = routing;
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get('/media/*path', async (request, response, next) => {
    const name = request.params.path.join('/');
    const status = await publisher.mediaStatus(`/media/${name}`, now());
    if (status !== 200) return refuse(request, response, status);
    const lifetime = cacheControl(LIFETIMES.page, clock());
    if (STORED.test(name) && (await sendStoredMedia(routing, [request, response], name, lifetime))) return;
    const file = folder.file(name);
    const etag = file && (await folder.etag(name).catch(() => undefined));
    if (file === undefined || etag === undefined) return refuse(request, response, 404);
    response.set({
      'Content-Type': file.type,
      'Content-Security-Policy': MEDIA_POLICY,
      'Cache-Control': lifetime,
      ETag: etag,
    });
    // The file's time is that of this machine, not of the story.
    const options = { root: folder.folder, cacheControl: false, lastModified: false, dotfiles: 'deny' } as const;
    response.sendFile(name, options, (error) => {
      if (error !== undefined && error !== null && !response.headersSent) next(error);
    });
  });
  return router;
}

/**
 * Sends a file of the archive, or the requested range (RFC 9110, section 14).
 * @returns false if there is no such file
 */
export async function sendStoredMedia(
  { store }: Pick<ServerContext, 'store'>,
  [request, response]: readonly [Request, Response],
  name: string,
  caching: string,
): Promise<boolean> {
  const file = await store.media.file(name);
  if (file === undefined) return false;
  const etag = `"${name.slice(0, 27)}"`;
  response.set({
    'Content-Type': file.type,
    'Content-Security-Policy': MEDIA_POLICY,
    'Cache-Control': caching,
    'Accept-Ranges': 'bytes',
    ETag: etag,
  });
  if (request.headers['if-none-match']?.includes(etag)) {
    response.status(304).end();
    return true;
  }
  const bytes = request.method === 'HEAD' ? new Uint8Array() : await store.media.bytes(name);
  if (bytes === undefined) return false;
  // A range of other bytes than those the client has is useless (section 13.1.5).
  const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const ranges = isSame && request.method === 'GET' ? request.range(file.size) : undefined;
  const [range] = Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1 ? ranges : [];
  if (ranges === -1) response.status(416).set('Content-Range', `bytes */${file.size}`).end();
  else if (range === undefined) response.set('Content-Length', String(file.size)).end(bytes);
  else {
    response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`);
    response.end(bytes.subarray(range.start, range.end + 1));
  }
  return true;
}
