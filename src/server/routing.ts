import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Store } from '../archive/store.ts';
import type { Rendition } from '../article/media.ts';
import type { Answer } from '../documents/keeper.ts';
import type { Publisher } from '../documents/publisher.ts';
import type { FormatContext } from '../formats/format.ts';
import type { FileStatus } from '../pages/plain-pages.ts';
import type { Instant } from '../text/instant.ts';
import type { Problem } from './problem.ts';
import type { Answering } from './send.ts';

/** The files of the media folder; a name that leads out of it has no file. */
export interface MediaFiles {
  readonly folder: string;
  file(name: string): Omit<Rendition, 'href'> | undefined;
  etag(name: string): Promise<string | undefined>;
}

/** What the server is made of. */
export interface Parts {
  readonly publisher: Publisher;
  readonly store: Store;
  /** The media folder of the content folder. */
  readonly folder: MediaFiles;
  readonly log: Logger;
  /** The present moment in milliseconds. */
  readonly clock: () => number;
  /** False while it starts or stops. */
  readonly isReady: () => Promise<boolean>;
  /** What became of the files of the content folder; shown only if `dev`. */
  readonly files: () => Promise<readonly FileStatus[]>;
  readonly dev: boolean;
  /** Is aborted when the server is told to stop: streams end then. */
  readonly stopping: AbortSignal;
}

/** Answers a request with a document, or with the problem that there is none. */
export type Reply = (
  request: Request,
  response: Response,
  answer: Answer,
  answering: Omit<Answering, 'now' | 'onHeaders'> & {
    /** Under which the document is kept, where every request for this address is answered with it. */
    readonly key?: string;
  },
) => Promise<void>;

/** What routes need. */
export interface Routing extends Parts {
  readonly reply: Reply;
  readonly problem: (request: Request, response: Response, found: Problem) => void;
  readonly now: () => Instant;
}

/** Seconds that shared caches may keep a page, and a feed. */
export const LIFETIMES = { page: 60, feed: 300 } as const;

/** A context for pages that show no story. */
export function contextOf({ publisher }: Pick<Parts, 'publisher'>): FormatContext {
  return { ...publisher.site, storyOf: () => undefined };
}
