import { pathOf } from '../../addresses/paths.ts';
import { isStoredName, type StoredMedia } from '../../archive/media-store.ts';
import { mediaTypeOf } from '../../article/media-types.ts';
import type { Dimensions } from '../../intake/media-file.ts';
import { IMAGE_HEAD_BYTES } from '../../parsing/image-head.ts';
import { IMAGE_JOB } from '../../parsing/jobs.ts';
import { runJob } from '../../workers/run-job.ts';
import type { ServerContext } from '../context.ts';
import { bodyOf, parameter } from '../exchange.ts';
import { PRIVATE_CACHING, sendMedia } from '../media.ts';
import { mediaStatus } from '../media-status.ts';
import { API_PATH } from './address.ts';
import { type ApiExchange, type ApiHandler, readerOf, sendJson } from './context.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Handlers of files by the hash of their bytes. */
export function mediaHandlers(context: ServerContext): Readonly<Record<'putMedia' | 'getMedia', ApiHandler>> {
  return {
    putMedia: (exchange) => putMedia(context, exchange),
    getMedia: (exchange) => getMedia(context, exchange),
  };
}

async function putMedia({ store }: ServerContext, exchange: ApiExchange): Promise<void> {
  const { response, now } = exchange;
  const name = parameter(exchange, 'name');
  const bytes = bodyOf(exchange);
  const type = mediaTypeOf(name);
  if (!isStoredName(name) || type === undefined) {
    const detail = 'Name the file `<sha256 of its bytes in hexadecimal>.<extension>`, such as `….jpg`.';
    return sendApiProblem(response, apiProblem(422, detail));
  }
  const hash = await sha256(bytes);
  if (!name.startsWith(`${hash}.`)) {
    return sendApiProblem(response, apiProblem(422, `The bytes sent have the SHA-256 ${hash}: name the file so.`));
  }
  const dimensions = type.startsWith('image/') ? await dimensionsOf(name, bytes) : {};
  if (dimensions === undefined) {
    return sendApiProblem(response, apiProblem(422, `The bytes are not ${type}: send the original file.`));
  }
  const file: StoredMedia = { name, type, size: bytes.length, ...dimensions };
  const isNew = await store.media.put({ ...file, bytes }, now);
  response.set('Location', `${API_PATH}${pathOf('media', { path: name })}`);
  sendJson(response, isNew ? 201 : 200, { ...file, href: pathOf('media', { path: name }) });
}

/** Computes a hash outside of the serving thread. */
async function sha256(bytes: Buffer): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');
}

/** @returns `undefined` for bytes that are not a picture */
async function dimensionsOf(name: string, bytes: Buffer): Promise<Dimensions | undefined> {
  const measured = await runJob(IMAGE_JOB, { file: name, bytes: bytes.subarray(0, IMAGE_HEAD_BYTES) });
  return 'problems' in measured || measured.width === undefined ? undefined : measured;
}

/** Sends a file: to the newsroom any, to others those of visible stories. */
async function getMedia(context: ServerContext, exchange: ApiExchange): Promise<void> {
  const { documents, store } = context;
  const { audience, isNewsroom } = readerOf(exchange);
  const name = parameter(exchange, 'name');
  const deps = { articles: store.archive.articles, publication: documents.site.publication };
  const path = pathOf('media', { path: name });
  const status = isNewsroom ? 200 : await mediaStatus(deps, path, { audience, instant: exchange.now });
  if (status === 200 && (await sendMedia(context, exchange, { name, caching: PRIVATE_CACHING }))) return;
  const detail = 'This file does not exist, or your key may not read it.';
  sendApiProblem(exchange.response, apiProblem(status === 410 ? 410 : 404, detail));
}
