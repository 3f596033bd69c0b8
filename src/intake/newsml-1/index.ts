import type { WireDocument, WireItem } from '../../article/wire-item.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { isNestingError } from '../../text/html-tree.ts';
import { Report } from '../report.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { wireItemOf } from '../wire-submission.ts';
import { childrenOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { receivedNewsItem } from './news-item.ts';

/** Returns true if the root element is that of NewsML 1.0 to 1.2 (IPTC, 2000 to 2003). */
export function isNewsml1({ name }: SourceElement): boolean {
  return name === 'NewsML';
}

/** Reads a document of NewsML 1: each of its items is a story, accepted or refused on its own. */
export function readNewsml1(root: SourceElement, options: WireReadOptions): WireDocument {
  const items: WireItem[] = [];
  const refused: Finding[] = [];
  const { file } = options;
  for (const element of childrenOf(root, 'NewsItem')) {
    const at = { file, line: element.line, column: element.column };
    try {
      const received = receivedNewsItem(element, { root, options, report: new Report(file) });
      const item = 'rule' in received ? { problems: [received] } : wireItemOf(received, options);
      if ('problems' in item) refused.push(...item.problems);
      else items.push(item);
    } catch (error) {
      if (!isNestingError(error)) throw error;
      refused.push(problem('article/nesting', 'The text is too long, or nested too deeply.', at));
    }
  }
  if (items.length > 0) return { items, refused, warnings: [] };
  if (refused.length > 0) return { problems: refused };
  const message = 'The document contains no NewsItem: have its sender look at it.';
  return { problems: [problem('newsml-1/empty', message, { file, line: root.line, column: root.column })] };
}
