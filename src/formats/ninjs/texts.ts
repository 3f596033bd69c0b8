import { summaryOf } from '../../article/summary.ts';
import type { Story } from '../../article/view.ts';
import { writeBody } from '../../text/html-tree.ts';
import { plainText } from '../../text/plain-text.ts';
import { characterCount, withAbsoluteAddresses, wordCount } from '../../text/projections.ts';
import type { FormatContext } from '../format.ts';
import type { NinjsText } from './shape.ts';

/** Returns headlines, descriptions and bodies; counts refer to the text without markup. */
export function textsOf(
  story: Story,
  { addresses }: FormatContext,
): { headlines: NinjsText[]; descriptions?: NinjsText[]; bodies: NinjsText[] } {
  const { headline, headlines, body, slug, language } = story;
  const summary = summaryOf(story);
  const text = plainText(body);
  const html = writeBody(withAbsoluteAddresses(body, addresses.article(slug)));
  const counts = { charCount: characterCount(text), wordCount: wordCount(text, language) };
  return {
    headlines: [plain('main', headline), ...headlines.map(({ role, text: other }) => plain(role, other))],
    ...(summary === undefined ? {} : { descriptions: [plain('drol:summary', summary)] }),
    bodies: [
      { role: 'main', contentType: 'text/html', ...counts, value: html },
      { ...plain('main', text), ...counts },
    ],
  };
}

/** Returns text without markup. */
export function plain(role: string, value: string): NinjsText {
  return { role, contentType: 'text/plain', value };
}
