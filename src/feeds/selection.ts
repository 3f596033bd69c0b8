import type { Archive } from '../archive/archive.ts';
import type { EntryQuery, FeedEntry, SequenceRange } from '../archive/feed-index.ts';
import type { FeedPages } from '../archive/feed-pages.ts';
import { type Story, type Tombstone, type View, viewOf } from '../article/view.ts';
import { windowStart } from '../article/windows.ts';
import { epochOf } from '../publication/epoch.ts';
import type { Publication } from '../publication/publication.ts';
import { defined } from '../text/defined.ts';
import { type Instant, latest } from '../text/instant.ts';
import { type Direction, directionOf } from '../text/language.ts';
import type { FeedDefinition } from './definition.ts';
import { closedPart, type History, openPart } from './history.ts';
import { currentStories, type ViewContext, viewsAt } from './views-at.ts';

/** The content of a feed at one instant. */
export interface Selection extends FeedDefinition {
  readonly direction: Direction;
  /** True for feeds that only partners with a key can read. */
  readonly isEntitled: boolean;
  /** Position in the log up to which a partner has the changes; absent for the whole feed. */
  readonly excerpt?: number;
  /** Stories, and tombstones at their positions; newest first. */
  readonly views: readonly View[];
  readonly history: History;
  /** Time of the last change that a reader should notice. */
  readonly updated: Instant;
  /** Time of the last change of any kind. */
  readonly changed: Instant;
}

/** Returns the views of entries, in their order; a cache may supply them. */
export type ViewsOf = (entries: readonly FeedEntry[], viewContext: ViewContext) => Promise<(View | undefined)[]>;

/** Dependencies of a selection. */
export interface SelectionDeps {
  readonly archive: Archive;
  readonly pages: FeedPages;
  readonly publication: Publication;
  readonly viewsOf?: ViewsOf;
}

/** Largest number of tombstones in a feed (law 11 of the life cycle). */
const MAX_TOMBSTONES = 200;

/** Largest number of stories that are in a feed because of a correction in the last week. */
const MAX_CORRECTED = 200;

/**
 * Returns the newest stories of a feed and everything published since its last page was closed; or the content of a
 * closed page.
 * @param page counted from the oldest; the feed itself if absent
 * @returns `undefined` if the page does not exist
 */
export async function select(
  deps: SelectionDeps,
  { definition, page }: { readonly definition: FeedDefinition; readonly page?: number },
  viewContext: ViewContext,
): Promise<Selection | undefined> {
  const { archive, publication } = deps;
  const part = await partOf(deps, defined({ definition, page }));
  if (part === undefined) return undefined;
  const stories = await storiesOf(deps, definition, { ...part, viewContext });
  const { tombstones, lastChangedAt } = await latestLeft(
    archive,
    defined({ definition, within: page === undefined ? undefined : part.within }),
    viewContext,
  );
  const selection = selectionOf(publication, definition, { views: [...stories, ...tombstones], viewContext });
  const changed = latest([selection.changed, lastChangedAt]) ?? selection.changed;
  return { ...selection, history: part.history, changed };
}

/** Returns a selection of some views, in the order of its feed. */
export function selectionOf(
  publication: Publication,
  definition: FeedDefinition,
  { views: found, viewContext }: { readonly views: readonly View[]; readonly viewContext: ViewContext },
): Selection {
  const views = inOrder(found, definition);
  const epoch = epochOf(publication);
  const noticed = views.map((view) => (view.kind === 'story' ? view.updatedAt : view.noticeAt));
  return {
    ...definition,
    direction: directionOf(definition.language),
    isEntitled: viewContext.audience.embargoed,
    views,
    history: {},
    updated: latest(noticed) ?? epoch,
    changed: latest(views.map(({ lastChangedAt }) => lastChangedAt)) ?? epoch,
  };
}

interface Part {
  readonly within: SequenceRange;
  readonly history: History;
}

async function partOf(
  { archive, pages }: SelectionDeps,
  { definition, page }: { readonly definition: FeedDefinition; readonly page?: number },
): Promise<Part | undefined> {
  if (page !== undefined) return closedPart(pages, definition.name, page);
  return openPart({ archive, pages }, definition);
}

