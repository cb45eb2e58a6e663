import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SourceError, type TrailObject, TrailObjectError, type TrailSource } from '../../src/trail/source.ts';
import { type Case, cases } from './sources.ts';

async function all(source: TrailSource): Promise<TrailObject[]> {
  const objects: TrailObject[] = [];
  for await (const object of source.objects()) objects.push(object);
  return objects;
}

describe.each(Object.entries(cases))('every source: %s', (_, open) => {
  let source: Case;
  beforeAll(async () => {
    source = await open();
  });
  afterAll(() => source.close());

  const isWhole = (object: TrailObject, bytes: Buffer) => expect(bytes.toString('utf8')).toBe(source.contents.get(object.key));

  it('gives every object once, in order of key, and how far it is', async () => {
    const opened = await source.open();
    const shares: number[] = [];
    const keys: string[] = [];
    for await (const { key } of opened.objects()) {
      keys.push(key);
      shares.push(opened.share?.() ?? Number.NaN);
    }
    expect(keys).toEqual([...source.contents.keys()].sort());
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(opened.share?.()).toBe(1);
  });

  it('gives the bytes of each, read as they come; the one that cannot be read is a problem with a name and a fix, and stops nothing', async () => {
    const problems: string[] = [];
    for await (const object of (await source.open()).objects()) {
      try {
        isWhole(object, await object.read());
      } catch (error) {
        if (!(error instanceof TrailObjectError)) throw error;
        expect(error.message).toMatch(/^\S.*\S$/);
        expect(error.fix).toMatch(/^\S.*\S$/);
        problems.push(object.key);
      }
    }
    expect(problems).toEqual([source.broken]);
  });

  it('can be read several at a time, in any order within reach, more than once, and long after', async () => {
    const held: TrailObject[] = [];
    let reading: Promise<void>[] = [];
    const read = async (object: TrailObject) => {
      if (object.key !== source.broken) isWhole(object, await object.read());
    };
    for await (const object of (await source.open()).objects()) {
      held.push(object);
      reading.push(read(object));
      if (reading.length === 16) {
        await Promise.all(reading);
        reading = [];
      }
    }
    await Promise.all(reading);
    await Promise.all([...held].reverse().map(read));
  });

  it('can be left unread, in part or wholly', async () => {
    let count = 0;
    for await (const object of (await source.open()).objects()) {
      if (count++ % 7 === 0 && object.key !== source.broken) isWhole(object, await object.read());
    }
    expect(count).toBe(source.contents.size);
  });

  it('shows the beginning of an object, before it is read and without reading it', async () => {
    let count = 0;
    for await (const object of (await source.open()).objects()) {
      if (object.key === source.broken) {
        await expect(object.head()).rejects.toThrow(TrailObjectError);
        continue;
      }
      const head = await object.head();
      expect(head.length).toBeGreaterThanOrEqual(2);
      expect(source.contents.get(object.key)?.startsWith(head.toString('utf8'))).toBe(true);
      if (count++ % 2 === 0) isWhole(object, await object.read());
    }
  });

  it('can be left in the middle', async () => {
    let count = 0;
    for await (const object of (await source.open()).objects()) {
      if (object.key !== source.broken) await object.read();
      if (++count === 5) break;
    }
    expect(count).toBe(5);
  });

  it('says the same of an object that did not change', async () => {
    const facts = async () => (await all(await source.open())).map(({ key, size, stamp }) => ({ key, size, stamp }));
    const first = await facts();
    expect(first.filter(({ key }) => key !== source.broken).every(({ stamp }) => stamp !== undefined)).toBe(true);
    expect(await facts()).toEqual(first);
  });

  it('ends at once, with a reason, where it cannot be listed', async () => {
    const opened = async () => all(await source.openWrong());
    await expect(opened()).rejects.toThrow(SourceError);
    await expect(opened()).rejects.toThrow(/.{20}/);
  });
});
