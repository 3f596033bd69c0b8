import { z } from 'zod';
import { instant, text } from './fields.ts';

/** The changes that are possible after the first version. */
export const CHANGE_KINDS = ['amend', 'update', 'correct', 'withhold', 'restore', 'kill'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * One change of a story, as the newsroom writes it into the append-only list `changes:`. `life-cycle.ts` checks the
 * fields that each change needs, so that all channels give the same error.
 */
export const changeSchema = z.strictObject({
  kind: z
    .enum(CHANGE_KINDS)
    .describe('amend: a silent edit; update, correct: readers should notice; withhold, restore, kill'),
  at: instant.describe('When it was done'),
  notice: text(2000).optional().describe('The sentence for readers; a correction must have one'),
  note: text(2000).optional().describe('For editors: what was wrong, or why it was withheld or killed'),
  previousVersion: z
    .int()
    .positive()
    .optional()
    .describe('The version that was wrong, where the notice speaks of one; it becomes a link for partners'),
  byProvider: z.literal(true).optional().describe('Done by the provider of the story, and not by the newsroom'),
  severity: z.enum(['minor', 'major']).optional().describe('How grave the error was; minor if absent'),
});

/** One change that is part of a stored version. */
export type Change = z.output<typeof changeSchema>;
