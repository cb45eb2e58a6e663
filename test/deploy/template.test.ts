import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packaged, packagedWith, readTemplate } from '../../scripts/deploy/package.ts';
import { everyMember, everything, type Resource, stackOf } from '../../scripts/deploy/template.ts';
import { blindingOperations, eventPatternJson, patternLimit, tamperingPatternJson } from '../../scripts/docs-pattern.ts';
import { sageMakerActionsJson } from '../../scripts/docs-permissions.ts';
import { operations } from '../../src/core/resources/catalog.ts';
import { ledgerTable } from '../../stand-ins/ledger-table.ts';

const { template, output } = packaged();
const whole = stackOf(template, everything);
const least = stackOf(template, {});
const ofType = (stack: Record<string, Resource>, type: string) => Object.entries(stack).filter(([, { Type }]) => Type === type);
const generated = [JSON.parse(eventPatternJson()), JSON.parse(tamperingPatternJson())];

describe('what is generated from the code', () => {
  test.each([
    ['iac/event-pattern.json', eventPatternJson],
    ['iac/tampering-pattern.json', tamperingPatternJson],
    ['iac/sagemaker-actions.json', sageMakerActionsJson],
  ])('%s (npm run docs)', (file, make) => {
    expect(readFileSync(file, 'utf8')).toBe(make());
  });

  test('names every operation, and those that may blind a trail; each fits', () => {
    expect(generated[0].detail.eventName).toEqual(operations.map(({ eventName }) => eventName));
    expect(generated[1].detail.eventName).toEqual(blindingOperations);
    for (const pattern of generated) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(patternLimit);
  });
});

test('osls has nothing to warn of', () => {
  expect(output).toContain('Service packaged');
  expect(output).not.toMatch(/warning|deprecat|invalid/i);
});

describe('the rules', () => {
  const patterns = (stack: Record<string, Resource>) =>
    ofType(stack, 'AWS::Events::Rule').flatMap(([, { Properties }]) => (Properties.EventPattern ? [Properties.EventPattern] : []));

  test('are the generated ones on the default bus, and again on the central bus where there is one', () => {
    expect(patterns(least)).toEqual(generated);
    expect(patterns(whole)).toEqual([...generated, ...generated]);
    expect(patterns(stackOf(readTemplate('iac/member-account.yml'), everyMember))).toEqual(generated);
  });

  test('take events of AWS only, but in the stage for trials', () => {
    expect(patterns(stackOf(packaged('--stage', 'prod').template, {}))).toEqual(generated);
    const [trial] = patterns(stackOf(packaged('--stage', 'test').template, {}));
    expect(trial).toEqual({ ...generated[0], source: ['aws.sagemaker', 'test.sagemaker'] });
  });

  test('lose nothing: every target of an event has retries for a day and a dead-letter queue', () => {
    for (const stack of [whole, stackOf(readTemplate('iac/member-account.yml'), everyMember)]) {
      for (const [id, { Properties }] of ofType(stack, 'AWS::Events::Rule')) {
        if (!Properties.EventPattern) continue;
        for (const target of Properties.Targets as Record<string, unknown>[])
          expect([id, target]).toEqual([
            id,
            expect.objectContaining({
              RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
              DeadLetterConfig: { Arn: expect.stringMatching(/^arn:aws:sqs:/) },
            }),
          ]);
      }
    }
  });
});

describe('the ledger', () => {
  const [[, { Properties = {} } = {}] = []] = ofType(whole, 'AWS::DynamoDB::Table');

  test('is the table that the code asks for', () => {
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode, TimeToLiveSpecification } = Properties;
    expect({ AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode, TimeToLiveSpecification }).toEqual(ledgerTable);
  });

  test('outlives the stack, with its key', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::KMS::Key']) {
      for (const [, resource] of ofType(whole, type))
        expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });
});

