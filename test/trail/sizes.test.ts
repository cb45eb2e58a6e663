import { expect, test } from 'vitest';
import { Sizes } from '../../src/trail/sizes.ts';
import type { TrailObject } from '../../src/trail/source.ts';

function weighed(sizes: readonly number[]) {
  const measure = new Sizes();
  let asked = 0;
  const told = sizes.map((size) =>
    measure.of({
      get size() {
        asked++;
        return size;
      },
    } as TrailObject),
  );
  return { told, asked };
}

const small = (count: number) => Array<number>(count).fill(3000);

test('large files are each asked for their size', () => {
  const sizes = Array.from({ length: 500 }, (_, at) => 100_000 + at);
  expect(weighed(sizes)).toEqual({ told: sizes, asked: 500 });
});

test('of many small ones few are, and the others pass for alike', () => {
  const { told, asked } = weighed(small(10_064));
  expect(told).toEqual(small(10_064));
  expect(asked).toBe(63 + 626);
});

test('a large one among them has all asked again', () => {
  const { told, asked } = weighed([...small(64), ...Array<number>(15).fill(3000), 1e6, 2e6, 3e6, 4e6]);
  expect(told.slice(-4)).toEqual([1e6, 2e6, 3e6, 4e6]);
  expect(asked).toBe(64 + 4);
});
