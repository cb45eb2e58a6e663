/** Rows in arrays of at most `size`: a chunk per row costs more in writing than the row itself. */
export function* inBatches<T>(rows: Iterable<T>, size = 256): Generator<T[]> {
  let batch: T[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
