import type { Archive } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { tombstoneEnds } from '../article/public-life.ts';
import { type Audience, type Story, type Tombstone, type View, viewOf } from '../article/view.ts';
import type { Publication } from '../publication/publication.ts';
import { type Instant, latest } from '../text/instant.ts';
import { type Direction, directionOf } from '../text/language.ts';
import type { FeedDefinition } from './definition.ts';

/** What a feed shows at one instant. */
export interface Selection extends FeedDefinition {
  readonly language: string;
  readonly direction: Direction;
  readonly content: 'full' | 'summary';
  /** Stories and, in their places, tombstones; newest first. */
  readonly views: readonly View[];
  /** The last change that a reader should notice. */
  readonly updated: Instant;
  /** The last change of any kind. */
  readonly changed: Instant;
}

/** Whom a selection is made for, and when. */
export interface Asking {
  readonly audience: Audience;
  readonly instant: Instant;
}

/** At most two hundred tombstones stand in a feed (law 11 of the life cycle). */
const MOST_TOMBSTONES = 200;

/** The newest stories of a feed, as many as the publication's feeds show. */
export async function select(
  archive: Archive,
  { publication, definition }: { publication: Publication; definition: FeedDefinition },
  asking: Asking,
): Promise<Selection> {
  const { stories, tombstones, changed } = await newestViews(
    archive,
    { definition, most: publication.feeds.items },
    asking,
  );
  const views = [...stories, ...tombstones].toSorted(byPublication);
  const born = `${publication.authority.year}-01-01T00:00:00Z` as Instant;
  const noticed = views.map((view) => (view.kind === 'story' ? view.updatedAt : view.hiddenAt));
  return {
    ...definition,
    language: publication.language,
    direction: directionOf(publication.language),
    content: publication.feeds.content,
    views,
    updated: latest(noticed) ?? born,
    changed: changed ?? born,
  };
}

const PAGE = 100;

interface Newest {
  readonly stories: readonly Story[];
  readonly tombstones: readonly Tombstone[];
  /** The last change of anything within the window, a story that has expired included. */
  readonly changed: Instant | undefined;
}

async function newestViews(
  archive: Archive,
  { definition, most }: { definition: FeedDefinition; most: number },
  { audience, instant }: Asking,
): Promise<Newest> {
  const { section } = definition;
  const term = section === undefined ? {} : { term: { kind: 'section', value: section } as const };
  const isEntitled = audience.kind === 'entitled';
  const held = isEntitled ? await archive.held({ ...term, until: instant, limit: most }) : [];
  const seen: View[] = held.map((article) => viewOf(article, audience, instant)).filter((view) => view !== undefined);
  let stories = seen.length;
  let after: Article | undefined;
  do {
    const query = { until: instant, limit: PAGE, ...term, ...(after && { after }) };
    const page: Article[] = await archive.latest(query);
    for (const article of page) {
      if (stories === most) break;
      const view = viewOf(article, audience, instant);
      if (view === undefined) continue;
      seen.push(view);
      if (view.kind === 'story' && !view.expired) stories++;
    }
    after = page.length < PAGE || stories === most ? undefined : page.at(-1);
  } while (after !== undefined);
  return {
    stories: seen.filter((view): view is Story => view.kind === 'story' && !view.expired),
    tombstones: seen
      .filter((view): view is Tombstone => view.kind === 'tombstone' && tombstoneEnds(view.hiddenAt) > instant)
      .slice(0, MOST_TOMBSTONES),
    changed: latest(seen.map(({ lastChangedAt }) => lastChangedAt)),
  };
}

function byPublication(a: View, b: View): number {
  if (a.firstPublishedAt !== b.firstPublishedAt) return a.firstPublishedAt < b.firstPublishedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
