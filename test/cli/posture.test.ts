import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/canonical.ts';
import type { Evidence } from '../../src/core/evidence/model.ts';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { sha256Of } from '../../src/report/hash.ts';
import { faults, type SageMakerCall, type SageMakerStandIn, start } from '../../stand-ins/sagemaker.ts';
import { type StsStandIn, start as startSts } from '../../stand-ins/sts.ts';
import { cli, folder, type Ran, run, runAsync } from '../support/cli.ts';

const home = '111122223333';
const vpc = { VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] } };
const one = { ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large' } };
const secret = 'hunter2';

let aws: SageMakerStandIn;
let sts: StsStandIn;
beforeAll(async () => {
  [aws, sts] = await Promise.all([start({ homeAccount: home }), startSts({ homeAccount: home })]);
});
afterAll(() => Promise.all([aws.close(), sts.close()]));
beforeEach(() => {
  aws.fail = undefined;
  for (const { arn } of [...aws.resources]) aws.remove(arn);
  (aws.calls as SageMakerCall[]).length = 0;
});

const environment = () => ({
  AWS_ENDPOINT_URL_SAGEMAKER: aws.url,
  AWS_ENDPOINT_URL_STS: sts.url,
  AWS_ACCESS_KEY_ID: 'AKIAHOME',
  AWS_SECRET_ACCESS_KEY: 'home',
  AWS_REGION: 'eu-west-1',
});

interface Taken extends Ran {
  readonly dir: string;
  readonly evidence: Evidence;
  readonly rows: readonly PopulationRow[];
}

async function posture(...flags: string[]): Promise<Taken> {
  const dir = join(folder(), 'run');
  const ran = await runAsync(['posture', '--out', dir, '--quiet', ...flags], { env: environment() });
  if (!existsSync(join(dir, 'evidence.json'))) return { ...ran, dir, evidence: {} as Evidence, rows: [] };
  return { ...ran, dir, evidence: JSON.parse(text(dir, 'evidence.json')), rows: linesOf(dir, 'population.jsonl') as PopulationRow[] };
}

const text = (dir: string, name: string) => readFileSync(join(dir, name), 'utf8');
const linesOf = (dir: string, name: string): unknown[] =>
  text(dir, name)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const policy = (content: string): string => {
  const file = join(folder(), 'sagewarden.yml');
  writeFileSync(file, content);
  return file;
};
const described = () => aws.calls.filter(({ operation }) => operation.startsWith('Describe'));
const codesOf = ({ evidence }: Taken) => evidence.limits.map(({ code }) => code);
const verdictsOf = ({ rows }: Taken) => rows.map(({ resourceName, class: of }) => [resourceName, of]);

const some = () => {
  aws.create({ type: 'Model', name: 'good', request: { ...vpc, EnableNetworkIsolation: true } });
  aws.create({ type: 'Model', name: 'bad', request: { PrimaryContainer: { Environment: { KEY: secret } } } });
};

describe('what exists is judged', () => {
  test('each resource once, by the rules of scan, whatever its type', async () => {
    some();
    aws.create({
      type: 'TrainingJob',
      name: 'job',
      request: { ...vpc, ...one, EnableNetworkIsolation: true, HyperParameters: { a: secret } },
    });
    aws.create({ type: 'NotebookInstance', name: 'notebook', request: { SubnetId: 'subnet-1', DirectInternetAccess: 'Enabled' } });
    aws.create({ type: 'Domain', name: 'studio', request: { AppNetworkAccessType: 'VpcOnly', VpcId: 'vpc-1', SubnetIds: ['subnet-1'] } });
    aws.create({ type: 'Space', name: 'space', request: { DomainId: 'd-1' } });
    const variant = { VariantName: 'v', ModelName: 'bad', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 };
    aws.create({ type: 'EndpointConfig', name: 'config', request: { ProductionVariants: [variant] } });
    const taken = await posture();
    expect(taken.code).toBe(1);
    expect(taken.evidence.verdict).toBe('NOT_CONFIRMED');
    expect(verdictsOf(taken).sort()).toEqual([
      ['bad', 'non-compliant'],
      ['config', 'not-applicable'],
      ['good', 'compliant'],
      ['job', 'compliant'],
      ['notebook', 'non-compliant'],
      ['space', 'not-applicable'],
      ['studio', 'compliant'],
    ]);
    expect(taken.evidence.findings.map(({ resourceName, rule }) => `${resourceName} ${rule}`).sort()).toEqual([
      'bad network-isolation-required',
      'bad vpc-required',
      'notebook direct-internet-disabled',
    ]);
    // What has no network settings of its own is listed, and not described.
    expect(
      described()
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual([
      'DescribeDomain',
      'DescribeEndpointConfig',
      'DescribeModel',
      'DescribeModel',
      'DescribeNotebookInstance',
      'DescribeTrainingJob',
    ]);
  });

  test('the files agree, tell no secret, and each row names its answer', async () => {
    some();
    const { dir, rows } = await posture();
    expect(spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: dir }).status).toBe(0);
    expect(run(['report', 'verify', dir]).code).toBe(0);
    const answers = text(dir, 'answers.jsonl').split('\n');
    for (const { recordIndex, recordSha256, object } of rows) {
      const line = answers[recordIndex ?? -1] ?? '';
      expect([object, sha256Of([line])]).toEqual(['answers.jsonl', recordSha256]);
      expect(canonicalJson(JSON.parse(line))).toBe(line);
    }
    for (const file of ['evidence.json', 'answers.jsonl', 'population.jsonl', 'population.csv', 'report.html'])
      expect(text(dir, file)).not.toContain(secret);
  });

  test('of a trail it says nothing', async () => {
    some();
    const { dir } = await posture();
    const page = text(dir, 'report.html');
    for (const id of ['timeline', 'coverage', 'exposure', 'log-control', 'digests', 'gaps', 'response'])
      expect(page).not.toMatch(new RegExp(`id="${id}"|href="#${id}"`));
    expect(page).not.toMatch(/CloudTrail record/);
    expect(text(dir, 'findings.ocsf.json')).not.toContain('CloudTrail');
  });

  test('nothing there: confirmed, since every listing answered', async () => {
    const taken = await posture('--types', 'Model');
    expect([taken.code, taken.evidence.verdict, taken.rows]).toEqual([0, 'CONFIRMED', []]);
    expect(run(['report', 'verify', taken.dir]).code).toBe(0);
  });

  test('the same resource has the same id in every run', async () => {
    some();
    const ids = [(await posture()).rows, (await posture()).rows].map((rows) => rows.map(({ eventId }) => eventId));
    expect(ids[0]).toEqual(ids[1]);
  });
});

