import type { Archive } from '../archive/archive.ts';
import type { ServedDates } from '../archive/served-dates.ts';
import { earliest, type Instant } from '../text/instant.ts';
import { Dates } from './dates.ts';
import { type Document, type Draft, documentOf, hashOf } from './document.ts';
import type { Dependencies, Follower } from './follower.ts';
import { Kept } from './kept.ts';

/** A document, the answer that there is none at this address, or the slug under which there is one now. */
export type Answer = Document | { readonly status: 404 | 410 } | { readonly status: 301; readonly slug: string };

export type DatedDraft = Draft & {
  readonly lastModified: Instant;
  /** The same document with another moment of its last change, if it says that moment itself. */
  readonly again?: (changed: Instant) => string;
  /** The moment that its text says, if that is not `lastModified`. */
  readonly says?: Instant;
};

/** What an address answers with, and what it was made of. */
export interface MadeAnswer {
  readonly made: DatedDraft | Answer;
  readonly dependsOn: Dependencies;
}

/** Keeps the documents of a publication, with the dates under which they were first served. */
export class DocumentKeeper {
  readonly #kept: Kept<Answer>;
  readonly #dates: Dates;

  /** @param budget in bytes */
  constructor(
    archive: Archive,
    { follower, dates, budget }: { follower: Follower; dates: ServedDates; budget: number },
  ) {
    this.#kept = new Kept(archive, follower, budget);
    this.#dates = new Dates(dates);
  }

  /** How many bytes are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** What is kept of an address and true at an instant; asks nobody. */
  current(key: string, now: Instant): Answer | undefined {
    return this.#kept.current(key, now);
  }

  /**
   * The answer of an address at an instant, kept or made.
   * @param make is told the instant of which the whole document has to be
   */
  answer(key: string, now: Instant, make: (instant: Instant) => Promise<MadeAnswer>): Promise<Answer> {
    return this.#kept.get(key, now, async (instant) => {
      const { made, dependsOn } = await make(instant);
      // Absent documents are not kept: anybody can ask for any number of them.
      if (!('text' in made)) return { value: made, dependsOn };
      const value = await this.#document(key, made, instant);
      return { value, dependsOn, size: value.size };
    });
  }

  /** The text of a draft that is not kept, with the date that it has to say. */
  async text(key: string, { text, lastModified, says = lastModified, again }: DatedDraft, instant: Instant) {
    const date = await this.#dates.dateOf(key, { hash: hashOf(text), lastModified }, instant);
    return again !== undefined && date !== says ? again(date) : String(text);
  }

  async #document(key: string, draft: DatedDraft, instant: Instant): Promise<Document> {
    const { again, says = draft.lastModified, ...plain } = draft;
    const bytes = Buffer.from(plain.text);
    const hash = hashOf(bytes);
    const date = await this.#dates.dateOf(key, { hash, lastModified: draft.lastModified }, instant);
    // A date of HTTP is never in the future (law 7).
    const about = { ...plain, lastModified: earliest([date, instant]) ?? instant };
    // What says itself when it was changed says what the header says.
    return again !== undefined && date !== says
      ? documentOf({ ...about, text: again(date) })
      : documentOf({ ...about, text: bytes, hash });
  }
}
