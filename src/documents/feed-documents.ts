import type { Archive } from '../archive/archive.ts';
import type { FeedPages } from '../archive/feed-pages.ts';
import { keyOf } from '../article/identity.ts';
import { ALL } from '../article/terms.ts';
import { type Audience, PUBLIC, SUBSCRIBER } from '../article/view.ts';
import type { FeedAddress } from '../feeds/address.ts';
import { type FeedDefinition, feedAt } from '../feeds/definition.ts';
import { type Selection, select, type ViewContext } from '../feeds/selection.ts';
import { type Format, type FormatContext, feedDocument, type Made } from '../formats/format.ts';
import type { Finding } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import type { ChangeTracker, InvalidationKeys } from './change-tracker.ts';
import { contextFor, linksOf, type Site } from './context.ts';
import { DependencyCache } from './dependency-cache.ts';
import type { DatedDraft, DocumentCache, DocumentResult } from './document-cache.ts';
import { StoryViews } from './story-views.ts';
import { listHeaders } from './usage-headers.ts';

/** A feed: a parsed address, or a feed that the publication defines. */
export type Feed = Pick<FeedAddress, 'name' | 'terms' | 'page'>;

/** Dependencies of feed documents. */
export interface FeedDocumentDeps {
  readonly archive: Archive;
  readonly pages: FeedPages;
  readonly tracker: ChangeTracker;
  readonly documentCache: DocumentCache;
  readonly site: () => Site;
  readonly onRefused: (findings: readonly Finding[]) => void;
  /** In bytes. */
  readonly budgets: { readonly stories: number; readonly selections: number };
}

interface CachedSelection {
  readonly selection: Selection | undefined;
  readonly dependsOn: InvalidationKeys;
}

/** Estimated memory of a selection for each view that the story cache also holds. */
const PER_VIEW = 3000;

/** Documents of feeds: for the public, and for subscribers of paid stories. */
export class FeedDocuments {
  readonly #deps: FeedDocumentDeps;
  readonly #stories: ReadonlyMap<Audience['kind'], StoryViews>;
  readonly #selections: DependencyCache<CachedSelection>;

