import { expect, test } from 'vitest';
import { withMinutesLost } from '../../src/core/log-gaps.ts';
import { call, readOne } from '../support/records.ts';

type Json = Record<string, unknown>;

const end = '2026-08-01T13:00:00Z';
const did = (time: string, eventName: string, request: Json = { name: 'org' }, members: Json = {}) =>
  call(eventName, request, { eventTime: `2026-08-01T12:${time}Z`, eventSource: 'cloudtrail.amazonaws.com', ...members });
const lost = (...values: Json[]) =>
  withMinutesLost(
    values.map(readOne).flatMap((reading) => (reading.kind === 'trail-control' ? [reading.control] : [])),
    { to: end },
  ).map(({ eventName, minutesLost, resumedBy }) => [eventName, minutesLost, resumedBy?.eventTime.slice(11, 19) ?? null]);

const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/org';
const readOnly = { trailName: 'org', eventSelectors: [{ readWriteType: 'ReadOnly' }] };
const all = { trailName: 'org', eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }] };

test.each<[string, Json[], unknown[]]>([
  [
    'until the next start',
    [did('10:00', 'StopLogging'), did('40:00', 'StartLogging'), did('50:00', 'StartLogging')],
    [
      ['StopLogging', 30, '12:40:00'],
      ['StartLogging', null, null],
      ['StartLogging', null, null],
    ],
  ],
  [
    'rounded up',
    [did('10:00', 'StopLogging'), did('10:01', 'StartLogging')],
    [
      ['StopLogging', 1, '12:10:01'],
      ['StartLogging', null, null],
    ],
  ],
  ['until the end of the period', [did('10:00', 'StopLogging')], [['StopLogging', 50, null]]],
  [
    'a start before it brings nothing back',
    [did('05:00', 'StartLogging'), did('10:00', 'StopLogging')],
    [
      ['StartLogging', null, null],
      ['StopLogging', 50, null],
    ],
  ],
  [
    'in any order',
    [did('40:00', 'StartLogging'), did('10:00', 'StopLogging')],
    [
      ['StartLogging', null, null],
      ['StopLogging', 30, '12:40:00'],
    ],
  ],
  [
    'name and ARN are one trail',
    [did('10:00', 'StopLogging', { name: arn }), did('40:00', 'StartLogging')],
    [
      ['StopLogging', 30, '12:40:00'],
      ['StartLogging', null, null],
    ],
  ],
  [
    'another trail is another',
    [did('10:00', 'StopLogging'), did('40:00', 'StartLogging', { name: 'second' })],
    [
      ['StopLogging', 50, null],
      ['StartLogging', null, null],
    ],
  ],
  [
    'another account is another',
    [did('10:00', 'StopLogging'), did('40:00', 'StartLogging', { name: 'org' }, { recipientAccountId: '444455556666' })],
    [
      ['StopLogging', 50, null],
      ['StartLogging', null, null],
    ],
  ],
  [
    'a trail without a name is like no other',
    [did('10:00', 'StopLogging', {}), did('40:00', 'StartLogging', {})],
    [
      ['StopLogging', 50, null],
      ['StartLogging', null, null],
    ],
  ],
  [
    'a refused start brings nothing back',
    [did('10:00', 'StopLogging'), did('40:00', 'StartLogging', { name: 'org' }, { errorCode: 'AccessDenied' })],
    [
      ['StopLogging', 50, null],
      ['StartLogging', null, null],
    ],
  ],
  [
    'a refused stop loses nothing',
    [did('10:00', 'StopLogging', { name: 'org' }, { errorCode: 'AccessDenied' })],
    [['StopLogging', null, null]],
  ],
  [
    'a deleted trail logs again when one of its name does',
    [did('10:00', 'DeleteTrail'), did('20:00', 'CreateTrail'), did('30:00', 'StartLogging')],
    [
      ['DeleteTrail', 20, '12:30:00'],
      ['CreateTrail', null, null],
      ['StartLogging', null, null],
    ],
  ],
  [
    'selectors, until selectors that log writes',
    [did('10:00', 'PutEventSelectors', readOnly), did('12:00', 'PutEventSelectors', readOnly), did('25:00', 'PutEventSelectors', all)],
    [
      ['PutEventSelectors', 15, '12:25:00'],
      ['PutEventSelectors', 13, '12:25:00'],
      ['PutEventSelectors', null, null],
    ],
  ],
  [
    'a trail cut to one Region, until it is for all of them',
    [
      did('10:00', 'UpdateTrail', { name: 'org', isMultiRegionTrail: false }),
      did('15:00', 'UpdateTrail', { name: 'org', enableLogFileValidation: true }),
      did('25:00', 'UpdateTrail', { name: 'org', isMultiRegionTrail: true }),
    ],
    [
      ['UpdateTrail', 15, '12:25:00'],
      ['UpdateTrail', null, null],
      ['UpdateTrail', null, null],
    ],
  ],
  [
    'until the last of two things is back',
    [
      did('10:00', 'UpdateTrail', { name: 'org', isMultiRegionTrail: false, isOrganizationTrail: false }),
      did('15:00', 'UpdateTrail', { name: 'org', isOrganizationTrail: true }),
      did('25:00', 'UpdateTrail', { name: 'org', isMultiRegionTrail: true }),
    ],
    [
      ['UpdateTrail', 15, '12:25:00'],
      ['UpdateTrail', null, null],
      ['UpdateTrail', null, null],
    ],
  ],
  [
    'a trail that delivers to another bucket: not measured',
    [did('10:00', 'UpdateTrail', { name: 'org', s3BucketName: 'other' })],
    [['UpdateTrail', null, null]],
  ],
])('minutes lost: %s', (_, values, expected) => {
  expect(lost(...values)).toEqual(expected);
});
