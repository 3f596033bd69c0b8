/** Combines the links of the document and of its address. */
export function linkHeader(...links: readonly (string | undefined)[]): Record<string, string> {
  const present = links.filter((link) => link !== undefined);
  return present.length === 0 ? {} : { Link: present.join(', ') };
}
