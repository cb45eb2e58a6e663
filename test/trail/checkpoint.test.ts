import { appendFileSync, existsSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/trail/checkpoint.ts';
import type { ObjectReading } from '../../src/trail/object-reading.ts';
import { SourceError, type TrailObject } from '../../src/trail/source.ts';

const run = { version: '1.0.0', source: ['s3://bucket/'], from: '2026-07-01T00:00:00Z' };
const folder = () => join(mkdtempSync(join(tmpdir(), 'sagewarden-')), 'q3.checkpoint');
const file = (of: string) => join(of, 'readings.jsonl');
const object = (key: string, more: Partial<TrailObject> = {}) => ({ key, size: 10, stamp: 'etag', ...more }) as TrailObject;
const reading = (records: number, more: Partial<ObjectReading> = {}): ObjectReading => ({
  records,
  otherServices: records,
  readings: [{ index: 0, reading: { kind: 'unreadable', problems: ['\ud800 "ü" \u2028'] }, recordSha256: null }],
  cells: [{ account: '111122223333', region: 'eu-west-1', hour: '2026-07-01T13', records }],
  bytes: 99,
  ...more,
});

describe('a checkpoint', () => {
  it('gives back what was put, to another process too', () => {
    const at = folder();
    const first = openCheckpoint(at, run);
    for (let n = 0; n < 500; n++) first.put(object(`key ${n} ü`), reading(n));
    expect(first.get(object('key 7 ü'))).toEqual(reading(7));
    first.close();
    const second = openCheckpoint(at, run);
    for (let n = 0; n < 500; n++) expect(second.get(object(`key ${n} ü`))).toEqual(reading(n));
    expect(second.has(object('key 500 ü'))).toBe(false);
    second.put(object('key 500 ü'), reading(500));
    second.close();
    expect(openCheckpoint(at, run).get(object('key 500 ü'))).toEqual(reading(500));
  });

  it.each<[string, Partial<TrailObject>]>([
    ['size', { size: 11 }],
    ['bytes', { stamp: 'other' }],
    ['key', { key: 'other' }],
  ])('has nothing of an object whose %s changed', (_, changed) => {
    const checkpoint = openCheckpoint(folder(), run);
    checkpoint.put(object('a'), reading(1));
    expect(checkpoint.has(object('a', changed))).toBe(false);
    expect(checkpoint.get(object('a', changed))).toBeUndefined();
  });

  it('does not keep what ended in a fault, nor what may change unseen', () => {
    const checkpoint = openCheckpoint(folder(), run);
    const { stamp: _, ...unstamped } = object('b');
    checkpoint.put(object('a'), reading(1, { fault: { what: 'access denied', fix: 'allow it' } }));
    checkpoint.put(unstamped as TrailObject, reading(1));
    expect([checkpoint.has(object('a')), checkpoint.has(unstamped as TrailObject)]).toEqual([false, false]);
  });

  it('drops a line that was torn, wherever it was, and goes on after the whole ones', () => {
    const at = folder();
    const checkpoint = openCheckpoint(at, run);
    checkpoint.put(object('a'), reading(1));
    checkpoint.close();
    const whole = readFileSync(file(at));
    const next = openCheckpoint(at, run);
    next.put(object('b'), reading(2));
    next.close();
    const both = readFileSync(file(at));
    for (let length = 0; length < both.length; length++) {
      writeFileSync(file(at), both);
      truncateSync(file(at), length);
      const again = openCheckpoint(at, run);
      expect(again.has(object('a'))).toBe(length >= whole.length);
      expect(again.has(object('b'))).toBe(false);
      again.put(object('b'), reading(2));
      expect(again.get(object('b'))).toEqual(reading(2));
      again.close();
      const third = openCheckpoint(at, run);
      expect(third.get(object('b'))).toEqual(reading(2));
      third.close();
    }
  });

  it('takes nothing from where it is damaged', () => {
    const at = folder();
    const checkpoint = openCheckpoint(at, run);
    checkpoint.put(object('a'), reading(1));
    checkpoint.close();
    appendFileSync(file(at), `{"key":"b","size":10\n${readFileSync(file(at), 'utf8').split('\n')[1]?.replace('"a"', '"c"')}\n`);
    const again = openCheckpoint(at, run);
    expect(['a', 'b', 'c'].map((key) => again.has(object(key)))).toEqual([true, false, false]);
  });

  it.each([
    ['another version', { ...run, version: '1.0.1' }, /other: version/],
    ['another source', { ...run, source: ['s3://other/'] }, /other: source/],
    ['another flag', { ...run, verify: true }, /other: verify/],
  ])('of another run is refused, and left as it is: %s', (_, other, message) => {
    const at = folder();
    const checkpoint = openCheckpoint(at, run);
    checkpoint.put(object('a'), reading(1));
    checkpoint.close();
    const before = readFileSync(file(at));
    expect(() => openCheckpoint(at, other)).toThrow(SourceError);
    expect(() => openCheckpoint(at, other)).toThrow(message);
    expect(readFileSync(file(at))).toEqual(before);
  });

  it('is gone when the run is written', () => {
    const at = folder();
    openCheckpoint(at, run).remove();
    expect(existsSync(at)).toBe(false);
  });
});
