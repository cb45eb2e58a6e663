import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WhatIfResult } from '../../src/app/what-if/result.ts';
import { files, folder, run } from '../support/cli.ts';
import { call, record, vpcConfig } from '../support/records.ts';

type Json = Record<string, unknown>;

const sample = resolve(import.meta.dirname, '../../sample');
const quarter = ['--from', '2026-07-01T00:00:00Z', '--to', '2026-10-01T00:00:00Z'];
const august = ['--from', '2026-08-01T00:00:00Z', '--to', '2026-09-01T00:00:00Z'];
const trail = (...records: unknown[]) => ({ 'x.json': JSON.stringify({ Records: records }) });
const inVpc = { vpcConfig, enableNetworkIsolation: true };

function replay(contents: Record<string, string>, ...more: string[]): WhatIfResult & { code: number | null } {
  const { code, out, err } = run(['prevent', '--what-if', files(contents), ...august, '--json', ...more], { cwd: folder() });
  if (code === 2) throw new Error(err);
  return { ...JSON.parse(out), code };
}

const ids = (calls: readonly { readonly resourceName: string | null }[]) => calls.map(({ resourceName }) => resourceName);
const policyFile = (...statements: Json[]) =>
  join(files({ 'own.json': JSON.stringify({ Version: '2012-10-17', Statement: statements }) }), 'own.json');

test('the bundled sample: who would have been denied what, by which statement', async () => {
  const { code, out } = run(['prevent', '--what-if', sample, ...quarter], { cwd: folder() });
  expect(code).toBe(3);
  await expect(out).toMatchFileSnapshot('../golden/what-if.txt');
});

test('the same as JSON, in a file', () => {
  const out = join(folder(), 'sub', 'what-if.json');
  const { err } = run(['prevent', '--what-if', sample, ...quarter, '--out', out], { cwd: folder() });
  expect(err).toBe('');
  const result: WhatIfResult = JSON.parse(readFileSync(out, 'utf8'));
  expect(result.exitCode).toBe(3);
  expect(result.denied).toHaveLength(result.counts.denied);
  for (const { eventId, eventTime, operation, principal, outcome } of result.denied) {
    expect([eventId, eventTime, operation, principal].every((value) => value.length > 0)).toBe(true);
    expect(outcome.is === 'denied' && outcome.by.length > 0).toBe(true);
  }
  const again = run(['prevent', '--what-if', sample, ...quarter, '--out', out], { cwd: folder() });
  expect([again.code, again.err]).toEqual([2, `sagewarden: ${out} exists; --force replaces it\n`]);
});

describe('exit code', () => {
  const own = policyFile({ Sid: 'NoModels', Effect: 'Deny', Action: 'sagemaker:CreateModel', Resource: '*' });
  test.each<[string, unknown[], string[], number]>([
    ['all decided', [call('CreateModel', { modelName: 'a', ...inVpc }), call('CreateModel', { modelName: 'b' })], [], 0],
    ['a call that the rules pass is denied', [call('CreateModel', { modelName: 'a', ...inVpc })], ['--policy', own], 1],
    ['a request that the record leaves out', [call('CreateModel', null)], [], 3],
    ['nothing in the period', [call('CreateModel', { modelName: 'a' }, { eventTime: '2026-09-01T00:00:00Z' })], [], 3],
  ])('%s', (_, records, more, code) => expect(replay(trail(...records), ...more).code).toBe(code));

  test('a log file that cannot be read', () => {
    const contents = { ...trail(call('CreateModel', { modelName: 'a', ...inVpc })), 'y.json': '{"Records": [' };
    expect(replay(contents)).toMatchObject({ code: 3, problems: [{ object: expect.stringContaining('y.json') }] });
  });
});

