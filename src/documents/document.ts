import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import type { Instant } from '../text/instant.ts';

/** How a document can travel (RFC 9110, section 8.4; zstd: RFC 8878). */
export type Encoding = 'identity' | 'gzip' | 'br' | 'zstd';

/** The served bytes of anything with an address. */
export interface Document {
  readonly mediaType: string;
  /** The time of the newest change that made these bytes; parts of Dateline itself have none. */
  readonly lastModified?: Instant;
  /** Values of `Link` headers. */
  /** What its answer says in headers, beside what every answer says. */
  readonly headers: Readonly<Record<string, string>>;
  /** What its address answers with; a tombstone page is a document too. */
  readonly status: number;
  /** What is in it, for caches that are told what to drop: keys of articles, `feed/NAME`. */
  readonly tags: readonly string[];
  /** A strong validator for one encoding, with its quotes. */
  etag(encoding: Encoding): string;
  /** The bytes in one encoding; made once, off the request path. */
  bytes(encoding: Encoding): Promise<Buffer>;
  /** The same, if they are there already. */
  ready(encoding: Encoding): Buffer | undefined;
  /** What it takes in memory, in all encodings. */
  readonly size: number;
}

/** What a document is made of. */
export interface Draft {
  readonly text: string | Buffer;
  readonly mediaType: string;
  readonly lastModified?: Instant;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly tags?: readonly string[];
  /** What `hashOf` says of the text, where that is known. */
  readonly hash?: string;
}

/**
 * A feed is compressed anew after each change and read until the next: what a better ratio saves in bytes has to be worth
 * the wait of the first who asks. The levels are those at which the ratio stops growing much (bench/feeds.ts).
 */
const compressors = {
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 5 }),
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  zstd: (bytes: Buffer) => promisify(zstdCompress)(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
};

/** The ending that tells the ETags of one document's encodings apart. */
const ETAG_ENDINGS: Record<Encoding, string> = { identity: '', gzip: '-gz', br: '-br', zstd: '-zst' };

/** What tells two texts apart: the base of the ETag. */
export function hashOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27);
}

/** All encodings together are about as large as the text itself. */
const WITH_ENCODINGS = 2;

/** Makes a document; its ETag follows from its bytes alone, so it is the same on every machine. */
export function documentOf({
  text,
  mediaType,
  lastModified,
  headers = {},
  status = 200,
  tags = [],
  ...known
}: Draft): Document {
  const identity = typeof text === 'string' ? Buffer.from(text) : text;
  const { hash = hashOf(identity) } = known;
  const making = new Map<Encoding, Promise<Buffer>>();
  const ready = new Map<Encoding, Buffer>([['identity', identity]]);
  return {
    mediaType,
    ...(lastModified === undefined ? {} : { lastModified }),
    headers,
    status,
    tags,
    etag: (encoding) => `"${hash}${ETAG_ENDINGS[encoding]}"`,
    bytes: (encoding) => {
      if (encoding === 'identity') return Promise.resolve(identity);
      const known = making.get(encoding);
      if (known !== undefined) return known;
      const made = compressors[encoding](identity).then((bytes) => {
        ready.set(encoding, bytes);
        return bytes;
      });
      making.set(encoding, made);
      return made;
    },
    ready: (encoding) => ready.get(encoding),
    size: identity.length * WITH_ENCODINGS,
  };
}
