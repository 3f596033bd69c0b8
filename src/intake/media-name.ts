/** Returns the address of a media folder file, from `a.jpg`, `../media/a.jpg` or `/media/a.jpg`. */
export function mediaAddress(reference: string): string {
  return isElsewhere(reference) ? reference : `/media/${mediaName(reference)}`;
}

/** Returns the name of a file below the media folder. */
export function mediaName(reference: string): string {
  return reference.replace(/^(\.{0,2}\/)*(media\/)?/, '');
}

/** Returns true for an absolute address. */
export function isElsewhere(reference: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^\/\//i.test(reference);
}
