import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Store } from '../archive/store.ts';
import type { Rendition } from '../article/media.ts';
import type { DocumentResult } from '../documents/document-cache.ts';
import type { Publisher } from '../documents/publisher.ts';
import type { FormatContext } from '../formats/format.ts';
import type { FileStatus } from '../pages/plain-pages.ts';
import type { Instant } from '../text/instant.ts';
import type { Problem } from './problem.ts';
import type { SendOptions } from './send-document.ts';

/** Looks up files of the media folder; a name that points outside has no file. */
export interface MediaFiles {
  readonly folder: string;
  file(name: string): Omit<Rendition, 'href'> | undefined;
  etag(name: string): Promise<string | undefined>;
}

/** Dependencies of the server. */
export interface ServerDeps {
  readonly publisher: Publisher;
  readonly store: Store;
  /** The media folder of the content folder. */
  readonly folder: MediaFiles;
  readonly log: Logger;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
  /** False while the server starts or stops. */
  readonly isReady: () => Promise<boolean>;
  /** Returns the states of content files; shown only if `dev`. */
  readonly files: () => Promise<readonly FileStatus[]>;
  readonly dev: boolean;
  /** Aborted when the server shuts down: streams end then. */
  readonly stopping: AbortSignal;
}

/** Responds with a document, or with 404 if there is none. */
export type Reply = (
  request: Request,
  response: Response,
  answer: DocumentResult,
  options: Omit<SendOptions, 'now' | 'onHeaders'> & {
    /** Key of the document in the cache, if every request for this address gets it. */
    readonly key?: string;
  },
) => Promise<void>;

/** Dependencies of routes. */
export interface ServerContext extends ServerDeps {
  readonly reply: Reply;
  readonly problem: (request: Request, response: Response, found: Problem) => void;
  readonly now: () => Instant;
}

/** Lifetime of pages and feeds in shared caches, in seconds. */
export const LIFETIMES = { page: 60, feed: 300 } as const;

/** A context for pages without stories. */
export function formatContext({ publisher }: Pick<ServerDeps, 'publisher'>): FormatContext {
  return { ...publisher.site, storyOf: () => undefined };
}
