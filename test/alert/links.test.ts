import { describe, expect, test } from 'vitest';
import { eventLink, resourceLink, runbookLink } from '../../src/alert/links.ts';

const eventId = '1b671a64-40d5-491e-99b0-da01ff1f3341';
const job = (name: string | null) => ({ type: 'TrainingJob', name, arn: { known: false, why: 'not-recorded' } }) as const;

test.each([
  ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/'],
  ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/cloudtrailv2/home?region=us-gov-west-1#/events/'],
  ['cn-north-1', 'https://console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/events/'],
])('an event in %s', (region, start) => {
  expect(eventLink(region, eventId)?.url).toBe(start + eventId);
});

test.each(['us-iso-east-1', 'eu-west-1.evil.example/', 'eu-west-1#', '', 'EU-WEST-1'])('no link into region %j', (region) => {
  expect(eventLink(region, eventId)).toBeUndefined();
  expect(resourceLink(region, job('a'))).toBeUndefined();
});

test.each(['', 'x', `${eventId}|click`, `${eventId}>`, `../${eventId}`, `${eventId}\n`])('no link to event %j', (id) => {
  expect(eventLink('eu-west-1', id)).toBeUndefined();
});

describe('a resource', () => {
  test('by a name that the API allows', () => {
    expect(resourceLink('eu-west-1', job('churn-1'))?.url).toBe(
      'https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1#/jobs/churn-1',
    );
  });
  test.each([null, '', 'a b', 'a/../b', 'a>b', '<x|y>', 'a'.repeat(64), 'a\n'])('not by %j', (name) => {
    expect(resourceLink('eu-west-1', job(name))).toBeUndefined();
  });
});

test.each([undefined, '', 'http://wiki.example.com', 'javascript:alert(1)', 'https://user:pass@wiki.example.com', 'runbook.md'])(
  'no runbook at %j',
  (url) => {
    expect(runbookLink(url)).toBeUndefined();
  },
);
