import type { Archive } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { PUBLIC } from '../article/audience.ts';
import { publicAt } from '../article/public-life.ts';
import { type Story, type View, viewOf } from '../article/view.ts';
import type { FormatContext, Site } from '../formats/format.ts';
import { type Instant, latest } from '../text/instant.ts';
import type { PageOf } from './article-documents.ts';
import { contextWithVariants } from './context.ts';
import { storyHeaders } from './usage-headers.ts';

/** A story's page as it is served, or as it will be. */
export interface Preview {
  readonly story: Story;
  readonly context: FormatContext;
  readonly url: string;
  /** The instant for which it was rendered: now, or that of the publication. */
  readonly instant: Instant;
  readonly html: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Returns the public view of a story, or the future one. For editors alone.
 * @param page renders the page
 * @returns `undefined` for a story that is hidden or cannot be published
 */
export async function previewOf(
  { archive, site }: { readonly archive: Archive; readonly site: Site },
  article: Article,
  { page, instant }: { readonly page: PageOf<View>; readonly instant: Instant },
): Promise<Preview | undefined> {
  const { embargo, ...free } = article;
  // A story that waits for an editor is shown as if it were released now.
  const shown = embargo !== undefined && publicAt(article) === undefined ? free : article;
  const viewContext = { audience: PUBLIC, instant: latest([instant, publicAt(shown)]) ?? instant };
  const story = viewOf(shown, viewContext.audience, viewContext.instant);
  if (story?.kind !== 'story') return undefined;
  const { context } = await contextWithVariants([story], { archive, site }, viewContext);
  const headers = Object.entries(storyHeaders(story, site)).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    story,
    context,
    instant: viewContext.instant,
    url: site.addresses.article(story.slug),
    html: await page(story, context),
    headers: Object.fromEntries(headers),
  };
}
