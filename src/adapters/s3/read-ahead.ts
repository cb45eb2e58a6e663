/** Takes items before they are asked for, so many at most: a slow page is fetched while the ones before it are worked on. */
export async function* readAhead<T>(items: AsyncIterable<T>, ahead: number): AsyncIterable<T> {
  const queue: T[] = [];
  let state: 'running' | 'ended' | 'stopped' = 'running';
  let wakeReader = () => {};
  let wakeWriter = () => {};
  const pump = async () => {
    for await (const item of items) {
      queue.push(item);
      wakeReader();
      if (queue.length >= ahead && state !== 'stopped') await new Promise<void>((resolve) => (wakeWriter = resolve));
      if (state === 'stopped') return;
    }
  };
  const pumping = pump().finally(() => {
    if (state === 'running') state = 'ended';
    wakeReader();
  });
  pumping.catch(() => {});
  try {
    for (;;) {
      while (queue.length === 0 && state === 'running') await new Promise<void>((resolve) => (wakeReader = resolve));
      if (queue.length === 0) break;
      const item = queue.shift() as T;
      wakeWriter();
      yield item;
    }
    await pumping;
  } finally {
    state = 'stopped';
    wakeWriter();
    await pumping.catch(() => {});
  }
}
