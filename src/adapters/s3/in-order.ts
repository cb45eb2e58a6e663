/** `work` for each of `items`, so many ahead of who takes the results, which come in the order of the items. */
export async function* inOrder<T, R>(items: AsyncIterable<T>, ahead: number, work: (item: T) => Promise<R>): AsyncIterable<R> {
  const iterator = items[Symbol.asyncIterator]();
  const started: Promise<R>[] = [];
  let ended = false;
  try {
    for (;;) {
      while (!ended && started.length < ahead) {
        const { value, done } = await iterator.next();
        if (done) ended = true;
        else {
          const result = work(value);
          // It is thrown when its turn comes; until then it is not unhandled.
          result.catch(() => {});
          started.push(result);
        }
      }
      const first = started.shift();
      if (!first) return;
      yield await first;
    }
  } finally {
    await iterator.return?.();
  }
}
