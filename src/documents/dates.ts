import { LRUCache } from 'lru-cache';
import { addSeconds, type Instant, latest } from '../text/instant.ts';
import type { Draft } from './document.ts';
import { hashOf } from './document.ts';

/** How many addresses are remembered. */
const ADDRESSES = 50_000;

/**
 * `Last-Modified` of each address, as law 7 of the life cycle says: monotonic, one second further when two changes fall
 * into one, and never in the future. What a document shows gives its date; where the bytes changed and that date did not
 * move (a story left, a linked one was hidden, settings), the date moves all the same.
 */
export class Dates {
  readonly #known = new LRUCache<string, { readonly hash: string; readonly date: Instant }>({ max: ADDRESSES });

  /** The draft with the date that its address has to answer with at an instant. */
  dated(key: string, draft: Draft & { readonly lastModified: Instant }, now: Instant): Draft {
    const hash = hashOf(draft.text);
    const before = this.#known.get(key);
    const date = before === undefined ? draft.lastModified : dateAfter(before, { hash, date: draft.lastModified });
    const lastModified = date > now ? now : date;
    this.#known.set(key, { hash, date: lastModified });
    return { ...draft, lastModified };
  }
}

interface Dated {
  readonly hash: string;
  readonly date: Instant;
}

function dateAfter(before: Dated, next: Dated): Instant {
  if (next.hash === before.hash) return before.date;
  return latest([next.date, addSeconds(before.date, 1)]) ?? next.date;
}
