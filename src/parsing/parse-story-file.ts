import { extname } from 'node:path';
import { readCanonicalJson } from '../intake/canonical-json/index.ts';
import { readMarkdown } from '../intake/markdown/index.ts';
import { readOptionsFor } from '../intake/read-options.ts';
import type { ReadOptions, ReadResult } from '../intake/read-result.ts';
import type { Publication } from '../publication/publication.ts';
import type { JobInput } from '../workers/job.ts';
import { type MediaSource, mediaOf } from './media-source.ts';

/** Readers by file extension. */
const READERS: Readonly<Record<string, (bytes: Uint8Array, options: ReadOptions) => ReadResult>> = {
  '.md': readMarkdown,
  '.json': readCanonicalJson,
};

/** A file of a content folder. */
export interface StoryFileInput extends JobInput {
  readonly bytes: Uint8Array;
  readonly publication: Publication;
  readonly media: MediaSource;
}

/** Parses a content file: Markdown with front matter, or canonical JSON. */
export function parseStoryFile({ bytes, file, publication, media }: StoryFileInput): ReadResult {
  const read = READERS[extname(file)] ?? readMarkdown;
  return read(bytes, readOptionsFor(file, publication, mediaOf(media)));
}
