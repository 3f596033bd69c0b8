import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import type { WireDocument } from '../article/wire-item.ts';
import { documentKind } from '../intake/document-kind.ts';
import { readOptionsFor } from '../intake/read-options.ts';
import { isWireJson, readWireJson, readWireXml } from '../intake/wire-format.ts';
import { readWireCopy } from '../intake/wire-text/read-wire-copy.ts';
import { MAX_WIRE_BYTES } from '../intake/xml/decode-xml.ts';
import type { Publication } from '../publication/publication.ts';
import type { Instant } from '../text/instant.ts';
import type { JobInput, RefusedDocument } from '../workers/job.ts';
import { type MediaSource, mediaOf } from './media-source.ts';

/** A wire document with the context for reading it. */
export interface WireInput extends JobInput {
  readonly bytes: Uint8Array;
  /** `wire`: plain copy is read as well; otherwise it is a story of the publication. */
  readonly accepts: 'documents' | 'wire';
  /** Path of the folder in which files beside the document are looked for. */
  readonly besideFolder?: string | undefined;
  /** `filename`: an item without an id has the name of its file. */
  readonly idFrom?: 'filename' | undefined;
  /** Names in the archive of files that came beside the document, by their own names. */
  readonly storedMedia?: ReadonlyMap<string, string> | undefined;
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

/**
 * Parses a document whose format its content states.
 * @returns `undefined` for a story of the publication
 */
export function packWire(packed: WireInput): PackedDocument | undefined {
  const { bytes, accepts, publication, media, file, besideFolder, ...input } = packed;
  const read = readerOf(bytes, accepts);
  if (read === undefined) return undefined;
  const options = readOptionsFor(file, publication, mediaOf(media));
  const section = publication.sections.some(({ key }) => key === input.section) ? input.section : undefined;
  const beside = besideFolder === undefined ? undefined : besideOf(besideFolder);
  const document = read(bytes, { ...options, ...input, section, ...(beside && { beside }) });
  return 'problems' in document ? document : { ...document, items: document.items.map((item) => serialize(item)) };
}

/** Returns the reader of a document; `undefined` for a story of the publication. */
function readerOf(bytes: Uint8Array, accepts: WireInput['accepts']): typeof readWireXml | undefined {
  const kind = documentKind(bytes);
  if (kind === 'xml') return readWireXml;
  if (kind === 'json') return isWireJson(bytes) ? readWireJson : undefined;
  return accepts === 'wire' && kind === 'text' ? readWireCopy : undefined;
}

const BESIDE_NAME = /^[\w][\w.-]{0,200}$/;

/** Returns the look-up of files in a folder, by plain names. */
function besideOf(folder: string): (name: string) => Uint8Array | undefined {
  return (name) => {
    if (!BESIDE_NAME.test(name)) return undefined;
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true && found.size <= MAX_WIRE_BYTES ? readFileSync(path) : undefined;
  };
}

/** Returns true if JSON is ninjs, or that of an agency or another system. */
export function isWireDocument({ bytes }: Pick<WireInput, 'bytes' | 'file'>): boolean {
  return isWireJson(bytes);
}
