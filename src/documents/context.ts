import type { Archive } from '../archive/archive.ts';
import { type Story, type View, viewOf } from '../article/view.ts';
import type { Asking } from '../feeds/selection.ts';
import type { FormatContext } from '../formats/format.ts';

/** What all formats may know, but for the other stories that a view speaks of. */
export type Site = Omit<FormatContext, 'storyOf'>;

/**
 * The context for some views: the stories that they link to are looked up beforehand, since formats ask for them without
 * waiting. A story that the audience may not see is not there.
 */
export async function contextFor(
  views: readonly View[],
  { archive, site }: { readonly archive: Archive; readonly site: Site },
  { audience, instant }: Asking,
): Promise<FormatContext> {
  const known = new Map<string, Story>();
  for (const view of views) if (view.kind === 'story') known.set(view.id, view);
  const wanted = new Set(views.flatMap(linksOf)).difference(known);
  for (const article of wanted.size === 0 ? [] : await archive.byIds([...wanted])) {
    const view = viewOf(article, audience, instant);
    if (view?.kind === 'story') known.set(view.id, view);
  }
  return { ...site, storyOf: (id) => known.get(id) };
}

/** The other stories that a story speaks of, whether they are to be seen or not. */
export function linksOf(view: View | undefined): string[] {
  return view?.kind === 'story' ? view.related.flatMap(({ article }) => article ?? []) : [];
}
