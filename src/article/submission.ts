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
    draft: z.boolean().default(false).describe('A draft is nobody’s business but the newsroom’s'),
    published: instant.optional().describe('When it is public; a time to come is a schedule'),
    ...contentFields,
    changes: z.array(changeSchema).max(10_000).default([]),
  })
  .refine((submission) => submission.draft || submission.published !== undefined, {
    path: ['published'],
    message: 'is missing: write when the story is public (a time to come is a schedule), or `draft: true`',
  })
  .refine(({ created, published }) => created === undefined || published === undefined || created <= published, {
    path: ['created'],
    message: 'lies after `published`: it is when the story was first written',
  })
  .refine(
    ({ rights, published }) => rights.endsAt === undefined || published === undefined || rights.endsAt > published,
    {
      path: ['rights', 'endsAt'],
      message: 'lies before `published`: the story would never be seen',
    },
  )
  .refine(({ live }) => new Set(live?.updates.map(({ id }) => id)).size === (live?.updates.length ?? 0), {
    path: ['live', 'updates'],
    message: 'hold the same id twice',
  })
  .refine(({ live }) => live?.ends === undefined || live.ends >= live.starts, {
    path: ['live', 'ends'],
    message: 'lies before its start',
  });

/** A submitted story, checked and cleaned. */
export type Submission = z.output<typeof submissionSchema>;
/** The input form, before defaults are filled in. */
export type SubmissionInput = z.input<typeof submissionSchema>;

/** Returns the JSON Schema (2020-12) of a submission. */
export function submissionJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(submissionSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'Dateline article', description: 'A story as a newsroom hands it in.' };
}
