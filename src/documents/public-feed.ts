import { feedPath, pathOf } from '../addresses/paths.ts';
import { PUBLIC } from '../article/audience.ts';
import { MAX_TERMS, readFeedAddress } from '../feeds/address.ts';
import type { Format } from '../formats/format.ts';
import { formatByEnding } from '../formats/index.ts';
import type { Instant } from '../text/instant.ts';
import type { Document } from './document.ts';
import type { Documents } from './documents.ts';

/** Splits `section/world.newsml.xml` into the feed `section/world` and the format NewsML-G2. */
export function feedRepresentationIn(path: string): { path: string; format?: Format } {
  const found = formatByEnding(path);
  const format = found?.envelope === undefined ? undefined : found;
  return format === undefined ? { path } : { path: path.slice(0, -format.extension.length), format };
}

/**
 * Returns the feed document at an absolute address, as the public gets it.
 * @returns `undefined` for another address, another spelling of one, and a closed page of a feed's history
 */
export async function publicFeedAt(documents: Documents, address: string, now: Instant): Promise<Document | undefined> {
  const { base } = documents.site.addresses;
  const prefix = `${base}${pathOf('feed', { path: '' })}`;
  if (!address.startsWith(prefix) || !URL.canParse(address)) return undefined;
  const [written = '', query = ''] = address.slice(prefix.length).split('?', 2);
  const { path, format } = feedRepresentationIn(decoded(written));
  const feed = format && readFeedAddress(path, new URLSearchParams(query));
  if (feed === undefined || format === undefined || feed.page !== undefined || feed.terms.length > MAX_TERMS) {
    return undefined;
  }
  if (`${base}${feedPath(feed.name, format.extension)}` !== address) return undefined;
  const result = await documents.feeds.feed(feed, format, { audience: PUBLIC, instant: now });
  return 'bytes' in result ? result : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
