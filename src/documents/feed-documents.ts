import type { LogPosition } from '../archive/change-log.ts';
import type { FeedPages } from '../archive/feed-pages.ts';
import { type Audience, audienceName, isPublicAudience, PUBLIC, SUBSCRIBER } from '../article/audience.ts';
import { ALL, hasTerms } from '../article/terms.ts';
import type { FeedAddress } from '../feeds/address.ts';
import { changedSince, type Excerpt } from '../feeds/changed-since.ts';
import { type FeedDefinition, feedAt } from '../feeds/definition.ts';
import type { History } from '../feeds/history.ts';
import { type Selection, select } from '../feeds/selection.ts';
import type { ViewContext } from '../feeds/views-at.ts';
import { destinedFeed } from '../formats/destination.ts';
import { type Format, type Site, settingsContext, viewsFor } from '../formats/format.ts';
import { defined } from '../text/defined.ts';
import { type Instant, latest } from '../text/instant.ts';
import type { PageOf } from './article-documents.ts';
import { type CachedSelection, cachedSelection, endsBetween, NOTHING, STABLE_TERMS } from './cached-selection.ts';
import type { Invalidation } from './change-tracker.ts';
import { contextFor, linksOf } from './context.ts';
import { DependencyCache, type Making } from './dependency-cache.ts';
import { hashOf } from './document.ts';
import { type DatedDraft, type DocumentResult, NOT_FOUND } from './document-cache.ts';
import type { DocumentDeps } from './documents.ts';
import { feedHeaders, purgedBy } from './feed-links.ts';
import { inEnvelope, type Piece } from './pieces.ts';
import { render } from './rendering.ts';
import { type Fragment, StoryViews } from './story-views.ts';
import { Turns } from './turns.ts';
import { listHeaders } from './usage-headers.ts';

/** A feed: a parsed address, or a feed that the publication defines. */
export type Feed = Pick<FeedAddress, 'name' | 'terms' | 'page'>;

/** A feed as a partner with a key requests it. */
export interface PartnerFeed extends Feed {
  /** Only what has changed after this position in the log. */
  readonly since?: LogPosition;
  /** Largest number of stories and tombstones since then. */
  readonly limit?: number;
}

/** A feed document for a partner. */
export interface PartnerDocument extends Pick<Excerpt, 'position'> {
  readonly text: string;
  readonly history: History;
}

/** Number of stories in a partner's next part of a feed, if the request states none. */
const DEFAULT_LIMIT = 100;

/** Dependencies of feed documents. */
export interface FeedDocumentDeps extends DocumentDeps {
  readonly pages: FeedPages;
  /** In bytes. */
  readonly budgets: { readonly stories: number; readonly selections: number };
}

/** Documents of feeds: for the public, and for subscribers of paid stories. */
export class FeedDocuments {
  readonly #deps: FeedDocumentDeps;
  /** Views by the name of the audience. */
  readonly #stories: ReadonlyMap<string, StoryViews>;
  readonly #selections: DependencyCache<CachedSelection>;

