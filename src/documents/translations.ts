import type { Archive } from '../archive/archive.ts';
import { keyOf } from '../article/identity.ts';
import type { Term } from '../article/terms.ts';
import { type Story, type View, viewOf } from '../article/view.ts';
import type { ViewContext } from '../feeds/views-at.ts';

/** Stories that are translations of each other, in any number of steps and directions. */
export interface TranslationGroups {
  /** Returns the group of a story, the original first, one story for each language; empty for a story outside of it. */
  readonly variantsOf: (id: string) => readonly Story[];
  /** Every article that was looked up, visible or not. */
  readonly articles: readonly string[];
  /** The terms of articles that would enter the groups. */
  readonly terms: readonly Term[];
}

/** Steps from a translation to its original, and back, that are followed. */
const MAX_STEPS = 8;
/** Limit for the stories of all groups of a page or a sitemap. */
const MAX_STORIES = 20_000;

/** Looks up the groups of views. Hidden stories connect nothing: their translations would reveal them. */
export async function translationGroups(
  views: readonly View[],
  archive: Archive,
  { audience, instant }: ViewContext,
): Promise<TranslationGroups> {
  const known = new Map<string, Story>();
  const seen = new Set<string>(views.map(({ id }) => id));
  for (const view of views) if (view.kind === 'story') known.set(view.id, view);
  let fresh = [...seen];
  for (let step = 0; step < MAX_STEPS && fresh.length > 0 && seen.size < MAX_STORIES; step++) {
    const parents = fresh.flatMap((id) => originalsOf(known.get(id)));
    const children = await archive.feeds.translations([...fresh, ...parents]);
    fresh = [...new Set([...parents, ...children.map(({ id }) => id)])].filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    for (const article of await archive.articles.byIds(fresh)) {
      const view = viewOf(article, audience, instant);
      if (view?.kind === 'story') known.set(view.id, view);
    }
  }
  const groups = groupsOf([...known.values()]);
  return {
    variantsOf: (id) => groups.get(id) ?? [],
    articles: [...seen],
    terms: [...seen].map((id): Term => ({ kind: 'translation', value: keyOf(id) ?? '' })),
  };
}

function originalsOf(story: Story | undefined): string[] {
  const related = story?.related ?? [];
  return related.flatMap(({ relation, article }) => (relation === 'translationOf' ? (article ?? []) : []));
}

/** Connects stories by the originals that they name. */
function groupsOf(stories: readonly Story[]): Map<string, readonly Story[]> {
  const leaders = new Map<string, string>();
  const leaderOf = (id: string): string => {
    let leader = id;
    for (let next = leaders.get(leader); next !== undefined; next = leaders.get(leader)) leader = next;
    if (leader !== id) leaders.set(id, leader);
    return leader;
  };
  for (const story of stories) {
    for (const original of originalsOf(story)) {
      const [one, other] = [leaderOf(story.id), leaderOf(original)].toSorted();
      if (one !== undefined && other !== undefined && one !== other) leaders.set(other, one);
    }
  }
  const groups = new Map<string, readonly Story[]>();
  for (const members of Map.groupBy(stories, ({ id }) => leaderOf(id)).values()) {
    if (members.length < 2) continue;
    const variants = onePerLanguage(members);
    for (const { id } of variants) groups.set(id, variants);
  }
  return groups;
}

/**
 * Returns the original first, and of several stories in one language the earliest: every page of a group lists the same
 * stories (Google, localized versions).
 */
function onePerLanguage(members: readonly Story[]): Story[] {
  const ids = new Set(members.map(({ id }) => id));
  const isOriginal = (story: Story): boolean => !originalsOf(story).some((id) => ids.has(id) && id !== story.id);
  const rank = (story: Story): string => `${isOriginal(story) ? 0 : 1} ${story.firstPublishedAt} ${story.id}`;
  const ordered = members.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const byLanguage = new Map<string, Story>();
  for (const story of ordered) if (!byLanguage.has(story.language)) byLanguage.set(story.language, story);
  return byLanguage.size < 2 ? [] : [...byLanguage.values()];
}
