import { LRUCache } from 'lru-cache';
import type { Archive } from '../archive/archive.ts';
import { ALL, termText } from '../article/terms.ts';
import type { Instant } from '../text/instant.ts';
import { CHARACTER_BYTES, INDEX_ENTRY_BYTES } from './cache-costs.ts';
import { type ChangeTracker, covers, type Invalidation, type InvalidationKeys } from './change-tracker.ts';

/** A value with its inputs. */
export interface Making<Value> {
  readonly value: Value;
  readonly invalidatedBy: InvalidationKeys;
  /** In bytes; absent for a value that is not cached. */
  readonly size?: number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly articles: readonly string[];
  readonly invalidatedBy: InvalidationKeys;
}

/** Options of a cache. */
export interface DependencyCacheOptions<Value> {
  /** In bytes. */
  readonly budget: number;
  /**
   * Brings a value up to date after a change, without reading the archive; `undefined` if that is impossible, and the value
   * is dropped. Absent: every invalidated value is dropped.
   */
  readonly update?: (value: Value, invalidation: Invalidation) => Making<Value> | undefined;
}

/** Attempts to make a value that was invalidated meanwhile; afterwards it is returned without caching. */
const MAX_ATTEMPTS = 10;

/**
 * Caches values until their inputs change, within a budget of bytes. A change drops exactly the values that contain the
 * changed article, or may come to contain it. Concurrent requests for one value share the work, and no value mixes two
 * states: one invalidated while it is made is made again.
 */
export class DependencyCache<Value extends object> {
  readonly #archive: Archive;
  readonly #tracker: ChangeTracker;
  readonly #cache: LRUCache<string, Entry<Value>>;
  readonly #byArticle = new Map<string, Set<string>>();
  readonly #byTerm = new Map<string, Set<string>>();
  readonly #making = new Map<string, { readonly generation: number; readonly promise: Promise<Value> }>();

  readonly #update: DependencyCacheOptions<Value>['update'];

  constructor(archive: Archive, tracker: ChangeTracker, { budget, update }: DependencyCacheOptions<Value>) {
    this.#archive = archive;
    this.#update = update;
    this.#tracker = tracker;
    this.#cache = new LRUCache({ maxSize: budget, dispose: (entry, key) => this.#unindex(key, entry) });
    tracker.onInvalidation((invalidation) => this.#onInvalidation(invalidation));
  }

  /** Bytes in the cache. */
  get size(): number {
    return this.#cache.calculatedSize;
  }

  /** Returns the cached value of a key if it is valid at an instant; never queries the archive. */
  current(key: string, now: Instant): Value | undefined {
    return this.#tracker.isUpToDate(now) ? this.#cache.get(key)?.value : undefined;
  }

  /**
   * Returns the value of a key, cached or made.
   * @param make receives the instant for which the whole value is made
   */
  async get(key: string, now: Instant, make: (instant: Instant) => Promise<Making<Value>>): Promise<Value> {
    await this.#tracker.follow(now);
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached.value;
    const generation = this.#tracker.generation;
    const making = this.#making.get(key);
    // A value begun before the last change is shared only with requests from before it.
    if (making?.generation === generation) return making.promise;
    const promise = this.#make(key, now, make).finally(() => {
      if (this.#making.get(key)?.promise === promise) this.#making.delete(key);
    });
    this.#making.set(key, { generation, promise });
    return promise;
  }

  async #make(key: string, now: Instant, make: (instant: Instant) => Promise<Making<Value>>): Promise<Value> {
    for (let attempt = 1; ; attempt++) {
      const instant = this.#tracker.notBefore(now);
      const generation = this.#tracker.generation;
      const made = await make(instant);
      // Another machine may have written meanwhile: the archive is queried, once for each made value.
      await this.#archive.log.cursor();
      await this.#tracker.follow(this.#tracker.notBefore(instant));
      const isInvalidated = this.#tracker.isInvalidated(generation, made.invalidatedBy);
      if (!isInvalidated && made.size !== undefined) this.#store(key, made, made.size);
      if (!isInvalidated || attempt === MAX_ATTEMPTS) return made.value;
      // A request after the change may have cached it already.
      const newer = this.#cache.get(key);
      if (newer !== undefined) return newer.value;
    }
  }

  #store(key: string, { value, invalidatedBy }: Making<Value>, size: number): void {
    const articles = [...new Set(invalidatedBy.articles)];
    // First, so that the index of the replaced value is removed before the new one is added.
    this.#cache.delete(key);
    this.#cache.set(
      key,
      { value, articles, invalidatedBy },
      { size: size + key.length * CHARACTER_BYTES + articles.length * INDEX_ENTRY_BYTES },
    );
    if (!this.#cache.has(key)) return;
    for (const id of articles) setIn(this.#byArticle, id).add(key);
    for (const term of indexTerms(invalidatedBy)) setIn(this.#byTerm, term).add(key);
  }

  #unindex(key: string, { articles, invalidatedBy }: Entry<Value>): void {
    for (const id of articles) removeFrom(this.#byArticle, id, key);
    for (const term of indexTerms(invalidatedBy)) removeFrom(this.#byTerm, term, key);
  }

  #onInvalidation(invalidation: Invalidation | 'everything'): void {
    if (invalidation === 'everything') {
      this.#cache.clear();
      return;
    }
    const keys = new Set<string>();
    for (const id of invalidation.articles) for (const key of this.#byArticle.get(id) ?? []) keys.add(key);
    for (const term of invalidation.terms) {
      for (const key of this.#byTerm.get(term) ?? []) {
        const { terms, anyOf = [] } = this.#cache.peek(key)?.invalidatedBy ?? {};
        const mayEnter = terms !== undefined && covers(invalidation, terms);
        if (mayEnter || anyOf.some((one) => termText(one) === term)) keys.add(key);
      }
    }
    for (const key of keys) this.#invalidate(key, invalidation);
  }

  #invalidate(key: string, invalidation: Invalidation): void {
    const entry = this.#cache.peek(key);
    // First, so that an error leaves no outdated value.
    this.#cache.delete(key);
    const updated = entry && this.#update?.(entry.value, invalidation);
    if (updated?.size !== undefined) this.#store(key, updated, updated.size);
  }
}

/** Returns the terms under which a value is indexed for invalidation; of those that an article needs all, one will do. */
function indexTerms({ terms, anyOf = [] }: InvalidationKeys): Set<string> {
  const first = terms === undefined ? [] : [terms[0] ?? ALL];
  return new Set([...first, ...anyOf].map(termText));
}

function setIn(map: Map<string, Set<string>>, name: string): Set<string> {
  const set = map.get(name) ?? new Set<string>();
  map.set(name, set);
  return set;
}

function removeFrom(map: Map<string, Set<string>>, name: string, key: string): void {
  const set = map.get(name);
  set?.delete(key);
  if (set?.size === 0) map.delete(name);
}
