import { LRUCache } from 'lru-cache';
import type { Archive } from '../archive/archive.ts';
import { type Instant, toMilliseconds } from '../text/instant.ts';
import type { Document } from './document.ts';

/** A document, the answer that there is none at this address, or the slug under which there is one now. */
export type Answer = Document | { readonly status: 404 | 410 } | { readonly status: 301; readonly slug: string };

/** How many bytes of documents are kept. */
const BUDGET = 128 * 1024 * 1024;

/** One state of the publication, and the documents that were made of it. A later state has another one. */
interface Epoch {
  readonly cursor: number;
  /** In milliseconds: the clock changes something then. */
  readonly until: number;
  readonly since: number;
  readonly kept: LRUCache<string, Document>;
  readonly making: Map<string, Promise<Answer>>;
}

/**
 * Keeps documents for as long as the state that they show: until the change log grows or the clock passes a boundary
 * (a publication, an expiry). Several requests for one document make it once, and no document mixes two states.
 */
export class KeptDocuments {
  readonly #archive: Archive;
  #epoch: Epoch | undefined;

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** Drops everything, because the publication's settings have changed. */
  drop(): void {
    this.#epoch = undefined;
  }

  /**
   * The answer of an address at an instant, kept or made.
   * @param key the address's path
   * @param make is told the instant of which the whole document has to be
   */
  async answer(key: string, now: Instant, make: (instant: Instant) => Promise<Answer>): Promise<Answer> {
    const epoch = await this.#follow(now);
    const known = epoch.kept.get(key) ?? epoch.making.get(key);
    if (known !== undefined) return known;
    const making = this.#make(epoch, key, () => make(now)).finally(() => epoch.making.delete(key));
    epoch.making.set(key, making);
    return making;
  }

  /** Kept in the epoch that it was begun in, and only if that still stands; a change in between means once more. */
  async #make(epoch: Epoch, key: string, make: () => Promise<Answer>): Promise<Answer> {
    const answer = await make();
    const stands = epoch === this.#epoch && (await this.#archive.cursor()) === epoch.cursor;
    if (!stands) return make();
    // Absent documents are not kept: anybody can ask for any number of them.
    if ('size' in answer) epoch.kept.set(key, answer, { size: answer.size * 2 + key.length * 2 });
    return answer;
  }

  async #follow(now: Instant): Promise<Epoch> {
    const moment = toMilliseconds(now);
    // What this process has heard of: no request waits for the database to say that nothing happened.
    const cursor = this.#archive.knownCursor;
    const current = this.#epoch;
    const fits = current !== undefined && cursor <= current.cursor && moment < current.until && moment >= current.since;
    if (fits) return current;
    const boundary = await this.#archive.nextBoundary(now);
    const epoch: Epoch = {
      cursor,
      since: moment,
      until: boundary === undefined ? Number.POSITIVE_INFINITY : toMilliseconds(boundary),
      kept: new LRUCache({ maxSize: BUDGET }),
      making: new Map(),
    };
    // Somebody else may have got further while this one asked: what is newer stays.
    const other = this.#epoch;
    const isNewer = other === undefined || other === current || cursor > other.cursor || epoch.since >= other.until;
    if (isNewer) this.#epoch = epoch;
    return isNewer ? epoch : (other ?? epoch);
  }
}
