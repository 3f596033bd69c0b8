import { defined } from '../../text/defined.ts';
import { fullMinute, type Instant, latest } from '../../text/instant.ts';
import type { HeldReason, Received, ReceivedContent } from '../received.ts';
import type { Report } from '../report.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { withoutHolds } from './body-lines.ts';
import { holdOf } from './desk-lines.ts';
import { mentionsHold } from './hold-lines.ts';

const HELD: Readonly<Record<HeldReason | 'condition', string>> = {
  condition:
    'The item is under embargo without a time: it is held until an editor releases it, or a later version does.',
  undated:
    'The item has no date that can be read: it is held until an editor releases it. `--publish` (API: `publish=true`) publishes such items at once.',
  draft:
    'Plain copy is held until an editor releases it. `publish: true` in `intake.yaml` of its folder publishes it at once.',
  restricted: 'The text has words that hold it back: it is held until an editor releases it.',
};

/**
 * Takes lines for desks out of the text. Words that hold the story back, in its text, its headline or its notes, are an
 * embargo if they state a time, and otherwise hold it until an editor releases it, also against its status. An embargo
 * that the item states with a time is its own.
 */
export function withoutDeskText(received: Received, options: WireReadOptions, report: Report): Received {
  const { body, content, at, isPublic } = received;
  const {
    body: rest,
    holds,
    notes,
  } = body === undefined ? { body, holds: [], notes: [] } : withoutHolds(body, isPublic !== true);
  const fields = [
    ...[content.headline, content.standfirst, content.slugline, received.note, content.editorNote],
    ...[content.dateline?.place, content.creditLine, content.rights?.usageTerms, received.title],
    ...(content.keywords ?? []),
    ...(content.bylines ?? []).map(nameOf),
  ];
  const lines = fields.flatMap((text) => text?.split('\n') ?? []).filter(mentionsHold);
  const all = [...new Set([...holds, ...lines])];
  if (all.length === 0 && notes.length === 0) return received;
  const editorNote = [content.editorNote, ...holds, ...notes].filter((text) => text !== undefined).join('\n\n');
  for (const line of [...all, ...notes]) {
    const message = `"${line.slice(0, 200)}" is for desks: look at it before the story is released.`;
    report.warn('wire/desk-line', message, { file: options.file, ...at });
  }
  const embargo = embargoBy(all, content, options);
  const bylines = content.bylines?.filter((byline) => !mentionsHold(nameOf(byline)));
  const dateline = mentionsHold(content.dateline?.place ?? '') ? undefined : content.dateline;
  const keywords = content.keywords?.filter((word) => !mentionsHold(word));
  const made = { ...content, bylines, dateline, keywords, editorNote: editorNote || undefined, embargo };
  return { ...received, body: rest, content: defined(made) };
}

type Byline = NonNullable<ReceivedContent['bylines']>[number];

const nameOf = (byline: Byline): string => (typeof byline === 'string' ? byline : (byline.name ?? ''));

/** Returns the embargo of an item whose words hold it back. */
function embargoBy(lines: readonly string[], { embargo }: ReceivedContent, options: WireReadOptions) {
  const hold = holdOf(lines, options);
  const own = embargo?.until as Instant | undefined;
  if (hold === undefined) return embargo;
  if (hold.until === undefined) return own === undefined ? {} : embargo;
  const isOver = hold.until <= options.now;
  return isOver && embargo === undefined ? undefined : { ...embargo, until: latest([own, hold.until]) };
}

/**
 * Returns the embargo under which an item is stored: one without a time for an item that is held, and else its own,
 * rounded up to a full minute. The reason is reported.
 */
export function embargoOf(received: Received, options: WireReadOptions, report: Report): ReceivedContent {
  const { content, held, at } = received;
  const { embargo } = content;
  const until = embargo?.until as Instant | undefined;
  const place = { file: options.file, ...at };
  if (embargo !== undefined && until === undefined) report.warn('wire/held', HELD.condition, place);
  if (held !== undefined && (held === 'restricted' || options.publishes !== true)) {
    report.warn('wire/held', HELD[held], place);
    return { embargo: {} };
  }
  if (until === undefined) return defined({ embargo });
  const later = fullMinute(until);
  if (later === until) return { embargo };
  report.warn('wire/embargo', `The embargo ends at ${later}, on the next full minute.`, place);
  return { embargo: { ...embargo, until: later } };
}
