import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Instant } from '../text/instant.ts';

/** How a document can travel (RFC 9110, section 8.4). */
export type Encoding = 'identity' | 'gzip' | 'br';

/** The served bytes of anything with an address. */
export interface Document {
  readonly mediaType: string;
  /** The time of the newest change that made these bytes; parts of Dateline itself have none. */
  readonly lastModified?: Instant;
  /** Values of `Link` headers. */
  readonly links: readonly string[];
  /** What its address answers with; a tombstone page is a document too. */
  readonly status: number;
  /** A strong validator for one encoding, with its quotes. */
  etag(encoding: Encoding): string;
  /** The bytes in one encoding; made once, off the request path. */
  bytes(encoding: Encoding): Promise<Buffer>;
  /** What it takes in memory by now. */
  readonly size: number;
}

/** What a document is made of. */
export interface Draft {
  readonly text: string | Buffer;
  readonly mediaType: string;
  readonly lastModified?: Instant;
  readonly links?: readonly string[];
  readonly status?: number;
}

const compressors = {
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
};

/** The ending that tells the ETags of one document's encodings apart. */
const ETAG_ENDINGS: Record<Encoding, string> = { identity: '', gzip: '-gz', br: '-br' };

/** What tells two texts apart: the base of the ETag. */
export function hashOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27);
}

/** Makes a document; its ETag follows from its bytes alone, so it is the same on every machine. */
export function documentOf({ text, mediaType, lastModified, links = [], status = 200 }: Draft): Document {
  const identity = typeof text === 'string' ? Buffer.from(text) : text;
  const hash = hashOf(identity);
  const encoded = new Map<Encoding, Promise<Buffer>>();
  let size = identity.length;
  return {
    mediaType,
    ...(lastModified === undefined ? {} : { lastModified }),
    links,
    status,
    etag: (encoding) => `"${hash}${ETAG_ENDINGS[encoding]}"`,
    bytes: (encoding) => {
      if (encoding === 'identity') return Promise.resolve(identity);
      const known = encoded.get(encoding);
      if (known !== undefined) return known;
      const made = compressors[encoding](identity).then((bytes) => {
        size += bytes.length;
        return bytes;
      });
      encoded.set(encoding, made);
      return made;
    },
    get size() {
      return size;
    },
  };
}
