import { describe, expect, test } from 'vitest';
import { controls } from '../../scripts/tamper/controls.ts';
import { tamper, tamperings } from '../../scripts/tamper/tamperings.ts';
import { causes, faults, inBucket, inFolder } from './support.ts';

const places = [
  ['in a bucket', inBucket],
  ['in a local copy', inFolder],
] as const;

describe.each(places)('%s', (_, verify) => {
  test.each(tamperings)('$name', async (tampering) => {
    const trail = tamper(tampering);
    const integrity = await verify(trail);
    expect(integrity.verdict).toBe(tampering.verdict);
    expect(faults(integrity)).toMatchObject(tampering.said?.(trail) ?? {});
    expect(causes(integrity)).toEqual(expect.arrayContaining([...(tampering.causes ?? [])]));
    expect(integrity.gaps.length + integrity.unnamed.length + Object.keys(faults(integrity)).length).toBeGreaterThan(0);
  });

  test.each(controls)('$name', async (control) => {
    const integrity = await verify(tamper(control));
    expect(faults(integrity)).toEqual({});
    expect(causes(integrity)).toEqual(control.causes ?? []);
    expect(integrity.verdict).toBe(control.verdict);
  });
});

test('there are enough of them, each with a name of its own', () => {
  expect(tamperings.length).toBeGreaterThanOrEqual(61);
  expect(tamperings.filter(({ awscliPasses }) => awscliPasses).length).toBeGreaterThanOrEqual(10);
  expect(new Set([...tamperings, ...controls].map(({ name }) => name)).size).toBe(tamperings.length + controls.length);
});
