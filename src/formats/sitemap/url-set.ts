import type { Media } from '../../article/media.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story } from '../../article/view.ts';
import type { Instant } from '../../text/instant.ts';
import { primaryLanguage } from '../../text/language.ts';
import { filesOf } from '../feed-content.ts';
import type { FormatContext } from '../format.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { writeXml, writeXmlFragment } from '../xml/write.ts';

/** Number of addresses in one file: a tenth of the protocol's limit, so that a change invalidates little. */
export const MAX_URLS = 5000;

const NAMESPACES = {
  xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9',
  'xmlns:image': 'http://www.google.com/schemas/sitemap-image/1.1',
  'xmlns:news': 'http://www.google.com/schemas/sitemap-news/0.9',
  'xmlns:video': 'http://www.google.com/schemas/sitemap-video/1.1',
  'xmlns:xhtml': 'http://www.w3.org/1999/xhtml',
};

/** Returns a file of addresses (https://www.sitemaps.org/protocol.html); it has at least one. */
export function urlSet(urls: readonly string[]): string {
  const [head = '', end = ''] = writeXml(xml('urlset', NAMESPACES, [xml('url')])).split('  <url/>\n');
  return `${head}${urls.map((url) => `${url}\n`).join('')}${end}`;
}

/** Returns the serialized entry of an address. `changefreq` and `priority` are left out: search engines ignore them. */
export function pageUrl(loc: string): string {
  return urlEntry(xml('url', {}, [xml('loc', {}, loc)]));
}

/**
 * Returns the serialized entry of a story: `lastmod` is the last change that a reader should notice, equal to the date on the
 * page.
 * @param isNews whether it was first published in the last two days; it then has an entry for Google News
 */
export function storyUrl(story: Story, context: FormatContext, { isNews = false } = {}): string {
  return urlEntry(
    xml('url', {}, [
      xml('loc', {}, context.addresses.article(story.slug)),
      xml('lastmod', {}, story.updatedAt),
      ...(isNews ? [newsEntry(story, context)] : []),
      ...story.media.flatMap((media) => mediaEntry(media, story, context)),
      ...alternates(story, context),
    ]),
  );
}

/** The name as Google News lists it, which is without parentheses. */
function withoutParentheses(name: string): string {
  return name
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Creates the entry for Google News: name of the publication, language by ISO 639, time of the first publication. */
function newsEntry(story: Story, { publication }: FormatContext): XmlElement {
  return xml('news:news', {}, [
    xml('news:publication', {}, [
      xml('news:name', {}, withoutParentheses(publication.name)),
      xml('news:language', {}, newsLanguage(story.language)),
    ]),
    xml('news:publication_date', {}, story.firstPublishedAt),
    xml('news:title', {}, story.headline),
  ]);
}

/** Returns a language for Google News: two or three letters; Chinese alone has its script. */
function newsLanguage(tag: string): string {
  const language = primaryLanguage(tag);
  if (language !== 'zh') return language;
  return /-(Hant|TW|HK|MO)\b/i.test(tag) ? 'zh-tw' : 'zh-cn';
}

function mediaEntry(media: Media, story: Story, context: FormatContext): XmlElement[] {
  const [file] = filesOf(media, context);
  if (file === undefined) return [];
  if (media.kind === 'image') return [xml('image:image', {}, [xml('image:loc', {}, file.url)])];
  const poster = media.poster ?? story.media.find(({ kind }) => kind === 'image')?.renditions[0];
  if (media.kind !== 'video' || poster === undefined) return [];
  const seconds = file.duration === undefined ? undefined : Math.round(file.duration);
  return [
    xml('video:video', {}, [
      xml('video:thumbnail_loc', {}, context.addresses.absolute(poster.href)),
      xml('video:title', {}, media.title ?? story.headline),
      xml('video:description', {}, shortened(media.caption ?? summaryOf(story) ?? story.headline)),
      xml('video:content_loc', {}, file.url),
      textElement(
        'video:duration',
        seconds !== undefined && seconds > 0 && seconds <= 28_800 ? `${seconds}` : undefined,
      ),
    ]),
  ];
}

/** Shortens the description of a video to the longest accepted one. */
function shortened(text: string): string {
  return [...text].slice(0, 2048).join('');
}

/** Creates the links to all language variants, the page itself included (Google, localized versions). */
function alternates(story: Story, context: FormatContext): XmlElement[] {
  return hreflangs(story, context).map(({ hreflang, href }) => xml('xhtml:link', { rel: 'alternate', hreflang, href }));
}

/** Link to the same story in one language; `x-default` is the original. */
export interface Hreflang {
  readonly hreflang: string;
  readonly href: string;
}

/** Returns the languages in which the story is available, if there are several. */
export function hreflangs(story: Story, { variantsOf, addresses }: FormatContext): Hreflang[] {
  const variants = variantsOf?.(story.id) ?? [];
  const [original] = variants;
  const links = variants.map(({ language, slug }) => ({ hreflang: language, href: addresses.article(slug) }));
  return original === undefined ? [] : [...links, { hreflang: 'x-default', href: addresses.article(original.slug) }];
}

/** A file of the index, with the time of its last change. */
export interface SitemapFile {
  readonly loc: string;
  readonly lastmod?: Instant;
}

/** Returns the list of all files. */
export function sitemapIndex(files: readonly SitemapFile[]): string {
  const entries = files.map(({ loc, lastmod }) =>
    xml('sitemap', {}, [xml('loc', {}, loc), textElement('lastmod', lastmod)]),
  );
  return writeXml(xml('sitemapindex', { xmlns: NAMESPACES.xmlns }, entries));
}

function urlEntry(url: XmlElement): string {
  return writeXmlFragment(url, 1);
}
