/**
 * What two spellings of a provider have in common: case, white space, `http` and `https`, `www.` and a slash at the end make
 * no other provider.
 */
export function providerKey(provider: string): string {
  const folded = provider.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return folded.replace(/^https?:\/\/(www\.)?/, '').replace(/\/+$/, '');
}
