import { boundedBody } from '../text/html-tree.ts';
import { oneLine } from './feed-entry.ts';

const REFERENCE = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/i;
/** An element that titles have for emphasis; a lonely `<b>` may be a word of the title. */
const EMPHASIS =
  /<\/(?:a|abbr|b|bdi|cite|code|em|font|i|mark|q|small|span|strong|sub|sup|u|p|div|h[1-6])>|<br ?\/?>|<img\s/i;

/**
 * Returns a title as readers show it: many feeds have character references or markup in titles, which RSS does not
 * interpret (RSS Advisory Board, Best Practices Profile, title).
 */
export function titleText(written: string | undefined): string | undefined {
  if (written === undefined || !(REFERENCE.test(written) || EMPHASIS.test(written))) return written;
  // A sign that begins no element stays one.
  return oneLine(boundedBody(written.replace(/<(?![a-z/!])/gi, '&lt;')));
}
