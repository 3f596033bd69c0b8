import { type Finding, problem, warning } from '../../text/finding.ts';
import type { Body } from '../../text/html-tree.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { genreName } from '../../vocabulary/genres.ts';
import type { DeliveryHints } from '../delivery.ts';
import { withoutNotices } from '../notices.ts';
import type { Received, ReceivedContent } from '../received.ts';
import { type DateReading, wholeNumber, wireInstant } from '../wire-dates.ts';
import { childOf, childrenOf, at as elementAt, lineOf, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { subjectsOf } from './concepts.ts';
import { contentWarningsOf, editorNotesOf, embargoOf, providerOf, relatedOf, signalOf, statusOf } from './item-meta.ts';
import { digitalSourceTypeOf, MEDIA_KINDS, mediaOf } from './media.ts';
import { bylineNames, partyOf, sourceOf } from './parties.ts';
import { rightsOf } from './rights.ts';
import { Schemes } from './schemes.ts';
import { plainBody, textContent } from './text-content.ts';

/** What an item is read with. */
export interface ItemReading {
  readonly schemes: Schemes;
  readonly hints: DeliveryHints;
  readonly dates: DateReading;
}

/** The readings of one item: its own catalogs count for nothing else. */
export function readingOf(item: SourceElement, hints: DeliveryHints): ItemReading {
  const told: Finding[] = [];
  return {
    schemes: new Schemes(item, told, hints.file),
    hints,
    dates: { timeZone: hints.timeZone, file: hints.file, told },
  };
}

/** `text`, `picture`, `video` …, whatever its alias. */
export function natureOf(item: SourceElement, { schemes, dates }: ItemReading): string {
  const element = elementAt(item, 'itemMeta', 'itemClass');
  const code = element && schemes.concept(element)?.code;
  if (code === 'graphics' && element !== undefined) {
    const message = '"graphics" was read as ninat:graphic, which is the code.';
    dates.told.push(
      warning('newsml-g2/item-class', message, { file: dates.file, line: element.line, column: element.column }),
    );
    return 'graphic';
  }
  return code ?? 'text';
}

/**
 * What a newsItem of a text, or of a picture, video or sound that stands alone, says of its story.
 * @returns a finding for an item that is no story: a table of results, a set of events
 */
export function receivedItem(item: SourceElement, reading: ItemReading): Received | Finding {
  const { schemes, hints, dates } = reading;
  const { line, column, attributes } = item;
  const meta = childOf(item, 'itemMeta');
  if (meta === undefined)
    return problem('newsml-g2/item-meta', 'The item has no itemMeta.', { file: hints.file, line, column });
  const status = statusOf(meta, schemes, dates);
  if (typeof status !== 'string') return status;
  const nature = natureOf(item, reading);
  const kind = MEDIA_KINDS[nature];
  const text = textContent(childOf(item, 'contentSet'), dates.told, hints.file);
  if ('foreign' in text && status === 'usable') {
    const message = `The item carries ${text.foreign}, which is no text of a story: such items are not read.`;
    return problem('newsml-g2/kind', message, { file: hints.file, line, column });
  }
  const signal = signalOf(meta, schemes);
  const notes = editorNotesOf(meta, signal !== undefined || status !== 'usable', schemes);
  const { body, notice } =
    'body' in text && text.body !== undefined ? withoutNotices(text.body) : { body: undefined, notice: undefined };
  const { content, sections } = contentOf(item, { notes, nitf: 'nitf' in text ? text.nitf : undefined }, reading);
  const media = kind === undefined ? undefined : mediaOf(item, kind, reading);
  const moment = (name: string, from: SourceElement | undefined = meta) => momentOf(from, name, dates);
  const published = elementAt(item, 'pubHistory', 'published');
  return {
    guid: attributes.guid ?? '',
    provider: providerOf(meta, schemes),
    version: versionOf(item, dates),
    status,
    versionCreated: moment('versionCreated'),
    published: moment('timestamp', published) ?? moment('firstCreated') ?? moment('versionCreated'),
    signal,
    note: notes.change,
    notice: signal === undefined ? undefined : notice,
    sections,
    content: { ...content, ...(media === undefined ? {} : { media: [media] }) },
    body: body ?? describedText(item, reading),
    at: { line, column },
    warnings: dates.told,
  };
}

/** Scripts and shot lists of videos, and whatever else is described where there is no text. */
function describedText(item: SourceElement, { schemes }: ItemReading): Body | undefined {
  const meta = childOf(item, 'contentMeta');
  const rows = meta === undefined ? [] : childrenOf(meta, 'description').slice(0, 500);
  const isOther = (one: SourceElement): boolean =>
    ['summary', 'altText'].includes(schemes.codeOf(one, 'drol', 'role') ?? '');
  const texts = rows.filter((one) => !isOther(one)).map((one) => textOf(one).trim());
  const told = texts.filter((text) => text !== '');
  return told.length === 0 ? undefined : plainBody(told.join('\n\n'));
}

function momentOf(from: SourceElement | undefined, name: string, dates: DateReading) {
  const element = childOf(from, name);
  return element && wireInstant(lineOf(element), element, dates);
}

function versionOf({ attributes, line, column }: SourceElement, { told, file }: DateReading): number | undefined {
  const version = wholeNumber(attributes.version);
  if (version !== undefined) return version;
  told.push(
    warning('newsml-g2/version', 'The item has no version that is a whole number: what is newer goes by its date.', {
      file,
      line,
      column,
    }),
  );
  return undefined;
}

interface About {
  readonly notes: ReturnType<typeof editorNotesOf>;
  readonly nitf: SourceElement | undefined;
}

/** The fields of the story, from `itemMeta` and `contentMeta`. */
function contentOf(
  item: SourceElement,
  { notes, nitf }: About,
  reading: ItemReading,
): { content: ReceivedContent; sections: readonly string[] } {
  const { schemes, hints, dates } = reading;
  const itemMeta = childOf(item, 'itemMeta');
  const meta = childOf(item, 'contentMeta');
  const { lists, sections } = subjectsOf(item, { schemes, dates });
  const line = (name: string): string | undefined => lineOf(childOf(meta, name));
  const keywords = [
    ...(meta === undefined ? [] : childrenOf(meta, 'keyword')).flatMap((one) => lineOf(one) ?? []),
    ...lists.keywords,
  ];
  const language = languageOf(item, reading);
  const genre = genreOf(meta, schemes);
  const urgency = Number(line('urgency') ?? Number.NaN);
  const created = momentOf(itemMeta, 'firstCreated', { ...dates, told: [] });
  const type = meta && digitalSourceTypeOf(meta, schemes);
  const warnings = contentWarningsOf(meta, schemes);
  const series = childOf(itemMeta, 'memberOf');
  const seriesName = series && (lineOf(childOf(series, 'name')) ?? series.attributes.literal);
  const all: Record<string, unknown> = {
    language,
    headline:
      mainHeadline(item, reading) ??
      lineOf(elementAt(nitf, 'body', 'body.head', 'hedline', 'hl1')) ??
      lineOf(elementAt(nitf, 'head', 'title')),
    headlines: otherHeadlines(meta, schemes),
    standfirst: summaryOf(item, reading),
    slugline: line('slugline'),
    dateline: datelineOf(meta),
    genre,
    urgency: Number.isInteger(urgency) && urgency >= 1 && urgency <= 9 ? urgency : undefined,
    keywords: [...new Set(keywords)].map((one) => one.slice(0, 120)),
    ...{
      subjects: lists.subjects,
      people: lists.people,
      organisations: lists.organisations,
      places: lists.places,
      events: lists.events,
    },
    bylines: makersOf(meta, 'creator', reading),
    contributors: makersOf(meta, 'contributor', reading),
    sources: (meta === undefined ? [] : childrenOf(meta, 'infoSource')).flatMap((one) => sourceOf(one, schemes) ?? []),
    related: itemMeta === undefined ? [] : relatedOf(itemMeta, schemes, hints),
    series: seriesName === undefined ? undefined : { name: seriesName.slice(0, 200) },
    editorNote: notes.editorial,
    rights: rightsOf(item, schemes),
    digitalSourceType: type,
    contentWarnings: warnings,
    created,
    expires: momentOf(itemMeta, 'expires', dates),
    embargo: itemMeta && embargoOf(itemMeta, notes.embargo, dates),
    feedId: feedIdOf(meta, schemes),
  };
  return { content: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)), sections };
}

