import { randomBytes } from 'node:crypto';
import { storedFilesIn } from '../../archive/media-store.ts';
import { articleId, keyFrom } from '../../article/identity.ts';
import type { MediaSource } from '../../parsing/media-source.ts';
import { defined } from '../../text/defined.ts';
import type { Instant } from '../../text/instant.ts';
import { jobIn, type RefusedDocument } from '../../workers/job.ts';
import { runJob } from '../../workers/run-job.ts';
import type { ServerContext } from '../context.ts';
import { BODY_NAME, bodyOf } from '../exchange.ts';
import type { ApiExchange } from './context.ts';
import type { ParsedStory, parseStoryBody, StoryInput } from './parse-story-body.ts';
import { STORY_TYPES } from './request-schemas.ts';

const STORY_JOB = jobIn<typeof parseStoryBody>(import.meta.url, './parse-story-body.ts', 'parseStoryBody');

/** Options for parsing a request. */
export interface ParseOptions {
  /** The id in the address; otherwise the one in the story, or a new one. */
  readonly id?: string;
  /** Publication time of the stored story, for a client that does not repeat it. */
  readonly published?: Instant;
}

/** Returns where a document of a request finds the media files that it shows. */
export async function mediaSourceFor(document: Uint8Array, { store, mediaFiles }: ServerContext): Promise<MediaSource> {
  return { stored: await storedFilesIn(document, store.media), folder: mediaFiles.folder };
}

/** Parses the story in a request's body by its Content-Type in a worker, or returns all problems. */
export async function parseStory(
  context: ServerContext,
  exchange: ApiExchange,
  { id, published }: ParseOptions,
): Promise<ParsedStory | RefusedDocument> {
  const { request, now } = exchange;
  const { publication } = context.documents.site;
  const { section, language, publish } = request.query as { section?: string; language?: string; publish?: string };
  const bytes = bodyOf(exchange);
  const input: StoryInput = {
    bytes,
    file: BODY_NAME,
    type: STORY_TYPES.find((type) => request.is(type)) ?? 'application/json',
    publication,
    media: await mediaSourceFor(bytes, context),
    newId: articleId(publication.authority, keyFrom(randomBytes(32))),
    now,
    ...defined({
      id,
      published,
      publish: publish === undefined ? undefined : publish === 'true',
      section: section === undefined ? undefined : String(section),
      language: language === undefined ? undefined : String(language),
    }),
  };
  return runJob(STORY_JOB, input);
}
