import type { PageNumbers } from '../feeds/page-numbers.ts';

/** The position of a page in a list, with links to the pages beside it. */
export interface PageLinks {
  readonly count: number;
  readonly page: number;
  readonly pages: number;
  readonly newer: string | undefined;
  readonly older: string | undefined;
}

/** Returns the fields of the template `pages`. */
export function numbersOf({ count, page, pages }: PageNumbers, addressOf: (page: number) => string): PageLinks {
  return {
    ...{ count, page, pages },
    newer: page > 1 ? addressOf(page - 1) : undefined,
    older: page < pages ? addressOf(page + 1) : undefined,
  };
}