describe('what is not answered never passes', () => {
  test('Describe is denied: not evaluable, with the permission that is missing', async () => {
    some();
    aws.fail = ({ operation }) => (operation === 'DescribeModel' ? faults.denied : undefined);
    const taken = await posture();
    expect([taken.code, taken.evidence.verdict]).toEqual([3, 'INCONCLUSIVE']);
    for (const row of taken.rows) {
      expect(row.class).toBe('not-evaluable');
      expect(row.verdicts['vpc-required']).toBe('INSUFFICIENT_DATA');
      expect(row.reason).toContain('sagemaker:DescribeModel (access-denied)');
    }
    expect(taken.evidence.limits.find(({ code }) => code === 'not-evaluable')).toMatchObject({
      count: 2,
      closedBy: expect.stringContaining('sagemaker:DescribeModel'),
    });
    expect(described()).toHaveLength(2);
    expect(run(['report', 'verify', taken.dir]).code).toBe(0);
  });

  test('List is denied: inconclusive, with the permission, and not an empty pass', async () => {
    some();
    aws.fail = ({ operation }) => (operation === 'ListModels' ? faults.denied : undefined);
    const taken = await posture('--types', 'Model,TrainingJob');
    expect([taken.code, taken.evidence.verdict, taken.rows]).toEqual([3, 'INCONCLUSIVE', []]);
    expect(taken.evidence.limits.find(({ code }) => code === 'list-failed')).toMatchObject({
      inconclusive: true,
      count: 1,
      closedBy: expect.stringContaining('sagemaker:ListModels'),
    });
    expect(taken.evidence.problems).toMatchObject([
      { object: 'sagemaker:ListModels', fix: expect.stringContaining('sagemaker:ListModels') },
    ]);
    expect(run(['report', 'verify', taken.dir]).code).toBe(0);
  });

  test('a finding wins over a List that was denied, and both are said', async () => {
    some();
    aws.fail = ({ operation }) => (operation === 'ListTrainingJobs' ? faults.denied : undefined);
    const taken = await posture('--types', 'Model,TrainingJob');
    expect(taken.code).toBe(1);
    expect(codesOf(taken)).toContain('list-failed');
  });

  test('a resource that goes between List and Describe is said, and not judged', async () => {
    some();
    aws.fail = ({ operation, input }) =>
      operation === 'DescribeModel' && input.ModelName === 'bad'
        ? { status: 400, body: { __type: 'ValidationException', message: 'Could not find model "bad".' } }
        : undefined;
    const taken = await posture('--types', 'Model');
    expect([taken.code, verdictsOf(taken)]).toEqual([0, [['good', 'compliant']]]);
    expect([taken.evidence.posture?.gone, codesOf(taken)]).toEqual([1, expect.arrayContaining(['gone'])]);
    expect(linesOf(taken.dir, 'answers.jsonl')).toContainEqual(expect.objectContaining({ name: 'bad', why: 'resource-gone' }));
    expect(run(['report', 'verify', taken.dir]).code).toBe(0);
  });

  test('a Region that lacks an operation has nothing of the type', async () => {
    aws.fail = ({ operation }) =>
      operation === 'ListOptimizationJobs' ? { status: 400, body: { __type: 'UnknownOperationException', message: '' } } : undefined;
    const taken = await posture();
    expect(taken.code).toBe(0);
    expect(taken.evidence.posture?.listings.find(({ why }) => why !== null)).toMatchObject({
      operation: 'ListOptimizationJobs',
      why: 'not-offered',
    });
  });
});

