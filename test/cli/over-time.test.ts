import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { files, folder, run } from '../support/cli.ts';
import { call } from '../support/records.ts';

type Json = Record<string, unknown>;

const did = (eventTime: string, eventName: string, request: Json, members: Json = {}) =>
  call(eventName, request, { eventTime, ...members });
const trail = { eventSource: 'cloudtrail.amazonaws.com' };

/** What a scan writes of an archive in two files, the later one first. */
function evidenceOf(...records: Json[]): Evidence {
  const document = (part: Json[]) => JSON.stringify({ Records: part });
  const source = files({ 'b.json': document(records.slice(0, 3)), 'a.json': document(records.slice(3)) });
  const out = join(folder(), 'out');
  const period = ['--from', '2026-08-01T00:00:00Z', '--to', '2026-09-01T00:00:00Z'];
  const ran = run(['scan', source, ...period, '--accept-unverified', '--quiet', '--out', out], { cwd: folder() });
  expect([ran.code === 2, ran.err]).toEqual([false, '']);
  return JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8')) as Evidence;
}

const evidence = evidenceOf(
  did('2026-07-20T00:00:00Z', 'CreateEndpointConfig', { endpointConfigName: 'c', productionVariants: [{ modelName: 'm' }] }),
  did('2026-08-02T00:00:00Z', 'CreateModel', { modelName: 'm' }),
  did('2026-08-02T23:59:59Z', 'CreateEndpoint', { endpointName: 'e', endpointConfigName: 'c' }),
  did('2026-08-03T00:00:00Z', 'DeleteModel', { modelName: 'm' }),
  did('2026-08-05T00:00:00Z', 'DeleteEndpoint', { endpointName: 'e' }, { awsRegion: 'eu-west-1' }),
  did('2026-08-10T00:00:00Z', 'StopLogging', { name: 'org' }, trail),
  did('2026-08-10T01:30:00Z', 'StartLogging', { name: 'org' }, trail),
  did('2026-08-02T10:00:00Z', 'RunInstances', {}, { eventSource: 'ec2.amazonaws.com', awsRegion: 'us-east-1' }),
  did('2026-09-01T00:00:00Z', 'RunInstances', {}, { eventSource: 'ec2.amazonaws.com' }),
);

test('a scan holds changes, endpoints and ends together, also over files and from before the period', () => {
  expect(evidence.exposures).toHaveLength(1);
  expect(evidence.exposures[0]).toMatchObject({
    resourceName: 'm',
    rules: ['vpc-required', 'network-isolation-required'],
    from: '2026-08-02T00:00:00Z',
    to: '2026-08-05T00:00:00Z',
    ending: 'deleted',
    endedBy: { eventName: 'DeleteEndpoint' },
    seconds: 3 * 86_400,
    notes: ['ran-on'],
    endpoints: [{ name: 'e', from: '2026-08-02T23:59:59Z', to: '2026-08-05T00:00:00Z', ending: 'deleted' }],
  });
});

test('and counts every record of the period, by the UTC day of its event', () => {
  expect(evidence.activity).toEqual([
    {
      account: '111122223333',
      region: 'eu-west-1',
      records: 6,
      byDay: { '2026-08-02': 2, '2026-08-03': 1, '2026-08-05': 1, '2026-08-10': 2 },
    },
    { account: '111122223333', region: 'us-east-1', records: 1, byDay: { '2026-08-02': 1 } },
  ]);
  expect(evidence.tieOut.find(({ id }) => id === 'activity')).toMatchObject({ total: { count: 9 }, balances: true });
});

test('and says how long logging was stopped', () => {
  expect(evidence.trailControl.map(({ eventName, minutesLost, resumedBy }) => [eventName, minutesLost, resumedBy?.eventName])).toEqual([
    ['StopLogging', 90, 'StartLogging'],
    ['StartLogging', null, undefined],
  ]);
});
