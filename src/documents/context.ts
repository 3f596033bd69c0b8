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
  const wanted = views.flatMap((view) => (view.kind === 'story' ? view.related : []));
  for (const { article: id } of wanted) {
    if (id === undefined || known.has(id)) continue;
    const article = await archive.byId(id);
    const view = article && viewOf(article, audience, instant);
    if (view?.kind === 'story') known.set(id, view);
  }
  return { ...site, storyOf: (id) => known.get(id) };
}
