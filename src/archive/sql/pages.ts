/** SQLite takes at most 32,766 values in one statement. */
const PAGE = 1000;

/** Rows in so few at a time that one statement takes them. */
export function pagesOf<Row>(rows: readonly Row[]): Row[][] {
  const starts = Array.from({ length: Math.ceil(rows.length / PAGE) }, (_, index) => index * PAGE);
  return starts.map((start) => rows.slice(start, start + PAGE));
}
