import type { Status } from '../article/article.ts';
import type { SubmissionInput } from '../article/submission.ts';
import type { WireSignal } from '../article/wire-item.ts';
import type { Finding, Position } from '../text/finding.ts';
import type { Body } from '../text/html-tree.ts';
import type { Instant } from '../text/instant.ts';
import type { Hop } from './hop.ts';

/** The content of a story as a wire format states it; absent fields are omitted. */
export type ReceivedContent = Partial<
  Omit<SubmissionInput, 'id' | 'slug' | 'section' | 'published' | 'body' | 'draft' | 'changes'>
>;

/** Reasons for holding an item: it has no date, it is plain copy, or its own text restricts its publication. */
export type HeldReason = 'undated' | 'draft' | 'restricted';

/** An item of a wire format before it is checked. */
export interface Received {
  readonly guid: string;
  /** The last part of its address, where the source states one. */
  readonly slug?: string;
  readonly provider: string;
  readonly version?: number | undefined;
  /** Organisations that handed it on before the provider, in order. */
  readonly hops?: readonly Hop[];
  readonly status: Status;
  readonly versionCreated?: Instant | undefined;
  /** When the provider first published or created the item. */
  readonly published?: Instant | undefined;
  readonly signal?: WireSignal | undefined;
  readonly note?: string | undefined;
  readonly notice?: string | undefined;
  /** The reason for which it is held until an editor releases it. */
  readonly held?: HeldReason;
  /** Keys, URIs or names that may match a section of the publication. */
  readonly sections: readonly string[];
  readonly content: ReceivedContent;
  /** True for an item that never changes whether a known story is held: plain copy has no status. */
  readonly keepsState?: true;
  /** True for an item of a public feed, whose editor's notes are for readers. */
  readonly isPublic?: true;
  /** `undefined` where the item has no text. */
  readonly body?: Body | undefined;
  /** The base of relative addresses in the text, where it is known. */
  readonly base?: string | undefined;
  /** The position of the item. */
  readonly at: Position;
  /** A title for desks beside the headline, which may hold the item back. */
  readonly title?: string | undefined;
  /** Positions of relative addresses in the text, by the addresses as written. */
  readonly addresses?: ReadonlyMap<string, () => Partial<Finding>>;
  readonly warnings: readonly Finding[];
}
