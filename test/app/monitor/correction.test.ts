import { describe, expect, test } from 'vitest';
import { monitor } from '../../../src/app/monitor.ts';
import { call, vpcConfig } from '../../support/records.ts';
import { ledgerStore } from './store.ts';
import { arnOf, type FakeWorld, fakeWorld, parsed, principal, stopping, strayJob } from './world.ts';

const store = ledgerStore();
const world = () => fakeWorld({ table: store.table, enforcement: stopping });
const corrected = (record: Record<string, unknown>, members: Record<string, unknown> = {}) => ({
  ...record,
  eventID: `${record.eventID}-corrected`,
  addendum: { reason: 'UPDATED_DATA', originalEventID: record.eventID, updatedFields: 'userAgent' },
  ...members,
});
/** As reconcile meets it, two hours later. */
const meet = (there: FakeWorld, record: unknown) => {
  there.time += 2 * 3_600_000;
  return monitor(parsed(record), there, { late: true });
};

describe('a correction of what was handled', () => {
  test('is neither told again nor late, and is kept as the original was told and stopped', async () => {
    const there = world();
    const { record } = strayJob(there);
    await monitor(parsed(record), there);
    expect(await meet(there, corrected(record))).toBe('corrected');
    expect([there.alerts.length, there.effects.length, there.counted.get('Late')]).toEqual([1, 1, undefined]);
    const key = { account: '111122223333', region: 'eu-west-1' };
    const [original, correction] = await Promise.all(
      [record, corrected(record)].map(({ eventID }) => there.ledger.find({ ...key, eventId: String(eventID) })),
    );
    expect(correction).toEqual({ ...original, eventId: correction?.eventId, doneAt: correction?.doneAt });
    expect(correction?.steps.published).toBeDefined();
    expect(await meet(there, corrected(record))).toBe('corrected');
  });
  test('is told, and not as missed, when it says something else', async () => {
    const there = world();
    const { record } = strayJob(there, {}, { vpcConfig, enableNetworkIsolation: true });
    await monitor(parsed(record), there);
    expect(there.alerts).toEqual([]);
    const { requestParameters, ...rest } = record;
    const { vpcConfig: _, ...request } = requestParameters as Record<string, unknown>;
    expect(await meet(there, corrected(rest, { requestParameters: request }))).toBe('corrected');
    expect(there.alerts).toMatchObject([{ late: false, failures: [{ rule: 'vpc-required' }] }]);
    expect([there.effects.length, there.counted.get('Late')]).toEqual([1, undefined]);
  });
  test('is not told where nobody can judge it any more', async () => {
    const there = world();
    const event = call(
      'CreateModel',
      {},
      { requestParameters: null, responseElements: { modelArn: arnOf('model', 'corrected') }, ...principal(), eventID: 'omitted-1' },
    );
    there.account.set('Model/corrected', { arn: arnOf('model', 'corrected'), creationTime: '2026-08-01T12:00:02Z', status: null });
    await monitor(parsed(event), there);
    there.account.delete('Model/corrected');
    await meet(there, corrected(event));
    expect(there.alerts).toHaveLength(1);
  });
  test('of logging that was stopped is not told again either', async () => {
    const there = world();
    const event = call('StopLogging', { name: 'org' }, { eventSource: 'cloudtrail.amazonaws.com', eventID: 'blind-1' });
    await monitor(parsed(event), there);
    expect(await meet(there, corrected(event))).toBe('corrected');
    expect([there.alerts.length, there.counted.get('Late')]).toEqual([1, undefined]);
  });
});

describe('a correction is a change of its own', () => {
  test('where its original was missed', async () => {
    const there = world();
    expect(await meet(there, corrected(strayJob(there).record))).toBe('done');
    expect([there.alerts.length, there.counted.get('Late')]).toEqual([1, 1]);
  });
  test('where it is about another operation', async () => {
    const there = world();
    const { record } = strayJob(there);
    await monitor(parsed(record), there);
    const other = call('CreateModel', { modelName: 'another' }, principal());
    expect(await meet(there, { ...corrected(record), ...other, eventID: 'another-1' })).toBe('done');
    expect(there.alerts).toHaveLength(2);
  });
});
