import type { Media } from '../../article/media.ts';
import type { Story } from '../../article/view.ts';
import type { Instant } from '../../text/instant.ts';
import { primaryLanguage } from '../../text/language.ts';
import { filesOf } from '../feed-content.ts';
import type { FormatContext } from '../format.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { writeXml } from '../xml/write.ts';

/** How many addresses stand in one file: a tenth of what the protocol allows, so that a change makes little anew. */
export const MOST_URLS = 5000;

const NAMESPACES = {
  xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9',
  'xmlns:image': 'http://www.google.com/schemas/sitemap-image/1.1',
  'xmlns:news': 'http://www.google.com/schemas/sitemap-news/0.9',
  'xmlns:video': 'http://www.google.com/schemas/sitemap-video/1.1',
  'xmlns:xhtml': 'http://www.w3.org/1999/xhtml',
};

/** A file of addresses (https://www.sitemaps.org/protocol.html); it has at least one. */
export function urlSet(urls: readonly XmlElement[]): string {
  return writeXml(xml('urlset', NAMESPACES, urls));
}

/** An address by itself. What search engines do not read (`changefreq`, `priority`) is not said. */
export function pageUrl(loc: string): XmlElement {
  return xml('url', {}, [xml('loc', {}, loc)]);
}

/**
 * A story: `lastmod` is the last change that a reader should notice, which is the date on the page.
 * @param isNews whether it was first published in the last two days: then it has its entry for Google News
 */
export function storyUrl(story: Story, context: FormatContext, { isNews = false } = {}): XmlElement {
  return xml('url', {}, [
    xml('loc', {}, context.addresses.article(story.slug)),
    xml('lastmod', {}, story.updatedAt),
    ...(isNews ? [newsEntry(story, context)] : []),
    ...story.media.flatMap((media) => mediaEntry(media, story, context)),
    ...alternates(story, context),
  ]);
}

/** Google News: the name as it stands there, the language as ISO 639 has it, the moment of the first publication. */
function newsEntry(story: Story, { publication }: FormatContext): XmlElement {
  return xml('news:news', {}, [
    xml('news:publication', {}, [
      xml('news:name', {}, publication.name.replace(/\s*\([^)]*\)/g, '')),
      xml('news:language', {}, newsLanguage(story.language)),
    ]),
    xml('news:publication_date', {}, story.firstPublishedAt),
    xml('news:title', {}, story.headline),
  ]);
}

/** Two or three letters; Chinese alone says in which script. */
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
      xml('video:description', {}, shortened(media.caption ?? story.standfirst ?? story.headline)),
      xml('video:content_loc', {}, file.url),
      textElement(
        'video:duration',
        seconds !== undefined && seconds > 0 && seconds <= 28_800 ? `${seconds}` : undefined,
      ),
    ]),
  ];
}

/** As long as the description of a video may be. */
function shortened(text: string): string {
  return [...text].slice(0, 2048).join('');
}

/** Every variant names all of them, itself included (Google, localized versions). */
function alternates(story: Story, context: FormatContext): XmlElement[] {
  return hreflangs(story, context).map(({ hreflang, href }) => xml('xhtml:link', { rel: 'alternate', hreflang, href }));
}

/** An address of the same story in one language; `x-default` is the one that it was first written in. */
export interface Hreflang {
  readonly hreflang: string;
  readonly href: string;
}

/** The languages that a story is to be had in, if there are several. */
export function hreflangs(story: Story, { variantsOf, addresses }: FormatContext): Hreflang[] {
  const variants = variantsOf?.(story.id) ?? [];
  if (variants.length < 2) return [];
  const [original] = variants;
  // Of two in one language a page names itself.
  const others = variants.filter(({ id, language }) => id === story.id || language !== story.language);
  const links = others.map(({ language, slug }) => ({ hreflang: language, href: addresses.article(slug) }));
  const unique = [...new Map(links.map((link) => [link.hreflang, link])).values()];
  return original === undefined
    ? unique
    : [...unique, { hreflang: 'x-default', href: addresses.article(original.slug) }];
}

/** A file of the index, and when it last changed. */
export interface SitemapFile {
  readonly loc: string;
  readonly lastmod?: Instant;
}

/** The list of all files. */
export function sitemapIndex(files: readonly SitemapFile[]): string {
  const entries = files.map(({ loc, lastmod }) =>
    xml('sitemap', {}, [xml('loc', {}, loc), textElement('lastmod', lastmod)]),
  );
  return writeXml(xml('sitemapindex', { xmlns: NAMESPACES.xmlns }, entries));
}
