import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ec2StandIn, start as startEc2 } from '../../stand-ins/ec2.ts';
import { type SageMakerStandIn, start } from '../../stand-ins/sagemaker.ts';
import { type StsStandIn, start as startSts } from '../../stand-ins/sts.ts';
import { folder, type Ran, runAsync } from '../support/cli.ts';

const account = '111122223333';
const secret = 'hunter2';
let aws: SageMakerStandIn;
let sts: StsStandIn;
let ec2: Ec2StandIn;

beforeAll(async () => {
  [aws, sts, ec2] = await Promise.all([
    start({ homeAccount: account }),
    startSts({ homeAccount: account }),
    startEc2({ homeAccount: account }),
  ]);
  aws.create({
    type: 'Model',
    name: 'fraud',
    request: {
      ExecutionRoleArn: `arn:aws:iam::${account}:role/exec`,
      PrimaryContainer: { Image: 'i', ModelDataUrl: 's3://m/x.tar.gz', Environment: { API_KEY: secret } },
    },
  });
});
afterAll(() => Promise.all([aws.close(), sts.close(), ec2.close()]));

const arn = `arn:aws:sagemaker:eu-west-1:${account}:model/fraud`;
const where = ['--subnets', 'subnet-0a1b2c3d4e5f6000a', '--security-groups', 'sg-0a1b2c3d4e5f60001'];
const snapshot = join(import.meta.dirname, '../fixtures/network-facts.json');

const remediate = (args: readonly string[], cwd = folder()): Promise<Ran> =>
  runAsync(['remediate', ...args], {
    cwd,
    env: {
      AWS_ENDPOINT_URL_SAGEMAKER: aws.url,
      AWS_ENDPOINT_URL_STS: sts.url,
      AWS_ENDPOINT_URL_EC2: ec2.url,
      AWS_ACCESS_KEY_ID: 'AKIAHOME',
      AWS_SECRET_ACCESS_KEY: 'home',
      AWS_REGION: 'eu-west-1',
    },
  });

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

it('writes into a folder of its owner’s alone, and shows no environment', async () => {
  const cwd = folder();
  const { code, out, err } = await remediate([arn, ...where, '--backout', '--iam', '--network-snapshot', snapshot], cwd);
  expect(err).toBe('');
  expect([0, 1, 3]).toContain(code);
  const made = join(cwd, 'remediate-Model-fraud');
  expect(statSync(made).mode & 0o777).toBe(0o700);
  const modes = filesIn(made).map((file) => [file.slice(made.length + 1), statSync(file).mode & 0o777] as const);
  expect(modes.filter(([, mode]) => (mode & 0o077) !== 0)).toEqual([]);
  expect(modes.filter(([name, mode]) => name.endsWith('.sh') && name !== 'lib.sh' && mode !== 0o700)).toEqual([]);
  expect(out).not.toContain(secret);
  expect(filesIn(made).filter((file) => readFileSync(file, 'utf8').includes(secret)).length).toBe(3);
  expect(readFileSync(join(made, 'plan.txt'), 'utf8')).toBe(out);
});

it('--json: the plan without its requests', async () => {
  const { out } = await remediate([arn, ...where, '--json', '--out', 'fix', '--network-snapshot', snapshot]);
  const plan = JSON.parse(out);
  expect(out).not.toContain(secret);
  expect(plan).toMatchObject({ target: { name: 'fraud' }, fix: { kind: 'hosting', models: [{ old: { name: 'fraud' } }] }, folder: 'fix' });
  expect(plan.fix.models[0].create.request).toBeUndefined();
});

it('has the policy that it planned with beside the scripts, and none where there was none', async () => {
  const cwd = folder();
  const text = 'version: 1 # ours\nrules: { network-isolation-required: off }\n';
  writeFileSync(join(cwd, 'ours.yml'), text);
  await remediate([arn, ...where, '--out', 'fix', '--config', 'ours.yml'], cwd);
  expect(readFileSync(join(cwd, 'fix/sagewarden.yml'), 'utf8')).toBe(text);
  expect(readFileSync(join(cwd, 'fix/lib.sh'), 'utf8')).toContain('policy=(--config sagewarden.yml)');
  await remediate([arn, ...where, '--out', 'fix', '--force'], cwd);
  expect(existsSync(join(cwd, 'fix/sagewarden.yml'))).toBe(false);
  writeFileSync(join(cwd, 'sagewarden.yml'), text);
  await remediate([arn, ...where, '--out', 'fix', '--force'], cwd);
  expect(readFileSync(join(cwd, 'fix/sagewarden.yml'), 'utf8')).toBe(text);
});

it('replaces a folder only when told to, and leaves the state of Terraform', async () => {
  const cwd = folder();
  await remediate([arn, ...where, '--out', 'fix'], cwd);
  writeFileSync(join(cwd, 'fix/terraform/terraform.tfstate'), 'state');
  expect(await remediate([arn, ...where, '--out', 'fix'], cwd)).toMatchObject({ code: 2, err: expect.stringContaining('is not empty') });
  expect((await remediate([arn, ...where, '--out', 'fix', '--force'], cwd)).code).not.toBe(2);
  expect(readFileSync(join(cwd, 'fix/terraform/terraform.tfstate'), 'utf8')).toBe('state');
});

it('writes through no link that stands in its place', async () => {
  const cwd = folder();
  mkdirSync(join(cwd, 'fix/terraform'), { recursive: true });
  writeFileSync(join(cwd, 'theirs'), 'theirs');
  symlinkSync(join(cwd, 'theirs'), join(cwd, 'fix/1-apply.sh'));
  await remediate([arn, ...where, '--out', 'fix', '--force'], cwd);
  expect(readFileSync(join(cwd, 'theirs'), 'utf8')).toBe('theirs');
});

it('only reads', () => {
  expect(aws.calls.filter(({ operation }) => !/^(Describe|List)/.test(operation))).toEqual([]);
});

it.each([
  [['nonsense'], /expected the ARN of a SageMaker resource/],
  [[arn], /give --subnets subnet-\.\.\. --security-groups sg-/],
  [[arn, '--subnets', 'subnet-0a1b2c3d4e5f6000a'], /--subnets and --security-groups go together/],
  [[arn, ...where, '--format', 'pulumi'], /expected cli, cloudformation, terraform or all/],
  [[arn, ...where, '--endpoint-hour-price', 'cheap'], /expected a number such as 0\.011/],
  [[arn, ...where, '--expires', '2020-01-01T00:00:00Z', '--backout'], /has passed/],
  [[arn.replace(account, '444455556666'), ...where], /in account 444455556666, the caller in 111122223333: name a role in it with --role/],
  [[`arn:aws:sagemaker:eu-west-1:${account}:cluster/c`], /no fix is written for Cluster/],
])('%j: one clear line', async (args, said) => {
  const { code, out, err } = await remediate(args);
  expect(err).toMatch(said);
  expect([code, out]).toEqual([2, '']);
});
