import { expect, test } from 'vitest';
import { queuedAlerts } from '../../src/alert/queue.ts';
import { readAlert } from '../../src/alert/read.ts';
import { change } from './samples.ts';

test.each([
  ['no JSON', 'not json', ['not JSON']],
  ['another kind', JSON.stringify({ kind: 'x' }), ['kind']],
  ['null', 'null', ['kind']],
  ['a missing member', JSON.stringify({ ...change, resource: undefined }), ['resource']],
  ['a wrong type', JSON.stringify({ ...change, delaySeconds: 'soon' }), ['delaySeconds']],
  ['a rule that is none', JSON.stringify({ ...change, failures: [{ ...change.failures[0], rule: '<!channel>' }] }), ['failures.0.rule']],
])('%s is no alert, and only the place is named', (_, json, problems) => {
  expect(readAlert(json)).toEqual({ problems });
});

const messageId = 'm-1';
const json = JSON.stringify(change);

test.each([
  ['raw delivery', { messageId, body: 'prose', messageAttributes: { alert: { dataType: 'String', stringValue: json } } }],
  [
    "SNS's envelope",
    { messageId, body: JSON.stringify({ Type: 'Notification', MessageAttributes: { alert: { Type: 'String', Value: json } } }) },
  ],
])('%s', (_, record) => {
  expect(queuedAlerts({ Records: [record] })).toEqual({ alerts: [{ messageId, alert: change }], unreadable: [] });
});

test('one bad message fails alone', () => {
  const bad = { messageId: 'm-2', body: 'prose', messageAttributes: {} };
  const good = { messageId, body: 'prose', messageAttributes: { alert: { stringValue: json } } };
  expect(queuedAlerts({ Records: [bad, good] })).toEqual({
    alerts: [{ messageId, alert: change }],
    unreadable: [{ messageId: 'm-2', problems: ['no attribute "alert"'] }],
  });
});

test.each([null, {}, { Records: [{}] }])('%j is no batch', (event) => {
  expect(() => queuedAlerts(event)).toThrow(TypeError);
});
