import { PUBLIC } from '../article/audience.ts';
import { keysOf } from '../article/identity.ts';
import { type Story, type View, viewOf } from '../article/view.ts';
import type { ViewContext } from '../feeds/views-at.ts';
import { isOffered } from '../formats/destination.ts';
import type { Format, FormatContext, Made } from '../formats/format.ts';
import { ARTICLE_FORMATS } from '../formats/index.ts';
import { RSL_TYPE, rslDocument } from '../formats/rsl/index.ts';
import { hasRules, machineUses } from '../publication/machine-uses.ts';
import { rightsOfStory } from '../publication/rights-of.ts';
import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { contextFor, contextWithVariants, linksOf } from './context.ts';
import { type DatedDraft, type DocumentResult, GONE, NOT_FOUND } from './document-cache.ts';
import type { DocumentDeps } from './documents.ts';
import { type Further, furtherStories } from './further-stories.ts';
import { linkHeader } from './link-header.ts';
import { render } from './rendering.ts';
import { storyHeaders } from './usage-headers.ts';

/** Renders a page for people from a view or a selection. */
export type PageOf<Subject> = (subject: Subject, context: FormatContext) => string | Promise<string>;

/** An article in a format for one audience: its text, or the status of its absence. */
export type ArticleText = { readonly text: string } | { readonly status: 404 | 410 };

/** A request for a document of the article with a slug. */
interface DocumentRequest {
  readonly slug: string;
  /** Key in the cache. */
  readonly key: string;
  readonly now: Instant;
  /** True for a page, which ends with further stories. */
  readonly isPage?: boolean;
}

type Awaitable<Value> = Value | Promise<Value>;

/** Documents of single articles. */
export class ArticleDocuments {
  readonly #deps: DocumentDeps;

  constructor(deps: DocumentDeps) {
    this.#deps = deps;
  }

