import { type Media, type Rendition, renditionsInOrder } from '../article/media.ts';
import type { Story } from '../article/view.ts';
import { writeBody } from '../text/html-tree.ts';
import { allAddressesAbsolute, withAbsoluteAddresses } from '../text/projections.ts';
import type { FeedView, FormatContext } from './format.ts';

/** The story's text as HTML with absolute addresses; `undefined` in a feed of summaries. */
export function contentHtml(story: Story, feed: FeedView, { addresses }: FormatContext): string | undefined {
  if (feed.content === 'summary') return undefined;
  const html = allAddressesAbsolute(story.html)
    ? story.html
    : writeBody(withAbsoluteAddresses(story.body, addresses.article(story.slug)));
  // The elements around it say nothing of a direction, and a reader's page has its own.
  return story.direction === 'rtl' && html !== '' ? `<div lang="${story.language}" dir="rtl">${html}</div>` : html;
}

/** A rendition with its absolute address. */
export interface File extends Rendition {
  readonly url: string;
}

/** The files of a picture, video or sound, with absolute addresses, the widest wanted shape of a picture first. */
export function filesOf(media: Media, { addresses }: FormatContext): File[] {
  return renditionsInOrder(media).map((rendition) => ({ ...rendition, url: addresses.absolute(rendition.href) }));
}

/** The one file that stands for the story where there is room for one: of its first media. */
export function mainFile(story: Story, context: FormatContext): File | undefined {
  const [first] = story.media;
  return first && filesOf(first, context)[0];
}
