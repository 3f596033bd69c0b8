import type { Archive } from '../archive/archive.ts';
import { type Term, termsOf, termText } from '../archive/terms.ts';
import { PUBLIC, viewOf } from '../article/view.ts';
import { type Instant, latest } from '../text/instant.ts';

/** What something kept was made of: it stands until one of these changes, or something that has the terms. */
export interface Dependencies {
  /** The articles that are shown, or that would be if they could be seen. */
  readonly articles: Iterable<string>;
  /** Whatever has all of these may come in; nothing may if absent. */
  readonly terms?: readonly Term[];
}

/** What has changed: these articles, and what they can be looked up by now. */
export interface Touch {
  readonly articles: ReadonlySet<string>;
  readonly terms: ReadonlySet<string>;
}

/** How many entries of the log, and moments of the clock, are followed at a time. */
const AT_ONCE = 1000;

/** So many touches are remembered for what is being made while they come. */
const REMEMBERED = 256;

/**
 * Follows the change log and the clock for everything that is kept. The log says which articles were changed; where the
 * clock alone changes what is to be seen, the boundaries of the life cycle say so, whenever the log comes to it.
 */
export class Follower {
  readonly #archive: Archive;
  readonly #listeners: ((touch: Touch | 'everything') => void)[] = [];
  #recent: (Touch | 'everything')[] = [];
  #generation = 0;
  #cursor = -1;
  #clock = '' as Instant;
  #boundary: Instant | undefined;
  #following: Promise<void> | undefined;

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** Counts the touches; what was begun in one generation may not show another. */
  get generation(): number {
    return this.#generation;
  }

  onTouch(listener: (touch: Touch | 'everything') => void): void {
    this.#listeners.push(listener);
  }

  /** True if nothing is known to have happened until `now`: a comparison, which every request can afford. */
  isUpToDate(now: Instant): boolean {
    return (
      this.#archive.knownCursor <= this.#cursor &&
      now >= this.#clock &&
      (this.#boundary === undefined || now < this.#boundary)
    );
  }

  /** The moment until which everything is known, or a later one: for who asked a moment ago the clock is not turned back. */
  notBefore(now: Instant): Instant {
    return latest([now, this.#clock]) ?? now;
  }

  /** Tells all listeners what has happened until `now`. */
  async follow(now: Instant): Promise<void> {
    while (!this.isUpToDate(now)) {
      this.#following ??= this.#advance(now).finally(() => {
        this.#following = undefined;
      });
      await this.#following;
    }
  }

  /** Everything is another: the settings were changed. */
  touchEverything(): void {
    this.#tell('everything');
  }

  /** True if something that was begun in a generation has been touched since. */
  isTouched(since: number, { articles, terms }: Dependencies): boolean {
    const count = this.#generation - since;
    if (count === 0) return false;
    if (count > this.#recent.length) return true;
    const ids = new Set(articles);
    return this.#recent
      .slice(-count)
      .some(
        (touch) =>
          touch === 'everything' ||
          !ids.isDisjointFrom(touch.articles) ||
          (terms !== undefined && covers(touch, terms)),
      );
  }

  async #advance(now: Instant): Promise<void> {
    if (this.#cursor < 0 || now < this.#clock) return this.#begin(now);
    const articles = new Set<string>();
    const { unheardOf, cursor } = await this.#readLog(articles);
    if (this.#boundary !== undefined && now >= this.#boundary) {
      const passed = await this.#archive.passed(this.#clock, now, AT_ONCE);
      if (passed.length === AT_ONCE) return this.#begin(now);
      for (const id of passed) articles.add(id);
    }
    const found = await this.#archive.byIds([...articles, ...unheardOf]);
    for (const article of found) {
      if (unheardOf.has(article.id) && viewOf(article, PUBLIC, now) !== undefined) articles.add(article.id);
    }
    const boundary = await this.#archive.nextBoundary(now);
    // Together with the touch: who sees the new cursor before would take what is kept for what there is.
    this.#stand({ cursor, boundary, clock: now });
    if (articles.size > 0) {
      this.#tell({
        articles,
        terms: new Set(found.filter(({ id }) => articles.has(id)).flatMap((article) => termsOf(article).map(termText))),
      });
    }
  }

  /**
   * Adds what the public may know to have changed.
   * @returns what it could not know of when it was written, by the clock of whoever wrote it; and how far the log was read
   */
  async #readLog(articles: Set<string>): Promise<{ unheardOf: ReadonlySet<string>; cursor: number }> {
    const unheardOf = new Set<string>();
    let from = this.#cursor;
    for (;;) {
      const entries = await this.#archive.changesAfter(from, AT_ONCE);
      for (const { articleId, publicCursor, change, cursor } of entries) {
        from = cursor;
        // An erasure changes what is kept, though nobody is told of it.
        if (publicCursor !== undefined || change === 'erase') articles.add(articleId);
        else unheardOf.add(articleId);
      }
      if (entries.length < AT_ONCE) break;
    }
    return { unheardOf: unheardOf.difference(articles), cursor: from };
  }

  /** From here on: nothing that was kept before is believed. */
  async #begin(now: Instant): Promise<void> {
    const cursor = await this.#archive.cursor();
    const boundary = await this.#archive.nextBoundary(now);
    this.#stand({ cursor, boundary, clock: now });
    this.#tell('everything');
  }

  #stand({ cursor, boundary, clock }: { cursor: number; boundary: Instant | undefined; clock: Instant }): void {
    this.#cursor = cursor;
    this.#boundary = boundary;
    this.#clock = clock;
  }

  #tell(touch: Touch | 'everything'): void {
    this.#generation++;
    this.#recent = [...this.#recent.slice(1 - REMEMBERED), touch];
    for (const listener of this.#listeners) listener(touch);
  }
}

/** True if something that was touched has all of these terms. */
export function covers({ terms: touched }: Touch, terms: readonly Term[]): boolean {
  return terms.every((term) => touched.has(termText(term)));
}
