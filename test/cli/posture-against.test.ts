import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { type ConfigServiceStandIn, faults as configFaults, start as startConfig } from '../../stand-ins/config-service.ts';
import { folderObjects, type S3StandIn, start as startS3 } from '../../stand-ins/s3.ts';
import { type SageMakerStandIn, start as startSageMaker } from '../../stand-ins/sagemaker.ts';
import { type SecurityHubStandIn, start as startHub } from '../../stand-ins/securityhub.ts';
import { type StsStandIn, start as startSts } from '../../stand-ins/sts.ts';
import { files, folder, type Ran, run, runAsync } from '../support/cli.ts';
import { call, record } from '../support/records.ts';

const place = { account: '111122223333', region: 'eu-west-1' };
const iso = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
const day = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;
const [from, earlier, created, deleted, later] = [10, 20, 5, 3, 2].map((days) => now - days * day) as [
  number,
  number,
  number,
  number,
  number,
];

let aws: SageMakerStandIn;
let sts: StsStandIn;
let config: ConfigServiceStandIn;
let hub: SecurityHubStandIn;
beforeAll(async () => {
  [aws, sts, config, hub] = await Promise.all([startSageMaker({ homeAccount: place.account }), startSts(), startConfig(), startHub(place)]);
});
afterAll(() => Promise.all([aws, sts, config, hub].map((server) => server.close())));
beforeEach(() => {
  for (const { arn } of [...aws.resources]) aws.remove(arn);
  Object.assign(config, { fail: undefined, rules: [] });
  Object.assign(hub, { controls: [] });
});

interface Taken extends Ran {
  readonly dir: string;
}

let s3: S3StandIn | undefined;

async function posture(...flags: string[]): Promise<Taken> {
  const dir = join(folder(), 'run');
  const env = {
    AWS_ENDPOINT_URL_SAGEMAKER: aws.url,
    AWS_ENDPOINT_URL_STS: sts.url,
    ...(s3 && { AWS_ENDPOINT_URL_S3: s3.url }),
    AWS_ENDPOINT_URL_CONFIG_SERVICE: config.url,
    AWS_ENDPOINT_URL_SECURITYHUB: hub.url,
    AWS_ACCESS_KEY_ID: 'AKIAHOME',
    AWS_SECRET_ACCESS_KEY: 'home',
    AWS_REGION: place.region,
  };
  return { ...(await runAsync(['posture', '--out', dir, ...flags], { env })), dir };
}

const json = (dir: string, name: string) => JSON.parse(readFileSync(join(dir, name), 'utf8'));
const evidence = (dir: string): Evidence => json(dir, 'evidence.json');

const arnOf = (name: string) => `arn:aws:sagemaker:eu-west-1:111122223333:model/${name.toLowerCase()}`;
const vpcConfig = { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
const isolated = { VpcConfig: vpcConfig, EnableNetworkIsolation: true };
const recordOf = (name: string, time: number, request = {}) =>
  call(
    'CreateModel',
    { modelName: name, vpcConfig: { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] }, enableNetworkIsolation: true, ...request },
    { eventTime: iso(time), responseElements: { modelArn: arnOf(name) } },
  );
const today = iso(now).slice(0, 10);
/** A log file for each Region. */
function trail(...records: Record<string, unknown>[]): string {
  const regions = [...new Set(records.map(({ awsRegion }) => String(awsRegion)))];
  const name = (region: string) =>
    `AWSLogs/111122223333/CloudTrail/${region}/${today.replaceAll('-', '/')}/111122223333_CloudTrail_${region}_${today.replaceAll('-', '')}T0000Z_a.json`;
  const of = (region: string) => ({ Records: records.filter(({ awsRegion }) => awsRegion === region) });
  return files(Object.fromEntries(regions.map((region) => [name(region), JSON.stringify(of(region))])));
}
const model = (name: string, createdAt: number, request: object = isolated) =>
  aws.create({ type: 'Model', name, request: { ...request }, createdAt });
const window = ['--from', iso(from)];

