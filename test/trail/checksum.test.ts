import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Frames } from '../../src/trail/fast/frames.ts';

/** The checksum of our own against zlib's. */

const frames = Frames.create();

/** Text that is not the same everywhere, without taking long to make. */
function text(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, state = seed; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

function checksumOf(bytes: Buffer, window: (at: number) => number): number | undefined {
  if (!frames) return undefined;
  frames.start();
  const { checksum, writeAt } = frames;
  checksum.begin(bytes.length);
  for (let at = 0; at < bytes.length; ) {
    const length = Math.min(window(at), bytes.length - at);
    bytes.copy(frames.text, writeAt, at, at + length);
    checksum.take(writeAt, length);
    at += length;
  }
  return checksum.value();
}

test.each([0, 1, 4017, 65_535, 65_536, 65_537, 131_072, 300_001])('%i bytes', (length) => {
  const bytes = text(length, length);
  expect(checksumOf(bytes, () => 131_072)).toBe(crc32(bytes));
});

test('is that of zlib, whatever the windows are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 60_000, max: 200_000 }),
      fc.nat(),
      fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1 }),
      (length, seed, windows) => {
        const bytes = text(length, seed);
        let turn = 0;
        expect(checksumOf(bytes, () => windows[turn++ % windows.length] ?? 1)).toBe(crc32(bytes));
      },
    ),
    { numRuns: 40 },
  );
});

test('tells one bit of a long text, wherever it is', () => {
  const bytes = text(200_000, 1);
  for (const at of [0, 3, 4, 4017, 4018, 99_999, 195_981, 195_982, 199_999]) {
    const altered = Buffer.from(bytes);
    altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
    expect(checksumOf(altered, () => 131_072)).toBe(crc32(altered));
    expect(crc32(altered)).not.toBe(crc32(bytes));
  }
});
