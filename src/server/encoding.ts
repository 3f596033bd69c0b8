import Negotiator from 'negotiator';
import type { Document, Encoding } from '../documents/document.ts';

/** In the order in which they are chosen among what a client takes as gladly. */
const OFFERED: Encoding[] = ['br', 'zstd', 'gzip', 'identity'];

/** Below this, compression costs more than it saves. */
const WORTH_COMPRESSING = 1024;

/** Few values are ever sent; what anybody may make up is not remembered for ever. */
const MOST_REMEMBERED = 500;
const remembered = new Map<string, readonly Encoding[]>();

/** The encoding in which a document goes to a client (RFC 9110, section 12.5.3). */
export function encodingFor(acceptEncoding: string | undefined, document: Pick<Document, 'size'>): Encoding {
  // Without the header any encoding is allowed, but the readers that leave it out understand none (rss-parser).
  if (acceptEncoding === undefined) return 'identity';
  const accepted = acceptedBy(acceptEncoding);
  if (document.size < WORTH_COMPRESSING && accepted.includes('identity')) return 'identity';
  // A client that takes nothing of it gets the text as it is: better than no news.
  return accepted[0] ?? 'identity';
}

/** The types of the package are those of a release that knew no preference of the server's. */
interface Preferring {
  encodings(available: readonly Encoding[], options: { readonly preferred: readonly Encoding[] }): Encoding[];
}

function acceptedBy(header: string): readonly Encoding[] {
  const known = remembered.get(header);
  if (known !== undefined) return known;
  const negotiator = new Negotiator({ headers: { 'accept-encoding': header } });
  const accepted = (negotiator as Preferring).encodings(OFFERED, { preferred: OFFERED });
  if (remembered.size < MOST_REMEMBERED) remembered.set(header, accepted);
  return accepted;
}
