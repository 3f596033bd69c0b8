import { serialize } from 'node:v8';
import type { WireDocument } from '../article/wire-item.ts';
import { readOptionsFor } from '../intake/read-options.ts';
import { isWireJson, readWireJson, readWireXml } from '../intake/wire-format.ts';
import type { Publication } from '../publication/publication.ts';
import type { Instant } from '../text/instant.ts';
import type { JobInput, RefusedDocument } from '../workers/job.ts';
import { type MediaSource, mediaOf } from './media-source.ts';

/** A wire document with the context for reading it. */
export interface WireInput extends JobInput {
  readonly bytes: Uint8Array;
  /** `any`: JSON that is ninjs, or XML. */
  readonly kind: 'json' | 'xml' | 'any';
  readonly publication: Publication;
  readonly media: MediaSource;
  readonly now: Instant;
  /** Key of the section of stories that name no section; an unknown one is ignored. */
  readonly section?: string | undefined;
  /** True if items without a date are published at once. */
  readonly publishes?: boolean | undefined;
  /** The provider of documents that name none. */
  readonly provider?: string | undefined;
  /** The language of stories that state none. */
  readonly defaultLanguage?: string | undefined;
}

/** A parsed document whose items are serialized one by one, so that the serving thread can read them in slices. */
type PackedDocument =
  | (Omit<Exclude<WireDocument, RefusedDocument>, 'items'> & { readonly items: readonly Uint8Array[] })
  | RefusedDocument;

/** @returns `undefined` for JSON that is not ninjs */
export function packWire({ bytes, kind, publication, media, file, ...input }: WireInput): PackedDocument | undefined {
  const isJson = kind !== 'xml' && isWireJson(bytes);
  if (kind === 'json' && !isJson) return undefined;
  const options = readOptionsFor(file, publication, mediaOf(media));
  const section = publication.sections.some(({ key }) => key === input.section) ? input.section : undefined;
  const read = isJson ? readWireJson : readWireXml;
  const document = read(bytes, { ...options, ...input, section });
  return 'problems' in document ? document : { ...document, items: document.items.map((item) => serialize(item)) };
}

/** Returns true if a document is ninjs. */
export function isNinjsDocument({ bytes }: Pick<WireInput, 'bytes' | 'file'>): boolean {
  return isWireJson(bytes);
}
