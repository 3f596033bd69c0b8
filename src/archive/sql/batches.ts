/** SQLite accepts at most 32,766 values in one statement. */
const PAGE = 1000;

/** Splits rows into batches that fit into one statement. */
export function batchesOf<Row>(rows: readonly Row[]): Row[][] {
  const starts = Array.from({ length: Math.ceil(rows.length / PAGE) }, (_, index) => index * PAGE);
  return starts.map((start) => rows.slice(start, start + PAGE));
}