describe('what is asked for', () => {
  test('--since and --types', async () => {
    const at = Date.parse('2026-07-01T00:00:00Z');
    aws.create({ type: 'TrainingJob', name: 'old', createdAt: at - 1000 });
    aws.create({ type: 'TrainingJob', name: 'new', createdAt: at });
    some();
    const taken = await posture('--types', 'TrainingJob', '--since', '2026-07-01T02:00:00+02:00');
    expect(verdictsOf(taken)).toEqual([['new', 'non-compliant']]);
    expect(codesOf(taken)).toEqual(expect.arrayContaining(['created-before', 'types-left-out']));
    expect(described()).toHaveLength(1);
  });

  test('accounts by role, and Regions', async () => {
    sts.roles = ['444455556666', home].map((account) => ({ arn: `arn:aws:iam::${account}:role/Audit`, externalId: '7f3' }));
    for (const region of ['eu-west-1', 'us-east-1']) aws.create({ type: 'Model', name: 'theirs', account: '444455556666', region });
    some();
    const taken = await posture(
      ...['--accounts', `444455556666,${home}`, '--role', 'Audit', '--external-id', '7f3', '--regions', 'us-east-1,eu-west-1'],
    );
    expect(taken.rows.map(({ account, region, resourceName }) => `${account} ${region} ${resourceName}`)).toEqual([
      `${home} eu-west-1 good`,
      `${home} eu-west-1 bad`,
      '444455556666 eu-west-1 theirs',
      '444455556666 us-east-1 theirs',
    ]);
  });

  test('--resource: one Describe, no List', async () => {
    some();
    const taken = await posture('--resource', `arn:aws:sagemaker:eu-west-1:${home}:model/good`);
    expect([taken.code, verdictsOf(taken)]).toEqual([0, [['good', 'compliant']]]);
    expect(aws.calls.map(({ operation }) => operation)).toEqual(['DescribeModel']);
    expect(run(['report', 'verify', taken.dir]).code).toBe(0);
  });

  test('--resource of a name that is not in lower case, as ARNs are', async () => {
    aws.create({ type: 'Model', name: 'MixedCase' });
    const taken = await posture('--resource', `arn:aws:sagemaker:eu-west-1:${home}:model/mixedcase`);
    expect(verdictsOf(taken)).toEqual([['MixedCase', 'non-compliant']]);
  });

  test('--resource that is not there: inconclusive, never a pass', async () => {
    const taken = await posture('--resource', `arn:aws:sagemaker:eu-west-1:${home}:model/none`);
    expect([taken.code, codesOf(taken)]).toEqual([3, expect.arrayContaining(['nothing-there'])]);
    expect(run(['report', 'verify', taken.dir]).code).toBe(0);
  });

  test.each([
    ['no ARN', ['--resource', 'model/x'], '--resource model/x: expected the ARN of a SageMaker resource'],
    ['of another service', ['--resource', `arn:aws:s3:eu-west-1:${home}:model/x`], 'expected the ARN of a SageMaker resource'],
    ['another partition', ['--resource', `arn:aws-cn:sagemaker:eu-west-1:${home}:model/x`], 'expected the ARN of a SageMaker resource'],
    ['a shell in it', ['--resource', `arn:aws:sagemaker:eu-west-1:${home}:model/x;ls`], 'expected the ARN of a SageMaker resource'],
    ['another account', ['--resource', 'arn:aws:sagemaker:eu-west-1:444455556666:model/x'], 'name a role in it with --role'],
    ['both', ['--resource', `arn:aws:sagemaker:eu-west-1:${home}:model/x`, '--types', 'Model'], '--types says nothing about --resource'],
    ['a type that is none', ['--types', 'Modell'], 'unknown resource type "Modell": did you mean "Model"?'],
    ['accounts without a role', ['--accounts', '444455556666'], '--accounts needs --role'],
    ['a role without accounts', ['--role', 'Audit'], '--role needs --accounts'],
    ['a Region that is none', ['--regions', 'mars'], 'expected Regions such as eu-west-1'],
    ['a date alone', ['--since', '2026-07-01'], 'did you mean 2026-07-01T00:00:00Z?'],
    ['a role that cannot be assumed', ['--accounts', '777788889999', '--role', 'None'], 'cannot be assumed'],
  ])('%s: one line, and nothing is written', async (_, flags, told) => {
    const taken = await posture(...flags);
    expect([taken.code, taken.err]).toEqual([2, expect.stringContaining(told)]);
    expect(existsSync(taken.dir)).toBe(false);
  });
});

