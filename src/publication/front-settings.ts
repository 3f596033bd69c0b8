import { z } from 'zod';
import { instant, line, slug } from '../article/fields.ts';

const storyName = slug.describe('Key or slug of a story');

const blockSchema = z
  .strictObject({
    title: line(80).optional().describe('Its heading; the name of the section or of the list if absent'),
    section: slug.optional().describe('The newest stories of a section'),
    stories: z.array(storyName).min(1).max(20).optional().describe('Stories, in this order'),
    show: z.enum(['newest', 'opinion', 'live']).optional().describe('The newest stories, opinion, or live pages'),
    items: z.int().min(1).max(20).default(6).describe('Largest number of stories'),
  })
  .refine(
    ({ section, stories, show }) => [section, stories, show].filter((one) => one !== undefined).length === 1,
    'needs one of `section`, `stories` and `show`',
  );
/** A group of stories on the front page, under a heading. */
export type FrontBlockSettings = z.output<typeof blockSchema>;

/** The order of the front page as editors decide it. */
export const frontSchema = z.strictObject({
  lead: storyName.optional().describe('The first story, by key or slug; the most urgent and newest one if absent'),
  pins: z
    .array(
      z.strictObject({
        story: storyName,
        until: instant.describe('Time at which the pin ends'),
      }),
    )
    .max(20)
    .default([])
    .describe('Stories that follow the first one until a time'),
  items: z
    .int()
    .min(1)
    .max(40)
    .optional()
    .describe('Stories before the blocks, first one and pins included; 7 if absent, 40 without blocks'),
  blocks: z.array(blockSchema).max(20).default([]).describe('Groups of further stories, each story shown once'),
});
export type FrontSettings = z.output<typeof frontSchema>;

/** Returns the JSON Schema (2020-12) of `front.yaml` and of the front page in the API. */
export function frontJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(frontSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'Dateline front page', description: 'The order of the front page.' };
}

/** Returns the paths of blocks whose section does not exist, with a message for each. */
export function unknownSections(
  { blocks }: Pick<FrontSettings, 'blocks'>,
  sections: readonly { readonly key: string }[],
): { readonly path: (string | number)[]; readonly message: string }[] {
  const known = sections.map(({ key }) => key);
  return blocks.flatMap(({ section }, index) =>
    section === undefined || known.includes(section)
      ? []
      : [
          {
            path: ['blocks', index, 'section'],
            message: `"${section}" is no section of publication.yaml: use one of ${known.join(', ')}`,
          },
        ],
  );
}

/** Returns the schema of an order whose blocks name sections that exist. */
export function frontSchemaFor({ sections }: { readonly sections: readonly { readonly key: string }[] }) {
  return frontSchema.superRefine((front, context) => {
    for (const { path, message } of unknownSections(front, sections)) {
      context.addIssue({ code: 'custom', path, message });
    }
  });
}
