import { defined } from '../text/defined.ts';
import type { Finding } from '../text/finding.ts';
import type { ReceivedContent } from './received.ts';
import type { Report } from './report.ts';

/** Limits of lists; further entries are dropped with a warning. */
const LONGEST_LISTS: Readonly<Record<string, number>> = {
  headlines: 20,
  keywords: 50,
  subjects: 30,
  people: 100,
  organisations: 100,
  places: 100,
  events: 100,
  bylines: 30,
  contributors: 30,
  sources: 30,
  media: 100,
  related: 50,
};

/** Shortens lists and texts that are longer than a story may have. */
export function limited(content: ReceivedContent, report: Report, place: Partial<Finding>): ReceivedContent {
  const pairs = Object.entries(content).map(([field, value]): [string, unknown] => {
    const most = LONGEST_LISTS[field];
    if (most === undefined || !Array.isArray(value) || value.length <= most) return [field, value];
    report.warn('wire/too-many', `${value.length} ${field}: only the first ${most} were stored.`, {
      ...place,
      path: field,
    });
    return [field, value.slice(0, most)];
  });
  const { standfirst, slugline, editorNote, ...rest } = Object.fromEntries(pairs) as ReceivedContent;
  return defined({
    ...rest,
    standfirst: standfirst === undefined ? undefined : shortened(standfirst, 2000),
    slugline: slugline === undefined ? undefined : shortened(slugline, 120),
    editorNote: editorNote === undefined ? undefined : shortened(editorNote, 20_000),
  });
}

/** Cuts text at a word and adds an ellipsis. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text
    .slice(0, longest - 1)
    .replace(/\s\S*$/, '')
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
  return `${cut}…`;
}
