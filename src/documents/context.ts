import type { Archive } from '../archive/archive.ts';
import { keyOf } from '../article/identity.ts';
import type { Term } from '../article/terms.ts';
import { type Story, type View, viewOf } from '../article/view.ts';
import type { ViewContext } from '../feeds/views-at.ts';
import type { FormatContext, Site } from '../formats/format.ts';

/**
 * Returns the context of views: linked stories are looked up beforehand, since formats are synchronous. A story that
 * the audience may not see is absent.
 */
export async function contextFor(
  views: readonly View[],
  { archive, site }: { readonly archive: Archive; readonly site: Site },
  { audience, instant }: ViewContext,
): Promise<FormatContext> {
  const known = new Map<string, Story>();
  for (const view of views) if (view.kind === 'story') known.set(view.id, view);
  const wanted = new Set(views.flatMap(linksOf)).difference(known);
  for (const article of wanted.size === 0 ? [] : await archive.articles.byIds([...wanted])) {
    const view = viewOf(article, audience, instant);
    if (view?.kind === 'story') known.set(view.id, view);
  }
  return { ...site, storyOf: (id) => known.get(id) };
}

/** Returns the ids of linked stories, visible or not. */
export function linksOf(view: View | undefined): string[] {
  return view?.kind === 'story' ? view.related.flatMap(({ article }) => article ?? []) : [];
}

/** A context with translations, and the articles that were looked up. */
export interface Variants {
  readonly context: FormatContext;
  /** Every article that was looked up, visible or not. */
  readonly articles: readonly string[];
}

/** Returns the context of views with translations, which pages, JSON-LD and sitemaps list. */
export async function contextWithVariants(
  views: readonly View[],
  deps: { readonly archive: Archive; readonly site: Site },
  viewContext: ViewContext,
): Promise<Variants> {
  const originals = new Set(views.map(originalOf));
  const translations = await deps.archive.feeds.translations([...originals]);
  const ids = [...new Set([...originals, ...translations.map(({ id }) => id)])];
  const known = new Map<string, Story>();
  for (const view of views) if (view.kind === 'story') known.set(view.id, view);
  for (const article of await deps.archive.articles.byIds(ids.filter((id) => !known.has(id)))) {
    const view = viewOf(article, viewContext.audience, viewContext.instant);
    if (view?.kind === 'story') known.set(view.id, view);
  }
  // A translation of a translation belongs to no group: the others could not refer to it.
  const isTranslation = (id: string): boolean => {
    const story = known.get(id);
    return story !== undefined && originalOf(story) !== id;
  };
  const originalById = new Map(
    views.map((view) => [view.id, isTranslation(originalOf(view)) ? view.id : originalOf(view)]),
  );
  const variantsOf = (id: string): Story[] => {
    const original = originalById.get(id);
    const others = translations.filter(({ of }) => of === original).map((translation) => translation.id);
    const all = original === undefined ? [] : [original, ...others, id];
    return [...new Set(all)].flatMap((one) => known.get(one) ?? []);
  };
  const context = await contextFor(views, deps, viewContext);
  return { context: { ...context, variantsOf }, articles: ids };
}

/** Returns the original of a story; the story itself if it is not a translation. */
export function originalOf(view: View): string {
  const related = view.kind === 'story' ? view.related : [];
  return (
    related.find(({ relation, article }) => relation === 'translationOf' && article !== undefined)?.article ?? view.id
  );
}

/** Returns the term that all translations of a story have. */
export function translationsOf(view: View): Term {
  return { kind: 'translation', value: keyOf(originalOf(view)) ?? '' };
}
