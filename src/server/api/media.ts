import { createHash } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import { mediaLookUp, type StoredMedia } from '../../archive/media-store.ts';
import { dimensionsOf, mediaTypeOf } from '../../intake/media-file.ts';
import type { ReadOptions } from '../../intake/read-result.ts';
import { sendStoredMedia } from '../media.ts';
import { MEDIA_POLICY } from '../security.ts';
import { need } from './authenticate.ts';
import { type ApiRouting, audienceOf, sendJson } from './context.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Largest media file: films belong on a server of their own, referred to by address. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

const NAME = /^([0-9a-f]{64})\.[a-z0-9]{2,5}$/;

/** Routes for files by the hash of their bytes. */
export function mediaApi(routing: ApiRouting) {
  const router = express.Router({ caseSensitive: true, strict: true });
  const body = express.raw({ type: () => true, limit: MAX_FILE_BYTES });
  router.put('/media/:name', need('write'), body, (request, response) => putMedia(routing, request, response));
  router.get('/media/*path', (request, response) =>
    getMedia(routing, [request, response], request.params.path.join('/')),
  );
  return router;
}

async function putMedia({ store, now }: ApiRouting, request: Request, response: Response): Promise<void> {
  const name = String(request.params.name);
  const bytes: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const [, hash] = NAME.exec(name) ?? [];
  const type = mediaTypeOf(name);
  if (hash === undefined || type === undefined) {
    const detail = 'A file is named `<sha256 of its bytes in hexadecimal>.<ending>`, such as `….jpg`.';
    return sendApiProblem(response, apiProblem(422, detail));
  }
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== hash) return sendApiProblem(response, apiProblem(422, `The bytes sent have the SHA-256 ${found}.`));
  const dimensions = type.startsWith('image/') ? dimensionsOf(bytes) : {};
  if (type.startsWith('image/') && dimensions.width === undefined) {
    return sendApiProblem(response, apiProblem(422, `The bytes are no ${type}.`));
  }
  const file: StoredMedia = { name, type, size: bytes.length, ...dimensions };
  const isNew = await store.media.put({ ...file, bytes }, now());
  response.set('Location', `/api/v1/media/${name}`);
  sendJson(response, isNew ? 201 : 200, { ...file, href: `/media/${name}` });
}

/** The newsroom sees every file; others those of visible stories. */
async function getMedia(
  routing: ApiRouting,
  [request, response]: readonly [Request, Response],
  name: string,
): Promise<void> {
  const audience = audienceOf(response);
  const status =
    audience === 'newsroom' ? 200 : await routing.publisher.mediaStatus(`/media/${name}`, routing.now(), audience);
  if (status === 200 && (await sendStoredMedia(routing, [request, response], name, 'private, no-store'))) return;
  const file = status === 200 ? routing.folder.file(name) : undefined;
  if (file === undefined) {
    const detail = 'There is no such file for the holder of this key.';
    return sendApiProblem(response, apiProblem(status === 410 ? 410 : 404, detail));
  }
  response.set({
    'Content-Type': file.type,
    'Content-Security-Policy': MEDIA_POLICY,
    'Cache-Control': 'private, no-store',
  });
  response.sendFile(name, { root: routing.folder.folder, cacheControl: false, lastModified: false, dotfiles: 'deny' });
}

/** Returns a look-up of the files in a request: in the archive, then in the content folder. */
export async function apiMediaLookUp({ store, folder }: ApiRouting, body: unknown): Promise<ReadOptions['media']> {
  const known = await mediaLookUp(store.media, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  return (name) => known.get(name) ?? folder.file(name);
}
