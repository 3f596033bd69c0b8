import { z } from 'zod';
import { changeSchema } from './change.ts';
import { contentFields } from './content.ts';
import { instant, opaqueId } from './fields.ts';

/**
 * A story as a newsroom submits it, by file or API: its content, its publication time, and the append-only list of
 * changes since. A submission with n changes is version n + 1.
 */
export const submissionSchema = z
  .strictObject({
    id: opaqueId.describe('tag:<authority>,<year>:article:<key>; minted once, never changed'),
    draft: z.boolean().default(false).describe('Visible to the newsroom alone'),
    published: instant.optional().describe('Time of publication; a future time schedules the story'),
    ...contentFields,
    changes: z.array(changeSchema).max(10_000).default([]).describe('The changes since the first version, in order'),
  })
  .refine((submission) => submission.draft || submission.published !== undefined, {
    path: ['published'],
    message: 'is missing: write the time of publication (a future time schedules the story), or `draft: true`',
  })
  .refine(({ created, published }) => created === undefined || published === undefined || created <= published, {
    path: ['created'],
    message: 'is later than `published`: it is the time of writing of the first version',
  })
  .refine(
    ({ rights, published }) => rights.endsAt === undefined || published === undefined || rights.endsAt > published,
    {
      path: ['rights', 'endsAt'],
      message: 'is earlier than `published`: the story would never be visible',
    },
  )
  .refine(({ live }) => new Set(live?.updates.map(({ id }) => id)).size === (live?.updates.length ?? 0), {
    path: ['live', 'updates'],
    message: 'contain the same id twice: remove one',
  })
  .refine(({ live }) => live?.ends === undefined || live.ends >= live.starts, {
    path: ['live', 'ends'],
    message: 'is earlier than `starts`: correct one of them',
  });

/** A submitted story, checked and cleaned. */
export type Submission = z.output<typeof submissionSchema>;
/** The input form, before defaults are filled in. */
export type SubmissionInput = z.input<typeof submissionSchema>;

/** Returns the JSON Schema (2020-12) of a submission. */
export function submissionJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(submissionSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'Dateline article', description: 'A story as submitted by a newsroom.' };
}