function languageOf(item: SourceElement, { dates }: ItemReading): string | undefined {
  const meta = childOf(item, 'contentMeta');
  const element = childOf(meta, 'language') ?? item;
  const said = element === item ? item.attributes['xml:lang'] : element.attributes.tag;
  const language = canonicalLanguage((said ?? '').trim());
  if (said !== undefined && said !== '' && language === undefined) {
    const message = `"${said}" is no language tag such as en-GB and was left out.`;
    dates.told.push(
      warning('newsml-g2/language', message, { file: dates.file, line: element.line, column: element.column }),
    );
  }
  return language;
}

const ROLES = ['seo', 'short', 'social', 'print', 'kicker'] as const;

/** The first headline without a role of its own; else the title, else the slugline. */
function mainHeadline(item: SourceElement, { schemes, dates }: ItemReading): string | undefined {
  const meta = childOf(item, 'contentMeta');
  const headlines = meta === undefined ? [] : childrenOf(meta, 'headline');
  for (const empty of headlines.filter((one) => lineOf(one) === undefined)) {
    dates.told.push(
      warning('newsml-g2/empty', 'An empty headline was left out.', {
        file: dates.file,
        line: empty.line,
        column: empty.column,
      }),
    );
  }
  const isMain = (one: SourceElement): boolean => schemes.ownCodeOf(one, 'headline', 'role') === undefined;
  const found = headlines.filter(isMain).flatMap((one) => lineOf(one) ?? [])[0];
  return found ?? lineOf(elementAt(item, 'itemMeta', 'title')) ?? lineOf(childOf(meta, 'slugline'));
}

