import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { Pseudonyms, type Redactable, redactable } from '../../src/core/pseudonyms.ts';
import { Redactor } from '../../src/core/redact.ts';
import { makeRun } from '../report/evidence-factory.ts';

const keyed = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest('hex');
const run = makeRun();
const first = [...run.population.rows()][0]!;
const redact = (row: Partial<PopulationRow>, what: readonly Redactable[] = redactable, key = 'k') =>
  new Redactor(what, keyed(key)).redact(run.evidence, [{ ...first, ...row }]).rows[0]!;
const pseudonym = (kind: string, value: string, key = 'k') => `${kind}-${keyed(key)(`${kind}\0${value}`).slice(0, 16)}`;
const name = pseudonym('name', 'a-model');
const account = new Pseudonyms(redactable, keyed('k')).of('account', '111122223333');

describe('one row', () => {
  test.each<[string, Partial<PopulationRow>, readonly Redactable[], Partial<PopulationRow>]>([
    ['a name', { resourceName: 'a-model' }, ['names'], { resourceName: name, account: first.account, actor: first.actor }],
    ['a name in capitals has the pseudonym of its ARN', { resourceName: 'A-Model' }, ['names'], { resourceName: name }],
    ['no name', { resourceName: null, resourceArn: null }, redactable, { resourceName: null, resourceArn: null }],
    [
      'an ARN keeps its form',
      { resourceArn: 'arn:aws:sagemaker:eu-west-1:111122223333:model/a-model' },
      ['names'],
      { resourceArn: `arn:aws:sagemaker:eu-west-1:111122223333:model/${name}` },
    ],
    [
      'its account too',
      { resourceArn: 'arn:aws-cn:sagemaker:cn-north-1:111122223333:model/a-model' },
      redactable,
      { resourceArn: `arn:aws-cn:sagemaker:cn-north-1:${account}:model/${name}` },
    ],
    [
      'its account alone',
      { resourceArn: 'arn:aws:sagemaker:eu-west-1:111122223333:model/a-model' },
      ['accounts'],
      { resourceArn: `arn:aws:sagemaker:eu-west-1:${account}:model/a-model` },
    ],
    ['what is no ARN', { resourceArn: 'arn:<script>' }, ['names'], { resourceArn: pseudonym('name', 'arn:<script>') }],
    [
      'an actor',
      { actor: 'arn:aws:iam::111122223333:user/bob' },
      ['actors'],
      { actor: pseudonym('actor', 'arn:aws:iam::111122223333:user/bob') },
    ],
    [
      'the account of an actor',
      { actor: 'arn:aws:iam::111122223333:user/bob' },
      ['accounts'],
      { actor: `arn:aws:iam::${account}:user/bob` },
    ],
    [
      'a service of AWS tells of nobody',
      { actor: 'sagemaker.amazonaws.com', sourceIp: 'AWS Internal', userAgent: 'sagemaker.amazonaws.com' },
      redactable,
      { actor: 'sagemaker.amazonaws.com', sourceIp: 'AWS Internal', userAgent: 'sagemaker.amazonaws.com' },
    ],
    ['what only looks like one', { actor: 'bob@amazonaws.com' }, ['actors'], { actor: pseudonym('actor', 'bob@amazonaws.com') }],
    [
      'address and user agent',
      { sourceIp: '203.0.113.7', userAgent: 'cli' },
      ['ips'],
      { sourceIp: pseudonym('ip', '203.0.113.7'), userAgent: pseudonym('agent', 'cli') },
    ],
    [
      'the account in a key',
      { object: 'p/AWSLogs/o-1/111122223333/CloudTrail/x/111122223333_CloudTrail_x_20260101T0000Z_a.json.gz' },
      ['accounts'],
      { object: `p/AWSLogs/o-1/${account}/CloudTrail/x/${account}_CloudTrail_x_20260101T0000Z_a.json.gz` },
    ],
    [
      'a key, where accounts are not asked for',
      { object: 'AWSLogs/111122223333/x' },
      ['actors', 'names', 'ips'],
      { object: 'AWSLogs/111122223333/x' },
    ],
    [
      'event id, hash and index stay',
      {},
      redactable,
      { eventId: first.eventId, recordSha256: first.recordSha256, recordIndex: first.recordIndex },
    ],
    [
      'the name of an instance group, in posture and reason',
      {
        posture: { vpc: [{ at: 'InstanceGroups[a]b].OverrideVpcConfig', value: { known: true, value: null, from: 'request' } }] },
        reason: 'vpc-required: InstanceGroups[a]b].OverrideVpcConfig: found none',
      },
      ['names'],
      {
        posture: {
          vpc: [
            { at: `InstanceGroups[${pseudonym('name', 'a]b')}].OverrideVpcConfig`, value: { known: true, value: null, from: 'request' } },
          ],
        },
        reason: `vpc-required: InstanceGroups[${pseudonym('name', 'a]b')}].OverrideVpcConfig: found none`,
      },
    ],
    [
      'an index is no name',
      { reason: 'x', posture: { vpc: [{ at: 'Jobs[1].VpcConfig', value: { known: false, why: 'omitted' } }] } },
      redactable,
      { posture: { vpc: [{ at: 'Jobs[1].VpcConfig', value: { known: false, why: 'omitted' } }] } },
    ],
  ])('%s', (_, row, what, expected) => {
    expect(redact(row, what)).toMatchObject(expected);
  });

  test('another key gives other pseudonyms, the same key the same', () => {
    expect(redact({}, redactable, 'a')).toEqual(redact({}, redactable, 'a'));
    for (const member of ['account', 'actor', 'resourceName', 'sourceIp', 'userAgent'] as const)
      expect(redact({}, redactable, 'a')[member]).not.toBe(redact({}, redactable, 'b')[member]);
  });
});

test('two accounts never become one', () => {
  const pseudonyms = new Pseudonyms(['accounts'], () => '0'.repeat(64));
  pseudonyms.of('account', '111122223333');
  expect(() => pseudonyms.of('account', '444455556666')).toThrow(/same pseudonym/);
});

test('counts distinct values by kind, and only what was asked for', () => {
  const { evidence } = new Redactor(['accounts', 'names'], keyed('k')).redact(run.evidence, [...run.population.rows()]);
  expect(evidence.redaction).toMatchObject({ method: 'HMAC-SHA256', what: ['accounts', 'names'], replaced: { account: 2 } });
  expect(Object.keys(evidence.redaction?.replaced ?? {})).toEqual(['account', 'name']);
  expect(evidence.redaction?.keyId).toMatch(/^[0-9a-f]{16}$/);
});
