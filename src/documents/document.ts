import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import type { Instant } from '../text/instant.ts';
import { ENCODINGS_RATIO } from './cache-costs.ts';

/** Content codings (RFC 9110, section 8.4; zstd: RFC 8878). */
export type Encoding = 'identity' | 'gzip' | 'br' | 'zstd';

/** The bytes of a served document. */
export interface Document {
  readonly mediaType: string;
  /** The time of the newest change in these bytes; absent for static parts of Dateline. */
  readonly lastModified?: Instant;
  /** Further headers of its responses. */
  readonly headers: Readonly<Record<string, string>>;
  /** Status of its responses; a tombstone page is a document too. */
  readonly status: number;
  /** Names for purging: `feed/NAME`, `sitemap`, `settings`. */
  readonly tags: readonly string[];
  /** Keys of the visible stories in it, for purging. */
  readonly stories: readonly string[];
  /** Keys of all stories whose change may change it, hidden ones included: never sent. */
  readonly dependencies: readonly string[];
  /** Returns the strong validator of one encoding, with its quotes. */
  etag(encoding: Encoding): string;
  /** Returns the bytes in one encoding; computed once, off the request path. */
  bytes(encoding: Encoding): Promise<Buffer>;
  /** Returns the bytes if they are computed already. */
  ready(encoding: Encoding): Buffer | undefined;
  /** Memory used in all encodings. */
  readonly size: number;
}

/** Inputs of a document. */
export interface Draft {
  readonly text: string | Buffer;
  readonly mediaType: string;
  readonly lastModified?: Instant;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly tags?: readonly string[];
  readonly stories?: readonly string[];
  readonly dependencies?: readonly string[];
  /** Digest of the text from `hashOf`, if known. */
  readonly hash?: string | undefined;
}

/**
 * A feed is compressed after each change and read until the next: a better ratio has to be worth the wait of the first
 * reader. Above these levels the ratio hardly improves.
 */
const compressors = {
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 5 }),
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  zstd: (bytes: Buffer) => promisify(zstdCompress)(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
};

/** Suffix that distinguishes the ETags of a document's encodings. */
const ETAG_ENDINGS: Record<Encoding, string> = { identity: '', gzip: '-gz', br: '-br', zstd: '-zst' };

/** Returns the digest of a text: the base of the ETag. */
export function hashOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27);
}

/** Creates a document; its ETag follows from its bytes alone, so it is the same on every machine. */
export function documentOf({
  text,
  mediaType,
  lastModified,
  headers = {},
  status = 200,
  tags = [],
  stories = [],
  dependencies = stories,
  ...cached
}: Draft): Document {
  const identity = typeof text === 'string' ? Buffer.from(text) : text;
  const { hash = hashOf(identity) } = cached;
  const making = new Map<Encoding, Promise<Buffer>>();
  const ready = new Map<Encoding, Buffer>([['identity', identity]]);
  return {
    mediaType,
    ...(lastModified === undefined ? {} : { lastModified }),
    headers,
    status,
    tags,
    stories,
    dependencies,
    etag: (encoding) => `"${hash}${ETAG_ENDINGS[encoding]}"`,
    bytes: (encoding) => {
      if (encoding === 'identity') return Promise.resolve(identity);
      const cached = making.get(encoding);
      if (cached !== undefined) return cached;
      const made = compressors[encoding](identity).then((chunk) => {
        // A copy of its own length: the compressor returns a part of a chunk of 16 KB or more.
        const bytes = Buffer.from(chunk);
        ready.set(encoding, bytes);
        return bytes;
      });
      making.set(encoding, made);
      return made;
    },
    ready: (encoding) => ready.get(encoding),
    size: identity.length * ENCODINGS_RATIO,
  };
}
