import type { Archive } from '../archive/archive.ts';
import { furtherTerms, type Term } from '../article/terms.ts';
import type { Story } from '../article/view.ts';
import { currentStories, type ViewContext, viewsAt } from '../feeds/views-at.ts';
import type { FurtherStories, FurtherStory } from '../formats/format.ts';
import { primaryLanguage } from '../text/language.ts';
import { nameKey } from '../text/name-key.ts';

/** The stories to read after a story, with what changes them. */
export interface Further {
  readonly further: FurtherStories;
  readonly articles: readonly string[];
  /** The terms of stories that would enter the lists. */
  readonly terms: readonly Term[];
}

/** Largest number of stories in each list. */
const MAX_STORIES = 4;
/** Newest stories that are looked at for each term. */
const CANDIDATES = 12;

/**
 * Finds the stories to read after a story, in its language: those that share most of its subjects, the newest first, then
 * the newest ones of its section. No story is listed twice, and none that the story links to itself.
 */
export async function furtherStories(story: Story, archive: Archive, viewContext: ViewContext): Promise<Further> {
  const language: Term = { kind: 'language', value: nameKey(primaryLanguage(story.language)) };
  const newest = async (term: Term): Promise<Story[]> => {
    const entries = await archive.feeds.entries({
      terms: [term, language],
      until: viewContext.instant,
      limit: CANDIDATES,
    });
    return currentStories(await viewsAt(archive.articles, entries, viewContext));
  };
  const [section, ...subjects] = furtherTerms(story);
  const listed = new Set([story.id, ...story.related.flatMap(({ article }) => article ?? [])]);
  const shared = new Map<string, { readonly story: Story; count: number }>();
  for (const subject of subjects) {
    for (const other of await newest(subject)) {
      const before = shared.get(other.id);
      if (before === undefined) shared.set(other.id, { story: other, count: 1 });
      else before.count++;
    }
  }
  const bySubject = [...shared.values()].toSorted((a, b) => b.count - a.count || byTime(a.story, b.story));
  const related = take(
    bySubject.map((one) => one.story),
    listed,
  );
  const ofSection = take(await newest(section), listed);
  return {
    further: { related: related.map(linkOf), section: ofSection.map(linkOf) },
    articles: [...related, ...ofSection].map(({ id }) => id),
    terms: [section, ...subjects],
  };
}

function take(stories: readonly Story[], listed: Set<string>): Story[] {
  const taken = stories.filter(({ id }) => !listed.has(id)).slice(0, MAX_STORIES);
  for (const { id } of taken) listed.add(id);
  return taken;
}

function byTime(a: Story, b: Story): number {
  if (a.firstPublishedAt !== b.firstPublishedAt) return a.firstPublishedAt < b.firstPublishedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

function linkOf({ slug, headline, firstPublishedAt }: Story): FurtherStory {
  return { slug, headline, firstPublishedAt };
}
