import type { Archive } from '../../archive/archive.ts';
import { type MediaStore, type StoredFiles, storedFilesIn } from '../../archive/media-store.ts';
import { nextTurn } from '../../archive/next-turn.ts';
import type { WireItem } from '../../article/wire-item.ts';
import { type Finding, problem, warning } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import type { Author } from '../submit-story.ts';
import { receiveItem, type WireDecision } from './receive-item.ts';

/** A channel through which wire documents arrive: the API, the content folder, or the command line. */
export interface WireChannel {
  readonly archive: Archive;
  readonly media: Pick<MediaStore, 'file'>;
  /**
   * Parses a document. `stored` are the files of the archive that it names. Returns `undefined` for a document that is
   * not in a wire format.
   */
  readonly read: (bytes: Uint8Array, stored: StoredFiles) => Promise<ParsedDocument | undefined>;
  readonly author: Author;
  readonly now: Instant;
  /** True for a dry run: decides everything and stores nothing. */
  readonly dryRun?: boolean;
}

/** A parsed document with its items in the order of the document. */
export type ParsedDocument =
  | {
      readonly items: Iterable<WireItem>;
      readonly refused: readonly Finding[];
      readonly warnings: readonly Finding[];
    }
  | { readonly problems: readonly Finding[] };

/** One item of a document with the decision about it. */
export interface WireOutcome {
  readonly item: WireItem;
  readonly decision: WireDecision;
}

/** The outcomes of a document's items, or the problems of the whole document. */
export type WireReceipt =
  | {
      readonly outcomes: readonly WireOutcome[];
      /** Problems of items that could not be read. */
      readonly refused: readonly Finding[];
      readonly warnings: readonly Finding[];
    }
  | { readonly problems: readonly Finding[] };

/**
 * Receives a wire document: each of its items is accepted or refused on its own. Other work of the process runs between
 * two items.
 * @returns `undefined` for a document that is not in a wire format
 */
export async function receiveWire(channel: WireChannel, bytes: Uint8Array): Promise<WireReceipt | undefined> {
  const { archive, author, now, dryRun = false } = channel;
  const document = await channel.read(bytes, await storedFilesIn(bytes, channel.media));
  if (document === undefined || 'problems' in document) return document;
  const outcomes: WireOutcome[] = [];
  for (const item of document.items) {
    outcomes.push({ item, decision: await receiveItem(archive, item, { author, now, options: { dryRun } }) });
    await nextTurn();
  }
  return { outcomes, refused: document.refused, warnings: document.warnings };
}

/** Returns all findings of a receipt, for a report about a file. */
export function findingsOfReceipt(receipt: WireReceipt, file: string): readonly Finding[] {
  if ('problems' in receipt) return receipt.problems;
  const ofItems = receipt.outcomes.flatMap((outcome) => [...outcome.item.warnings, ...findingsOf(outcome, file)]);
  return [...receipt.warnings, ...receipt.refused, ...ofItems];
}

function findingsOf({ item: { guid }, decision }: WireOutcome, file: string): Finding[] {
  if (decision.decision === 'refused') {
    return [problem('newsroom/refused', `${guid} is refused: ${decision.reason}.`, { file })];
  }
  if (decision.decision === 'nothing') return [warning('newsroom/nothing', `${guid}: ${decision.reason}.`, { file })];
  return [];
}
