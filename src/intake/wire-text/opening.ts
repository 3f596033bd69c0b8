import { defined } from '../../text/defined.ts';
import { bylineOf, type Dateline, datelineOf } from './lines.ts';
import type { WireStory } from './wire-story.ts';

/** The parts between headline and text, and the text itself. */
type Opening = Pick<WireStory, 'standfirst' | 'place' | 'dateline' | 'agency' | 'bylines' | 'paragraphs'>;

/** Interpretations of lines, in sentences; the opening adds its own. */
export interface Interpretations {
  readonly understood: string[];
  readonly guessed: string[];
}

/** Standfirst, bylines and dateline are never more than four paragraphs. */
const MAX_OPENING_LINES = 4;

/** Longer than any standfirst. */
const MAX_STANDFIRST_LENGTH = 600;

/** Reads standfirst, bylines and dateline in any order; every other paragraph becomes text. */
export function openingOf(copy: readonly string[], read: Interpretations): Opening {
  const found = datelineAt(copy);
  const head = copy.slice(0, found?.index ?? lastByline(copy) + 1);
  const bylines = head.flatMap((text) => bylineOf(text) ?? []);
  const others = head.filter((text) => bylineOf(text) === undefined);
  for (const text of head.filter((line) => bylineOf(line))) read.understood.push(`"${text}" is the byline.`);
  if (found === undefined) read.guessed.push('No dateline was found.');
  const rest = found?.dateline.rest ?? '';
  const text = [...(rest === '' ? [] : [rest]), ...copy.slice(found === undefined ? head.length : found.index + 1)];
  return {
    ...(found === undefined ? {} : placed(found.dateline, read)),
    bylines,
    ...standing(others, text, read),
  };
}

/** True for a line that names an agency or a date, or for a bare place directly below headline or standfirst. */
function datelineAt(copy: readonly string[]): { readonly index: number; readonly dateline: Dateline } | undefined {
  const candidates = copy.slice(0, MAX_OPENING_LINES).flatMap((text, index) => {
    const dateline = datelineOf(text);
    return dateline === undefined ? [] : [{ index, dateline }];
  });
  const sure = candidates.find(({ dateline }) => dateline.isSure);
  if (sure !== undefined) return sure;
  return candidates.find(
    ({ index }) => copy.slice(0, index).filter((text) => bylineOf(text) === undefined).length <= 1,
  );
}

function lastByline(copy: readonly string[]): number {
  return copy.slice(0, MAX_OPENING_LINES).findLastIndex((text) => bylineOf(text) !== undefined);
}

function placed({ place, text, agency, isSure }: Dateline, read: Interpretations) {
  if (isSure) read.understood.push(`"${text}" is the dateline.`);
  else read.guessed.push(`"${text}" was read as the dateline.`);
  return defined({ place, dateline: text, agency });
}

/** Splits the paragraphs above byline or dateline: a single one is the standfirst, several are text. */
function standing(before: readonly string[], text: readonly string[], read: Interpretations) {
  const [standfirst, ...others] = before;
  if (standfirst === undefined || standfirst.length > MAX_STANDFIRST_LENGTH)
    return { paragraphs: [...before, ...text] };
  if (others.length === 0) read.understood.push('The paragraph between headline and text is the standfirst.');
  else read.guessed.push('Of several paragraphs above the text the first was read as the standfirst.');
  return { standfirst, paragraphs: [...others, ...text] };
}
