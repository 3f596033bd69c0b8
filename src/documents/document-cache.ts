import type { Archive } from '../archive/archive.ts';
import type { ServedDates } from '../archive/served-dates.ts';
import { earliest, type Instant } from '../text/instant.ts';
import type { ChangeTracker, InvalidationKeys } from './change-tracker.ts';
import { DependencyCache } from './dependency-cache.ts';
import { type Document, type Draft, documentOf, hashOf } from './document.ts';
import { LastModifiedDates } from './last-modified.ts';

/** A document, the fact that there is none at this address, or the current slug of a moved one. */
export type DocumentResult =
  | Document
  | { readonly status: 404 | 410 }
  | { readonly status: 301; readonly slug: string };

export const NOT_FOUND: DocumentResult = { status: 404 };
export const GONE: DocumentResult = { status: 410 };

/** A text with its digest from `hashOf`, if known; a long one is put together when its date is certain. */
export interface DraftText {
  readonly text: Draft['text'] | (() => Buffer);
  readonly hash?: string | undefined;
}

/** The input of a dated document. */
export type DatedDraft = Omit<Draft, keyof DraftText> &
  DraftText & {
    readonly lastModified: Instant;
    /** The address under which its time of last change is recorded, if that is not its key in the cache. */
    readonly address?: string;
    /** Returns the document with another time of last change, if it contains that time itself. */
    readonly withDate?: (changed: Instant) => DraftText;
    /** The time of last change contained in the text, if it is not `lastModified`. */
    readonly statedDate?: Instant;
  };

/** The response of an address, and its inputs. */
export interface MadeDocument {
  readonly made: DatedDraft | DocumentResult;
  readonly invalidatedBy: InvalidationKeys;
}

/** Caches the documents of a publication, with the dates under which they were first served. */
export class DocumentCache {
  readonly #cache: DependencyCache<DocumentResult>;
  readonly #dates: LastModifiedDates;

  /** @param budget in bytes */
  constructor(
    archive: Archive,
    { tracker, dates, budget }: { tracker: ChangeTracker; dates: ServedDates; budget: number },
  ) {
    this.#cache = new DependencyCache(archive, tracker, { budget });
    this.#dates = new LastModifiedDates(dates);
  }

  /** Bytes in the cache. */
  get size(): number {
    return this.#cache.size;
  }

  /** Returns the cached value of an address if it is valid at an instant; never queries the archive. */
  current(key: string, now: Instant): DocumentResult | undefined {
    return this.#cache.current(key, now);
  }

  /**
   * Returns the value of an address at an instant, cached or made.
   * @param make receives the instant for which the document is made
   */
  get(key: string, now: Instant, make: (instant: Instant) => Promise<MadeDocument>): Promise<DocumentResult> {
    return this.#cache.get(key, now, async (instant) => {
      const { made, invalidatedBy } = await make(instant);
      // Absent documents are not cached: clients can request any number of them.
      if (!('text' in made)) return { value: made, invalidatedBy };
      const value = await this.#document(made.address ?? key, made, instant);
      return { value, invalidatedBy, size: value.size };
    });
  }

  /** Renders a draft that is not cached, with its date. */
  async text(key: string, draft: DatedDraft, instant: Instant): Promise<string> {
    const { lastModified, statedDate = lastModified, withDate } = draft;
    const date = await this.#dates.dateOf(key, { hash: hashOfDraft(draft), lastModified }, instant);
    return String(textOf(withDate !== undefined && date !== statedDate ? withDate(date) : draft));
  }

  async #document(address: string, draft: DatedDraft, instant: Instant): Promise<Document> {
    const { withDate, statedDate = draft.lastModified, address: _address, ...plain } = draft;
    const hash = hashOfDraft(draft);
    const date = await this.#dates.dateOf(address, { hash, lastModified: draft.lastModified }, instant);
    // A date of HTTP is never in the future (law 7).
    const about = { ...plain, lastModified: earliest([date, instant]) ?? instant };
    // A date inside the document equals the header.
    return withDate !== undefined && date !== statedDate
      ? documentOf({ ...about, ...writtenOf(withDate(date)) })
      : documentOf({ ...about, text: textOf(draft), hash });
  }
}

function textOf({ text }: DraftText): Draft['text'] {
  return typeof text === 'function' ? text() : text;
}

function hashOfDraft(draft: DraftText): string {
  return draft.hash ?? hashOf(textOf(draft));
}

function writtenOf(draft: DraftText): Pick<Draft, 'text' | 'hash'> {
  return { text: textOf(draft), hash: draft.hash };
}