  constructor(deps: FeedDocumentDeps) {
    const { archive, tracker, budgets } = deps;
    this.#deps = deps;
    const stories = (audience: Audience, budget: number) => new StoryViews(archive, tracker, { audience, budget });
    this.#stories = new Map([
      ['public', stories(PUBLIC, budgets.stories)],
      ['subscriber', stories(SUBSCRIBER, Math.ceil(budgets.stories / 4))],
    ]);
    this.#selections = new DependencyCache(archive, tracker, budgets.selections);
  }

  /** Bytes cached for rendering feeds. */
  get size(): number {
    return [...this.#stories.values()].reduce((sum, { size }) => sum + size, this.#selections.size);
  }

  /** Returns a feed in a data format. */
  feed(feed: Feed, format: Format, { audience, instant: now }: ViewContext): Promise<DocumentResult> {
    const key = feedKey(feed, format.extension, audience);
    return this.#deps.documentCache.get(key, now, async (instant) => {
      const { selection, dependsOn } = await this.#selection(feed, { audience, instant });
      if (selection === undefined || !comesIn(selection, format)) return { made: NOT_FOUND, dependsOn };
      if (selection.history.page !== undefined && format.history !== true) return { made: NOT_FOUND, dependsOn };
      const stories = this.#stories.get(audience.kind);
      const site = this.#deps.site();
      const made = (await stories?.fragments(format, selection, { site, instant })) ?? [];
      const text = this.#written(format, selection, made);
      const again = (changed: Instant): string => this.#written(format, { ...selection, changed }, made);
      const draft = {
        text,
        mediaType: format.feedMediaType ?? format.mediaType,
        lastModified: selection.changed,
        tags: tagsOf(selection),
        headers: listHeaders(selection.views, this.#deps.site()),
        ...(format.datesItself === true ? { again } : {}),
      };
      return { made: draft, dependsOn };
    });
  }

  /** Returns a page for people with a feed's stories. */
  page(
    feed: Feed,
    kind: string,
    { page, now }: { readonly page: (selection: Selection, context: FormatContext) => string; readonly now: Instant },
  ): Promise<DocumentResult> {
    return this.#deps.documentCache.get(feedKey(feed, ` ${kind}`, PUBLIC), now, async (instant) => {
      const { selection, dependsOn } = await this.#selection(feed, { audience: PUBLIC, instant });
      if (selection === undefined) return { made: NOT_FOUND, dependsOn };
      const deps = { archive: this.#deps.archive, site: this.#deps.site() };
      const context = await contextFor(selection.views, deps, { audience: PUBLIC, instant });
      const draft: DatedDraft = {
        text: page(selection, context),
        mediaType: 'text/html',
        lastModified: selection.changed,
        tags: tagsOf(selection),
        headers: listHeaders(selection.views, this.#deps.site()),
      };
      return { made: draft, dependsOn };
    });
  }

  /** Returns a feed in a format for one partner; rendered for each request, since it is not shared. */
  async once(feed: Feed, format: Format, viewContext: ViewContext): Promise<string | undefined> {
    const { archive, pages, documentCache, onRefused } = this.#deps;
    const site = this.#deps.site();
    const definition = await this.#definition(feed, viewContext.instant);
    if (definition === undefined || !comesIn(definition, format)) return undefined;
    const { publication } = site;
    const selection = await select({ archive, pages, publication }, { definition }, viewContext);
    if (selection === undefined) return undefined;
    const context = await contextFor(selection.views, { archive, site }, viewContext);
    const { text, refused } = feedDocument(format, selection, context);
    if (refused.length > 0) onRefused(refused);
    // Lists of partners are versioned like public ones.
    const again = (changed: Instant): string => feedDocument(format, { ...selection, changed }, context).text;
    const draft = { text, mediaType: format.mediaType, lastModified: selection.changed, again };
    return documentCache.text(
      `feed ${feed.name}${format.extension} for ${viewContext.audience.kind}`,
      draft,
      viewContext.instant,
    );
  }

  #definition(feed: Feed, instant: Instant): Promise<FeedDefinition | undefined> {
    const { archive } = this.#deps;
    return feedAt(feed, { archive, publication: this.#deps.site().publication }, instant);
  }

  /** Several formats of one feed share a selection. */
  #selection(feed: Feed, viewContext: ViewContext): Promise<CachedSelection> {
    const key = feedKey(feed, ' selection', viewContext.audience);
    return this.#selections.get(key, viewContext.instant, async (instant) => {
      const { archive, pages } = this.#deps;
      const definition = await this.#definition(feed, instant);
      if (definition === undefined) return { value: { selection: undefined, dependsOn: NOTHING }, dependsOn: NOTHING };
      const stories = this.#stories.get(viewContext.audience.kind);
      const deps = {
        archive,
        pages,
        publication: this.#deps.site().publication,
        ...(stories && { viewsOf: stories.viewsOf.bind(stories) }),
      };
      const page = feed.page === undefined ? {} : { page: feed.page };
      const selection = await select(deps, { definition, ...page }, { ...viewContext, instant });
      const views = selection?.views ?? [];
      const dependsOn = {
        articles: views.flatMap((view) => [view.id, ...linksOf(view)]),
        terms: definition.terms.length === 0 ? [ALL] : definition.terms,
      };
      return { value: { selection, dependsOn }, dependsOn, size: PER_VIEW * (views.length + 1) };
    });
  }

  #written(format: Format, selection: Selection, made: readonly Made[]): string {
    const texts: string[] = [];
    for (const one of made) {
      if (one === undefined) continue;
      if ('text' in one) texts.push(one.text);
      else this.#deps.onRefused(one.refused);
    }
    const context: FormatContext = { ...this.#deps.site(), storyOf: () => undefined };
    return format.envelope?.(selection, texts, context) ?? '';
  }
}

const NOT_FOUND: DocumentResult = { status: 404 };
const NOTHING: InvalidationKeys = { articles: [] };

/** Returns the cache key of a feed, with a format's extension or another suffix. */
export function feedKey({ name, page }: Feed, ending: string, { kind }: Audience): string {
  return `feed ${name}${page === undefined ? '' : ` ${page}`}${ending}${kind === 'public' ? '' : ` for ${kind}`}`;
}

function comesIn({ formats }: FeedDefinition, format: Format): boolean {
  return formats === undefined || formats.includes(format.id);
}

/** Returns the cache tags of a feed: its name, and the keys of its stories and linked stories. */
function tagsOf({ name, views }: Selection): string[] {
  const ids = new Set([...views.map(({ id }) => id), ...views.flatMap(linksOf)]);
  return [`feed/${name}`, ...[...ids].flatMap((id) => keyOf(id) ?? [])];
}
