import { LRUCache } from 'lru-cache';
import type { Archive } from '../archive/archive.ts';
import { ALL, termText } from '../archive/terms.ts';
import type { Instant } from '../text/instant.ts';
import { covers, type Dependencies, type Follower, type Touch } from './follower.ts';

/** Something made, and what it was made of. */
export interface Making<Value> {
  readonly value: Value;
  readonly dependsOn: Dependencies;
  /** In bytes; absent for what is not kept. */
  readonly size?: number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly articles: readonly string[];
  readonly dependsOn: Dependencies;
}

/** How often something is made anew because it was touched while it was made; then it is given away, and not kept. */
const MOST_ATTEMPTS = 10;

/** What an entry of the index takes, for each article that it names: an estimate. */
const PER_ARTICLE = 120;

/**
 * Keeps what was made for as long as what it shows stays the same, within a budget of bytes. A change drops exactly what
 * shows the changed article, or may come to show it. Several requests for one thing make it once, and nothing mixes two
 * states: what is touched while it is made is made again.
 */
export class Kept<Value extends object> {
  readonly #archive: Archive;
  readonly #follower: Follower;
  readonly #kept: LRUCache<string, Entry<Value>>;
  readonly #byArticle = new Map<string, Set<string>>();
  readonly #byTerm = new Map<string, Set<string>>();
  readonly #making = new Map<string, { readonly generation: number; readonly promise: Promise<Value> }>();

  /** @param budget in bytes */
  constructor(archive: Archive, follower: Follower, budget: number) {
    this.#archive = archive;
    this.#follower = follower;
    this.#kept = new LRUCache({ maxSize: budget, dispose: (entry, key) => this.#forget(key, entry) });
    follower.onTouch((touch) => this.#onTouch(touch));
  }

  /** How many bytes are kept. */
  get size(): number {
    return this.#kept.calculatedSize;
  }

  /** What is kept under a key and known to be what there is at an instant; asks nobody. */
  current(key: string, now: Instant): Value | undefined {
    return this.#follower.isUpToDate(now) ? this.#kept.get(key)?.value : undefined;
  }

  /**
   * What is kept under a key, or what is made for it.
   * @param make is told the instant of which the whole has to be
   */
  async get(key: string, now: Instant, make: (instant: Instant) => Promise<Making<Value>>): Promise<Value> {
    await this.#follower.follow(now);
    const known = this.#kept.get(key);
    if (known !== undefined) return known.value;
    const generation = this.#follower.generation;
    const making = this.#making.get(key);
    // What was begun before the last change is for those who asked before it.
    if (making?.generation === generation) return making.promise;
    const promise = this.#make(key, now, make).finally(() => {
      if (this.#making.get(key)?.promise === promise) this.#making.delete(key);
    });
    this.#making.set(key, { generation, promise });
    return promise;
  }

  async #make(key: string, now: Instant, make: (instant: Instant) => Promise<Making<Value>>): Promise<Value> {
    for (let attempt = 1; ; attempt++) {
      const instant = this.#follower.notBefore(now);
      const generation = this.#follower.generation;
      const made = await make(instant);
      // Another machine may have written meanwhile: the archive itself is asked, once for each thing made.
      await this.#archive.cursor();
      await this.#follower.follow(this.#follower.notBefore(instant));
      const isTouched = this.#follower.isTouched(generation, made.dependsOn);
      if (!isTouched && made.size !== undefined) this.#keep(key, made, made.size);
      if (!isTouched || attempt === MOST_ATTEMPTS) return made.value;
      // Whoever asked after the change has it perhaps already.
      const newer = this.#kept.get(key);
      if (newer !== undefined) return newer.value;
    }
  }

  #keep(key: string, { value, dependsOn }: Making<Value>, size: number): void {
    const articles = [...new Set(dependsOn.articles)];
    // First, so that the index of what it replaces is gone before the index of this is made.
    this.#kept.delete(key);
    this.#kept.set(
      key,
      { value, articles, dependsOn },
      { size: size + key.length * 2 + articles.length * PER_ARTICLE },
    );
    if (!this.#kept.has(key)) return;
    for (const id of articles) setIn(this.#byArticle, id).add(key);
    if (dependsOn.terms !== undefined) setIn(this.#byTerm, firstTerm(dependsOn.terms)).add(key);
  }

  #forget(key: string, { articles, dependsOn }: Entry<Value>): void {
    for (const id of articles) removeFrom(this.#byArticle, id, key);
    if (dependsOn.terms !== undefined) removeFrom(this.#byTerm, firstTerm(dependsOn.terms), key);
  }

  #onTouch(touch: Touch | 'everything'): void {
    if (touch === 'everything') {
      this.#kept.clear();
      return;
    }
    for (const id of touch.articles) for (const key of [...(this.#byArticle.get(id) ?? [])]) this.#kept.delete(key);
    for (const term of touch.terms) {
      for (const key of [...(this.#byTerm.get(term) ?? [])]) {
        const terms = this.#kept.peek(key)?.dependsOn.terms;
        if (terms !== undefined && covers(touch, terms)) this.#kept.delete(key);
      }
    }
  }
}

/** The term under which something is found when an article that has it was touched: any of them will do. */
function firstTerm([first = ALL]: NonNullable<Dependencies['terms']>): string {
  return termText(first);
}

function setIn(map: Map<string, Set<string>>, name: string): Set<string> {
  const known = map.get(name) ?? new Set<string>();
  map.set(name, known);
  return known;
}

function removeFrom(map: Map<string, Set<string>>, name: string, key: string): void {
  const set = map.get(name);
  set?.delete(key);
  if (set?.size === 0) map.delete(name);
}
