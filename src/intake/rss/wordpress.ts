import { htmlOf } from '../../text/html-of.ts';
import { httpUrl } from '../../text/url.ts';
import { lineOf, textOf } from '../xml/look-up.ts';
import { elementsIn } from '../xml/namespaces.ts';
import type { SourceElement } from '../xml/source-tree.ts';

/** Statuses of WordPress whose posts readers see, or will see at their date. */
const PUBLIC_STATUSES: ReadonlySet<string> = new Set(['publish', 'future']);

/** Shortcodes around text that is not for everybody. */
const MEMBERS =
  /\[(?:private|members?[_-]?only|member|membership|restrict|subscribers?|protected|paid|mepr-|pms-restrict|wcm_restrict|s2If|ihc-hide)/i;

/** Facts of a whole export of WordPress (WXR): the names of its authors and the files of its attachments. */
export interface WordPressExport {
  /** Displayed names by login. */
  readonly authors: ReadonlyMap<string, string>;
  /** Addresses of files by the id of their post. */
  readonly files: ReadonlyMap<string, string>;
}

/** Reads the facts of an export; maps are empty for other feeds. */
export function wordPressExport(channel: SourceElement, items: readonly SourceElement[]): WordPressExport {
  const authors = elementsIn(channel, 'wp', 'author').map((author): [string, string] => {
    const login = metaOf(author, 'author_login') ?? '';
    return [login, metaOf(author, 'author_display_name') ?? login];
  });
  const files = items.map((item): [string, string] => [
    metaOf(item, 'post_id') ?? '',
    metaOf(item, 'attachment_url') ?? '',
  ]);
  return { authors: new Map(authors), files: new Map(files.filter(([, url]) => url !== '')) };
}

/**
 * Returns the reason why an item of an export is not for readers: its status, type or password; `undefined` for public
 * posts and for items of other feeds.
 */
export function wordPressReason(item: SourceElement): string | undefined {
  const [status, type] = [metaOf(item, 'status'), metaOf(item, 'post_type')];
  if (metaOf(item, 'post_password') !== undefined) return 'it has a password';
  const members = elementsIn(item, 'content', 'encoded')
    .map(textOf)
    .find((text) => MEMBERS.test(text));
  if (members !== undefined) return `it has parts for members alone (${MEMBERS.exec(members)?.[0]}…])`;
  if (status === undefined && type === undefined) return undefined;
  if (type !== undefined && type !== 'post') return `it is of the type "${type}", and only posts are stories`;
  if (!PUBLIC_STATUSES.has(status ?? '')) return `its status in WordPress is "${status ?? 'unknown'}"`;
  return undefined;
}

/** Returns the last part of the address that a post had. */
export function postName(item: SourceElement): string | undefined {
  return metaOf(item, 'post_name');
}

/** Returns the address of the picture at the head of a post. */
export function thumbnailOf(item: SourceElement, { files }: WordPressExport): string | undefined {
  const id = elementsIn(item, 'wp', 'postmeta').find((meta) => metaOf(meta, 'meta_key') === '_thumbnail_id');
  return id && files.get(metaOf(id, 'meta_value') ?? '');
}

/** The text of a post as HTML, with the shortcodes that were taken out. */
export interface PostHtml {
  readonly html: string;
  readonly shortcodes: readonly { readonly name: string; readonly offset: number }[];
  /** Words in square brackets that look like shortcodes of extensions, and stay. */
  readonly unknown: readonly { readonly name: string; readonly offset: number }[];
}

const BLOCK =
  /^\s*<\/?(?:address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|section|table|ul|video|audio|!--)/i;

/**
 * Converts the stored text of a post to HTML: empty lines are paragraphs, `[caption]` is a figure, and other shortcodes
 * are taken out.
 * @param stored line ends are line feeds, as XML reads them
 */
export function postHtml(stored: string): PostHtml {
  const { html, left } = withoutShortcodes(stored);
  const shortcodes = [...left].map((name) => ({ name, offset: offsetOfShortcode(stored, name) }));
  const unknown = [...html.matchAll(UNKNOWN)]
    .slice(0, MAX_UNKNOWN)
    .map(([, name = '']) => ({ name, offset: offsetOfShortcode(stored, name) }));
  const blocks = html.split(/\n[\t ]*\n/).filter((block) => block.trim() !== '');
  const paragraphs = blocks.map((block) => {
    return BLOCK.test(block) ? block : `<p>${block.trim().replaceAll('\n', '<br>')}</p>`;
  });
  return { html: paragraphs.join('\n'), shortcodes, unknown };
}

/** A shortcode of an extension that is not known: a name with an attribute. */
const UNKNOWN = /\[([a-z][\w-]{1,40}) [\w-]{1,40}=[^\][\n]{1,200}\]/gi;
/** Largest number of those that are listed. */
const MAX_UNKNOWN = 50;

/** Returns the offset of the first shortcode of a name, not of a longer one that begins with it. */
function offsetOfShortcode(text: string, name: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.charAt(at - 1);
    const start = before === '/' ? at - 2 : at - 1;
    if (text.charAt(start) === '[' && /[\s\]/]/.test(text.charAt(at + name.length))) return start;
  }
  return 0;
}

