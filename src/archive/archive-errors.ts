/** The archive was created by a later release, whose schema this one does not support. */
export class NewerArchiveError extends Error {
  override readonly name = 'NewerArchiveError';
}

/** Another server uses this file. */
export class ArchiveInUseError extends Error {
  override readonly name = 'ArchiveInUseError';
}

/** The destination is not empty, or differs from the source afterwards. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}
