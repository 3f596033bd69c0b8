import type { FeedView, FormatContext } from './format.ts';

/** A link of a feed document to itself or to another part of its history. */
export interface HistoryLink {
  /** As RFC 5005 (section 4) and RFC 4287 name it. */
  readonly rel: 'self' | 'current' | 'prev-archive' | 'next-archive';
  readonly href: string;
}

/**
 * The links of a feed document: to itself, from a closed page to the feed that goes on, and to the pages before and after
 * it. The newest closed page is followed by the feed itself, so that whoever walks either way meets each story.
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