describe('the policy', () => {
  const exemption = (match: string) => `
version: 1
exemptions:
  - id: ex-1
    rules: [vpc-required, network-isolation-required]
    match: ${match}
    reason: test
    approver: ann
    approved: 2020-01-01T00:00:00Z
    expires: 2099-01-01T00:00:00Z
`;

  test.each([
    ['name', '{ name: "b*" }', 'CONFIRMED_WITH_EXCEPTIONS'],
    ['operation', '{ operation: CreateModel }', 'CONFIRMED_WITH_EXCEPTIONS'],
    ['tag', '{ tag: { key: exempt, value: "yes" } }', 'CONFIRMED_WITH_EXCEPTIONS'],
    ['principal, whom Describe does not tell', '{ principal: "arn:aws:iam::111122223333:role/x" }', 'NOT_CONFIRMED'],
  ])('an exemption by %s', async (_, match, verdict) => {
    aws.create({ type: 'Model', name: 'bad', tags: { exempt: 'yes' } });
    const taken = await posture('--types', 'Model', '--config', policy(exemption(match)));
    expect(taken.evidence.verdict).toBe(verdict);
    expect(codesOf(taken).includes('principal-untold')).toBe(verdict === 'NOT_CONFIRMED');
    expect(run(['report', 'verify', taken.dir]).code).toBe(0);
  });

  test('tags that cannot be seen exempt nothing, and that is said', async () => {
    aws.create({ type: 'Model', name: 'bad', tags: { exempt: 'yes' } });
    aws.fail = ({ operation }) => (operation === 'ListTags' ? faults.denied : undefined);
    const taken = await posture('--types', 'Model', '--config', policy(exemption('{ tag: { key: exempt, value: "yes" } }')));
    expect([taken.code, codesOf(taken)]).toEqual([1, expect.arrayContaining(['tags-unseen'])]);
  });

  test("EC2's facts from a file", async () => {
    aws.create({ type: 'Model', name: 'good', request: { ...vpc, EnableNetworkIsolation: true } });
    const facts = join(folder(), 'facts.json');
    const subnet = { vpcId: 'vpc-1', availabilityZone: 'eu-west-1a', mapPublicIpOnLaunch: false, routeTableId: 'rtb-1' };
    const of = (routesToInternetGateway: boolean) => ({
      takenAt: '2026-07-01T00:00:00Z',
      vpcs: {},
      subnets: { 'subnet-1': { ...subnet, routesToInternetGateway, routesToNat: false } },
      securityGroups: {},
    });
    const rules = policy('version: 1\nrules:\n  private-subnets:\n    enabled: true\n');
    for (const [isPublic, compliance] of [
      [true, 'NON_COMPLIANT'],
      [false, 'COMPLIANT'],
    ] as const) {
      writeFileSync(facts, JSON.stringify(of(isPublic)));
      const taken = await posture('--types', 'Model', '--config', rules, '--network-snapshot', facts);
      expect(taken.rows[0]?.verdicts['private-subnets']).toBe(compliance);
      expect(taken.evidence.networkSnapshot?.takenAt).toBe('2026-07-01T00:00:00Z');
    }
  });
});