  constructor(deps: FeedDocumentDeps) {
    const { archive, tracker, budgets } = deps;
    this.#deps = deps;
    const stories = (audience: Audience, budget: number) => new StoryViews(archive, tracker, { audience, budget });
    this.#stories = new Map([
      [audienceName(PUBLIC), stories(PUBLIC, budgets.stories)],
      [audienceName(SUBSCRIBER), stories(SUBSCRIBER, Math.ceil(budgets.stories / 4))],
    ]);
    this.#selections = new DependencyCache(archive, tracker, {
      budget: budgets.selections,
      update: (value, invalidation) => this.#updated(value, invalidation),
    });
  }

  /** Bytes cached for rendering feeds. */
  get size(): number {
    return [...this.#stories.values()].reduce((sum, { size }) => sum + size, this.#selections.size);
  }

  /** Returns a feed in a data format. */
  feed(feed: Feed, format: Format, { audience, instant: now }: ViewContext): Promise<DocumentResult> {
    const key = feedKey(feed, format.extension, audience);
    return this.#deps.documentCache.get(key, now, async (instant) => {
      const { selection, invalidatedBy } = await this.#selection(feed, { audience, instant });
      if (selection === undefined || !isAvailableIn(selection, format, this.#deps.site()))
        return { made: NOT_FOUND, invalidatedBy };
      if (selection.history.page !== undefined && format.history !== true) return { made: NOT_FOUND, invalidatedBy };
      const stories = this.#stories.get(audienceName(audience));
      // Other audiences get feeds of their own, `forAudience`.
      if (stories === undefined) throw new RangeError(`feeds for ${audienceName(audience)} are not cached`);
      const site = this.#deps.site();
      const { made, links } = await stories.fragments(format, selection, { site, instant });
      const withDate = (changed: Instant) => this.#written(format, { ...selection, changed }, made);
      const draft = {
        ...withDate(selection.changed),
        mediaType: format.feedMediaType ?? format.mediaType,
        lastModified: selection.changed,
        ...purgedBy(selection, links),
        headers: feedHeaders(selection, format, this.#deps.site()),
        ...(format.datesItself === true ? { withDate } : {}),
      };
      return { made: draft, invalidatedBy };
    });
  }

  /** Returns a page for people with a feed's stories. */
  page(
    feed: Feed,
    kind: string,
    { page, now }: { readonly page: PageOf<Selection>; readonly now: Instant },
  ): Promise<DocumentResult> {
    return this.#deps.documentCache.get(feedKey(feed, ` ${kind}`, PUBLIC), now, async (instant) => {
      const { selection, invalidatedBy } = await this.#selection(feed, { audience: PUBLIC, instant });
      if (selection === undefined) return { made: NOT_FOUND, invalidatedBy };
      const deps = { archive: this.#deps.archive, site: this.#deps.site() };
      const context = await contextFor(selection.views, deps, { audience: PUBLIC, instant });
      const draft: DatedDraft = {
        text: await page(selection, context),
        mediaType: 'text/html',
        lastModified: selection.changed,
        ...purgedBy(
          selection,
          selection.views.flatMap(linksOf).filter((id) => context.storyOf(id) !== undefined),
        ),
        headers: listHeaders(selection.views, this.#deps.site()),
      };
      return { made: draft, invalidatedBy };
    });
  }

  /** Returns a feed in a format for one partner; rendered for each request, since it is not shared. */
  async forAudience(feed: PartnerFeed, format: Format, viewContext: ViewContext): Promise<PartnerDocument | undefined> {
    const { archive, documentCache, onRefused } = this.#deps;
    const site = this.#deps.site();
    const definition = await this.#definition(feed, viewContext.instant);
    if (definition === undefined || !isAvailableIn(definition, format, site)) return undefined;
    const excerpt = await this.#forPartner(feed, definition, viewContext);
    if (excerpt === undefined) return undefined;
    const { selection } = excerpt;
    const context = await contextFor(selection.views, { archive, site }, viewContext);
    const turns = new Turns();
    const fragments: string[] = [];
    for (const view of viewsFor(format, selection)) {
      const made = await render(view, { format, rendering: { feed: selection } }, context);
      if (made !== undefined && 'text' in made) fragments.push(made.text);
      else if (made !== undefined) onRefused(made.refused);
      await turns.giveWay();
    }
    const destined = destinedFeed(selection, format, context.destination);
    // Lists of partners are versioned like public ones.
    const withDate = (changed: Instant) => ({
      text: format.envelope?.({ ...destined, changed }, fragments, context) ?? '',
    });
    const draft = {
      ...withDate(selection.changed),
      mediaType: format.mediaType,
      lastModified: selection.changed,
      withDate,
    };
    // The part that a partner has not read yet is a list of its own.
    const text =
      selection.excerpt !== undefined
        ? draft.text
        : await documentCache.text(feedKey(feed, format.extension, viewContext.audience), draft, viewContext.instant);
    return { text, position: excerpt.position, history: selection.history };
  }

  async #forPartner(
    { page, since, limit }: PartnerFeed,
    definition: FeedDefinition,
    viewContext: ViewContext,
  ): Promise<Excerpt | undefined> {
    const { archive, pages } = this.#deps;
    const { publication } = this.#deps.site();
    if (since !== undefined) {
      return changedSince({ archive, publication }, { definition, since, limit: limit ?? DEFAULT_LIMIT }, viewContext);
    }
    // Changes from now on are sent with the next request.
    const kind = viewContext.audience.embargoed ? 'all' : 'public';
    const position = await archive.log.positionAt(viewContext.instant, kind);
    const selection = await select({ archive, pages, publication }, defined({ definition, page }), viewContext);
    return selection && { selection, position };
  }

  #definition(feed: Feed, instant: Instant): Promise<FeedDefinition | undefined> {
    const { archive } = this.#deps;
    return feedAt(feed, { archive, publication: this.#deps.site().publication }, instant);
  }

  /** Returns the selection of a feed, which its formats share. */
  #selection(feed: Feed, viewContext: ViewContext): Promise<CachedSelection> {
    const key = feedKey(feed, ' selection', viewContext.audience);
    return this.#selections.get(key, viewContext.instant, async (instant) => {
      const { archive, pages } = this.#deps;
      const definition = await this.#definition(feed, instant);
      if (definition === undefined)
        return {
          value: { selection: undefined, invalidatedBy: NOTHING, audience: viewContext.audience, instant },
          invalidatedBy: NOTHING,
        };
      const stories = this.#stories.get(audienceName(viewContext.audience));
      const deps = {
        archive,
        pages,
        publication: this.#deps.site().publication,
        ...(stories && { viewsOf: stories.viewsOf.bind(stories) }),
      };
      const page = feed.page === undefined ? {} : { page: feed.page };
      const selection = await select(deps, { definition, ...page }, { ...viewContext, instant });
      const terms = definition.terms.length === 0 ? [ALL] : definition.terms;
      return cachedSelection({ selection, audience: viewContext.audience, instant }, terms);
    });
  }

  /**
   * Brings a selection up to date after changes that leave all of its stories at their positions: most changes are of the
   * text alone. Every other change drops the selection.
   */
  #updated(
    { selection, invalidatedBy: { terms = [], articles }, audience, instant: since }: CachedSelection,
    { articles: changed, current, instant }: Invalidation,
  ): Making<CachedSelection> | undefined {
    const stories = this.#stories.get(audienceName(audience));
    // Other feeds are named by their newest story, or in another order.
    const isStable = terms.every(({ kind }) => STABLE_TERMS.has(kind));
    if (selection === undefined || stories === undefined || !isStable || selection.history.page !== undefined)
      return undefined;
    // The parts of stories with links to a changed one are rendered again.
    if (selection.views.some((view) => linksOf(view).some((id) => changed.has(id)))) return undefined;
    // A story leaves with the end of its correction, a tombstone after thirty days.
    if (selection.views.some((view) => endsBetween(view, since, instant))) return undefined;
    const views = [...selection.views];
    const known = new Set(articles);
    for (const id of changed) {
      const article = current.get(id);
      const index = views.findIndex((view) => view.id === id);
      const before = views[index];
      if (before === undefined) {
        // It is linked, or may enter.
        if (known.has(id) || article === undefined || hasTerms(article, terms)) return undefined;
        continue;
      }
      const view = article && stories.replace(before, article, instant);
      if (view === undefined) return undefined;
      // An update of a live page moves it to another position.
      if (view.kind === 'story' && view.live !== undefined) return undefined;
      views[index] = view;
    }
    const changedAt = latest([selection.changed, ...views.map(({ lastChangedAt }) => lastChangedAt)]);
    const updated = latest(views.map((view) => (view.kind === 'story' ? view.updatedAt : view.noticeAt)));
    return cachedSelection(
      {
        selection: {
          ...selection,
          views,
          updated: updated ?? selection.updated,
          changed: changedAt ?? selection.changed,
        },
        audience,
        instant: since,
      },
      terms,
    );
  }

  #written(format: Format, selection: Selection, made: readonly Fragment[]): Written {
    const pieces: Piece[] = [];
    for (const one of made) {
      if (one === undefined) continue;
      if ('bytes' in one) pieces.push(one);
      else this.#deps.onRefused(one.refused);
    }
    const context = settingsContext(this.#deps.site());
    const feed = destinedFeed(selection, format);
    const envelope = (fragments: readonly string[]): string => format.envelope?.(feed, fragments, context) ?? '';
    const joined = format.parsesItems === true ? undefined : inEnvelope(pieces, envelope);
    if (joined !== undefined) return { text: joined.bytes, hash: joined.hash };
    const text = Buffer.from(envelope(pieces.map(({ bytes }) => bytes.toString())));
    return { text: () => text, hash: hashOf(text) };
  }
}

/** A feed document, with its digest. */
interface Written {
  readonly text: () => Buffer;
  readonly hash: string;
}

/** Returns the cache key of a feed, with a format's extension or another suffix. */
export function feedKey({ name, page }: Feed, ending: string, audience: Audience): string {
  const number = page === undefined ? '' : ` ${page}`;
  return `feed ${name}${number}${ending}${isPublicAudience(audience) ? '' : ` for ${audienceName(audience)}`}`;
}

function isAvailableIn({ formats }: FeedDefinition, format: Format, site: Site): boolean {
  return (formats === undefined || formats.includes(format.id)) && format.isOffered?.(site) !== false;
}
