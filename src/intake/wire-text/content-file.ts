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
}

/** Returns the front matter of a wire story, without its paragraphs. */
export function fieldsOf(
  { headline, standfirst, place, dateline, bylines, agency, afterEnd }: WireStory,
  { id, section, language, published }: WireFields,
): Readonly<Record<string, unknown>> {
  return {
    id,
    ...(published === undefined ? { draft: true } : { published }),
    headline,
    standfirst,
    dateline: place === undefined ? undefined : { place, text: dateline },
    section,
    language,
    bylines,
    sources: agency === undefined ? [] : [agency],
    editorNote: afterEnd,
  };
}

/** Converts a wire story to a content file. */
export function contentFileOf(story: WireStory, fields: WireFields): string {
  return writeContentFile(fieldsOf(story, fields), story.paragraphs);
}