describe('encryption', () => {
  test.each([
    ['AWS::SNS::Topic', 'KmsMasterKeyId'],
    ['AWS::SQS::Queue', 'KmsMasterKeyId'],
  ])('every %s has our key', (type, member) => {
    const all = ofType(whole, type);
    expect(all.length).toBeGreaterThan(2);
    for (const [id, { Properties }] of all) expect([id, Properties[member]]).toEqual([id, 'Key']);
  });

  test('every queue and topic refuses what comes in clear', () => {
    for (const [type, policyType, list] of [
      ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
      ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'],
    ] as const) {
      const policies = ofType(whole, policyType).map(([, { Properties }]) => JSON.stringify(Properties));
      for (const [id] of ofType(whole, type)) {
        const [own, ...more] = policies.filter((policy) => new RegExp(`"${list}":\\["[^"]*\\b${id}"\\]`).test(policy));
        expect([id, more, own]).toEqual([id, [], expect.stringMatching(/"Effect":"Deny".*"aws:SecureTransport":"false"/)]);
      }
    }
  });
});

describe('functions', () => {
  const functions = ofType(whole, 'AWS::Lambda::Function');

  test('are these, each with a role of its own and a log that ends', () => {
    expect(functions.map(([, { Properties }]) => Properties.Handler).sort()).toEqual(
      ['amazonq', 'backfill', 'heartbeat', 'monitor', 'reconcile', 'seal', 'securityhub', 'slack'].map((name) => `${name}.handler`),
    );
    expect(new Set(functions.map(([, { Properties }]) => Properties.Role)).size).toBe(functions.length);
    const logs = ofType(whole, 'AWS::Logs::LogGroup');
    expect(logs.map(([, { Properties }]) => Properties.RetentionInDays)).toEqual(functions.map(() => 365));
  });

  test('read a queue for at least six times their time-out, and report what failed', () => {
    const mappings = ofType(whole, 'AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(4);
    for (const [, { Properties }] of mappings) {
      const id = String(Properties.EventSourceArn).split(':').at(-1) ?? '';
      const reader = functions.find(([name]) => JSON.stringify(Properties.FunctionName).includes(name));
      expect(Number(whole[id]?.Properties.VisibilityTimeout)).toBeGreaterThanOrEqual(6 * Number(reader?.[1].Properties.Timeout));
      expect(whole[id]?.Properties.RedrivePolicy).toBeDefined();
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });

  test('hold a claim for longer than the monitor runs, and for less than the minute until Lambda tries again', () => {
    for (const [, { Properties }] of functions) {
      const { LEASE_SECONDS } = (Properties.Environment as { Variables: Record<string, string> }).Variables;
      if (LEASE_SECONDS) expect(Number(LEASE_SECONDS)).toBeLessThan(60);
      if (LEASE_SECONDS && Properties.Handler === 'monitor.handler')
        expect(Number(LEASE_SECONDS)).toBeGreaterThan(Number(Properties.Timeout));
    }
  });

  test('reserve no concurrency unless asked', () => {
    const reserved = (stack: Record<string, Resource>) => stack.MonitorLambdaFunction?.Properties.ReservedConcurrentExecutions;
    expect([reserved(least), reserved(whole)]).toEqual([undefined, '5']);
  });

  test('are given no secret', () => {
    for (const [, { Properties }] of functions) expect(JSON.stringify(Properties)).not.toMatch(/hooks\.slack|\{\{resolve/);
  });
});

describe('what is optional', () => {
  test('is not there by default', () => {
    for (const part of ['Slack', 'AmazonQ', 'Amazonq', 'SecurityHub', 'Securityhub', 'CentralBus', 'AlertEmail', 'Seal', 'QueryResults'])
      expect(Object.keys(least).filter((id) => id.startsWith(part))).toEqual([]);
  });

  test.each(['least', 'whole'])('leaves no reference into the void: %s', (which) => {
    const stack = which === 'least' ? least : whole;
    const text = JSON.stringify(stack);
    for (const id of Object.keys(template.Resources)) {
      if (!(id in stack)) expect([id, text.includes(`:${id}"`)]).toEqual([id, false]);
    }
  });
});

describe('days of evidence from Athena', () => {
  test('are queried in a workgroup whose limit and place of results hold, whatever is asked for', () => {
    expect(whole.SealWorkgroup?.Properties).toMatchObject({
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: '1099511627776',
        ResultConfiguration: { OutputLocation: 's3://QueryResults/seal/', EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
      },
    });
  });

  test('leave results for a week, in a bucket that nobody else sees', () => {
    expect(whole.QueryResults).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: {
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 7 }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    expect(JSON.stringify(whole.QueryResultsPolicy?.Properties)).toMatch(/"Effect":"Deny".*"aws:SecureTransport":"false"/);
  });

  test('are so where a table is named, and sealed', () => {
    const variables = (parameters: Record<string, string>) => {
      const { SealLambdaFunction } = stackOf(template, { ...everything, ...parameters });
      return (SealLambdaFunction?.Properties.Environment as { Variables: Record<string, string> } | undefined)?.Variables;
    };
    expect(variables({})).toMatchObject({ SEAL_SOURCE: 'athena:trails.logs', ATHENA_WORKGROUP: 'SealWorkgroup' });
    expect(variables({ AthenaTable: '' })).not.toHaveProperty('SEAL_SOURCE');
    const without = stackOf(template, { ...everything, ContinuousEvidence: 'no' });
    expect(Object.keys(without).filter((id) => /Athena|SealWork|QueryResults/.test(id))).toEqual([]);
  });
});

describe('alarms', () => {
  const alarms = ofType(whole, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  const sections = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## ([a-z-]+)$/gm)].map(([, name]) => name);

  test('each lead to a section of the runbook, and each section is some alarm’s or an alert’s', () => {
    const anchors = alarms.map(({ AlarmDescription }) => String(AlarmDescription).split('#').at(-1));
    expect(anchors.filter((anchor) => !sections.includes(anchor))).toEqual([]);
    expect(alarms.every(({ AlarmDescription }) => String(AlarmDescription).includes(`${everything.RunbookUrl}#`))).toBe(true);
  });

  test('tell the operations topic', () => {
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([expect.stringMatching(/:OperationsTopic$/)]);
  });

  test('watch every dead-letter queue and the errors of every function', () => {
    const watched = alarms.map(({ Dimensions }) => JSON.stringify(Dimensions));
    const dead = ofType(whole, 'AWS::SQS::Queue').filter(([id]) => /(DeadLetters|Failures)$/.test(id));
    for (const [id] of [...dead, ...ofType(whole, 'AWS::Lambda::Function')])
      expect([id, watched.some((dimensions) => dimensions.includes(`"${id}"`))]).toEqual([id, true]);
  });
});

test('the dashboard is JSON, and names no queue or function that is not there', () => {
  const body = String(least.Dashboard?.Properties.DashboardBody);
  expect(JSON.parse(body).widgets).toHaveLength(6);
  for (const id of Object.keys(template.Resources)) if (!(id in least)) expect(body).not.toContain(`"${id}"`);
});

test('a trail prefix ends in its slash', () => {
  const { AllowedPattern = '' } = template.Parameters?.TrailPrefix ?? {};
  const isTaken = (prefix: string) => new RegExp(`^(?:${AllowedPattern})$`).test(prefix);
  expect(['', 'org/', 'a/b/', 'foo', 'a/b'].map(isTaken)).toEqual([true, true, true, false, false]);
});

describe('permission to act', () => {
  const withMode = (mode: string) => readFileSync('sagewarden.yml', 'utf8').replace(/^( *mode: )\S+/m, `$1${mode}`);
  const granted = (made: typeof template, parameters: Record<string, string>) =>
    JSON.stringify(stackOf(made, parameters).MonitorRole?.Properties).includes('"Sid":"Enforce"');

  test.each(['dry-run', 'enforce'])('follows the mode of the packaged policy, whoever deploys the template: %s', (mode) => {
    const text = withMode(mode);
    expect(parse(text).enforcement.mode).toBe(mode);
    const made = packagedWith(text).template;
    expect(made.Parameters?.Enforcement?.Default).toBe(mode);
    expect(granted(made, {})).toBe(mode === 'enforce');
  });

  test('is given or withheld when asked for otherwise', () => {
    expect(granted(template, { Enforcement: 'enforce' })).toBe(true);
    const made = packagedWith(withMode('enforce'), '--param', 'enforcement=dry-run').template;
    expect([granted(made, {}), granted(made, { Enforcement: 'enforce' })]).toEqual([false, true]);
  });

  test('is not there for a policy that says nothing of it', () => {
    expect(packagedWith('version: 1\n').template.Parameters?.Enforcement?.Default).toBe('dry-run');
  });
});

test('every parameter is in docs/deploy.md', () => {
  const { params } = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent', merge: true });
  const text = readFileSync('docs/deploy.md', 'utf8');
  expect(Object.keys(params.default).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
