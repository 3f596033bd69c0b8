import { jsonToSubmission } from '../intake/canonical-json/index.ts';
import { readOptionsFor } from '../intake/read-options.ts';
import type { ReadResult } from '../intake/read-result.ts';
import type { Publication } from '../publication/publication.ts';
import type { JobInput } from '../workers/job.ts';
import { type MediaSource, mediaOf } from './media-source.ts';

/** A story as data. */
export interface StoryDataInput extends JobInput {
  readonly data: Readonly<Record<string, unknown>>;
  readonly publication: Publication;
  readonly media: MediaSource;
}

/** Validates a story that is already data. */
export function parseStoryData({ data, file, publication, media }: StoryDataInput): ReadResult {
  return jsonToSubmission(data, readOptionsFor(file, publication, mediaOf(media)));
}
