import { LRUCache } from 'lru-cache';
import type { Archive } from '../archive/archive.ts';
import type { FeedEntry } from '../archive/feed-index.ts';
import type { Article } from '../article/article.ts';
import type { Audience } from '../article/audience.ts';
import { termsOf, termText } from '../article/terms.ts';
import { type Story, type View, viewOf } from '../article/view.ts';
import type { ViewContext } from '../feeds/views-at.ts';
import { type FeedView, type Format, type FormatContext, type Site, viewsFor } from '../formats/format.ts';
import type { Finding } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import { CHARACTER_BYTES, TEXT_CHARACTER_BYTES, VIEW_BYTES } from './cache-costs.ts';
import type { ChangeTracker, Invalidation } from './change-tracker.ts';
import { contextFor, linksOf } from './context.ts';
import { type Piece, pieceOf } from './pieces.ts';
import { render } from './rendering.ts';
import { Turns } from './turns.ts';

/** A view of one version, and its rendering in each format. */
interface CachedStory {
  readonly version: number;
  readonly view: View | undefined;
  /** The terms of the article, as one text. */
  readonly terms: string;
  readonly fragments: Map<string, Fragment>;
  /** Ids of the linked stories that the audience may see; known with the first fragment. */
  links: readonly string[];
}

/** A story's part of a feed: bytes with their digest, findings if it was refused, or nothing. */
export type Fragment = Piece | { readonly refused: readonly Finding[] } | undefined;

/** The renderings of a feed's stories. */
export interface Fragments {
  readonly made: readonly Fragment[];
  /** Ids of the visible linked stories. */
  readonly links: readonly string[];
}

/**
 * The views of stories for one audience, and their parts of feeds: rendered once for each version and format, and
 * cached within a budget of bytes until the story or a linked one changes.
 */
export class StoryViews {
  readonly #archive: Archive;
  readonly #audience: Audience;
  readonly #tracker: ChangeTracker;
  readonly #cache: LRUCache<string, CachedStory>;
  readonly #linkedFrom = new Map<string, Set<string>>();
  /** Also of views that are in selections after a change has removed them from the cache. */
  readonly #termsOf = new WeakMap<View, string>();

