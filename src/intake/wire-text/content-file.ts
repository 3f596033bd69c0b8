import { writeContentFile } from '../markdown/write.ts';
import type { WireStory } from './wire-story.ts';

/** Fields that a wire story does not state. */
export interface WireFields {
  readonly id: string;
  readonly section: string;
  /** The publication's language if absent. */
  readonly language?: string;
  /** The publication time; a draft if absent. */
  readonly published?: string;
  /** End of an embargo. */
  readonly embargo?: { readonly until?: string; readonly condition?: string };
}

/** Returns the front matter of a wire story, without its paragraphs. */
export function fieldsOf(
  { headline, standfirst, slugline, urgency, place, dateline, bylines, agency, notes, sent }: WireStory,
  { id, section, language, published, embargo }: WireFields,
): Readonly<Record<string, unknown>> {
  return {
    id,
    ...(published === undefined ? { draft: true } : { published }),
    headline,
    standfirst,
    embargo,
    created: sent,
    slugline,
    urgency,
    dateline: place === undefined ? undefined : { place, text: dateline },
    section,
    language,
    bylines,
    sources: agency === undefined ? [] : [agency],
    editorNote: notes.length === 0 ? undefined : notes.join('\n'),
  };
}

/** Converts a wire story to a content file. */
export function contentFileOf(story: WireStory, fields: WireFields): string {
  return writeContentFile(fieldsOf(story, fields), story.paragraphs);
}