  /** Returns an article in a data format, for the public. */
  inFormat(slug: string, format: Format, now: Instant): Promise<DocumentResult> {
    return this.#bySlug({ slug, key: `article ${slug}${format.extension}`, now }, async (view, context) => {
      const made = await render(view, { format }, context);
      if (made === undefined) return view.kind === 'tombstone' ? hidden(view.final) : NOT_FOUND;
      return this.#unlessRefused(made, { mediaType: format.mediaType, lastModified: view.lastChangedAt });
    });
  }

  /** Returns an article as a page; a permanently withdrawn one as a tombstone page. */
  page(slug: string, page: PageOf<View>, now: Instant): Promise<DocumentResult> {
    return this.#bySlug({ slug, key: `page ${slug}`, now, isPage: true }, async (view, context) => {
      if (view.kind === 'tombstone' && !view.final) return NOT_FOUND;
      const about = { mediaType: 'text/html', lastModified: view.lastChangedAt };
      const text = await page(view, context);
      if (view.kind === 'tombstone') return { ...about, text, status: 410 };
      return { ...about, text, headers: { Link: alternatesOf(view, context) } };
    });
  }

  /** Returns the machine licence of a story whose permitted uses differ from the publication's. */
  licence(slug: string, now: Instant): Promise<DocumentResult> {
    return this.#bySlug({ slug, key: `licence ${slug}`, now }, (view, { addresses, publication }) => {
      if (view.kind === 'tombstone') return hidden(view.final);
      const uses = machineUses(rightsOfStory(publication, view));
      if (!hasRules(uses)) return NOT_FOUND;
      const text = rslDocument(uses, addresses.article(view.slug));
      return { text, mediaType: RSL_TYPE, lastModified: view.lastChangedAt };
    });
  }

  /** Returns a picture, video or sound of an article as a document of its own. */
  media({ slug, key }: { readonly slug: string; readonly key: string }, format: Format, now: Instant) {
    return this.#bySlug({ slug, key: `media ${slug} ${key}${format.extension}`, now }, async (view, context) => {
      const made = await render(view, { format, rendering: { media: key } }, context);
      if (made === undefined) return NOT_FOUND;
      return this.#unlessRefused(made, { mediaType: format.mediaType, lastModified: view.lastChangedAt });
    });
  }

  /** Returns an article in a format for one audience; rendered for each request, since it is not shared. */
  async forAudience(id: string, format: Format, { audience, instant }: ViewContext): Promise<ArticleText> {
    const { archive, site, onRefused } = this.#deps;
    const article = await archive.articles.byId(id);
    const view = article && viewOf(article, audience, instant);
    if (view === undefined) return { status: 404 };
    const context = await contextFor([view], { archive, site: site() }, { audience, instant });
    const made = await render(view, { format }, context);
    if (made === undefined) return { status: view.kind === 'tombstone' && view.final ? 410 : 404 };
    if ('text' in made) return made;
    onRefused(made.refused);
    return { status: 404 };
  }

  #bySlug(
    { slug, key, now, isPage = false }: DocumentRequest,
    make: (view: View, context: FormatContext) => Awaitable<DatedDraft | DocumentResult>,
  ): Promise<DocumentResult> {
    const { archive, documentCache } = this.#deps;
    return documentCache.get(key, now, async (instant) => {
      const article = await archive.articles.bySlug(slug);
      const view = article && viewOf(article, PUBLIC, instant);
      if (article === undefined || view === undefined) return { made: NOT_FOUND, invalidatedBy: { articles: [] } };
      const site = this.#deps.site();
      const variants = await contextWithVariants([view], { archive, site }, { audience: PUBLIC, instant });
      const next =
        isPage && view.kind === 'story'
          ? await furtherStories(view, archive, { audience: PUBLIC, instant })
          : NO_FURTHER;
      const shown = [article.id, ...linksOf(view), ...next.articles];
      const invalidatedBy = {
        articles: [...shown, ...variants.articles],
        anyOf: [...variants.terms, ...next.terms],
      };
      // An old slug redirects while the story is visible, and otherwise responds as the story does (law 8).
      if (article.slug !== slug && view.kind === 'story') {
        return { made: { status: 301, slug: article.slug }, invalidatedBy };
      }
      const made = await make(view, defined({ ...variants.context, further: next.further }));
      const { storyOf, variantsOf } = variants.context;
      const about = {
        stories: keysOf([
          article.id,
          ...linksOf(view).filter((id) => storyOf(id) !== undefined),
          ...next.articles,
          ...(variantsOf?.(article.id) ?? []).map(({ id }) => id),
        ]),
        dependencies: keysOf([...shown, ...variants.articles]),
      };
      if (!('text' in made)) return { made, invalidatedBy };
      const rights = view.kind === 'story' ? storyHeaders(view, site) : {};
      const headers = { ...rights, ...linkHeader(rights.Link, made.headers?.Link) };
      return { made: { ...made, ...about, headers }, invalidatedBy };
    });
  }

  #unlessRefused(made: NonNullable<Made>, about: Omit<DatedDraft, 'text'>): DatedDraft | DocumentResult {
    if ('text' in made) return { ...about, text: made.text };
    this.#deps.onRefused(made.refused);
    return NOT_FOUND;
  }
}

const NO_FURTHER: Partial<Further> & Pick<Further, 'articles' | 'terms'> = { articles: [], terms: [] };

function hidden(final: boolean): DocumentResult {
  return final ? GONE : NOT_FOUND;
}

/** Returns the links to the other formats of a story; its rights may exclude some. */
function alternatesOf(story: Story, context: FormatContext): string {
  const offered = ARTICLE_FORMATS.filter((format) => isOffered(format, context, story));
  return offered.map((format) => alternateLink(story.slug, format, context)).join(', ');
}

/** Returns the link to a story in a format (RFC 8288). */
export function alternateLink(
  slug: string,
  { extension, mediaType }: Format,
  { addresses }: Pick<FormatContext, 'addresses'>,
): string {
  return `<${addresses.article(slug, extension)}>; rel="alternate"; type="${mediaType}"`;
}
