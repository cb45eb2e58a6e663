import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundleHandler } from '../../scripts/deploy/bundle.ts';
import type { ChangeAlert } from '../../src/core/alert.ts';
import { type DynamoDb, start as startDynamoDb } from '../../stand-ins/dynamodb.ts';
import { type Ec2StandIn, faults, start as startEc2 } from '../../stand-ins/ec2.ts';
import { type SageMakerStandIn, start as startSageMaker } from '../../stand-ins/sagemaker.ts';
import { type SnsStandIn, start as startSns } from '../../stand-ins/sns.ts';
import { type StsStandIn, start as startSts } from '../../stand-ins/sts.ts';
import { vpcSeed } from '../support/ec2.ts';
import { call } from '../support/records.ts';

/** The bundle with a policy that has the rules on networks, as Lambda loads it; everything that it reaches is on the wire. */

const member = '444455556666';
const folders = { on: mkdtempSync(join(tmpdir(), 'sagewarden-on-')), off: mkdtempSync(join(tmpdir(), 'sagewarden-off-')) };
let dynamoDb: DynamoDb;
let sageMaker: SageMakerStandIn;
let sts: StsStandIn;
let sns: SnsStandIn;
let ec2: Ec2StandIn;

beforeAll(async () => {
  const policy = join(folders.on, 'sagewarden.yml');
  writeFileSync(policy, 'version: 1\nrules:\n  private-subnets: { enabled: true }\n  vpc-prerequisites: { enabled: true }\n');
  for (const [folder, { files }] of [
    [folders.on, await bundleHandler('handlers/monitor.ts', policy)],
    [folders.off, await bundleHandler('handlers/monitor.ts')],
  ] as const) {
    writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
    for (const [file, contents] of files) writeFileSync(join(folder, file), contents);
  }
  const role = { arn: `arn:aws:iam::${member}:role/sagewarden-member`, externalId: 'x-1' };
  [dynamoDb, sageMaker, sts] = await Promise.all([startDynamoDb({ table: 'ledger' }), startSageMaker(), startSts({ roles: [role] })]);
}, 60_000);
beforeEach(async () => {
  await Promise.all([sns?.close(), ec2?.close()]);
  [sns, ec2] = await Promise.all([startSns(), startEc2()]);
});
afterAll(async () => {
  await Promise.all([dynamoDb, sageMaker, sts, sns, ec2].map((each) => each?.close()));
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
});

async function invoke(folder: string, event: unknown): Promise<{ readonly error?: string; readonly loaded: readonly string[] }> {
  const script = `
    const { handler } = require(${JSON.stringify(join(folder, 'monitor.js'))});
    const context = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:monitor' };
    const tell = (answer) => process.stderr.write('ANSWER' + JSON.stringify({ ...answer, loaded: Object.keys(require.cache) }));
    handler(JSON.parse(process.argv[1]), context).then(() => tell({}), (error) => tell({ error: String(error) }));`;
  const { stderr } = await promisify(execFile)(process.execPath, ['-e', script, JSON.stringify(event)], {
    cwd: '/',
    env: {
      PATH: process.env.PATH,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_EC2: ec2.url,
      AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url,
      AWS_ENDPOINT_URL_SNS: sns.url,
      AWS_ENDPOINT_URL_STS: sts.url,
      LEDGER_TABLE: 'ledger',
      ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
      MEMBER_ROLE_NAME: 'sagewarden-member',
      MEMBER_EXTERNAL_ID: 'x-1',
      STAGE: 'test',
    },
  });
  return JSON.parse(stderr.slice(stderr.indexOf('ANSWER') + 'ANSWER'.length));
}

let serial = 0;
const model = (subnets: readonly string[], account = '111122223333') => {
  const name = `m-${++serial}`;
  const detail = call(
    'CreateModel',
    { modelName: name, enableNetworkIsolation: true, vpcConfig: { subnets, securityGroupIds: ['sg-job'] } },
    {
      recipientAccountId: account,
      userIdentity: { type: 'Role', arn: `arn:aws:iam::${account}:role/${name}`, accountId: account },
    },
  );
  return { version: '0', source: 'aws.sagemaker', 'detail-type': 'AWS API Call via CloudTrail', account, detail };
};
const told = () => (sns.alerts as ChangeAlert[]).map(({ verdict, failures }) => [verdict, failures.map(({ rule }) => rule)]);

test('a model in a network with everything is no alert', async () => {
  ec2.put({}, vpcSeed());
  expect((await invoke(folders.on, model(['subnet-private']))).error).toBeUndefined();
  expect(told()).toEqual([]);
  expect(ec2.calls.length).toBeGreaterThan(5);
});

test('a model in a public subnet is one', async () => {
  ec2.put({}, vpcSeed());
  await invoke(folders.on, model(['subnet-public']));
  expect(told()).toEqual([['NON_COMPLIANT', ['private-subnets', 'vpc-prerequisites']]]);
});

test('a member account’s network is looked at by the member role', async () => {
  ec2.put({}, vpcSeed());
  ec2.put({ account: member }, vpcSeed({ vpcEndpoints: [] }));
  await invoke(folders.on, model(['subnet-private'], member));
  expect(told()).toEqual([['NON_COMPLIANT', ['vpc-prerequisites']]]);
  expect(new Set(ec2.calls.map(({ account }) => account))).toEqual(new Set([member]));
});

test.each([
  ['denied', faults.denied],
  ['silent', 'timeout' as const],
])('with EC2 %s there is an alert all the same', async (_, fault) => {
  ec2.fail = () => fault;
  const began = Date.now();
  expect((await invoke(folders.on, model(['subnet-private']))).error).toBeUndefined();
  expect(told()).toEqual([['INSUFFICIENT_DATA', ['private-subnets', 'vpc-prerequisites']]]);
  expect(Date.now() - began).toBeLessThan(15_000);
});

test('with a policy that has none of these rules, the client of EC2 is not loaded, and EC2 is not asked', async () => {
  const loaded = async (folder: string) =>
    (await invoke(folder, model(['subnet-private']))).loaded.some((file) => file.includes('client-ec2'));
  ec2.put({}, vpcSeed());
  expect(await loaded(folders.off)).toBe(false);
  expect(ec2.calls).toEqual([]);
  expect(await loaded(folders.on)).toBe(true);
  // By a name that its answers have.
  const holds = (file: string) => readFileSync(join(folders.off, file), 'utf8').includes('DescribeVpcEndpointsResult');
  expect(['monitor.js', 'monitor-client-ec2.js'].map(holds)).toEqual([false, true]);
});
