import { type Media, type Rendition, renditionsInOrder } from '../article/media.ts';
import type { Story } from '../article/view.ts';
import { writeBody } from '../text/html-tree.ts';
import { allAddressesAbsolute, withAbsoluteAddresses } from '../text/projections.ts';
import type { FeedView, FormatContext } from './format.ts';

/** Returns the story's text as HTML with absolute addresses; `undefined` in a feed of summaries. */
export function contentHtml(story: Story, feed: FeedView, { addresses }: FormatContext): string | undefined {
  if (feed.content === 'summary') return undefined;
  const html = allAddressesAbsolute(story.html)
    ? story.html
    : writeBody(withAbsoluteAddresses(story.body, addresses.article(story.slug)));
  // The surrounding elements set no direction, and the page of a feed reader has its own.
  return story.direction === 'rtl' && html !== '' ? `<div lang="${story.language}" dir="rtl">${html}</div>` : html;
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

/** Returns the one file that represents the story where a format has room for one: a file of its first media. */
export function mainFile(story: Story, context: FormatContext): File | undefined {
  const [first] = story.media;
  return first && filesOf(first, context)[0];
}
