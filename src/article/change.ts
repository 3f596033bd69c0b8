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
  at: instant.describe('Time of the change'),
  notice: text(2000).optional().describe('The sentence for readers; a correction must have one'),
  note: text(2000).optional().describe('For editors: the error, or the reason for withholding or killing the story'),
  previousVersion: z
    .int()
    .positive()
    .optional()
    .describe('The incorrect version, if the notice concerns one; it becomes a link for partners'),
  byProvider: z.literal(true).optional().describe('Made by the provider of the story, not by the newsroom'),
  severity: z.enum(['minor', 'major']).optional().describe('Severity of the error; minor if absent'),
});

/** One change that is part of a stored version. */
export type Change = z.output<typeof changeSchema>;
