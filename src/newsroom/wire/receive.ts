import type { Archive } from '../../archive/archive.ts';
import { type MediaLookUp, type MediaStore, mediaLookUp } from '../../archive/media-store.ts';
import type { WireDocument, WireItem } from '../../article/wire-item.ts';
import { type Finding, problem, warning } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import type { Author } from '../submit-story.ts';
import { receiveItem, type WireDecision } from './receive-item.ts';

/** A channel through which wire documents arrive: the API, the content folder, or the command line. */
export interface WireChannel {
  readonly archive: Archive;
  readonly media: Pick<MediaStore, 'file'>;
  /** Looks up a file of the media folder. */
  readonly mediaFolder: MediaLookUp;
  /** Parses a document of any wire format; `media` looks up the files that its stories show. */
  readonly read: (bytes: Uint8Array, media: MediaLookUp) => WireDocument;
  readonly author: Author;
  readonly now: Instant;
  /** True for a dry run: decides everything and stores nothing. */
  readonly dryRun?: boolean;
}

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
 * Receives a wire document: each of its items is accepted or refused on its own. Media files are looked up in the
 * archive first, then in the media folder, whichever the channel.
 */
export async function receiveWire(channel: WireChannel, bytes: Uint8Array): Promise<WireReceipt> {
  const { archive, author, now, dryRun = false } = channel;
  const media = await mediaLookUp(channel.media, channel.mediaFolder, bytes);
  const document = channel.read(bytes, media);
  if ('problems' in document) return document;
  const outcomes: WireOutcome[] = [];
  for (const item of document.items) {
    outcomes.push({ item, decision: await receiveItem(archive, item, { author, now, options: { dryRun } }) });
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
