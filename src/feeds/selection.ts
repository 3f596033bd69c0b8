import type { Archive, Query } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { tombstonesSince } from '../article/public-life.ts';
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
  /** True for what only partners with a key see. */
  readonly isEntitled: boolean;
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
    isEntitled: asking.audience.kind === 'entitled',
    views,
    updated: latest(noticed) ?? born,
    changed: changed ?? born,
  };
}

const PAGE = 100;

interface Newest {
  readonly stories: readonly Story[];
  readonly tombstones: readonly Tombstone[];
  /** The last change of anything that is shown. */
  readonly changed: Instant | undefined;
}

async function newestViews(
  archive: Archive,
  { definition, most }: { definition: FeedDefinition; most: number },
  asking: Asking,
): Promise<Newest> {
  const { section } = definition;
  const term = section === undefined ? {} : { term: { kind: 'section', value: section } as const };
  const stories = await newestStories(archive, { ...term, most }, asking);
  // The whole feed shown, a notice stands where its story would be: not below the oldest one.
  const oldest = stories.length < most ? undefined : stories.at(-1)?.firstPublishedAt;
  const left = await latestLeft(archive, term, asking);
  const tombstones = left.tombstones.map((tombstone) =>
    oldest !== undefined && tombstone.firstPublishedAt < oldest ? { ...tombstone, noticeInFeeds: false } : tombstone,
  );
  const changes = [...stories, ...tombstones].map(({ lastChangedAt }) => lastChangedAt);
  return { stories, tombstones, changed: latest([...changes, left.lastChangedAt]) };
}

type Selecting = Pick<Query, 'term'> & { readonly most: number };

async function newestStories(
  archive: Archive,
  { term, most }: Selecting,
  { audience, instant }: Asking,
): Promise<Story[]> {
  const query = { until: instant, ...(term && { term }) };
  const held = audience.kind === 'public' ? [] : await archive.held({ ...query, limit: most });
  const stories: Story[] = [];
  const add = (articles: readonly Article[]): void => {
    for (const article of articles) {
      if (stories.length === most) return;
      const view = viewOf(article, audience, instant);
      if (view?.kind === 'story' && !view.expired) stories.push(view);
    }
  };
  add(held);
  let after: Article | undefined;
  do {
    const page: Article[] = await archive.latest({ ...query, inFeeds: true, limit: PAGE, ...(after && { after }) });
    add(page);
    after = page.length < PAGE || stories.length === most ? undefined : page.at(-1);
  } while (after !== undefined);
  return stories;
}

/** What was ever in the feed and is gone, for thirty days (law 11), and when the last story left it, by expiry too. */
async function latestLeft(
  archive: Archive,
  { term }: Pick<Query, 'term'>,
  { audience, instant }: Asking,
): Promise<{ readonly tombstones: readonly Tombstone[]; readonly lastChangedAt: Instant | undefined }> {
  const since = tombstonesSince(instant);
  const tombstones: Tombstone[] = [];
  let lastChangedAt: Instant | undefined;
  for (let offset = 0; ; offset += PAGE) {
    const page = await archive.left({ since, until: instant, limit: PAGE, offset, ...(term && { term }) });
    for (const article of page) {
      const view = viewOf(article, audience, instant);
      lastChangedAt = latest([lastChangedAt, view?.lastChangedAt]);
      if (view?.kind === 'tombstone' && tombstones.length < MOST_TOMBSTONES) tombstones.push(view);
    }
    if (page.length < PAGE || tombstones.length === MOST_TOMBSTONES) return { tombstones, lastChangedAt };
  }
}

function byPublication(a: View, b: View): number {
  if (a.firstPublishedAt !== b.firstPublishedAt) return a.firstPublishedAt < b.firstPublishedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