describe('posture --against', () => {
  test('confirms what the trail explains, both ways', async () => {
    model('known', created);
    model('old', earlier);
    const source = trail(
      recordOf('known', created + 60_000),
      recordOf('gone', created),
      call('DeleteModel', { modelName: 'gone' }, { eventTime: iso(deleted) }),
    );
    const taken = await posture('--types', 'Model', '--against', source, ...window);
    expect(taken).toMatchObject({ code: 0, err: '' });
    const check = json(taken.dir, 'cross-check.json');
    expect(check).toMatchObject({ inconclusive: false, findings: 0, unknown: 0, drift: [] });
    expect(check.resources.map(({ name, explanation }: never) => [name, explanation])).toMatchObject([
      ['known', { kind: 'created', record: { eventName: 'CreateModel' } }],
      ['old', { kind: 'unexplained', cause: 'created-before-period' }],
    ]);
    expect(check.records.map(({ name, outcome }: never) => [name, outcome])).toMatchObject([
      ['gone', { kind: 'deleted', by: { eventName: 'DeleteModel', eventTime: iso(deleted) } }],
      ['known', { kind: 'exists' }],
    ]);
    expect(check.tieOut.every(({ balances }: { balances: boolean }) => balances)).toBe(true);
    expect(taken.out).toContain('Against the trail');
    expect(taken.out).toContain('2 resources = 1 explained: created + 1 unexplained: created-before-period');
    expect(taken.out).toContain(`Model gone (111122223333, eu-west-1): deleted at ${iso(deleted)} by`);
    const [{ sha256 } = { sha256: '' }] = evidence(taken.dir).posture?.beside ?? [];
    expect(readFileSync(join(taken.dir, 'SHA256SUMS'), 'utf8')).toContain(`${sha256}  cross-check.json`);
    expect(run(['report', 'verify', taken.dir])).toMatchObject({ code: 0 });
  });

  test('a resource that no record explains, and one gone without a record: inconclusive, each named', async () => {
    model('stealth', created);
    model('reborn', later);
    const source = trail(recordOf('vanished', created), recordOf('reborn', created), recordOf('reborn', later));
    const taken = await posture('--types', 'Model', '--against', source, ...window);
    expect(taken.code).toBe(3);
    expect(taken.out).toContain('✗ Model stealth (111122223333, eu-west-1): no record explains it: the trail has a hole');
    expect(taken.out).toContain('✗ Model vanished (111122223333, eu-west-1), CreateModel at');
    expect(taken.out).toContain(`a namesake created at ${new Date(later).toISOString()} answers in its stead`);
    expect(evidence(taken.dir)).toMatchObject({
      verdict: 'INCONCLUSIVE',
      limits: expect.arrayContaining([expect.objectContaining({ code: 'cross-check-hole', inconclusive: true, count: 3 })]),
    });
  });

  test('findings still win, and drift is listed', async () => {
    model('changed', created, {});
    const taken = await posture('--types', 'Model', '--against', trail(recordOf('changed', created)), ...window, '--json');
    expect(taken.code).toBe(1);
    const { crossCheck } = JSON.parse(taken.out);
    expect(crossCheck.drift.map(({ setting, recorded, exists, cause }: never) => [setting, recorded, exists, cause])).toEqual([
      ['networkIsolation', 'true', 'false', 'no-update-record'],
      ['vpc', 'subnets subnet-1, security groups sg-1', 'none', 'no-update-record'],
    ]);
  });

  test('a trail that was stopped, or does not cover the Region, is said', async () => {
    model('quiet', created);
    const stop = (eventName: string, time: number) =>
      record(eventName, {
        eventSource: 'cloudtrail.amazonaws.com',
        eventTime: iso(time),
        requestParameters: { name: 'main' },
        awsRegion: 'us-east-1',
      });
    const stopping = stop('StopLogging', created - day);
    const source = trail(
      stopping,
      stop('StartLogging', created + day),
      recordOf('other', from + 1000),
      call('DeleteModel', { modelName: 'other' }, { eventTime: iso(from + 2000) }),
    );
    const taken = await posture('--types', 'Model', '--against', source, ...window, '--quiet');
    expect(taken.code).toBe(3);
    expect(json(taken.dir, 'cross-check.json').resources).toMatchObject([
      { explanation: { cause: 'logging-stopped', silence: { source: stopping.eventID } } },
    ]);
    const elsewhere = await posture('--types', 'Model', '--against', trail(stop('StartLogging', from + 1000)), ...window, '--quiet');
    expect(elsewhere.code).toBe(3);
    expect(json(elsewhere.dir, 'cross-check.json').resources).toMatchObject([{ explanation: { cause: 'outside-coverage' } }]);
  });

  test('reads a bucket', async () => {
    model('known', created);
    s3 = await startS3({ objects: folderObjects(trail(recordOf('known', created))) });
    try {
      const taken = await posture('--types', 'Model', '--against', `s3://${s3.bucket}`, ...window);
      expect(taken).toMatchObject({ code: 0, err: '' });
      expect(json(taken.dir, 'cross-check.json').resources).toMatchObject([{ explanation: { kind: 'created' } }]);
    } finally {
      await s3.close();
      s3 = undefined;
    }
  });

  test('the file is written the same way twice', async () => {
    model('known', created);
    const source = trail(
      recordOf('known', created),
      recordOf('gone', created),
      call('DeleteModel', { modelName: 'gone' }, { eventTime: iso(deleted) }),
    );
    const flags = ['--types', 'Model', '--against', source, ...window, '--to', iso(now + day), '--quiet'];
    const [a, b] = [await posture(...flags), await posture(...flags)];
    const text = ({ dir }: Taken) => readFileSync(join(dir, 'cross-check.json'), 'utf8');
    expect(text(a)).toBe(text(b));
  });

  test.each([
    [['--from', iso(from)], '--from says nothing without --against'],
    [['--against', '/nowhere-at-all'], '/nowhere-at-all'],
    [['--against', '.', '--to', iso(now)], '--to needs --from'],
    [['--against', '.', '--from', iso(now), '--to', iso(now - day)], 'the period is empty'],
    [['--against', 'lookup:'], 'lookup: needs --from and --to'],
    [['--against', '/nowhere-at-all', '--max-bytes', '5GB'], '--max-bytes says nothing about a folder'],
    [['--config-evaluations', '/nowhere.json'], '/nowhere.json: no such file'],
  ])('%j: one line, exit 2, nothing written', async (flags, message) => {
    const taken = await posture(...flags);
    expect(taken.code).toBe(2);
    expect(taken.err).toContain(message);
    expect(taken.err.trim().split('\n')).toHaveLength(1);
    expect(existsSync(taken.dir)).toBe(false);
  });
});

