import type { Article } from '../../article/article.ts';
import { mediaPaths } from '../../article/media-paths.ts';
import { nextBoundary } from '../../article/public-life.ts';
import type { Instant } from '../../text/instant.ts';
import type { Archive, Committed, LogEntry, Query } from '../archive.ts';

/** The archive in memory: the double that tests use, and what serves a content folder that is read at each start. */
export class MemoryArchive implements Archive {
  readonly #versions = new Map<string, Article[]>();
  readonly #slugs = new Map<string, string>();
  readonly #media = new Map<string, Set<string>>();
  readonly #log: LogEntry[] = [];
  #ordered: Article[] | undefined;

  async commit(expectedVersion: number, version: Article, entry: Omit<LogEntry, 'cursor'>): Promise<Committed> {
    const versions = this.#versions.get(version.id) ?? [];
    const stored = versions.at(-1);
    if ((stored?.version ?? 0) !== expectedVersion) return { conflict: stored?.version ?? 0 };
    const owner = this.#slugs.get(version.slug);
    if (owner !== undefined && owner !== version.id) return { slugTakenBy: owner };
    this.#versions.set(version.id, [...versions, version]);
    this.#slugs.set(version.slug, version.id);
    this.#indexMedia(stored, version);
    this.#ordered = undefined;
    const cursor = this.#log.length + 1;
    this.#log.push({ ...entry, cursor });
    return { cursor };
  }

  async cursor(): Promise<number> {
    return this.#log.length;
  }

  async changesAfter(cursor: number, limit: number): Promise<LogEntry[]> {
    return this.#log.slice(cursor, cursor + limit);
  }

  async byId(id: string): Promise<Article | undefined> {
    return this.#versions.get(id)?.at(-1);
  }

  async bySlug(slug: string): Promise<Article | undefined> {
    const article = await this.byId(this.#slugs.get(slug) ?? '');
    return article?.slug === slug ? article : undefined;
  }

  async versionsOf(id: string): Promise<Article[]> {
    return [...(this.#versions.get(id) ?? [])];
  }

  async latest({ section, until, after, limit }: Query): Promise<Article[]> {
    return this.#newest()
      .values()
      .filter((article) => article.publishAt <= until && (section === undefined || article.section === section))
      .filter((article) => after === undefined || byHour(after, article) < 0)
      .take(limit)
      .toArray();
  }

  async byMedia(path: string): Promise<Article[]> {
    const ids = [...(this.#media.get(path) ?? [])];
    return ids.flatMap((id) => this.#versions.get(id)?.at(-1) ?? []);
  }

  async nextBoundary(instant: Instant): Promise<Instant | undefined> {
    return this.#newest()
      .flatMap((article) => nextBoundary(article, instant) ?? [])
      .toSorted()[0];
  }

  async isReady(): Promise<boolean> {
    return true;
  }

  #newest(): Article[] {
    this.#ordered ??= [...this.#versions.values()].flatMap((versions) => versions.at(-1) ?? []).toSorted(byHour);
    return this.#ordered;
  }

  #indexMedia(before: Article | undefined, now: Article): void {
    for (const path of before === undefined ? [] : mediaPaths(before)) this.#media.get(path)?.delete(now.id);
    for (const path of mediaPaths(now)) {
      const users = this.#media.get(path) ?? new Set();
      this.#media.set(path, users.add(now.id));
    }
  }
}

/** Newest first; those of one hour by id, so that the order is the same everywhere. */
function byHour(a: Pick<Article, 'publishAt' | 'id'>, b: Pick<Article, 'publishAt' | 'id'>): number {
  if (a.publishAt !== b.publishAt) return a.publishAt < b.publishAt ? 1 : -1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