async function storiesOf(
  deps: SelectionDeps,
  { terms, items }: FeedDefinition,
  { within, history, viewContext }: Part & { readonly viewContext: ViewContext },
): Promise<Story[]> {
  const { archive } = deps;
  const until = viewContext.instant;
  if (history.page !== undefined) return shown(deps, { terms, until, within, limit: MAX_ON_PAGE }, viewContext);
  const held = viewContext.audience.embargoed ? await archive.feeds.embargoed({ terms, until, limit: items }) : [];
  const stories = [
    ...currentStories(held.map((article) => viewOf(article, viewContext.audience, until))),
    ...(await newest(deps, { terms, until, limit: items }, viewContext)),
    ...(await shown(deps, { terms, until, within, limit: MAX_ON_PAGE }, viewContext)),
    // A correction keeps its story in every feed for a week, so that readers of the mistake see it; and so does the newest
    // update of a live page.
    ...(await shown(
      deps,
      { terms, until, correctedSince: windowStart('correction', until), limit: MAX_CORRECTED },
      viewContext,
    )),
  ];
  return [...new Map(stories.map((story) => [story.id, story])).values()];
}

/** A page is closed with as many stories as a feed shows; later changes of terms may add some. */
const MAX_ON_PAGE = 2000;

/** Returns the newest visible ones: some of the recorded ones have expired since. */
async function newest(deps: SelectionDeps, query: EntryQuery, viewContext: ViewContext): Promise<Story[]> {
  for (let limit = query.limit + 5; ; limit *= 4) {
    const entries = await deps.archive.feeds.entries({ ...query, limit });
    const stories = await storiesAt(deps, entries, viewContext);
    // Stories that may not go everywhere come in addition: a format may have to leave them out.
    const counted = stories.filter(isUnlimited);
    const last = counted[query.limit - 1];
    if (last !== undefined) return stories.slice(0, stories.indexOf(last) + 1);
    if (entries.length < limit) return stories;
  }
}

function isUnlimited({ rights: { destinations, excluded } }: Story): boolean {
  return destinations === undefined && excluded === undefined;
}

async function shown(deps: SelectionDeps, query: EntryQuery, viewContext: ViewContext): Promise<Story[]> {
  return storiesAt(deps, await deps.archive.feeds.entries(query), viewContext);
}

async function storiesAt(
  { archive, viewsOf }: SelectionDeps,
  entries: readonly FeedEntry[],
  viewContext: ViewContext,
): Promise<Story[]> {
  const views = viewsOf?.(entries, viewContext) ?? viewsAt(archive.articles, entries, viewContext);
  return currentStories(await views);
}

const BATCH_SIZE = 100;

/**
 * Returns former entries of the feed that were withdrawn within thirty days (law 11), and the time of the last removal.
 */
async function latestLeft(
  archive: Archive,
  { definition: { terms }, within }: { readonly definition: FeedDefinition; readonly within?: SequenceRange },
  { audience, instant }: ViewContext,
): Promise<{ readonly tombstones: readonly Tombstone[]; readonly lastChangedAt: Instant | undefined }> {
  const since = windowStart('tombstone', instant);
  const tombstones: Tombstone[] = [];
  let lastChangedAt: Instant | undefined;
  for (let offset = 0; ; offset += BATCH_SIZE) {
    const query = { terms, since, until: instant, limit: BATCH_SIZE, offset, ...(within && { within }) };
    const page = await archive.feeds.departed(query);
    for (const article of page) {
      const view = viewOf(article, audience, instant);
      lastChangedAt = latest([lastChangedAt, view?.lastChangedAt]);
      if (view?.kind === 'tombstone' && tombstones.length < MAX_TOMBSTONES) tombstones.push(view);
    }
    if (page.length < BATCH_SIZE || tombstones.length === MAX_TOMBSTONES) return { tombstones, lastChangedAt };
  }
}

/** Returns the time by which lists are sorted: the first publication, of a live page its newest update. */
export function listTime(view: View): Instant {
  return view.kind === 'story' && view.live !== undefined ? view.updatedAt : view.firstPublishedAt;
}

/** Sorts views, newest first; in a list of corrections by the latest correction. */
function inOrder(views: readonly View[], { terms }: FeedDefinition): View[] {
  const isByCorrection = terms.some(({ kind }) => kind === 'corrected');
  const timeOf = (view: View): Instant => {
    const corrected = view.kind === 'story' ? view.notices.findLast(({ kind }) => kind === 'correction') : undefined;
    return isByCorrection ? (corrected?.at ?? listTime(view)) : listTime(view);
  };
  return views.toSorted((a, b) => {
    if (timeOf(a) !== timeOf(b)) return timeOf(a) < timeOf(b) ? 1 : -1;
    return a.id < b.id ? -1 : 1;
  });
}