describe('posture --config-evaluations', () => {
  const at = iso(now - day / 2);
  const result = (id: string, compliance: string) => ({
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: { ConfigRuleName: 'our-vpc-rule', ResourceType: 'AWS::SageMaker::Model', ResourceId: id },
      OrderingTimestamp: at,
    },
    ComplianceType: compliance,
    ResultRecordedTime: at,
    ConfigRuleInvokedTime: at,
  });
  const rules = { ConfigRules: [{ ConfigRuleName: 'our-vpc-rule', Source: { Owner: 'AWS', SourceIdentifier: 'SAGEMAKER_MODEL_IN_VPC' } }] };
  const lab = {
    AwsAccountId: place.account,
    Region: place.region,
    GeneratorId: 'security-control/SageMaker.2',
    RecordState: 'ACTIVE',
    UpdatedAt: at,
    Compliance: { Status: 'PASSED', SecurityControlId: 'SageMaker.2' },
    Workflow: { Status: 'NEW' },
    Resources: [{ Type: 'AwsSageMakerNotebookInstance', Id: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab' }],
  };
  const exists = () => {
    model('good', created);
    model('empty', created, { VpcConfig: { Subnets: [], SecurityGroupIds: [] }, EnableNetworkIsolation: true });
    aws.create({
      type: 'NotebookInstance',
      name: 'lab',
      request: { SubnetId: 'subnet-1', DirectInternetAccess: 'Enabled' },
      createdAt: created,
    });
  };
  const reasons = (dir: string) =>
    json(dir, 'config-evaluations.json').disagree.map(({ name, reason }: { name: string; reason: string }) => [name, reason]);

  test('from files that the AWS CLI printed', async () => {
    exists();
    const dir = files({
      'rules.json': JSON.stringify(rules),
      'vpc.json': JSON.stringify({
        EvaluationResults: [result('good', 'COMPLIANT'), result('empty', 'COMPLIANT'), result('gone', 'NON_COMPLIANT')],
      }),
      'hub.json': JSON.stringify({ Findings: [lab] }),
    });
    const paths = ['vpc.json', 'rules.json', 'hub.json'].map((name) => join(dir, name));
    const taken = await posture('--types', 'Model,NotebookInstance', '--config-evaluations', ...paths);
    expect(taken.code).toBe(1);
    expect(reasons(taken.dir)).toEqual([
      ['lab', 'asks-about-vpc-only'],
      ['empty', 'asks-only-existence'],
    ]);
    expect(json(taken.dir, 'config-evaluations.json')).toMatchObject({
      evaluations: 4,
      agree: [{ check: 'SAGEMAKER_MODEL_IN_VPC', rule: 'vpc-required', compliant: 1 }],
      theirsOnly: [{ reason: 'resource-not-listed', evaluation: { resourceId: 'gone' } }],
      oursOnly: expect.arrayContaining([
        { rule: 'network-isolation-required', type: 'Model', reason: 'check-not-there', resources: 2, nonCompliant: 0 },
      ]),
    });
    expect(taken.out).toContain('1 disagree: AWS asks only that VpcConfig exists: what is in it is not looked at');
    expect(taken.out).toContain(
      'Model empty (111122223333, eu-west-1): vpc-required says NON_COMPLIANT, AWS Config our-vpc-rule says COMPLIANT at',
    );
    expect(run(['report', 'verify', taken.dir])).toMatchObject({ code: 0 });
  });

  test('asked now; what is denied makes the run inconclusive, and is named', async () => {
    model('good', created);
    config.rules = [
      {
        name: 'sagemaker-model-in-vpc',
        identifier: 'SAGEMAKER_MODEL_IN_VPC',
        results: [{ type: 'AWS::SageMaker::Model', id: 'good', compliance: 'COMPLIANT', at }],
      },
    ];
    const taken = await posture('--types', 'Model', '--config-evaluations');
    expect(taken).toMatchObject({ code: 0, err: '' });
    expect(json(taken.dir, 'config-evaluations.json')).toMatchObject({
      agree: [{ check: 'SAGEMAKER_MODEL_IN_VPC', compliant: 1 }],
      unasked: [],
    });
    config.fail = ({ operation }) => (operation === 'GetComplianceDetailsByConfigRule' ? configFaults.denied : undefined);
    const denied = await posture('--types', 'Model', '--config-evaluations');
    expect(denied.code).toBe(3);
    expect(denied.out).toContain('config:GetComplianceDetailsByConfigRule in 111122223333 eu-west-1');
  });

  test.each([
    ['nothing that is known', '{"Reservations": []}', 'expected the output of aws configservice'],
    ['not JSON', 'EVALUATIONRESULTS', 'not JSON'],
    [
      'a member of another type',
      '{"EvaluationResults": [{"EvaluationResultIdentifier": 1}]}',
      '"EvaluationResults" "0" "EvaluationResultIdentifier"',
    ],
  ])('a file with %s', async (_, content, message) => {
    const taken = await posture('--config-evaluations', join(files({ 'f.json': content }), 'f.json'));
    expect(taken.code).toBe(2);
    expect(taken.err).toContain(message);
    expect(existsSync(taken.dir)).toBe(false);
  });
});
