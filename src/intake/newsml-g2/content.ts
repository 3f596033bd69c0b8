import { canonicalLanguage } from '../../text/language.ts';
import { genreName } from '../../vocabulary/genres.ts';
import { bylineNames, isAccountName } from '../person-names.ts';
import type { ReceivedContent } from '../received.ts';
import { Report } from '../report.ts';
import { childOf, childrenOf, at as elementAt, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { subjectsOf } from './concepts.ts';
import { contentWarningsOf, type editorNotesOf, embargoOf, relatedOf } from './item-meta.ts';
import { digitalSourceTypeOf } from './media.ts';
import { nameOf, partyOf, sourceOf } from './parties.ts';
import { type ItemReading, momentOf, natureOf } from './reading.ts';
import { rightsOf } from './rights.ts';
import type { Schemes } from './schemes.ts';

interface About {
  readonly notes: ReturnType<typeof editorNotesOf>;
  readonly nitf: SourceElement | undefined;
}

/** Reads the content fields from `itemMeta` and `contentMeta`. */
export function contentOf(
  item: SourceElement,
  { notes, nitf }: About,
  reading: ItemReading,
): { content: ReceivedContent; sections: readonly string[] } {
  const { schemes, options, dates } = reading;
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
  const created = momentOf(itemMeta, 'firstCreated', { ...dates, report: new Report(dates.report.file) });
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
    sources: sourcesOf(meta, reading),
    creditLine: line('creditline')?.slice(0, 300),
    related: itemMeta === undefined ? [] : relatedOf(itemMeta, schemes, options),
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
  const stated = element === item ? item.attributes['xml:lang'] : element.attributes.tag;
  const language = canonicalLanguage((stated ?? '').trim());
  if (stated !== undefined && stated !== '' && language === undefined) {
    const message = `"${stated}" is not a language tag such as en-GB and was left out.`;
    dates.report.warn('newsml-g2/language', message, { file: dates.file, line: element.line, column: element.column });
  }
  return language;
}

const ROLES = ['seo', 'short', 'social', 'print', 'kicker'] as const;

/** Returns the first headline without a role; else the title, else the slugline. */
function mainHeadline(item: SourceElement, { schemes, dates }: ItemReading): string | undefined {
  const meta = childOf(item, 'contentMeta');
  const headlines = meta === undefined ? [] : childrenOf(meta, 'headline');
  for (const empty of headlines.filter((one) => lineOf(one) === undefined)) {
    dates.report.warn('newsml-g2/empty', 'An empty headline was left out.', {
      file: dates.file,
      line: empty.line,
      column: empty.column,
    });
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

/** Returns the summary; for a text also a description without a role. */
function summaryOf(item: SourceElement, reading: ItemReading): string | undefined {
  const meta = childOf(item, 'contentMeta');
  const rows = meta === undefined ? [] : childrenOf(meta, 'description').slice(0, 500);
  const summary = rows.find((one) => reading.schemes.codeOf(one, 'drol', 'role') === 'summary');
  const plain =
    natureOf(item, { ...reading, dates: { ...reading.dates, report: new Report(reading.dates.file) } }) === 'text'
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

/**
 * Returns the makers of an item. `by` is the byline: creators stand in for its names where it contains them, or where
 * there is no byline. A creator without a name, or with that of an account, is known to its desk alone.
 */
function makersOf(
  meta: SourceElement | undefined,
  name: 'creator' | 'contributor',
  { schemes, options, dates: { report } }: ItemReading,
): ReceivedContent['bylines'] {
  const found = (meta === undefined ? [] : childrenOf(meta, name)).flatMap((one) => {
    const party = partyOf(one, { schemes, options });
    if (party !== undefined && (party.staff !== undefined || !isAccountName(party.name))) return [party];
    const written = nameOf(one) ?? schemes.concept(one)?.code ?? '';
    const message = `The ${name} "${written.slice(0, 100)}" is a code or an account and no name: it was left out.`;
    report.warn('newsml-g2/no-name', message, { line: one.line, column: one.column });
    return [];
  });
  const by = name === 'contributor' ? undefined : lineOf(childOf(meta, 'by'));
  if (by === undefined) return found;
  const isAll = found.length > 0 && found.every((party) => by.includes(party.name));
  return isAll ? found : bylineNames(by).map((one) => ({ name: one }));
}

/** Returns the sources that have a name. */
function sourcesOf(meta: SourceElement | undefined, { schemes, dates }: ItemReading): ReceivedContent['sources'] {
  return (meta === undefined ? [] : childrenOf(meta, 'infoSource')).flatMap((one) => {
    const source = sourceOf(one, schemes);
    if (source !== undefined) return [source];
    const { line, column } = one;
    dates.report.warn('newsml-g2/no-name', 'The infoSource has no name: it was left out.', { line, column });
    return [];
  });
}

/** Returns the feed id as Dateline writes it. */
function feedIdOf(meta: SourceElement | undefined, schemes: Schemes): string | undefined {
  const rows = meta === undefined ? [] : childrenOf(meta, 'altId');
  return lineOf(rows.find((one) => schemes.ownCodeOf(one, 'alternative-id', 'type') === 'feed'));
}
