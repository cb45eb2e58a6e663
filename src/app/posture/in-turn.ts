/** Most types have nothing, and are one request each. */
const ahead = 4;

/** Everything from one source after the other; of those that come next the first element is asked for already. */
export async function* inTurn<T>(sources: Iterable<() => AsyncGenerator<T>>): AsyncGenerator<T> {
  const begun: AsyncGenerator<T>[] = [];
  for (const source of sources) {
    begun.push(begin(source()));
    const next = begun.length > ahead ? begun.shift() : undefined;
    if (next) yield* next;
  }
  for (const rest of begun) yield* rest;
}

function begin<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const first = source.next();
  // It fails where it is read.
  first.catch(() => {});
  return onwards(first, source);
}

async function* onwards<T>(first: Promise<IteratorResult<T>>, source: AsyncGenerator<T>): AsyncGenerator<T> {
  const { done, value } = await first;
  if (done) return;
  yield value;
  yield* source;
}
