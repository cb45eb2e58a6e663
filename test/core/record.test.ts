import { expect, test } from 'vitest';
import { recordsIn } from '../../src/core/record.ts';
import { record } from '../support/records.ts';

const ids = (value: unknown) => [...recordsIn(value)].map((parsed) => (parsed.ok ? parsed.record.eventName : parsed.problem));

test.each<[string, unknown, string[]]>([
  ['a bare record', record('CreateModel'), ['CreateModel']],
  ['a trail document', { Records: [record('CreateModel'), record('CreateApp')] }, ['CreateModel', 'CreateApp']],
  ['an empty trail document', { Records: [] }, []],
  ['an API call from EventBridge', { 'detail-type': 'AWS API Call via CloudTrail', detail: record('CreateModel') }, ['CreateModel']],
  [
    'a service event from EventBridge',
    { 'detail-type': 'AWS Service Event via CloudTrail', detail: record('CreateTrainingJob') },
    ['CreateTrainingJob'],
  ],
  ['a LookupEvents item', { EventId: 'x', CloudTrailEvent: JSON.stringify(record('CreateModel')) }, ['CreateModel']],
  ['a LookupEvents answer', { Events: [{ CloudTrailEvent: JSON.stringify(record('CreateModel')) }] }, ['CreateModel']],
  ['a list of records', [record('CreateModel'), record('CreateApp')], ['CreateModel', 'CreateApp']],
  ['lower-case members, as Athena exports them', lowered(record('CreateModel')), ['CreateModel']],
])('%s', (_, value, expected) => {
  expect(ids(value)).toEqual(expected);
});

test.each<[string, unknown, RegExp]>([
  ['another detail-type', { 'detail-type': 'SageMaker Model State Change', detail: {} }, /detail-type "SageMaker Model State Change"/],
  ['a LookupEvents item that is cut off', { CloudTrailEvent: '{"eventID":' }, /CloudTrailEvent is not a JSON string/],
  ['a string', 'record', /expected a CloudTrail record \(a JSON object\), found "record"/],
  ['null in Records', { Records: [null] }, /found null/],
  ['an object of another kind', { hello: 1 }, /not a CloudTrail record: eventID, eventTime, eventSource, eventName, awsRegion missing/],
  ['no eventID', record('CreateModel', { eventID: '' }), /eventID missing/],
  ['a time without a zone', record('CreateModel', { eventTime: '2026-08-01T12:00:00' }), /eventTime is "2026-08-01T12:00:00"/],
  ['a day that does not exist', record('CreateModel', { eventTime: '2026-13-01T12:00:00Z' }), /eventTime is/],
  ['an account that is none', record('CreateModel', { recipientAccountId: 'anonymous' }), /recipientAccountId is "anonymous"/],
  ['control characters in a value', record('CreateModel', { eventTime: '\u001b[2J' }), /eventTime is "\\u001b\[2J"/],
])('%s is a problem in one line', (_, value, expected) => {
  const problems = ids(value);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(expected);
  expect(problems[0]).not.toContain('\n');
});

function lowered(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]));
}