describe('a run that was killed', () => {
  test('goes on where it was: what was answered is not asked again', async () => {
    for (let at = 0; at < 120; at++) aws.create({ type: 'Model', name: `m-${at}`, createdAt: at * 1000 });
    aws.create({ type: 'Algorithm', name: 'first' });
    aws.fail = ({ operation }) => (operation.startsWith('Describe') ? { delay: 20 } : undefined);
    const out = join(folder(), 'run');
    const args = ['posture', '--out', out, '--types', 'Algorithm,Model', '--resume', '--quiet'];
    const killed = spawn(process.execPath, [cli, ...args], {
      env: { ...environment(), PATH: process.env.PATH ?? '' },
      stdio: 'ignore',
    });
    await expect.poll(() => described().length, { timeout: 30_000, interval: 2 }).toBeGreaterThan(40);
    killed.kill('SIGKILL');
    await new Promise((done) => killed.on('close', done));
    const kept = linesOf(`${out}.checkpoint`, `${home}.eu-west-1.jsonl`).length;
    expect(kept).toBeGreaterThan(10);
    (aws.calls as SageMakerCall[]).length = 0;
    // What goes in the meantime was there when it was described.
    aws.remove(`arn:aws:sagemaker:eu-west-1:${home}:model/m-0`);
    const ran = await runAsync(args, { env: environment() });
    expect([ran.code, ran.err]).toEqual([1, '']);
    expect(described()).toHaveLength(121 - kept);
    expect(aws.calls.map(({ operation }) => operation)).not.toContain('ListAlgorithms');
    expect(linesOf(out, 'population.jsonl')).toHaveLength(121);
    expect(existsSync(`${out}.checkpoint`)).toBe(false);
    expect(run(['report', 'verify', out]).code).toBe(0);
  });

  test('the checkpoint of another run is refused', async () => {
    some();
    aws.fail = ({ operation }) => (operation === 'DescribeModel' ? 'timeout' : undefined);
    const out = join(folder(), 'run');
    const env = { ...environment(), PATH: process.env.PATH ?? '' };
    const first = spawn(process.execPath, [cli, 'posture', '--out', out, '--resume', '--types', 'Model'], { env, stdio: 'ignore' });
    await expect.poll(() => described().length, { timeout: 30_000 }).toBeGreaterThan(0);
    first.kill('SIGKILL');
    await new Promise((done) => first.on('close', done));
    const ran = await runAsync(['posture', '--out', out, '--resume', '--types', 'TrainingJob'], { env: environment() });
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('the checkpoint of another run (other: types)')]);
  });
});

describe('report verify of what exists', () => {
  const altered = async (name: string, change: (line: string) => string) => {
    some();
    const { dir } = await posture('--types', 'Model');
    writeFileSync(join(dir, name), text(dir, name).split('\n').map(change).join('\n'));
    // Whoever alters a file can make its sum anew.
    const sums = text(dir, 'SHA256SUMS').replace(new RegExp(`^\\w+(?=  ${name}$)`, 'm'), sha256Of([text(dir, name)]));
    writeFileSync(join(dir, 'SHA256SUMS'), sums);
    return run(['report', 'verify', dir]);
  };

  test.each([
    ['an answer', 'answers.jsonl', (line: string) => line.replace('"EnableNetworkIsolation":true', '"EnableNetworkIsolation":false')],
    ['a posture', 'population.jsonl', (line: string) => line.replace('"value":null', '"value":{"subnets":["s"],"securityGroupIds":["g"]}')],
  ])('%s that was altered, sum and all', async (_, name, change) => {
    expect((await altered(name, change)).code).toBe(1);
  });

  test('the views are made again', async () => {
    some();
    const { dir } = await posture();
    const again = join(folder(), 'again');
    expect(run(['report', dir, '--out', again]).code).toBe(0);
    expect(text(again, 'SHA256SUMS')).toBe(text(dir, 'SHA256SUMS'));
  });
});

test('--json says what was found on stdout, and --sign signs', async () => {
  some();
  const key = join(folder(), 'key.pem');
  spawnSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key]);
  const out = join(folder(), 'run');
  const ran = await runAsync(['posture', '--out', out, '--json', '--sign', `ed25519:${key}`], { env: environment() });
  expect(JSON.parse(ran.out)).toMatchObject({ verdict: 'NOT_CONFIRMED', exitCode: 1, findings: { open: 2, exempt: 0 }, gone: 0 });
  expect(run(['report', 'verify', out, '--json']).out).toContain('"signature"');
});
