import { addressesOf } from '../addresses/addresses.ts';
import { type Story, type View, type ViewData, viewData, viewOfData } from '../article/view.ts';
import type { Publication } from '../publication/publication.ts';
import { defined } from '../text/defined.ts';
import type { FormatContext, FurtherStories } from './format.ts';

/** Length of the HTML from which a story is rendered in a worker thread, in characters. */
const LARGE = 50_000;

/** True for a view whose rendering would delay other requests. */
export function isLarge(view: View): boolean {
  return view.kind === 'story' && view.html.length >= LARGE;
}

/** A view and its context as plain data, which can be copied to a worker thread (structured clone). */
export interface PackedView {
  readonly view: ViewData;
  readonly publication: Publication;
  /** The base URL. */
  readonly base: string;
  readonly release: string;
  readonly templates?: string;
  readonly resizesPictures?: boolean;
  /** The visible linked stories. */
  readonly linked: readonly ViewData[];
  /** The story in every language; absent where translations were not looked up. */
  readonly variants?: readonly ViewData[];
  readonly further?: FurtherStories;
}

/** Packs a view with everything that a format may read. */
export function packView(view: View, context: FormatContext): PackedView {
  const { publication, addresses, release, templates, resizesPictures, storyOf, variantsOf, further } = context;
  const ids = view.kind === 'story' ? view.related.flatMap(({ article }) => article ?? []) : [];
  const linked = ids.flatMap((id) => storyOf(id) ?? []).map(viewData);
  const variants = variantsOf?.(view.id).map(viewData);
  return {
    view: viewData(view),
    publication,
    base: addresses.base,
    release,
    linked,
    ...defined({ templates, resizesPictures, variants, further }),
  };
}

/** Restores a packed view with its context. */
export function unpackView(packed: PackedView): { readonly view: View; readonly context: FormatContext } {
  const { publication, base, release, templates, resizesPictures, linked, variants, further } = packed;
  const view = viewOfData(packed.view);
  const stories = new Map(linked.map((data) => [data.id, viewOfData(data) as Story]));
  const translations = variants?.map((data) => viewOfData(data) as Story);
  const context = {
    publication,
    addresses: addressesOf(base),
    release,
    storyOf: (id: string) => stories.get(id),
    ...defined({
      templates,
      resizesPictures,
      further,
      variantsOf: translations && ((id: string) => (id === view.id ? translations : [])),
    }),
  };
  return { view, context };
}
