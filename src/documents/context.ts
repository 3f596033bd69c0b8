import type { Archive } from '../archive/archive.ts';
import { type Story, type View, viewOf } from '../article/view.ts';
import type { ViewContext } from '../feeds/views-at.ts';
import type { FormatContext, Site } from '../formats/format.ts';
import { type TranslationGroups, translationGroups } from './translations.ts';

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
  return { ...site, destination: audience.destination, storyOf: (id) => known.get(id) };
}

/** Returns the ids of linked stories, visible or not. */
export function linksOf(view: View | undefined): string[] {
  return view?.kind === 'story' ? view.related.flatMap(({ article }) => article ?? []) : [];
}

/** A context with translations, and what changes it. */
export interface Variants extends Pick<TranslationGroups, 'articles' | 'terms'> {
  readonly context: FormatContext;
}

/** Returns the context of views with translations, which pages, JSON-LD and sitemaps list. */
export async function contextWithVariants(
  views: readonly View[],
  deps: { readonly archive: Archive; readonly site: Site },
  viewContext: ViewContext,
): Promise<Variants> {
  const { variantsOf, articles, terms } = await translationGroups(views, deps.archive, viewContext);
  const context = await contextFor(views, deps, viewContext);
  return { context: { ...context, variantsOf }, articles, terms };
}
