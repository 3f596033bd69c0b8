/** The archive was made by a later release, whose tables this one does not know. */
export class NewerArchive extends Error {}

/** Another server has this file. */
export class ArchiveInUse extends Error {}

/** The archive at the other place is not empty, or not the same afterwards. */
export class MoveFailed extends Error {}
