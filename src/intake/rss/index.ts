import type { WireDocument, WireItem } from '../../article/wire-item.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { boundedBody, isNestingError } from '../../text/html-tree.ts';
import { fromMilliseconds, type Instant, parseInstant } from '../../text/instant.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { httpUrl } from '../../text/url.ts';
import { mediaOfFile, oneLine, stated, versionAt } from '../feed-entry.ts';
import { withoutNotices } from '../notices.ts';
import { Report } from '../report.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { type Received, wireItemOf } from '../wire-submission.ts';
import { childOf, childrenOf, descendants, lineOf, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';

/** Returns true if the root element is that of RSS (2.0, 0.9x or RDF). */
export function isRss({ name }: SourceElement): boolean {
  return name === 'rss' || name === 'RDF';
}

/** Reads a feed: each item is a story. Items without full text use their description, with a warning. */
export function readRss(root: SourceElement, options: WireReadOptions): WireDocument {
  const channel = childOf(root, 'channel') ?? root;
  const items = [...childrenOf(channel, 'item'), ...(channel === root ? [] : childrenOf(root, 'item'))];
  const page = httpUrl(lineOf(childrenOf(channel, 'link').find((one) => lineOf(one) !== undefined)) ?? '');
  const provider = (page && new URL(page).origin) ?? lineOf(childOf(channel, 'title')) ?? '';
  const language = canonicalLanguage(lineOf(childOf(channel, 'language')) ?? '');
  return readEntries(items, options, (item, report) =>
    receivedItem(item, { provider, page, language, options, report }),
  );
}

/** Reads the entries of a feed independently: a problem in one does not affect the others. */
export function readEntries(
  entries: readonly SourceElement[],
  options: WireReadOptions,
  read: (entry: SourceElement, report: Report) => Received,
): WireDocument {
  const items: WireItem[] = [];
  const refused: Finding[] = [];
  for (const entry of entries) {
    try {
      const item = wireItemOf(read(entry, new Report(options.file)), options);
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
  if (items.length > 0) return { items, refused, warnings: [] };
  return {
    problems:
      refused.length > 0
        ? refused
        : [problem('feed/empty', 'The feed contains no stories.', { file: options.file, line: 1, column: 1 })],
  };
}

interface ItemReading {
  readonly provider: string;
  readonly page: string | undefined;
  readonly language: string | undefined;
  readonly options: WireReadOptions;
  readonly report: Report;
}

function receivedItem(item: SourceElement, { provider, page, language, options, report }: ItemReading): Received {
  const { line, column } = item;
  const at = { file: options.file, line, column };
  const link = httpUrl(lineOf(childOf(item, 'link')) ?? '');
  const guid = childOf(item, 'guid') ?? childOf(item, 'identifier');
  const description = childrenOf(item, 'description').map(textOf)[0]?.trim();
  const encoded = childrenOf(item, 'encoded')
    .map(textOf)
    .find((html) => html.trim() !== '');
  if (encoded === undefined)
    report.warn('feed/summary', 'The item has no full text (content:encoded): its description was used instead.', at);
  const { body, notice } = withoutNotices(boundedBody(encoded ?? description ?? ''));
  const moment = (name: string): Instant | undefined => feedDate(lineOf(childOf(item, name)), at, report);
  const published = moment('pubDate') ?? moment('date');
  const updated = moment('updated');
  const source = childOf(item, 'source');
  const creators = [...childrenOf(item, 'creator'), ...childrenOf(item, 'author')].flatMap((one) => lineOf(one) ?? []);
  const categories = childrenOf(item, 'category').flatMap((one) => lineOf(one) ?? []);
  const rights = lineOf(childOf(item, 'rights'));
  return {
    guid: lineOf(guid) ?? link ?? '',
    provider,
    version: versionAt(updated),
    status: 'usable',
    versionCreated: updated ?? published,
    published,
    notice,
    sections: categories,
    content: stated({
      headline: lineOf(childOf(item, 'title')),
      standfirst: encoded === undefined || description === undefined ? undefined : oneLine(boundedBody(description)),
      language: canonicalLanguage(lineOf(childrenOf(item, 'language')[0]) ?? '') ?? language,
      bylines: creators.map((name) => ({ name: authorName(name).slice(0, 200) })),
      keywords: [...new Set(categories)].map((one) => one.slice(0, 120)),
      media: filesIn(item),
      sources:
        source === undefined || lineOf(source) === undefined
          ? undefined
          : [stated({ name: lineOf(source) as string, url: httpUrl(source.attributes.url ?? '') }) as { name: string }],
      rights: rights === undefined ? undefined : { notice: rights.slice(0, 500) },
    }),
    body,
    base: link ?? page,
    at: { line, column },
    warnings: report.warnings,
  };
}

/** Extracts the name from `editor@example.com (Jane Doe)`. */
function authorName(author: string): string {
  const text = author.slice(0, 1000).trim();
  const open = text.lastIndexOf('(');
  const name = open >= 0 && text.endsWith(')') ? text.slice(open + 1, -1).trim() : '';
  return name === '' ? text : name;
}

/** Reads `enclosure`, `media:content` and `media:thumbnail`, each file once. */
function filesIn(item: SourceElement) {
  const named = [...childrenOf(item, 'enclosure'), ...descendants(item, 'content'), ...childrenOf(item, 'thumbnail')];
  const seen = new Set<string>();
  return named
    .filter(({ attributes: { url = '' } }) => url !== '' && !seen.has(url) && seen.add(url))
    .flatMap((one) => {
      const { url, type, length, fileSize, width, height } = one.attributes;
      const title = lineOf(childOf(one, 'description')) ?? lineOf(childOf(one, 'title'));
      return mediaOfFile({
        url,
        type,
        length: length ?? fileSize,
        width,
        height,
        title,
        credit: lineOf(childOf(one, 'credit')),
      });
    });
}

/** Parses a date of RFC 822 or RFC 3339; other texts are ignored with a warning. */
function feedDate(text: string | undefined, at: Partial<Finding>, report: Report): Instant | undefined {
  if (text === undefined) return undefined;
  const exact = parseInstant(text);
  if (exact !== undefined) return exact;
  const hasOffset = /([+-]\d{4}|GMT|UTC?|Z|E[SD]T|C[SD]T|M[SD]T|P[SD]T)$/.test(text);
  const milliseconds = hasOffset ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return fromMilliseconds(milliseconds);
  report.warn('feed/date', `"${text}" is not a date with an offset and was left out.`, at);
  return undefined;
}