describe("the user's own policy", () => {
  test('what it breaks, what it does not prevent, and why', () => {
    // As tutorials have it: Null over everything, and Bool where the record cannot tell a default from a value.
    const own = policyFile(
      {
        Sid: 'NeedVpc',
        Effect: 'Deny',
        Action: 'sagemaker:Create*',
        Resource: '*',
        Condition: { Null: { 'sagemaker:VpcSubnets': 'true' } },
      },
      {
        Sid: 'NeedIsolation',
        Effect: 'Deny',
        Action: 'sagemaker:CreateModel',
        Resource: '*',
        Condition: { Bool: { 'sagemaker:NetworkIsolation': 'false' } },
      },
    );
    const service = { eventType: 'AwsServiceEvent', userIdentity: { invokedBy: 'sagemaker.amazonaws.com' }, requestParameters: null };
    const result = replay(
      trail(
        call('CreateModel', { modelName: 'good', ...inVpc }),
        call('CreateModel', { modelName: 'open', enableNetworkIsolation: true }),
        call('CreateModel', { modelName: 'not-isolated', vpcConfig }),
        call('CreateEndpoint', { endpointName: 'endpoint', endpointConfigName: 'c' }),
        call('CreateCompilationJob', { compilationJobName: 'compiled', vpcConfig }),
        call('UpdateDomain', { domainId: 'd-1', appNetworkAccessType: 'PublicInternetOnly' }),
        record('CreateTrainingJob', {
          ...service,
          serviceEventDetails: { trainingJobArn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/child' },
        }),
      ),
      '--policy',
      own,
    );
    expect(ids(result.denied)).toEqual(['open', 'endpoint', 'compiled']);
    expect(result.byStatement).toEqual([{ policy: 'own.json', statement: 'NeedVpc', calls: 3 }]);
    expect(ids(result.falseDenials)).toEqual(['endpoint', 'compiled']);
    expect(result.cannotTell.map(({ resourceName, outcome }) => [resourceName, outcome])).toEqual([
      [
        'not-isolated',
        {
          is: 'cannot-tell',
          open: [
            {
              policy: 'own.json',
              statement: 'NeedIsolation',
              missing: [{ key: 'sagemaker:NetworkIsolation', why: 'default-or-not-sent' }],
            },
          ],
        },
      ],
    ]);
    expect(result.notPrevented.map(({ call: { resourceName }, reasons }) => [resourceName, ...reasons])).toEqual([
      ['d-1', { rule: 'vpc-only-domain', why: 'no-statement' }],
    ]);
    expect(result.counts).toMatchObject({ calls: 7, denied: 3, cannotTell: 1, notSubject: 1 });
  });

  test('an Allow alone denies nothing, and that is said', () => {
    const own = policyFile({ Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' });
    const source = files(trail(call('CreateModel', { modelName: 'a' })));
    const { out } = run(['prevent', '--what-if', source, ...august, '--policy', own], { cwd: folder() });
    expect(out).toContain('own.json has no Deny statement');
    expect(out).toContain('would have denied 0 calls');
  });

  test('an exemption by principal is let through by what is generated', () => {
    const config = join(
      files({
        'p.yml':
          'version: 1\nexemptions:\n  - id: EX-1\n    rules: [vpc-required, network-isolation-required]\n    match: { principal: "arn:aws:iam::111122223333:role/Research" }\n    reason: r\n    approver: a\n    approved: 2026-07-01T00:00:00Z\n    expires: 2099-01-01T00:00:00Z\n',
      }),
      'p.yml',
    );
    const records = [call('CreateModel', { modelName: 'a' })];
    expect(replay(trail(...records), '--config', config).counts).toMatchObject({ denied: 0, notDenied: 1 });
    expect(replay(trail(...records)).counts.denied).toBe(1);
  });
});

describe('since it was attached', () => {
  const organizations = (eventName: string, requestParameters: Json, members: Json = {}) =>
    record(eventName, { eventSource: 'organizations.amazonaws.com', awsRegion: 'us-east-1', requestParameters, ...members });
  const created = organizations(
    'CreatePolicy',
    { name: 'sagewarden-prevention', type: 'SERVICE_CONTROL_POLICY' },
    {
      eventTime: '2026-08-09T00:00:00Z',
      responseElements: { policy: { policySummary: { id: 'p-abc12345', name: 'sagewarden-prevention' } } },
    },
  );
  const attached = organizations('AttachPolicy', { policyId: 'p-abc12345', targetId: 'ou-1' }, { eventTime: '2026-08-10T00:00:00Z' });
  const otherPolicy = organizations('AttachPolicy', { policyId: 'p-other', targetId: 'ou-1' }, { eventTime: '2026-08-02T00:00:00Z' });
  const failed = organizations(
    'AttachPolicy',
    { policyId: 'p-abc12345' },
    { eventTime: '2026-08-03T00:00:00Z', errorCode: 'AccessDenied' },
  );
  const at = (eventTime: string, modelName: string, members: Json = {}) => call('CreateModel', { modelName }, { eventTime, ...members });
  const refused = {
    errorCode: 'AccessDeniedException',
    errorMessage: 'User: x is not authorized to perform: sagemaker:CreateModel with an explicit deny in a service control policy',
  };
  const calls = [
    at('2026-08-05T00:00:00Z', 'before-1'),
    at('2026-08-06T00:00:00Z', 'before-2', { errorCode: 'AccessDeniedException' }),
    at('2026-08-11T00:00:00Z', 'after-1', refused),
    at('2026-08-12T00:00:00Z', 'after-2', refused),
    at('2026-08-13T00:00:00Z', 'slipped'),
    at('2026-08-14T00:00:00Z', 'taken', { errorCode: 'ValidationException' }),
  ];
  const shape = ({ sinceAttached: since, code }: ReturnType<typeof replay>) => ({
    code,
    attachedAt: since?.attachedAt,
    events: since?.events.map(({ eventName, target }) => [eventName, target]),
    before: [since?.before.calls, since?.before.nonCompliant, since?.before.refused.length],
    after: [since?.after.calls, since?.after.nonCompliant, since?.after.refused.map(({ said }) => said?.policyType)],
    slipped: ids(since?.slipped ?? []),
  });
  const expected = {
    code: 1,
    attachedAt: '2026-08-10T00:00:00Z',
    events: [['AttachPolicy', 'ou-1']],
    before: [2, 1, 1],
    after: [4, 1, ['service control policy', 'service control policy']],
    slipped: ['slipped'],
  };

  test('by the records of AWS Organizations', () => {
    expect(shape(replay(trail(created, otherPolicy, failed, attached, ...calls), '--since-attached', 'auto'))).toEqual(expected);
  });

  test('by the time given', () => {
    expect(shape(replay(trail(...calls), '--since-attached', '2026-08-10T00:00:00Z'))).toEqual({ ...expected, events: [] });
  });

  test('by the records of IAM, with the detaching', () => {
    const iam = (eventName: string, eventTime: string) =>
      record(eventName, {
        eventSource: 'iam.amazonaws.com',
        awsRegion: 'us-east-1',
        eventTime,
        requestParameters: { roleName: 'Research', policyArn: 'arn:aws:iam::111122223333:policy/sagewarden-prevention-2' },
      });
    const records = [iam('AttachRolePolicy', '2026-08-10T00:00:00Z'), iam('DetachRolePolicy', '2026-08-12T12:00:00Z'), ...calls];
    expect(shape(replay(trail(...records), '--since-attached'))).toEqual({
      ...expected,
      events: [
        ['AttachRolePolicy', 'Research'],
        ['DetachRolePolicy', 'Research'],
      ],
    });
  });

  test('for people', () => {
    const { out } = run(['prevent', '--what-if', files(trail(created, attached, ...calls)), ...august, '--since-attached', 'auto'], {
      cwd: folder(),
    });
    expect(out).toContain('Attached 2026-08-10T00:00:00Z (AttachPolicy to ou-1, ');
    expect(out).toContain(
      'After, 2026-08-10T00:00:00Z until before 2026-09-01T00:00:00Z: 4 calls, 1 NON_COMPLIANT, 2 calls refused (2 by an explicit deny in a service control policy)',
    );
    expect(out).toContain('Not in force: succeeded since, though the policy denies it (1)');
  });
});

describe('what cannot be run', () => {
  const source = files(trail(call('CreateModel', { modelName: 'a' })));
  const broken = files({
    'p.json': '{',
    'q.json': '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Nul":{}}}}',
  });
  const what = ['--what-if', source, ...august];
  test.each<[string, string[], string]>([
    ['a policy that is not there', [...what, '--policy', 'no.json'], '--policy no.json: cannot be read (ENOENT)'],
    ['a policy that is no JSON', [...what, '--policy', join(broken, 'p.json')], 'not JSON'],
    [
      'a policy with an operator that there is not',
      [...what, '--policy', join(broken, 'q.json')],
      'Statement[0].Condition: found Nul, expected a condition operator',
    ],
    ['a format', [...what, '--format', 'scp'], '--format and --what-if do not go together'],
    ['an allow-list for a policy of its own', [...what, '--policy', 'x', '--subnets', 'subnet-0123456789abcdef0'], '--policy has its own'],
    ['a policy without a trail', ['--policy', 'x'], '--policy says nothing without --what-if'],
    ['a time that is none', [...what, '--since-attached', 'yesterday'], 'or auto'],
    ['a time outside the period', [...what, '--since-attached', '2026-01-01T00:00:00Z'], 'outside the period'],
    ['no record of an attachment', [...what, '--since-attached', 'auto'], 'no record attaches sagewarden-prevention'],
    ['event history', ['--what-if', 'lookup:', ...august, '--since-attached', 'auto'], "lookup: has SageMaker's records only"],
  ])('%s', (_, args, message) => {
    const { code, err } = run(['prevent', ...args], { cwd: folder() });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(err).not.toContain('defect');
  });
});
