/** The archive was created by a later release, whose schema this one does not support. */
export class NewerArchive extends Error {}

/** Another server uses this file. */
export class ArchiveInUse extends Error {}

/** The destination is not empty, or differs from the source afterwards. */
export class MoveFailed extends Error {}
