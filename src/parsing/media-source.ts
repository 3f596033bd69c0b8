import type { ReadOptions } from '../intake/read-result.ts';
import { MediaFolder } from './media-folder.ts';

type MediaFile = NonNullable<ReturnType<ReadOptions['media']>>;

/** Where a document finds the media files that it shows: plain data for a worker. */
export interface MediaSource {
  /** Files of the archive that the document names. */
  readonly stored: ReadonlyMap<string, MediaFile>;
  /** Path of the media folder. */
  readonly folder: string;
}

/** Media folders of this thread, with the properties of files that were read already. */
const folders = new Map<string, MediaFolder>();

/** Returns the look-up of media files: in the archive first, then in the media folder. */
export function mediaOf({ stored, folder }: MediaSource): ReadOptions['media'] {
  const files = folders.get(folder) ?? new MediaFolder(folder);
  folders.set(folder, files);
  return (name) => stored.get(name) ?? files.file(name);
}
