import { describe, expect, test } from 'vitest';
import { blindAtEnd } from '../../src/core/trail-control.ts';
import { call, readOne } from '../support/records.ts';

type Json = Record<string, unknown>;

let hours = 0;
const did = (eventName: string, request: Json = { name: 't' }, members: Json = {}) =>
  call(eventName, request, {
    eventSource: 'cloudtrail.amazonaws.com',
    eventTime: new Date(Date.UTC(2026, 5, 1, ++hours)).toISOString().replace('.000', ''),
    ...members,
  });
const controlsOf = (values: readonly Json[]) =>
  values.map(readOne).flatMap((reading) => (reading.kind === 'trail-control' ? [reading.control] : []));
const blind = (...values: Json[]) => blindAtEnd(controlsOf(values)).map(({ eventName }) => eventName);

const inUsEast = { awsRegion: 'us-east-1' };
const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/t';
const oneRegion = { name: 't', isMultiRegionTrail: false };
const readOnly = { trailName: 't', eventSelectors: [{ readWriteType: 'ReadOnly' }] };
const all = { trailName: 't', eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }] };

describe('what was taken from a trail', () => {
  test.each<[string, Json[], string[]]>([
    ['a start after a stop', [did('StopLogging'), did('StartLogging')], []],
    ['a start of the ARN', [did('StopLogging'), did('StartLogging', { name: arn })], []],
    ['a trail that was created anew, and started', [did('DeleteTrail'), did('CreateTrail'), did('StartLogging')], []],
    ['all selectors after few', [did('PutEventSelectors', readOnly), did('PutEventSelectors', all)], []],
    ['every Region after one', [did('UpdateTrail', oneRegion), did('UpdateTrail', { name: 't', isMultiRegionTrail: true })], []],
    [
      'an organisation after its account',
      [did('UpdateTrail', { name: 't', isOrganizationTrail: false }), did('UpdateTrail', { name: 't', isOrganizationTrail: true })],
      [],
    ],
  ])('is restored by %s', (_, values, expected) => expect(blind(...values)).toEqual(expected));

  test.each<[string, Json[], string[]]>([
    ['nothing', [did('StopLogging')], ['StopLogging']],
    ['insight selectors', [did('StopLogging'), did('PutEventConfiguration', { trailName: 't' })], ['StopLogging']],
    ['creating it without a start', [did('DeleteTrail'), did('CreateTrail')], ['DeleteTrail']],
    ['another setting', [did('UpdateTrail', oneRegion), did('UpdateTrail', { name: 't', enableLogFileValidation: true })], ['UpdateTrail']],
    ['a start in another Region', [did('StopLogging'), did('StartLogging', { name: 't' }, inUsEast)], ['StopLogging']],
    ['a start of another trail', [did('StopLogging'), did('StartLogging', { name: 'u' })], ['StopLogging']],
    ['a refused start', [did('StopLogging'), did('StartLogging', { name: 't' }, { errorCode: 'AccessDenied' })], ['StopLogging']],
    ['selectors, where logging is off', [did('StopLogging'), did('PutEventSelectors', all)], ['StopLogging']],
    [
      'one of two things',
      [
        did('UpdateTrail', { name: 't', isMultiRegionTrail: false, isOrganizationTrail: false }),
        did('UpdateTrail', { name: 't', isMultiRegionTrail: true }),
      ],
      ['UpdateTrail'],
    ],
    [
      'a bucket that is named again: which one it was before is not recorded',
      [did('UpdateTrail', { name: 't', s3BucketName: 'b' }), did('UpdateTrail', { name: 't', isMultiRegionTrail: true })],
      ['UpdateTrail'],
    ],
  ])('is not restored by %s', (_, values, expected) => expect(blind(...values)).toEqual(expected));

  test('a refused request takes nothing', () => {
    expect(blind(did('StopLogging', { name: 't' }, { errorCode: 'AccessDenied' }))).toEqual([]);
  });
});

const advanced = (...fieldSelectors: Json[]) => ({
  trailName: 't',
  advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }, ...fieldSelectors] }],
});

test.each<[Json, boolean]>([
  [{ field: 'readOnly', equals: ['false'] }, false],
  [{ field: 'readOnly', equals: ['true'] }, true],
  [{ field: 'eventSource', notEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] }, false],
  [{ field: 'eventSource', notEquals: ['kms.amazonaws.com', 'sagemaker.amazonaws.com'] }, true],
  [{ field: 'eventSource', notEquals: ['cloudtrail.amazonaws.com'] }, true],
  [{ field: 'eventSource', equals: ['kms.amazonaws.com'] }, true],
  [{ field: 'eventName', notEquals: ['CreateModel'] }, true],
  [{ field: 'readOnly', equals: ['false'], startsWith: ['f'] }, true],
])('management events with the field %j: blinding is %s', (field, blinding) => {
  expect(controlsOf([did('PutEventSelectors', advanced(field))])[0]?.blinding).toBe(blinding);
});

test.each([{ isOrganizationTrail: false }, { s3KeyPrefix: 'elsewhere' }, { s3BucketName: 'elsewhere' }])(
  'UpdateTrail %j blinds',
  (request) => {
    expect(controlsOf([did('UpdateTrail', { name: 't', ...request })])[0]?.blinding).toBe(true);
  },
);
