import type { Archive, Place, PlaceQuery, Range } from '../archive/archive.ts';
import type { FeedPages } from '../archive/feed-pages.ts';
import type { Article } from '../article/article.ts';
import { correctionsSince, tombstonesSince } from '../article/public-life.ts';
import { type Audience, type Story, type Tombstone, type View, viewOf } from '../article/view.ts';
import type { Publication } from '../publication/publication.ts';
import { type Instant, latest } from '../text/instant.ts';
import { type Direction, directionOf } from '../text/language.ts';
import type { FeedDefinition } from './definition.ts';
import { closedPart, type History, openPart } from './history.ts';

/** The content of a feed at one instant. */
export interface Selection extends FeedDefinition {
  readonly language: string;
  readonly direction: Direction;
  /** True for feeds that only partners with a key can read. */
  readonly isEntitled: boolean;
  /** Stories, and tombstones at their positions; newest first. */
  readonly views: readonly View[];
  readonly history: History;
  /** Time of the last change that a reader should notice. */
  readonly updated: Instant;
  /** Time of the last change of any kind. */
  readonly changed: Instant;
}

/** Whom a selection is made for, and when. */
export interface Asking {
  readonly audience: Audience;
  readonly instant: Instant;
}

/** Returns the views of entries, in their order; a cache may supply them. */
export type ViewsOf = (places: readonly Place[], asking: Asking) => Promise<(View | undefined)[]>;

/** What a selection is made of. */
export interface Reach {
  readonly archive: Archive;
  readonly pages: FeedPages;
  readonly publication: Publication;
  readonly viewsOf?: ViewsOf;
}

/** Largest number of tombstones in a feed (law 11 of the life cycle). */
const MOST_TOMBSTONES = 200;

/** Largest number of stories that are in a feed because of a correction in the last week. */
const MOST_CORRECTED = 200;

/**
 * Returns the newest stories of a feed and everything published since its last page was closed; or the content of a
 * closed page.
 * @param page counted from the oldest; the feed itself if absent
 * @returns `undefined` if the page does not exist
 */
export async function select(
  reach: Reach,
  { definition, page }: { readonly definition: FeedDefinition; readonly page?: number },
  asking: Asking,
): Promise<Selection | undefined> {
  const { archive, publication } = reach;
  const part = await partOf(reach, { definition, ...(page === undefined ? {} : { page }) }, asking);
  if (part === undefined) return undefined;
  const stories = await storiesOf(reach, definition, { ...part, asking });
  // In a complete feed a tombstone is at the position of its story: not below the oldest story.
  const oldest = stories.length < definition.items ? undefined : stories.at(-1)?.firstPublishedAt;
  const left = await latestLeft(
    archive,
    { definition, ...(page === undefined ? {} : { within: part.within }) },
    asking,
  );
  const tombstones = left.tombstones.map((tombstone) =>
    oldest !== undefined && tombstone.firstPublishedAt < oldest ? { ...tombstone, noticeInFeeds: false } : tombstone,
  );
  const views = inOrder([...stories, ...tombstones], definition);
  const born = `${publication.authority.year}-01-01T00:00:00Z` as Instant;
  const noticed = views.map((view) => (view.kind === 'story' ? view.updatedAt : view.hiddenAt));
  return {
    ...definition,
    language: publication.language,
    direction: directionOf(publication.language),
    isEntitled: asking.audience.kind === 'entitled',
    views,
    history: part.history,
    updated: latest(noticed) ?? born,
    changed: latest([...views.map(({ lastChangedAt }) => lastChangedAt), left.lastChangedAt]) ?? born,
  };
}

interface Part {
  readonly within: Range;
  readonly history: History;
}

/** Partners have no history: their views differ. */
async function partOf(
  { archive, pages }: Reach,
  { definition, page }: { readonly definition: FeedDefinition; readonly page?: number },
  { audience }: Asking,
): Promise<Part | undefined> {
  if (page !== undefined) return closedPart(pages, definition.name, page);
  if (audience.kind === 'entitled') return { within: { after: Number.MAX_SAFE_INTEGER }, history: {} };
  return openPart({ archive, pages }, definition);
}

