import { hash } from 'node:crypto';

/** A part of a document: its bytes in UTF-8, and their digest. */
export interface Piece {
  readonly bytes: Buffer;
  readonly digest: string;
}

/** A document in pieces. */
export interface Pieces {
  /** Joins the pieces. */
  readonly bytes: () => Buffer;
  /** Digest of the digests of the pieces: the bytes are not hashed again when one piece changes. */
  readonly hash: string;
}

/** Encodes and hashes a part. */
export function pieceOf(text: string): Piece {
  const bytes = Buffer.from(text);
  return { bytes, digest: hash('sha256', bytes, 'base64url') };
}

/** A private character, which no settings contain, in the position of a fragment. */
const MARK = '\uE4B7';

/**
 * Puts fragments into an envelope.
 * @param envelope writes a document around any fragments, which it does not change
 * @returns `undefined` if the envelope changes its fragments
 */
export function inEnvelope(
  fragments: readonly Piece[],
  envelope: (fragments: readonly string[]) => string,
): Pieces | undefined {
  const parts = envelope(fragments.map(() => MARK)).split(MARK);
  if (parts.length !== fragments.length + 1) return undefined;
  const all: Buffer[] = [];
  const digests = [pieceOf(parts.join(MARK)).digest];
  for (const [index, part] of parts.entries()) {
    all.push(Buffer.from(part));
    const fragment = fragments[index];
    if (fragment === undefined) continue;
    all.push(fragment.bytes);
    digests.push(fragment.digest);
  }
  return { bytes: () => Buffer.concat(all), hash: hash('sha256', digests.join(' '), 'base64url').slice(0, 27) };
}
