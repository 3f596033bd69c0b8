import type { SubmissionInput } from './submission.ts';

type Changes = NonNullable<SubmissionInput['changes']>;

/** An event in the life of a story, as the fields and changes of its submission. */
export interface LifeCycleEvent {
  /** Label for people. */
  readonly label: string;
  readonly fields?: Partial<SubmissionInput>;
  readonly changes?: Changes;
}

/** Times of the events, as RFC 3339. */
export interface EventTimes {
  /** A time after publication, before the event. */
  readonly before: string;
  /** The time of the event. */
  readonly at: string;
  /** A time after the instant of the view. */
  readonly later: string;
}

/** Texts of the events. */
const NOTICE = 'An earlier version named the wrong rate.';
const NOTE = 'The rate is 4.25, not 4.5.';

/** Returns every event of the life cycle, for the documentation, the pages for partners, and the tests. */
export function lifeCycleEvents({ before, at, later }: EventTimes) {
  const withheld = { kind: 'withhold', at: before, note: NOTE } as const;
  const killed = { kind: 'kill', at, note: NOTE } as const;
  return {
    publish: { label: 'A new story' },
    amend: { label: 'A silent edit', changes: [{ kind: 'amend', at }] },
    update: { label: 'An update', changes: [{ kind: 'update', at, note: NOTE }] },
    correct: {
      label: 'A correction',
      changes: [{ kind: 'correct', at, notice: NOTICE, note: NOTE, severity: 'major', previousVersion: 1 }],
    },
    withhold: { label: 'Withheld until further notice', changes: [{ ...withheld, at }] },
    restore: { label: 'Restored', changes: [withheld, { kind: 'restore', at }] },
    kill: { label: 'Killed', changes: [killed] },
    'kill with a notice': { label: 'Killed with a public notice', changes: [{ ...killed, notice: NOTICE }] },
    'before its time': { label: 'Scheduled', fields: { published: later } },
    'under embargo': { label: 'Under embargo until a time', fields: { embargo: { until: later } } },
    'under conditional embargo': {
      label: 'Under embargo with a condition',
      fields: { embargo: { condition: 'Not before the vote.' } },
    },
    expired: { label: 'Expired', fields: { expires: at } },
    'rights ended': { label: 'Rights ended', fields: { rights: { endsAt: at } } },
  } as const satisfies Readonly<Record<string, LifeCycleEvent>>;
}

/** Name of an event. */
export type LifeCycleEventName = keyof ReturnType<typeof lifeCycleEvents>;

/** The notice of the events, to find it in outputs. */
export const SPECIMEN_NOTICE: string = NOTICE;
