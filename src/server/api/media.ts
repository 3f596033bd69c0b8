import { createHash } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import type { StoredMedia } from '../../archive/media-store.ts';
import { dimensionsOf, mediaTypeOf } from '../../intake/media-file.ts';
import type { Hints } from '../../intake/reading.ts';
import { sendStoredMedia } from '../media.ts';
import type { MediaFiles } from '../routing.ts';
import { need } from './authenticate.ts';
import { apiProblem, sendApiProblem } from './problem.ts';
import { type ApiRouting, audienceOf, sendJson } from './routing.ts';

/** The largest file that the archive keeps: films belong on a server of their own, by their address. */
export const LARGEST_FILE = 32 * 1024 * 1024;

const NAME = /^([0-9a-f]{64})\.[a-z0-9]{2,5}$/;

/** Files by the hash of their bytes. */
export function mediaApi(routing: ApiRouting) {
  const router = express.Router({ caseSensitive: true, strict: true });
  const body = express.raw({ type: () => true, limit: LARGEST_FILE });
  router.put('/media/:name', need('write'), body, (request, response) => putMedia(routing, request, response));
  router.get('/media/:name', (request, response) => getMedia(routing, request, response));
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

/** The newsroom sees every file; others those of the stories that they see. */
async function getMedia(routing: ApiRouting, request: Request, response: Response): Promise<void> {
  const name = String(request.params.name);
  const audience = audienceOf(response);
  const status =
    audience === 'newsroom' ? 200 : await routing.publisher.mediaStatus(`/media/${name}`, routing.now(), audience);
  const sent = status === 200 && (await sendStoredMedia(routing, [request, response], name, 'private, no-store'));
  if (sent === false)
    sendApiProblem(
      response,
      apiProblem(status === 410 ? 410 : 404, 'There is no such file for the holder of this key.'),
    );
}

/** The most files that one story may name. */
const MOST_NAMES = 500;

/** What is known of the files that a request names: those of the archive, then those of the content folder. */
export async function apiHints(
  { store, folder }: ApiRouting & { readonly folder: MediaFiles },
  body: unknown,
): Promise<Hints['media']> {
  const text = Buffer.isBuffer(body) ? body.toString('latin1') : '';
  const names = [...new Set(text.match(/\b[0-9a-f]{64}\.[a-z0-9]{2,5}\b/g) ?? [])].slice(0, MOST_NAMES);
  const known = new Map<string, ReturnType<Hints['media']>>();
  for (const name of names) {
    const file = await store.media.file(name);
    if (file === undefined) continue;
    const { type, size, width, height } = file;
    known.set(name, { type, bytes: size, ...(width && { width }), ...(height && { height }) });
  }
  return (name) => known.get(name) ?? folder.file(name);
}