function otherHeadlines(meta: SourceElement | undefined, schemes: Schemes): NonNullable<ReceivedContent['headlines']> {
  return (meta === undefined ? [] : childrenOf(meta, 'headline')).flatMap((one) => {
    const code = schemes.ownCodeOf(one, 'headline', 'role');
    const role = ROLES.find((known) => known === code);
    const text = lineOf(one);
    return role === undefined || text === undefined ? [] : [{ role, text: text.slice(0, 300) }];
  });
}

/** The summary; of a text also a description that says no role. */
function summaryOf(item: SourceElement, reading: ItemReading): string | undefined {
  const meta = childOf(item, 'contentMeta');
  const rows = meta === undefined ? [] : childrenOf(meta, 'description').slice(0, 500);
  const summary = rows.find((one) => reading.schemes.codeOf(one, 'drol', 'role') === 'summary');
  const plain =
    natureOf(item, { ...reading, dates: { ...reading.dates, told: [] } }) === 'text'
      ? rows.find((one) => reading.schemes.concept(one, 'role') === undefined)
      : undefined;
  return lineOf(summary ?? plain);
}

function datelineOf(meta: SourceElement | undefined): { place: string; text?: string } | undefined {
  const located = childOf(meta, 'located');
  const text = lineOf(childOf(meta, 'dateline'))?.slice(0, 200);
  const place = (located && lineOf(childOf(located, 'name')))?.slice(0, 120) ?? text?.slice(0, 120);
  if (place === undefined) return undefined;
  return { place, ...(text === undefined || text === place ? {} : { text }) };
}

function genreOf(meta: SourceElement | undefined, schemes: Schemes): string | undefined {
  const codes = (meta === undefined ? [] : childrenOf(meta, 'genre')).map((one) => schemes.codeOf(one, 'genre'));
  return codes.find((code) => code !== undefined && genreName(code) !== undefined);
}

/** One party for each element; where there is none, the names that the byline holds. */
function makersOf(
  meta: SourceElement | undefined,
  name: 'creator' | 'contributor',
  { schemes, hints }: ItemReading,
): ReceivedContent['bylines'] {
  const found = (meta === undefined ? [] : childrenOf(meta, name)).flatMap(
    (one) => partyOf(one, { schemes, hints }) ?? [],
  );
  const by = lineOf(childOf(meta, 'by'));
  if (found.length > 0 || name === 'contributor' || by === undefined) return found;
  return bylineNames(by).map((one) => ({ name: one }));
}

/** The id that it has in feeds, as Dateline writes it. */
function feedIdOf(meta: SourceElement | undefined, schemes: Schemes): string | undefined {
  const rows = meta === undefined ? [] : childrenOf(meta, 'altId');
  return lineOf(rows.find((one) => schemes.ownCodeOf(one, 'alternative-id', 'type') === 'feed'));
}
