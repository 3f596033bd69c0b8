import { defined } from '../../text/defined.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { httpUrl } from '../../text/url.ts';
import { firstDate } from '../feed-dates.ts';
import { mediaOfFile, stated, versionAt } from '../feed-entry.ts';
import { titleText } from '../feed-title.ts';
import { withoutNotices } from '../notices.ts';
import { distinctNames, isAccountName, personNames } from '../person-names.ts';
import type { Received } from '../received.ts';
import type { Report } from '../report.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { childOf, isElement, lineOf } from '../xml/look-up.ts';
import { elementsIn, type Preferred, preferredElements } from '../xml/namespaces.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { filesOf } from './item-files.ts';
import { itemText } from './item-text.ts';
import { postName, thumbnailOf, type WordPressExport } from './wordpress.ts';

/** Facts of the channel, and the context of reading an item. */
export interface ItemReading {
  readonly provider: string;
  /** Address of the page of the channel. */
  readonly page: string | undefined;
  readonly language: string | undefined;
  readonly options: WireReadOptions;
  readonly report: Report;
  readonly wordPress: WordPressExport;
}

const DATES: Readonly<Record<'published' | 'updated', readonly Preferred[]>> = {
  published: [
    ['rss pubDate'],
    ['dc date'],
    ['dcterms issued'],
    ['dcterms created'],
    ['dcterms date'],
    ['atom published'],
    ['atom issued'],
  ],
  updated: [['atom updated'], ['dcterms modified'], ['atom modified']],
};

/** Reads an item of RSS 0.9x, 1.0 or 2.0. */
export function receivedItem(item: SourceElement, reading: ItemReading): Received {
  const { provider, language, report, wordPress } = reading;
  const { line, column } = item;
  const link = linkOf(item, reading);
  const base = item.attributes['xml:base'] ?? link ?? reading.page;
  const { body: text, standfirst, base: textBase } = itemText(item, reading, base);
  const { body, notice } = withoutNotices(text);
  const published = dateOf(item, DATES.published, reading);
  const updated = dateOf(item, DATES.updated, reading);
  const first = published ?? updated;
  const source = preferredElements(item, ['rss source'])[0];
  const sourceName = source && lineOf(source);
  const categories = preferredElements(item, ['rss category', 'dc subject'])
    .filter(isTopic)
    .flatMap((one) => titleText(lineOf(one)) ?? []);
  const rights = lineOf(preferredElements(item, ['dc rights', 'dcterms rights', 'media copyright'])[0]);
  const thumbnail = thumbnailOf(item, wordPress);
  return defined({
    guid: lineOf(preferredElements(item, ['rss guid', 'atom id', 'dc identifier'])[0]) ?? link ?? '',
    slug: postName(item),
    provider,
    version: versionAt(updated),
    status: 'usable' as const,
    isPublic: true as const,
    versionCreated: updated ?? published,
    published: first,
    held: first === undefined ? ('undated' as const) : undefined,
    notice,
    sections: categories,
    content: stated({
      headline: titleText(
        lineOf(preferredElements(item, ['rss title', 'dc title', 'atom title', 'media title', 'itunes title'])[0]),
      ),
      standfirst,
      language:
        canonicalLanguage(lineOf(preferredElements(item, ['dc language', 'rss language'])[0]) ?? '') ?? language,
      bylines: authorsOf(item, reading).map((name) => ({ name })),
      keywords: [...new Set(categories)].map((one) => one.slice(0, 120)),
      media: [...mediaOfFile({ url: thumbnail, type: undefined }), ...filesOf(item, base, report)],
      sources:
        sourceName === undefined
          ? undefined
          : [stated({ name: sourceName, url: httpUrl(source?.attributes.url ?? '') }) as { name: string }],
      rights: rights === undefined ? undefined : { notice: rights.slice(0, 500) },
    }),
    body,
    base: textBase,
    at: { line, column },
    warnings: report.warnings,
    addresses: report.addresses,
  });
}

/** Taxonomies of WordPress that are no topics, in the attribute `domain`. */
const NO_TOPICS: ReadonlySet<string> = new Set(['post_format', 'language', 'author', 'nav_menu', 'link_category']);

/** True for a category that is a topic of the story; WordPress puts stories without one into "Uncategorized". */
function isTopic({ attributes: { domain = '', nicename = '' } }: SourceElement): boolean {
  return !NO_TOPICS.has(domain) && !/^uncategori[sz]ed(?:-|$)/.test(nicename);
}

function dateOf(item: SourceElement, names: readonly Preferred[], { options, report }: ItemReading) {
  const elements = names.map((one) => preferredElements(item, one)[0]);
  const texts = elements.map((one) => lineOf(one));
  const { line, column } = elements.find((one) => lineOf(one) !== undefined) ?? item;
  const { instant, messages } = firstDate(texts, options.timeZone);
  for (const message of messages) report.warn('feed/date', message, { line, column });
  return instant;
}

/** Returns the address of the page of an item: its link, or a guid that is one (RSS 2.0, guid). */
function linkOf(item: SourceElement, { page }: ItemReading): string | undefined {
  const [link] = preferredElements(item, ['rss link', 'atom link']);
  const written = link && (lineOf(link) ?? link.attributes.href);
  const guid = elementsIn(item, 'rss', 'guid').find(({ attributes }) => attributes.isPermaLink !== 'false');
  const own = written === undefined ? undefined : URL.parse(written, page)?.href;
  return httpUrl(own ?? lineOf(guid) ?? '');
}

const AUTHORS: Preferred = ['dc creator', 'rss author', 'atom author', 'rss creator', 'itunes author'];

/** Returns the names of the authors, each once; the names of accounts and addresses alone are findings. */
function authorsOf(item: SourceElement, { report, wordPress }: ItemReading): string[] {
  const own: Preferred[] = [['dc creator'], ['rss author'], ['atom author'], ['rss creator']];
  const found = own.flatMap((names) => preferredElements(item, names));
  const elements = found.length > 0 ? [...new Set(found)] : preferredElements(item, AUTHORS);
  const names = elements.flatMap((element) => {
    const written = writtenAuthor(element);
    if (written === undefined) return [];
    const known = wordPress.authors.get(written);
    const own = (known === undefined ? personNames(written) : [known]).filter((name) => !isAccountName(name));
    if (own.length > 0) return own;
    const message = `"${written.slice(0, 100)}" is an address or an account and no name: it is not a byline.`;
    report.warn('feed/author', message, { line: element.line, column: element.column });
    return [];
  });
  return distinctNames(names);
}

/** Returns the text of an author; one with children has its name in `name`. */
function writtenAuthor(element: SourceElement): string | undefined {
  const name = childOf(element, 'name');
  if (name !== undefined) return lineOf(name);
  const own = element.children
    .filter((child) => !isElement(child))
    .join(' ')
    .trim();
  return own === '' ? lineOf(element) : own.replace(/\s+/g, ' ');
}
