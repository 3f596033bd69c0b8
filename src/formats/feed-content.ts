import { leadImage, type Media, type Rendition, renditionsInOrder } from '../article/media.ts';
import type { Story } from '../article/view.ts';
import { textsIn } from '../publication/interface-texts.ts';
import { defined } from '../text/defined.ts';
import { element } from '../text/element.ts';
import { htmlOf } from '../text/html-of.ts';
import { writeBody } from '../text/html-tree.ts';
import { allAddressesAbsolute, withAbsoluteAddresses } from '../text/projections.ts';
import type { FeedView, FormatContext } from './format.ts';
import { SHOWN_TYPES } from './lead-picture.ts';
import { withLocalTimes } from './live-times.ts';

/**
 * Returns the story's text as HTML with absolute addresses: the lead picture, the text that the audience may read, and
 * for the free part of a paid story a link to the rest; `undefined` in a feed of summaries.
 */
export function contentHtml(story: Story, feed: Pick<FeedView, 'content'>, context: FormatContext): string | undefined {
  if (feed.content === 'summary') return undefined;
  const url = context.addresses.article(story.slug);
  const written = allAddressesAbsolute(story.html) ? story.html : writeBody(withAbsoluteAddresses(story.body, url));
  const text = withLocalTimes(written, story, context);
  const rest = story.partial ? continueLink(story, url) : '';
  const start = noticesEnd(text);
  const html = `${text.slice(0, start)}${leadFigure(story, context)}${text.slice(start)}${rest}`;
  // The surrounding elements set no direction, and the page of a feed reader has its own.
  return story.direction === 'rtl' && html !== '' ? `<div lang="${story.language}" dir="rtl">${html}</div>` : html;
}

const NOTICE_START = '<aside class="notice">';
const NOTICE_END = '</aside>';

/** Returns the end of the public notices, which come first. */
function noticesEnd(html: string): number {
  let end = 0;
  while (html.startsWith(NOTICE_START, end)) end = html.indexOf(NOTICE_END, end) + NOTICE_END.length;
  return end;
}

/** Returns the first picture with caption and credit; nothing if the text shows it already. */
function leadFigure(story: Story, context: FormatContext): string {
  const lead = context.publication.feeds.leadPicture ? leadImage(story.media) : undefined;
  const file = lead && shownFile(lead, context);
  if (lead === undefined || file === undefined || lead.renditions.some(({ href }) => story.html.includes(htmlOf(href))))
    return '';
  const { alt = '', caption, credit = lead.creator?.name } = lead;
  const words = [caption, credit].filter((text) => text !== undefined).join(' ');
  const { width, height } = file;
  const picture = element('img', { src: file.url, alt, ...defined({ width, height }) }, []);
  const below = words === '' ? [] : [element('figcaption', {}, [{ type: 'text', value: words }])];
  return writeBody({ type: 'root', children: [element('figure', {}, [picture, ...below])] });
}

function continueLink({ language }: Story, url: string): string {
  const text = { type: 'text', value: textsIn(language).continueReading } as const;
  return writeBody({ type: 'root', children: [element('p', {}, [element('a', { href: url }, [text])])] });
}

/** A rendition with an absolute address. */
export interface File extends Rendition {
  readonly url: string;
}

/**
 * Returns the files of a picture, video or sound with absolute addresses, the widest preferred shape of a picture
 * first.
 */
export function filesOf(media: Media, { addresses }: FormatContext): File[] {
  return renditionsInOrder(media).map((rendition) => ({ ...rendition, url: addresses.absolute(rendition.href) }));
}

/** Returns the preferred file of a picture that every reader shows; of other media the first one. */
function shownFile(media: Media, context: FormatContext): File | undefined {
  const files = filesOf(media, context);
  return files.find(({ type }) => media.kind !== 'image' || SHOWN_TYPES.has(type)) ?? files[0];
}

/** Media that a feed reader plays come before pictures. */
const ENCLOSED_KINDS = ['audio', 'video', 'image'] as const;

/** Returns the one file that represents the story where a format has room for one: sound, else film, else a picture. */
export function mainFile(story: Story, context: FormatContext): File | undefined {
  const media = ENCLOSED_KINDS.map((wanted) => story.media.find(({ kind }) => kind === wanted));
  const first = media.find((one) => one !== undefined);
  return first && shownFile(first, context);
}