async function storiesOf(
  reach: Reach,
  { terms, items }: FeedDefinition,
  { within, history, asking }: Part & { readonly asking: Asking },
): Promise<Story[]> {
  const { archive } = reach;
  const until = asking.instant;
  if (history.page !== undefined) return shown(reach, { terms, until, within, limit: MOST_ON_A_PAGE }, asking);
  const held = asking.audience.kind === 'public' ? [] : await archive.held({ terms, until, limit: items });
  const stories = [
    ...held.flatMap((article) => storyIn(viewOf(article, asking.audience, until))),
    ...(await newest(reach, { terms, until, limit: items }, asking)),
    ...(await shown(reach, { terms, until, within, limit: MOST_ON_A_PAGE }, asking)),
    // A correction keeps its story in every feed for a week, so that readers of the mistake see it.
    ...(await shown(reach, { terms, until, correctedSince: correctionsSince(until), limit: MOST_CORRECTED }, asking)),
  ];
  return [...new Map(stories.map((story) => [story.id, story])).values()];
}

/** A page is closed with as many stories as a feed shows; later changes of terms may add some. */
const MOST_ON_A_PAGE = 2000;

/** Returns the newest visible ones: some of the recorded ones have expired since. */
async function newest(reach: Reach, query: PlaceQuery, asking: Asking): Promise<Story[]> {
  for (let limit = query.limit + 5; ; limit *= 4) {
    const places = await reach.archive.places({ ...query, limit });
    const stories = await storiesAt(reach, places, asking);
    if (stories.length >= query.limit || places.length < limit) return stories.slice(0, query.limit);
  }
}

async function shown(reach: Reach, query: PlaceQuery, asking: Asking): Promise<Story[]> {
  return storiesAt(reach, await reach.archive.places(query), asking);
}

async function storiesAt({ archive, viewsOf }: Reach, places: readonly Place[], asking: Asking): Promise<Story[]> {
  const views = await (viewsOf ?? ((some) => storedViews(archive, some, asking)))(places, asking);
  return views.flatMap(storyIn);
}

async function storedViews(
  archive: Archive,
  places: readonly Place[],
  { audience, instant }: Asking,
): Promise<(View | undefined)[]> {
  const articles = await archive.byIds(places.map(({ id }) => id));
  const byId = new Map(articles.map((article): [string, Article] => [article.id, article]));
  return places.map(({ id }) => {
    const article = byId.get(id);
    return article && viewOf(article, audience, instant);
  });
}

function storyIn(view: View | undefined): Story[] {
  return view?.kind === 'story' && !view.expired ? [view] : [];
}

const PAGE = 100;

/**
 * Returns former entries of the feed that were withdrawn within thirty days (law 11), and the time of the last removal.
 */
async function latestLeft(
  archive: Archive,
  { definition: { terms }, within }: { readonly definition: FeedDefinition; readonly within?: Range },
  { audience, instant }: Asking,
): Promise<{ readonly tombstones: readonly Tombstone[]; readonly lastChangedAt: Instant | undefined }> {
  const since = tombstonesSince(instant);
  const tombstones: Tombstone[] = [];
  let lastChangedAt: Instant | undefined;
  for (let offset = 0; ; offset += PAGE) {
    const query = { terms, since, until: instant, limit: PAGE, offset, ...(within && { within }) };
    const page = await archive.left(query);
    for (const article of page) {
      const view = viewOf(article, audience, instant);
      lastChangedAt = latest([lastChangedAt, view?.lastChangedAt]);
      if (view?.kind === 'tombstone' && tombstones.length < MOST_TOMBSTONES) tombstones.push(view);
    }
    if (page.length < PAGE || tombstones.length === MOST_TOMBSTONES) return { tombstones, lastChangedAt };
  }
}

/** Newest first; in a list of corrections the latest correction. */
function inOrder(views: readonly View[], { terms }: FeedDefinition): View[] {
  const isByCorrection = terms.some(({ kind }) => kind === 'corrected');
  const hour = (view: View): Instant => {
    const corrected = view.kind === 'story' ? view.notices.findLast(({ kind }) => kind === 'correction') : undefined;
    return isByCorrection ? (corrected?.at ?? view.firstPublishedAt) : view.firstPublishedAt;
  };
  return views.toSorted((a, b) => {
    if (hour(a) !== hour(b)) return hour(a) < hour(b) ? 1 : -1;
    return a.id < b.id ? -1 : 1;
  });
}
