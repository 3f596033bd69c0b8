import type { WireDocument, WireItem } from '../../article/wire-item.ts';
import { type Finding, problem, warning } from '../../text/finding.ts';
import { isNestingError } from '../../text/html-tree.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { httpUrl } from '../../text/url.ts';
import type { Received } from '../received.ts';
import { Report } from '../report.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { wireItemOf } from '../wire-submission.ts';
import { lineOf } from '../xml/look-up.ts';
import { elementsIn, preferredElements } from '../xml/namespaces.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { receivedItem } from './item.ts';
import { wordPressExport, wordPressReason } from './wordpress.ts';

/** Returns true if the root element is that of RSS (2.0, 0.9x or RDF). */
export function isRss({ name }: SourceElement): boolean {
  return name === 'rss' || name === 'RDF';
}

/**
 * Reads a feed: each item is a story. Items without full text use their description, with a warning. Items of an export of
 * WordPress that are not for readers are left out, each with a warning.
 */
export function readRss(root: SourceElement, options: WireReadOptions): WireDocument {
  const channel = elementsIn(root, 'rss', 'channel')[0] ?? root;
  const items = [...elementsIn(channel, 'rss', 'item'), ...(channel === root ? [] : elementsIn(root, 'rss', 'item'))];
  const links = preferredElements(channel, ['rss link', 'atom link']);
  const page = httpUrl(links.map((one) => lineOf(one) ?? one.attributes.href ?? '').find((text) => text !== '') ?? '');
  const title = lineOf(preferredElements(channel, ['rss title', 'dc title'])[0]);
  const provider = (page && new URL(page).origin) ?? title ?? '';
  const language = canonicalLanguage(lineOf(preferredElements(channel, ['rss language', 'dc language'])[0]) ?? '');
  const wordPress = wordPressExport(channel, items);
  return readEntries(items, options, (item, report) => {
    const reason = wordPressReason(item);
    if (reason !== undefined) return { leftOut: reason };
    return receivedItem(item, { provider, page, language, options, report, wordPress });
  });
}

/** The reason why an entry of a feed is no story for readers. */
export interface LeftOut {
  readonly leftOut: string;
}

/** Reads the entries of a feed independently: a problem in one does not affect the others. */
export function readEntries(
  entries: readonly SourceElement[],
  options: WireReadOptions,
  read: (entry: SourceElement, report: Report) => Received | LeftOut,
): WireDocument {
  const items: WireItem[] = [];
  const refused: Finding[] = [];
  const warnings: Finding[] = [];
  for (const entry of entries) {
    try {
      const received = read(entry, new Report(options.file));
      if ('leftOut' in received) {
        warnings.push(leftOutFinding(entry, received, options));
        continue;
      }
      const item = wireItemOf(received, options);
      if ('problems' in item) refused.push(...item.problems);
      else items.push(item);
    } catch (error) {
      if (!isNestingError(error)) throw error;
      refused.push(
        problem('article/nesting', 'The text is too long, or nested too deeply.', {
          file: options.file,
          line: entry.line,
          column: entry.column,
        }),
      );
    }
  }
  if (items.length > 0 || (warnings.length > 0 && refused.length === 0)) return { items, refused, warnings };
  return {
    problems:
      refused.length > 0
        ? refused
        : [problem('feed/empty', 'The feed contains no stories.', { file: options.file, line: 1, column: 1 })],
  };
}

function leftOutFinding(
  { line, column, ...entry }: SourceElement,
  { leftOut }: LeftOut,
  { file }: WireReadOptions,
): Finding {
  const [title] = preferredElements({ line, column, ...entry }, ['rss title', 'atom title']);
  const message = `"${(lineOf(title) ?? 'An item without a title').slice(0, 100)}" was left out: ${leftOut}.`;
  return warning('feed/left-out', message, { file, line, column });
}
