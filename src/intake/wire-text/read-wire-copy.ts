import type { WireDocument } from '../../article/wire-item.ts';
import { defined } from '../../text/defined.ts';
import { warning } from '../../text/finding.ts';
import { plainBody } from '../newsml-g2/text-content.ts';
import { baseName } from '../read-options.ts';
import type { HeldReason } from '../received.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { wireItemOf } from '../wire-submission.ts';
import { readWireText } from './index.ts';
import type { WireStory } from './wire-story.ts';

/**
 * Reads plain copy as a document of a provider. The name of its file is its id, so that a file with the same name is the
 * next version.
 */
export function readWireCopy(bytes: Uint8Array, options: WireReadOptions): WireDocument {
  const { file, now, timeZone, publishes = false, defaultLanguage } = options;
  const read = readWireText(bytes, { file, now, timeZone });
  if ('problems' in read) return read;
  const { story, warnings } = read;
  const { headline, standfirst, slugline, urgency, place, dateline, bylines, agency, notes } = story;
  const until = story.hold?.until;
  const item = wireItemOf(
    defined({
      guid: baseName(file),
      provider: '',
      status: 'usable' as const,
      published: now,
      versionCreated: now,
      held: heldReason(story, publishes),
      keepsState: story.hold === undefined ? (true as const) : undefined,
      sections: [],
      content: defined({
        ...{ headline, standfirst, slugline, urgency, language: defaultLanguage },
        dateline: place === undefined ? undefined : defined({ place, text: dateline }),
        bylines: bylines.map((name) => ({ name })),
        sources: agency === undefined ? undefined : [{ name: agency }],
        editorNote: notes.length === 0 ? undefined : notes.join('\n'),
        embargo: until === undefined || until <= now ? undefined : { until },
      }),
      body: plainBody(story.paragraphs.join('\n\n')),
      at: { line: 1, column: 1 },
      warnings: [...warnings, ...story.guessed.map((message) => warning('wire/guess', message, { file }))],
    }),
    options,
  );
  return 'problems' in item ? item : { items: [item], refused: [], warnings: [] };
}

function heldReason({ hold }: WireStory, publishes: boolean): HeldReason | undefined {
  if (hold !== undefined && hold.until === undefined) return 'restricted';
  return publishes ? undefined : 'draft';
}
