import type { FeedView, FormatContext } from './format.ts';

/** A link of a feed document to itself or to another part of its history. */
export interface HistoryLink {
  /** Link relation as RFC 5005 (section 4) and RFC 4287 define it. */
  readonly rel: 'self' | 'current' | 'prev-archive' | 'next-archive';
  readonly href: string;
}

/**
 * Returns the links of a feed document: to itself, from a closed page to the current feed, and to the previous and next
 * pages. The newest closed page links forward to the feed itself, so that paging in either direction reaches each
 * story.
 */
export function historyLinks(
  { name, history = {} }: Pick<FeedView, 'name' | 'history'>,
  extension: string,
  { addresses }: Pick<FormatContext, 'addresses'>,
): HistoryLink[] {
  const { page, previous, next } = history;
  const href = (number?: number): string => addresses.feed(name, extension, number);
  return [
    { rel: 'self', href: href(page) },
    ...(page === undefined ? [] : [{ rel: 'current', href: href() } as const]),
    ...(previous === undefined ? [] : [{ rel: 'prev-archive', href: href(previous) } as const]),
    ...(next === undefined ? [] : [{ rel: 'next-archive', href: href(next) } as const]),
  ];
}
