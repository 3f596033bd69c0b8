/** Longer headers are refused by common servers and caches. */
const MAX_TAGS_LENGTH = 12_000;

/**
 * Returns the cache tags of a response (`Cache-Tag` of Cloudflare and Akamai, `Surrogate-Key` of Fastly and Varnish):
 * names of feeds, then keys of articles, as many as the header can hold.
 */
export function tagHeaders(tags: readonly string[]): Record<string, string> {
  if (tags.length === 0) return {};
  let length = 0;
  const some = tags.filter((tag) => {
    length += tag.length + 1;
    return length <= MAX_TAGS_LENGTH;
  });
  return { 'Cache-Tag': some.join(','), 'Surrogate-Key': some.join(' ') };
}