/** Replaces shortcodes: captions by figures, embeds by links, others by nothing. */
function withoutShortcodes(text: string): { readonly html: string; readonly left: ReadonlySet<string> } {
  const left = new Set<string>();
  const withCaptions = betweenTags(text, 'caption', (inner) => {
    const end = Math.max(inner.lastIndexOf('</a>') + 4, inner.lastIndexOf('>') + 1);
    const [image, words] = [inner.slice(0, end), inner.slice(end).trim()];
    return image.includes('<img ') ? `<figure>${image.trim()}<figcaption>${words}</figcaption></figure>` : inner;
  });
  const withLinks = betweenTags(withCaptions, 'embed', (inner) => {
    const url = httpUrl(inner);
    return url === undefined ? inner : `<p><a href="${htmlOf(url)}">${htmlOf(url)}</a></p>`;
  });
  const [start = '', ...parts] = withLinks.split('[');
  const rest = parts.map((part) => {
    const end = part.indexOf(']');
    const [name = ''] = part.slice(0, Math.max(0, end)).replace(/^\//, '').split(/[\s/]/);
    if (!SHORTCODES.test(name)) return `[${part}`;
    left.add(name);
    return part.slice(end + 1);
  });
  return { html: `${start}${rest.join('')}`, left };
}

/** Replaces what is between the opening and the closing tag of a shortcode by a block of its own. */
function betweenTags(text: string, name: string, change: (inner: string) => string): string {
  const close = `[/${name}]`;
  const parts = text.split(`[${name}`);
  const [before = '', ...rest] = parts;
  return rest.reduce((done, part) => {
    const start = part.indexOf(']') + 1;
    const end = part.indexOf(close);
    if (start === 0 || end < start) return `${done}[${name}${part}`;
    return `${done}\n\n${change(part.slice(start, end))}\n\n${part.slice(end + close.length)}`;
  }, before);
}

/** Shortcodes of WordPress and its usual extensions: words in square brackets may be text as well. */
const SHORTCODES =
  /^(?:audio|caption|wp_caption|contact-form(?:-7)?|embed|gallery|playlist|video|youtube|vimeo|soundcloud|tweet|twitter|instagram|facebook|googlemaps|googlevideo|slideshare|scribd|polldaddy|poll|gist|code|sourcecode|recipe|button|columns?|row|one_half|one_third|two_thirds|tabs?|accordion|toggle|spoiler|vc_[\w-]+|et_pb_[\w-]+|fusion_[\w-]+|elementor[\w-]*|su_[\w-]+|avia?_[\w-]+|ngg\w*|rev_slider|wpforms|gravityform|mc4wp_form|table|tablepress|latexpage|latex|footnote|archives|blog_subscription_form|upcoming-?events|testimonials?|portfolio|purchase|product\w*|woocommerce_\w+)$/;

function metaOf(element: SourceElement, name: string): string | undefined {
  return lineOf(elementsIn(element, 'wp', name)[0]);
}
