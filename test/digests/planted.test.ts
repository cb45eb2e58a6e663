import { describe, expect, test } from 'vitest';
import { iso } from '../../scripts/sample/time.ts';
import { first, hour, Trail, type TrailOptions, window } from '../../scripts/tamper/trail.ts';
import { inBucket, inFolder } from './support.ts';

const none = '{"Records":[]}';

/** A trail's log files without its digests, beside the trail that has some. */
function beside(options: TrailOptions): { trail: Trail; others: string[] } {
  const [trail, other] = [new Trail(), new Trail({ trail: 'plain', ...options })];
  const others = other.logs.flat();
  for (const key of others) trail.objects.set(key, other.object(key));
  return { trail, others };
}

const places = [
  ['in a bucket', inBucket],
  ['in a local copy', inFolder],
] as const;

describe.each(places)('a log file that no digest names, %s', (_, verify) => {
  test.each<[string, TrailOptions]>([
    ['of another prefix', { prefix: 'plain/' }],
    ['of an organisation', { organisation: 'o-abcde12345' }],
    ['of another account', { account: '444455556666' }],
  ])('of a trail %s that has no digests: not proven, and not called tampered', async (_name, options) => {
    const { trail, others } = beside(options);
    const { verdict, unnamed, counts } = await verify(trail);
    expect(verdict).toBe('gap');
    expect(unnamed).toEqual(others.toSorted().map((key) => ({ key, planted: false })));
    expect(counts).toMatchObject({ logsValid: 21, logsUnnamed: 21 });
  });

  test('of the newest minutes, which the next digest may name: not proven', async () => {
    const trail = new Trail();
    const { key } = trail.putLog(first + 8 * hour - 45, none, 'edge');
    const { verdict, unnamed } = await verify(trail);
    expect([verdict, unnamed]).toEqual(['gap', [{ key, planted: false }]]);
  });

  test('the same, and the next digest names it: valid', async () => {
    const trail = new Trail();
    const { key, sha256 } = trail.putLog(first + 7 * hour - 45, none, 'edge');
    trail.forge(7, ({ logFiles }) => void logFiles.push({ ...logFiles[0]!, s3Object: key, hashValue: sha256 }));
    expect((await verify(trail, window)).verdict).toBe('valid');
  });

  test('the same, and the next digest does not: put there', async () => {
    const trail = new Trail();
    const { key } = trail.putLog(first + 7 * hour - 45, none, 'edge');
    const { verdict, unnamed } = await verify(trail);
    expect([verdict, unnamed]).toEqual(['tampered', [{ key, planted: true }]]);
  });

  test('in the folder of a trail with digests, while another one has none: put there', async () => {
    const { trail } = beside({ prefix: 'plain/' });
    const { key } = trail.putLog(first + 2 * hour + 700, none, 'planted');
    const { verdict, unnamed } = await verify(trail);
    expect(verdict).toBe('tampered');
    expect(unnamed.filter(({ planted }) => planted)).toEqual([{ key, planted: true }]);
  });

  test('in the last hour of a window that the digests go on after: put there', async () => {
    const trail = new Trail();
    const { key } = trail.putLog(first + 2 * hour + 700, none, 'planted');
    const { unnamed } = await verify(trail, { from: window.from, to: iso(first + 3 * hour) });
    expect(unnamed).toEqual([{ key, planted: true }]);
  });
});
