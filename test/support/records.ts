import type { Change, FailedAttempt, Reading } from '../../src/core/change.ts';
import { read } from '../../src/core/read.ts';
import { recordsIn } from '../../src/core/record.ts';

type Json = Record<string, unknown>;

let serial = 0;

/** A whole CloudTrail record around the members that a test is about. */
export function record(eventName: string, members: Json = {}): Json {
  serial++;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/Research/alice',
      accountId: '111122223333',
      sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/Research' } },
    },
    eventTime: '2026-08-01T12:00:00Z',
    eventSource: 'sagemaker.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.17',
    requestParameters: {},
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    ...members,
  };
}

export const call = (eventName: string, requestParameters: unknown, members: Json = {}): Json =>
  record(eventName, { requestParameters, ...members });

export const vpcConfig = { subnets: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };

export function readOne(value: unknown): Reading {
  const [parsed, ...more] = [...recordsIn(value)];
  if (!parsed || more.length > 0) throw new Error(`expected one record, found ${more.length + (parsed ? 1 : 0)}`);
  return read(parsed);
}

export function changeOf(value: unknown): Change {
  const reading = readOne(value);
  if (reading.kind !== 'change') throw new Error(`expected a change, found ${JSON.stringify(reading)}`);
  return reading.change;
}

export function attemptOf(value: unknown): FailedAttempt {
  const reading = readOne(value);
  if (reading.kind !== 'failed-attempt') throw new Error(`expected a failed attempt, found ${JSON.stringify(reading)}`);
  return reading.attempt;
}
