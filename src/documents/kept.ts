import { LRUCache } from 'lru-cache';
import type { Archive } from '../archive/archive.ts';
import { type Instant, toMilliseconds } from '../text/instant.ts';
import type { Document } from './document.ts';

/** A document, or the answer that there is none at this address. */
export type Answer = Document | { readonly status: 404 | 410 };

/** How many bytes of documents are kept. */
const BUDGET = 128 * 1024 * 1024;

/** A document is kept in three encodings in the end; the compressed ones are never larger together than the plain one. */
function sizeOf(answer: Answer): number {
  return 'size' in answer ? answer.size * 2 : 512;
}

/**
 * Keeps documents for as long as the state that they show: until the change log grows or the clock passes a boundary
 * (a publication, an expiry). Several requests for one document make it once, and no document mixes two states.
 */
export class KeptDocuments {
  readonly #archive: Archive;
  readonly #kept = new LRUCache<string, Answer>({ maxSize: BUDGET, sizeCalculation: sizeOf });
  readonly #making = new Map<string, Promise<Answer>>();
  #cursor = -1;
  #until = Number.NEGATIVE_INFINITY;

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** Drops everything, because the publication's settings have changed. */
  drop(): void {
    this.#cursor = -1;
  }

  /**
   * The answer of an address at an instant, kept or made.
   * @param key the address's path
   * @param make is told the instant of which the whole document has to be
   */
  async answer(key: string, now: Instant, make: (instant: Instant) => Promise<Answer>): Promise<Answer> {
    await this.#follow(now);
    const known = this.#kept.get(key) ?? this.#making.get(key);
    if (known !== undefined) return known;
    const making = this.#make(key, now, make).finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  async #make(key: string, now: Instant, make: (instant: Instant) => Promise<Answer>): Promise<Answer> {
    const cursor = this.#cursor;
    const answer = await make(now);
    if ((await this.#archive.cursor()) !== cursor || cursor !== this.#cursor) {
      await this.#follow(now);
      return this.#make(key, now, make);
    }
    this.#kept.set(key, answer);
    return answer;
  }

  async #follow(now: Instant): Promise<void> {
    const cursor = await this.#archive.cursor();
    if (cursor === this.#cursor && toMilliseconds(now) < this.#until) return;
    const boundary = await this.#archive.nextBoundary(now);
    this.#kept.clear();
    this.#making.clear();
    this.#cursor = cursor;
    this.#until = boundary === undefined ? Number.POSITIVE_INFINITY : toMilliseconds(boundary);
  }
}
