import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventPatternJson } from '../../scripts/docs-pattern.ts';
import { operations } from '../../src/core/resources/catalog.ts';
import { call } from '../support/records.ts';

const root = resolve(import.meta.dirname, '../..');
const envelope = (detail: unknown) => ({ version: '0', source: 'aws.sagemaker', 'detail-type': 'AWS API Call via CloudTrail', detail });

beforeAll(() => {
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/bundle.ts'], { cwd: root });
});

describe('the bundle, as Lambda loads it', () => {
  const script = `require(${JSON.stringify(resolve(root, 'dist/lambda/monitor.cjs'))}).handler(JSON.parse(process.argv[1])).catch((error) => { console.error(error.message); process.exit(1); })`;
  const invoke = (event: unknown) => spawnSync(process.execPath, ['-e', script, JSON.stringify(event)], { encoding: 'utf8', cwd: '/' });

  test('judges an event and logs one line of JSON', () => {
    const { status, stdout } = invoke(envelope(call('CreateModel', { modelName: 'line\nbreak' })));
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      level: 'WARN',
      reading: { kind: 'change', change: { resource: { name: 'line\nbreak' } } },
      decisions: { class: 'non-compliant', alert: { severity: 'high' } },
    });
  });

  test('logs what complies as INFO', () => {
    expect(JSON.parse(invoke(envelope(call('CreateEndpoint', { endpointName: 'e' }))).stdout).level).toBe('INFO');
  });

  test('fails on an event that it cannot read, so that the event reaches the dead-letter queue', () => {
    const { status, stdout, stderr } = invoke({ 'detail-type': 'Something else', detail: {} });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/unreadable event: .*detail-type "Something else"/)]);
    expect(JSON.parse(stdout).level).toBe('ERROR');
  });

  test('carries the same bytes each time', () => {
    const zip = () => readFileSync(resolve(root, 'dist/lambda/monitor.zip'));
    const first = zip();
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/bundle.ts'], { cwd: root });
    expect(zip().equals(first)).toBe(true);
  });
});

describe('the event pattern', () => {
  test('is the one of the catalogue (npm run docs)', () => {
    expect(readFileSync(resolve(root, 'iac/event-pattern.json'), 'utf8')).toBe(eventPatternJson());
  });

  test('names every operation, and fits: EventBridge takes 2,048 characters', () => {
    const pattern = JSON.parse(eventPatternJson());
    expect(pattern.detail.eventName).toEqual(operations.map(({ eventName }) => eventName));
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048);
  });
});

describe('the packaged template', () => {
  let resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  beforeAll(() => {
    execFileSync(resolve(root, 'node_modules/.bin/osls'), ['package'], { cwd: root, stdio: 'pipe' });
    resources = JSON.parse(readFileSync(resolve(root, '.serverless/cloudformation-template-update-stack.json'), 'utf8')).Resources;
  });
  const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);

  test('has one function behind one rule with the pattern, a retry policy and a dead-letter queue', () => {
    expect(ofType('AWS::Lambda::Function').map(({ Properties }) => [Properties.Handler, Properties.Runtime])).toEqual([
      ['monitor.handler', 'nodejs24.x'],
    ]);
    const [rule] = ofType('AWS::Events::Rule');
    expect(rule?.Properties.EventPattern).toEqual(JSON.parse(eventPatternJson()));
    expect(rule?.Properties.Targets).toEqual([
      expect.objectContaining({ DeadLetterConfig: expect.anything(), RetryPolicy: expect.anything() }),
    ]);
  });

  test('lets the function write its log and its dead letters, and nothing else', () => {
    const [role] = ofType('AWS::IAM::Role');
    const statements = ((role?.Properties.Policies ?? []) as { PolicyDocument: { Statement: { Action: string[] }[] } }[]).flatMap(
      (policy) => policy.PolicyDocument.Statement,
    );
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'logs:TagResource',
      'sqs:SendMessage',
    ]);
    expect(JSON.stringify(statements)).not.toContain('"Resource":"*"');
  });
});
