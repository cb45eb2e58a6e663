import { describe, expect, test } from 'vitest';
import { iso } from '../../scripts/sample/time.ts';
import { addSecond, cut, dataEvent, deliver, type Second } from '../../scripts/tamper/second.ts';
import { controlRecord, first, hour, Trail, window } from '../../scripts/tamper/trail.ts';
import { causes, faults, inBucket } from './support.ts';

const at = (hours: number) => iso(first + hours * hour);

/** Trails that log no management event: one whose digests name nothing, and one that is busy. */
const decoys: readonly [string, Second][] = [
  ['names no log file', {}],
  ['delivers data events', { delivers: (index, start) => [dataEvent(index, start)] }],
];

/** A trail of management events has this record: `audit` was stopped or started at the end of an hour. */
const records = (eventName: string, hourOf: number, trail = 'audit'): Second => ({
  delivers: (index, start) =>
    index === hourOf ? [controlRecord(eventName, start + hour - 60, { ...new Trail().chain, trail })] : undefined,
});

describe.each(decoys)('a second trail that %s vouches for nothing of the first one', (_, decoy) => {
  test('as long as both are whole, nothing is missed', async () => {
    const trail = new Trail();
    addSecond(trail, decoy);
    const { verdict, gaps, unnamed, coverage } = await inBucket(trail);
    expect([verdict, gaps, unnamed]).toEqual(['valid', [], []]);
    expect(coverage).toMatchObject([{ hoursExpected: 8, hoursCovered: 8 }]);
  });

  test('the newest hours of the first one removed: not covered', async () => {
    const trail = new Trail();
    addSecond(trail, decoy);
    cut(trail, [5, 6, 7]);
    const { verdict, gaps, coverage } = await inBucket(trail);
    expect(verdict).toBe('gap');
    expect(gaps).toEqual([
      {
        account: '111122223333',
        region: 'eu-west-1',
        from: at(5),
        to: at(8),
        cause: 'newest-end-not-covered',
        object: trail.digest(4),
      },
    ]);
    expect(coverage).toMatchObject([{ covered: [{ from: at(0), to: at(5) }], hoursCovered: 5 }]);
  });

  test('the first one stopped for two hours without a record', async () => {
    const trail = new Trail({ stopped: [3, 4] });
    addSecond(trail, decoy);
    const { verdict, gaps } = await inBucket(trail);
    expect(verdict).toBe('gap');
    expect(gaps).toMatchObject([{ from: at(3), to: at(5), cause: 'chain-restarted', object: trail.digest(2) }]);
  });

  test('the first one stopped for two hours, which it recorded itself', async () => {
    const trail = new Trail({ stopped: [3, 4], stopRecorded: true });
    addSecond(trail, decoy);
    expect((await inBucket(trail)).gaps).toMatchObject([{ from: at(3), to: at(5), cause: 'logging-stopped' }]);
  });

  test('the first one begins in the window', async () => {
    const trail = new Trail({ stopped: [0, 1] });
    addSecond(trail, decoy);
    expect((await inBucket(trail)).gaps).toMatchObject([{ from: at(0), to: at(2), cause: 'before-first-digest', object: trail.digest(2) }]);
  });

  test('the first one removed until long after the window', async () => {
    const trail = new Trail();
    addSecond(trail, decoy);
    cut(trail, [2, 3, 4, 5, 6]);
    const integrity = await inBucket(trail, { from: at(1), to: at(3) });
    expect(integrity.verdict).toBe('gap');
    expect(integrity.gaps).toMatchObject([{ from: at(2), to: at(3), cause: 'digest-missing' }]);
  });

  test('without a window, the first one ends hours before the second', async () => {
    const trail = new Trail();
    addSecond(trail, decoy);
    cut(trail, [3, 4, 5, 6, 7]);
    expect((await inBucket(trail, {})).gaps).toMatchObject([{ from: at(3), cause: 'newest-end-not-covered' }]);
  });
});

