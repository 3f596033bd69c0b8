import { defined } from '../../text/defined.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { genreName } from '../../vocabulary/genres.ts';
import { mediaTopic } from '../../vocabulary/media-topics.ts';
import { topicOfSubjectCode } from '../../vocabulary/subject-codes.ts';
import { bylineNames, isAccountName } from '../person-names.ts';
import type { ReceivedContent } from '../received.ts';
import type { DateReading } from '../wire-dates.ts';
import { childOf, childrenOf, descendants, at as elementAt, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { formalName, partyOf, propertyOf } from './formal-names.ts';

/** Context for reading the facts about a text. */
export interface ContentReading {
  readonly management: SourceElement | undefined;
  readonly nitf: SourceElement | undefined;
  readonly dates: DateReading;
}

/**
 * Reads the facts about a text.
 * @param lineage the component of the text, and those around it, the nearest first
 */
export function contentOf(
  lineage: readonly SourceElement[],
  { management, nitf, dates }: ContentReading,
): { readonly content: ReceivedContent; readonly sections: readonly string[] } {
  const first = (...path: readonly string[]): SourceElement | undefined =>
    lineage.map((one) => elementAt(one, ...path)).find((one) => one !== undefined);
  const line = (name: string): string | undefined =>
    lineage.map((one) => lineOf(elementAt(one, 'NewsLines', name))).find((text) => text !== undefined);
  const described = lineage.flatMap((one) => childrenOf(one, 'DescriptiveMetadata'));
  const urgency = Number(formalName(childOf(management, 'Urgency')) ?? Number.NaN);
  const codes = codesOf(described);
  const provider = partyOf(first('AdministrativeMetadata', 'Provider'));
  const holder = lineOf(first('RightsMetadata', 'Copyright', 'CopyrightHolder'));
  const [notice, usageTerms] = [line('CopyrightLine')?.slice(0, 500), line('RightsLine')?.slice(0, 4000)];
  const head = elementAt(nitf, 'body', 'body.head');
  const content = defined({
    headline: line('HeadLine') ?? lineOf(elementAt(head, 'hedline', 'hl1')) ?? line('SlugLine'),
    standfirst: line('SubHeadLine') ?? lineOf(childOf(head, 'abstract')),
    slugline: line('SlugLine'),
    language: languageOf(described, dates),
    urgency: Number.isInteger(urgency) && urgency >= 1 && urgency <= 9 ? urgency : undefined,
    dateline: datelineOf(line('DateLine') ?? lineOf(childOf(head, 'dateline')), described),
    genre: described
      .flatMap((one) => childrenOf(one, 'Genre'))
      .map((one) => formalName(one))
      .find((name) => name !== undefined && genreName(name) !== undefined),
    keywords: keywordsOf(lineage, described),
    subjects: codes,
    bylines: namesOf(line('ByLine') ?? lineOf(childOf(head, 'byline'))),
    creditLine: line('CreditLine')?.slice(0, 300),
    sources: sourcesOf(lineage, provider),
    rights: defined({ holder: holder?.slice(0, 300), notice, usageTerms }),
  });
  return { content, sections: described.flatMap((one) => propertyOf(one, 'Section') ?? []) };
}

function namesOf(byline: string | undefined): { name: string }[] {
  return (byline === undefined ? [] : bylineNames(byline))
    .filter((name) => !isAccountName(name))
    .map((name) => ({ name }));
}

function languageOf(described: readonly SourceElement[], { report }: DateReading): string | undefined {
  const element = described.flatMap((one) => childrenOf(one, 'Language'))[0];
  const written = formalName(element);
  if (element === undefined || written === undefined) return undefined;
  const language = canonicalLanguage(written.replace('_', '-'));
  if (language !== undefined) return language;
  const { line, column } = element;
  report.warn('newsml-1/language', `"${written}" is not a language tag such as en-GB and was left out.`, {
    line,
    column,
  });
  return undefined;
}

/** Reads Subject Codes, by subject, matter and detail, as Media Topics; the most exact of each. */
function codesOf(described: readonly SourceElement[]): string[] {
  const groups = described.flatMap((one) => childrenOf(one, 'SubjectCode'));
  const topics = groups.flatMap((group) => {
    const exact = ['SubjectDetail', 'SubjectMatter', 'Subject'].flatMap((name) => childrenOf(group, name));
    const code = formalName(exact[0])?.replace(/\D/g, '') ?? '';
    return topicOfSubjectCode(code) ?? (mediaTopic(code) === undefined ? [] : [code]);
  });
  return [...new Set(topics)];
}

function keywordsOf(lineage: readonly SourceElement[], described: readonly SourceElement[]): string[] {
  const lines = lineage.flatMap((one) => childrenOf(childOf(one, 'NewsLines') ?? one, 'KeywordLine'));
  const words = lines.flatMap((one) => lineOf(one) ?? []);
  const properties = described.flatMap((one) =>
    childrenOf(one, 'Property').flatMap((row) =>
      /^keyword/i.test(formalName(row) ?? '') ? (row.attributes.Value ?? []) : [],
    ),
  );
  const all = [...words, ...properties].map((word) => word.trim()).filter((word) => word !== '');
  return [...new Set(all)].map((word) => word.slice(0, 120));
}

/** Reads the place of origin: by its name, never by a code; and the dateline as it was written. */
function datelineOf(line: string | undefined, described: readonly SourceElement[]): ReceivedContent['dateline'] {
  const locations = described.flatMap((one) => descendants(one, 'Location'));
  const origin = locations.find(({ attributes }) => /^origin/i.test(attributes.HowPresent ?? '')) ?? locations[0];
  const city = propertyOf(origin, 'City');
  const text = withoutDash(line)?.slice(0, 200);
  const place = (city ?? text?.split(',')[0])?.slice(0, 120);
  return place === undefined || place === '' ? undefined : defined({ place, text: text === place ? undefined : text });
}

/** Removes the dash at the end of a dateline. */
function withoutDash(line: string | undefined): string | undefined {
  let text = line?.trim();
  while (text !== undefined && /[-–—]$/.test(text)) text = text.slice(0, -1).trimEnd();
  return text;
}

function sourcesOf(lineage: readonly SourceElement[], provider: string | undefined): { name: string }[] {
  const rows = lineage.flatMap((one) => childrenOf(childOf(one, 'AdministrativeMetadata') ?? one, 'Source'));
  const names = rows.flatMap((row) => partyOf(row) ?? []);
  const all = names.length > 0 ? names : provider === undefined ? [] : [provider];
  return [...new Set(all)].map((name) => ({ name: name.slice(0, 300) }));
}
