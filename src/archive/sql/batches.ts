/** SQLite accepts at most 32,766 values in one statement. */
const BATCH_SIZE = 1000;

/** Splits rows into batches that fit into one statement. */
export function batchesOf<Row>(rows: readonly Row[]): Row[][] {
  const starts = Array.from({ length: Math.ceil(rows.length / BATCH_SIZE) }, (_, index) => index * BATCH_SIZE);
  return starts.map((start) => rows.slice(start, start + BATCH_SIZE));
}
