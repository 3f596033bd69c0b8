import { writeBody } from '../../text/html-tree.ts';
import { writtenOut } from '../markdown/shorthand.ts';
import { present } from '../markdown/write.ts';
import type { ReadOptions, ReadResult } from '../read-result.ts';
import { checkSubmission } from '../submission-check.ts';
import { fieldsOf, type WireFields } from './content-file.ts';
import type { WireStory } from './wire-story.ts';

/** Converts a wire story to a submission; problems have no position in the copy. */
export function wireTextToSubmission(story: WireStory, fields: WireFields, options: ReadOptions): ReadResult {
  const children = story.paragraphs.map((value) => ({
    type: 'element' as const,
    tagName: 'p',
    properties: {},
    children: [{ type: 'text' as const, value }],
  }));
  const data = writtenOut(present(fieldsOf(story, fields)), options);
  return checkSubmission({ ...data, body: writeBody({ type: 'root', children }) }, options, () => undefined);
}
