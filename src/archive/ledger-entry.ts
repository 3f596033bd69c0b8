import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import type { Tables } from './sql/tables.ts';

/**
 * State of an entry of the ledger. `sending`: on its way, or handed out without a receipt yet; `failed`: parked until it
 * is sent again by hand; `merged`: a newer entry about the story carries its change; `dropped`: there was nothing to send.
 */
export type EntryState = 'waiting' | 'sending' | 'delivered' | 'failed' | 'merged' | 'dropped';

/** Urgency of entries: kills precede everything else, then other recalls; the rest is in the order of the log. */
export const PRIORITIES = { kill: 0, recall: 1, ordinary: 2 } as const;

/** True for an entry by which a partner learns that it may not show a story any more. */
export function isRecall({ priority }: Pick<LedgerEntry, 'priority'>): boolean {
  return priority <= PRIORITIES.recall;
}

/**
 * Changes that are sent at once to partners that have the story, also to those with digests, and on channels for urgent
 * messages; recalls are too.
 */
export const URGENT_CHANGES: ReadonlySet<string> = new Set(['correct', 'restore', 'mediaRightsEnd']);

/** The facts of a message that was sent. */
export interface SentMessage {
  readonly version: number;
  readonly status: 'usable' | 'withheld' | 'canceled';
  /** SHA-256 of the bytes. */
  readonly hash: string;
}

/** A message to a partner: planned, sent or confirmed. */
export interface LedgerEntry {
  readonly id: number;
  readonly partner: string;
  readonly channel: string;
  /** The id of the story. */
  readonly story: string;
  /** The newest version at the time of planning, or the one that was confirmed. */
  readonly version: number;
  readonly change: string;
  /** The version that the partner had before the change, and before those that are merged into it; 0 for none. */
  readonly hadVersion: number;
  /** Cursor of the entry of the change log. */
  readonly cursor: number;
  readonly state: EntryState;
  readonly attempts: number;
  /** One of `PRIORITIES`. */
  readonly priority: number;
  readonly plannedAt: Instant;
  readonly dueAt: Instant;
  readonly hash?: string;
  readonly status?: SentMessage['status'];
  readonly response?: string;
  readonly respondedAt?: Instant;
  readonly mergedInto?: number;
  readonly receipt?: string;
  readonly heldUntil?: Instant;
}

/** The newest version of a story that a partner has confirmed, or may have: `unconfirmed`, with version 0. */
export interface Copy {
  readonly partner: string;
  readonly channel: string;
  readonly story: string;
  readonly version: number;
  readonly status: 'usable' | 'withheld' | 'canceled' | 'unconfirmed';
  readonly hash: string;
  readonly receivedAt: Instant;
  /** True if it has ever confirmed a usable version: it gets later ones, also if its product has changed. */
  readonly isHeld: boolean;
}

/** Converts a row. */
export function ledgerEntryOf(row: Tables['deliveries']): LedgerEntry {
  return defined({
    id: Number(row.id),
    partner: row.partner,
    channel: row.channel,
    story: row.target,
    version: row.version ?? 0,
    change: row.change ?? '',
    // Of an entry of an earlier release it is not recorded.
    hadVersion: row.had_version ?? Math.max((row.version ?? 0) - 1, 0),
    cursor: Number(row.cursor),
    state: row.state,
    attempts: row.attempts,
    priority: row.priority,
    plannedAt: row.planned_at ?? row.due_at,
    dueAt: row.due_at,
    hash: row.hash ?? undefined,
    status: (row.status ?? undefined) as LedgerEntry['status'],
    response: row.response ?? undefined,
    respondedAt: row.responded_at ?? undefined,
    mergedInto: row.merged_into === null ? undefined : Number(row.merged_into),
    receipt: row.receipt ?? undefined,
    heldUntil: row.held_until ?? undefined,
  });
}

/** Converts a row. */
export function copyOf({ received_at, status, held, ...row }: Tables['copies']): Copy {
  return { ...row, status: status as Copy['status'], receivedAt: received_at, isHeld: held === 1 };
}
