import type { Status } from '../../article/article.ts';
import type { ContentWarning, Related } from '../../article/content.ts';
import { CONTENT_WARNINGS } from '../../article/content.ts';
import type { WireSignal } from '../../article/wire-item.ts';
import { defined } from '../../text/defined.ts';
import type { Finding } from '../../text/finding.ts';
import { httpUrl } from '../../text/url.ts';
import type { Hop } from '../hop.ts';
import type { ReceivedContent } from '../received.ts';
import { type DateReading, wireInstant } from '../wire-dates.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { readStatus } from '../wire-status.ts';
import { idOfGuid } from '../wire-submission.ts';
import { childOf, childrenOf, lineOf, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { nameOf } from './parties.ts';
import type { Schemes } from './schemes.ts';

/** Reads the status of an item; usable by default (Guidelines, section 26.3). */
export function statusOf(meta: SourceElement, schemes: Schemes, dates: DateReading): Status | Finding {
  const element = childOf(meta, 'pubStatus');
  if (element === undefined) return 'usable';
  const read = readStatus(schemes.concept(element)?.code, {
    file: dates.file,
    line: element.line,
    column: element.column,
  });
  if ('problem' in read) return read.problem;
  if (read.warning !== undefined) dates.report.add(read.warning);
  return read.status;
}

/** Identifies the provider of an item: by URI or code rather than by name, since names change their spelling. */
export function providerOf(meta: SourceElement, schemes: Schemes): string {
  const provider = childOf(meta, 'provider');
  if (provider === undefined) return '';
  const named = schemes.concept(provider);
  return named?.uri ?? named?.code ?? provider.attributes.literal ?? nameOf(provider) ?? '';
}

/** True for an item with a signal that holds it back. */
export function isHeldBySignal(meta: SourceElement, schemes: Schemes): boolean {
  return childrenOf(meta, 'signal').some((one) => {
    const code = schemes.concept(one)?.code ?? one.attributes.qcode?.split(':').at(-1) ?? '';
    return /^(?:hold|embargo(?:ed)?|advisory)$/i.test(code);
  });
}

/** Reads the signal: update or correction, with severity. */
export function signalOf(meta: SourceElement, schemes: Schemes): WireSignal | undefined {
  const signals = childrenOf(meta, 'signal').map((one) => ({ one, code: schemes.concept(one)?.code }));
  const found = signals.find(({ code }) => code === 'correction') ?? signals.find(({ code }) => code === 'update');
  if (found === undefined) return undefined;
  const severity = schemes.concept(found.one, 'severity')?.code === 'major' ? 'major' : 'minor';
  const namesPrevious = childrenOf(meta, 'link').some(
    (link) => schemes.concept(link, 'rel')?.code === 'previousVersion',
  );
  return {
    kind: found.code === 'correction' ? 'correction' : 'update',
    severity,
    ...(namesPrevious ? { namesPrevious: true as const } : {}),
  };
}

/** Editor's notes by purpose. */
export interface EditorNotes {
  /** The error, the news, or the reason of a recall. */
  readonly change?: string;
  readonly embargo?: string;
  readonly editorial?: string;
}

/**
 * Groups editor's notes. Dateline's own notes state their purpose by role; others are assigned by the kind of item.
 * @param isChange the item is a correction, an update or a recall
 */
export function editorNotesOf(meta: SourceElement, isChange: boolean, schemes: Schemes): EditorNotes {
  const isHeld = childOf(meta, 'embargoed') !== undefined && lineOf(childOf(meta, 'embargoed')) === undefined;
  const notes: Record<'change' | 'embargo' | 'editorial', string[]> = { change: [], embargo: [], editorial: [] };
  for (const note of childrenOf(meta, 'edNote')) {
    const text = textOf(note).trim();
    if (text === '') continue;
    const role = schemes.ownCodeOf(note, 'editor-note', 'role');
    if (role === 'editorial') notes.editorial.push(text);
    else if (role === 'embargo') notes.embargo.push(text);
    else if (role !== undefined || isChange) notes.change.push(text);
    else if (isHeld) notes.embargo.push(text);
    else notes.editorial.push(text);
  }
  const joined = Object.entries(notes).filter(([, texts]) => texts.length > 0);
  return Object.fromEntries(joined.map(([kind, texts]) => [kind, texts.join('\n\n')]));
}

/** Reads the embargo: a time, or empty for a condition or until further notice (Guidelines, section 26.4). */
export function embargoOf(
  meta: SourceElement,
  note: string | undefined,
  dates: DateReading,
): ReceivedContent['embargo'] {
  const element = childOf(meta, 'embargoed');
  if (element === undefined) return undefined;
  const text = lineOf(element);
  const until = wireInstant(text, element, dates);
  if (until !== undefined)
    return defined({ until, condition: note === undefined ? undefined : note.replace(/\s+/g, ' ').slice(0, 300) });
  // An unreadable date must not release the story.
  return note === undefined ? {} : { condition: note.replace(/\s+/g, ' ').slice(0, 300) };
}

const RELATIONS: Readonly<Record<string, Related['relation']>> = {
  seeAlso: 'seeAlso',
  associatedWith: 'seeAlso',
  evolvedFrom: 'previous',
  derivedFrom: 'basedOn',
  translatedFrom: 'translationOf',
};

/** Reads links to other stories: items by id, pages by address. */
export function relatedOf(
  meta: SourceElement,
  schemes: Schemes,
  options: WireReadOptions,
): NonNullable<ReceivedContent['related']> {
  return childrenOf(meta, 'link')
    .slice(0, 500)
    .flatMap((link): NonNullable<ReceivedContent['related']> => {
      const code = schemes.concept(link, 'rel')?.code ?? 'seeAlso';
      const relation = RELATIONS[code];
      const { residref } = link.attributes;
      const itemClass = childOf(link, 'itemClass');
      const nature = itemClass && schemes.concept(itemClass)?.code;
      if (relation === undefined || (nature !== undefined && nature !== 'text' && nature !== 'composite')) return [];
      if (residref !== undefined && residref !== '') return [{ relation, article: idOfGuid(residref, options) }];
      const url = httpUrl(link.attributes.href ?? '');
      const title = lineOf(childOf(link, 'title')) ?? lineOf(childOf(link, 'headline')) ?? url;
      return url === undefined || title === undefined ? [] : [{ relation, url, title: title.slice(0, 300) }];
    });
}

/** Reads the organisations that handed an item on (`hopHistory`), in the order of `seq`. */
export function hopsOf(item: SourceElement, schemes: Schemes, dates: DateReading): Hop[] {
  const history = childOf(item, 'hopHistory');
  const hops = history === undefined ? [] : childrenOf(history, 'hop').slice(0, 50);
  return hops
    .toSorted((a, b) => Number(a.attributes.seq ?? 0) - Number(b.attributes.seq ?? 0))
    .flatMap((hop) => {
      const party = childOf(hop, 'party');
      const named = party && schemes.concept(party);
      const name = party && (nameOf(party) ?? named?.uri ?? named?.code);
      const at = wireInstant(hop.attributes.timestamp, hop, dates);
      return name === undefined ? [] : [defined({ party: name.slice(0, 300), at })];
    });
}

/** Reads content warnings. */
export function contentWarningsOf(meta: SourceElement | undefined, schemes: Schemes): ContentWarning[] | undefined {
  const codes = (meta === undefined ? [] : childrenOf(meta, 'exclAudience')).map((one) => schemes.codeOf(one, 'cwarn'));
  const known = [...new Set(codes)].flatMap((code) => CONTENT_WARNINGS.find((one) => one === code) ?? []);
  return known.length === 0 ? undefined : known;
}