describe('a second trail vouches for the first one where it recorded what ended or began it', () => {
  test.each(['StopLogging', 'DeleteTrail', 'UpdateTrail'])('%s', async (eventName) => {
    const trail = new Trail();
    addSecond(trail, records(eventName, 4));
    cut(trail, [5, 6, 7]);
    const { verdict, gaps, coverage } = await inBucket(trail);
    expect([verdict, gaps]).toEqual(['valid', []]);
    expect(coverage).toMatchObject([{ hoursCovered: 8 }]);
  });

  test('a trail that was replaced by another one', async () => {
    const trail = new Trail();
    deliver(trail, 4, [controlRecord('CreateTrail', first + 4 * hour - 600, { ...trail.chain, trail: 'second' })]);
    addSecond(trail, { at: [4, 5, 6, 7], ...records('DeleteTrail', 4) });
    cut(trail, [5, 6, 7]);
    expect(await inBucket(trail)).toMatchObject({ verdict: 'valid', gaps: [] });
  });

  test('stopped for two hours', async () => {
    const trail = new Trail({ stopped: [3, 4] });
    addSecond(trail, records('StopLogging', 2));
    expect(await inBucket(trail)).toMatchObject({ verdict: 'valid', gaps: [] });
  });

  test('begun in the window', async () => {
    const trail = new Trail({ stopped: [0, 1] });
    addSecond(trail, records('StartLogging', 1));
    expect(await inBucket(trail)).toMatchObject({ verdict: 'valid', gaps: [] });
  });

  test.each<[string, Second]>([
    ['of another trail', records('StopLogging', 4, 'third')],
    ['of another time', records('StopLogging', 1)],
  ])('not by a record %s', async (_, second) => {
    const trail = new Trail();
    addSecond(trail, second);
    cut(trail, [5, 6, 7]);
    expect(await inBucket(trail)).toMatchObject({ verdict: 'gap', gaps: [{ from: at(5), to: at(8) }] });
  });

  test('not by a record in a log file that no digest names', async () => {
    const trail = new Trail();
    addSecond(trail);
    cut(trail, [5, 6, 7]);
    const record = controlRecord('StopLogging', first + 5 * hour - 60, trail.chain);
    trail.putLog(first + 4 * hour + 3000, JSON.stringify({ Records: [record] }), 'planted');
    expect(causes(await inBucket(trail))).toEqual(['newest-end-not-covered']);
  });

  test('and only for the time that it covers itself', async () => {
    const trail = new Trail();
    addSecond(trail, { at: [0, 1, 2, 3, 4, 5], ...records('StopLogging', 4) });
    cut(trail, [5, 6, 7]);
    addSecond(trail, { trail: 'third' });
    expect((await inBucket(trail)).gaps).toMatchObject([{ from: at(6), to: at(8), cause: 'newest-end-not-covered' }]);
  });
});

describe('what CloudTrail does to a trail beside another one is no gap', () => {
  test('its prefix changes: the chain goes on', async () => {
    const trail = new Trail();
    const moved = addSecond(trail, { prefixAt: (index) => (index < 4 ? '' : 'moved/') });
    expect(new Set(moved.map((key) => key.split('AWSLogs')[0]))).toEqual(new Set(['', 'moved/']));
    expect(await inBucket(trail)).toMatchObject({ verdict: 'valid', gaps: [] });
  });

  test('its digests come at another minute: a copy without a window', async () => {
    const trail = new Trail();
    addSecond(trail, { later: 1500 });
    expect(await inBucket(trail, {})).toMatchObject({ verdict: 'valid', gaps: [] });
  });

  test('it ended before the window, or began after it', async () => {
    const trail = new Trail();
    addSecond(trail, { trail: 'former', at: [0, 1] });
    addSecond(trail, { trail: 'later', at: [6, 7] });
    expect(await inBucket(trail, { from: at(2), to: at(6) })).toMatchObject({ verdict: 'valid', gaps: [] });
  });

  test('a digest that is removed from between is named, whatever another trail covers', async () => {
    const trail = new Trail();
    addSecond(trail);
    trail.objects.delete(trail.digest(2));
    const integrity = await inBucket(trail, window);
    expect(faults(integrity)).toMatchObject({ [trail.digest(2)]: 'missing' });
    expect(integrity.gaps).toMatchObject([{ from: at(2), to: at(3), cause: 'digest-missing', object: trail.digest(2) }]);
  });
});
