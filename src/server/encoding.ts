import Negotiator from 'negotiator';
import type { Document, Encoding } from '../documents/document.ts';

/** In order of preference among codings that a client accepts equally. */
const OFFERED: Encoding[] = ['br', 'zstd', 'gzip', 'identity'];

/** Smaller documents are not worth compressing. */
const MIN_COMPRESSED_BYTES = 1024;

/** Clients can send any number of different values, so the cache is limited. */
const MAX_CACHED = 500;
const cache = new Map<string, readonly Encoding[]>();

/** Returns the content coding of a document for a client (RFC 9110, section 12.5.3). */
export function encodingFor(acceptEncoding: string | undefined, document: Pick<Document, 'size'>): Encoding {
  // Without the header any coding is allowed, but readers that omit it support none (rss-parser).
  if (acceptEncoding === undefined) return 'identity';
  const accepted = acceptedBy(acceptEncoding);
  if (document.size < MIN_COMPRESSED_BYTES && accepted.includes('identity')) return 'identity';
  // A client that accepts no coding gets plain text.
  return accepted[0] ?? 'identity';
}

/** The package's types are those of a release without server preference. */
interface Preferring {
  encodings(available: readonly Encoding[], options: { readonly preferred: readonly Encoding[] }): Encoding[];
}

function acceptedBy(header: string): readonly Encoding[] {
  const cached = cache.get(header);
  if (cached !== undefined) return cached;
  const negotiator = new Negotiator({ headers: { 'accept-encoding': header } });
  const accepted = (negotiator as Preferring).encodings(OFFERED, { preferred: OFFERED });
  if (cache.size < MAX_CACHED) cache.set(header, accepted);
  return accepted;
}
