/** Length of a piece of a media file in bytes; only the last piece of a file is shorter. Stored: it never changes. */
export const PIECE_BYTES = 262_144;