  /** @param budget in bytes */
  constructor(archive: Archive, tracker: ChangeTracker, { audience, budget }: { audience: Audience; budget: number }) {
    this.#archive = archive;
    this.#audience = audience;
    this.#tracker = tracker;
    this.#cache = new LRUCache({ maxSize: budget, dispose: ({ view }, id) => this.#unlink(id, view) });
    tracker.onInvalidation((invalidation) => this.#onInvalidation(invalidation));
  }

  /** Bytes in the cache. */
  get size(): number {
    return this.#cache.calculatedSize;
  }

  /** Returns the views of entries, in their order. */
  async viewsOf(
    entries: readonly FeedEntry[],
    { instant }: Pick<ViewContext, 'instant'>,
  ): Promise<(View | undefined)[]> {
    const views = new Map<string, View | undefined>();
    for (const { id, version } of entries) {
      const cached = this.#cache.get(id);
      if (cached?.version === version) views.set(id, cached.view);
    }
    const missing = entries.filter(({ id }) => !views.has(id)).map(({ id }) => id);
    if (missing.length > 0) {
      const { generation } = this.#tracker;
      for (const article of await this.#archive.articles.byIds(missing)) {
        views.set(article.id, this.#store(article, instant, generation));
      }
    }
    return entries.map(({ id }) => views.get(id));
  }

  /**
   * Returns the renderings of each view of a feed in a format, in order; tombstones and views that are not cached are
   * rendered each time.
   * @returns texts, and the findings of refused ones; with the visible linked stories
   */
  async fragments(
    format: Format,
    feed: FeedView,
    { site, instant }: { readonly site: Site; readonly instant: Instant },
  ): Promise<Fragments> {
    const name = `${format.extension} ${feed.content}`;
    const views = viewsFor(format, feed);
    const cached = views.map((view) => this.#fragment(view, name));
    const missing = views.filter((_, index) => cached[index] === undefined);
    const made: Fragment[] = [];
    const links = cached.flatMap((story) => story?.links ?? []);
    if (missing.length === 0) return { made: cached.map((story) => story?.fragments.get(name)), links };
    const context = await contextFor(missing, { archive: this.#archive, site }, { audience: this.#audience, instant });
    const turns = new Turns();
    for (const [index, view] of views.entries()) {
      made.push(cached[index]?.fragments.get(name) ?? (await this.#make(view, { name, format, feed, context })));
      await turns.giveWay();
    }
    return { made, links: [...links, ...missing.flatMap((view) => visibleLinks(view, context))] };
  }

  /** Returns the cached story of a view that was rendered in a format. */
  #fragment(view: View, name: string): CachedStory | undefined {
    const cached = this.#cache.peek(view.id);
    return cached?.view === view && cached.fragments.has(name) ? cached : undefined;
  }

  async #make(
    view: View,
    { name, format, feed, context }: { name: string; format: Format; feed: FeedView; context: FormatContext },
  ): Promise<Fragment> {
    const item = await render(view, { format, rendering: { feed } }, context);
    const made = item !== undefined && 'text' in item ? pieceOf(item.text) : item;
    const cached = this.#cache.peek(view.id);
    if (cached?.view !== view || made === undefined) return made;
    cached.fragments.set(name, made);
    cached.links = visibleLinks(view, context);
    // A new object, so that its size is recomputed; this releases its links.
    this.#cache.set(view.id, { ...cached }, { size: sizeOf(cached) });
    this.#link(view.id, view);
    return made;
  }

  /** Caches a view unless the article has changed since it was read. */
  #store(article: Article, instant: Instant, generation: number): View | undefined {
    const view = viewOf(article, this.#audience, instant);
    if (generation === this.#tracker.generation) {
      const cached: CachedStory = {
        version: article.version,
        view,
        terms: termsIn(article),
        fragments: new Map(),
        links: [],
      };
      this.#cache.set(article.id, cached, { size: sizeOf(cached) });
      this.#link(article.id, view);
    }
    if (view !== undefined) this.#termsOf.set(view, termsIn(article));
    return view;
  }

  /**
   * Caches the current version of a story whose previous view is cached.
   * @returns the view, if the story stays at its positions in all feeds: the same terms and the same time
   */
  replace(before: View, article: Article, instant: Instant): View | undefined {
    const terms = this.#termsOf.get(before);
    // The change has removed the previous version from the cache; another selection may have stored the current one.
    const cached = this.#cache.peek(article.id);
    const view =
      cached?.version === article.version ? cached.view : this.#store(article, instant, this.#tracker.generation);
    const isSame =
      terms === termsIn(article) &&
      before.kind === 'story' &&
      view?.kind === 'story' &&
      before.firstPublishedAt === view.firstPublishedAt &&
      before.expired === view.expired;
    return isSame ? view : undefined;
  }

  #link(id: string, view: View | undefined): void {
    for (const other of linksOf(view)) {
      const ids = this.#linkedFrom.get(other) ?? new Set<string>();
      this.#linkedFrom.set(other, ids.add(id));
    }
  }

  #unlink(id: string, view: View | undefined): void {
    for (const other of linksOf(view)) {
      const set = this.#linkedFrom.get(other);
      set?.delete(id);
      if (set?.size === 0) this.#linkedFrom.delete(other);
    }
  }

  #onInvalidation(invalidation: Invalidation | 'everything'): void {
    if (invalidation === 'everything') {
      this.#cache.clear();
      return;
    }
    for (const id of invalidation.articles) {
      this.#cache.delete(id);
      for (const other of [...(this.#linkedFrom.get(id) ?? [])]) this.#cache.delete(other);
    }
  }
}

function visibleLinks(view: View, { storyOf }: FormatContext): string[] {
  return linksOf(view).filter((id) => storyOf(id) !== undefined);
}

function termsIn(article: Article): string {
  return termsOf(article).map(termText).toSorted().join('\n');
}

function sizeOf({ view, terms, fragments }: CachedStory): number {
  const text = view?.kind === 'story' ? (view as Story).html.length * TEXT_CHARACTER_BYTES : 0;
  let size = VIEW_BYTES + text + terms.length * CHARACTER_BYTES;
  for (const made of fragments.values()) if (made !== undefined && 'bytes' in made) size += made.bytes.length;
  return size;
}
