/** The address of a file of the media folder, however it was written: `a.jpg`, `../media/a.jpg`, `/media/a.jpg`. */
export function mediaAddress(reference: string): string {
  return isElsewhere(reference) ? reference : `/media/${mediaName(reference)}`;
}

/** The name of a file below the media folder. */
export function mediaName(reference: string): string {
  return reference.replace(/^(\.{0,2}\/)*(media\/)?/, '');
}

/** True for an absolute address, which is no file of ours. */
export function isElsewhere(reference: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^\/\//i.test(reference);
}
