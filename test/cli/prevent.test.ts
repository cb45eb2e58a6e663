import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, folder, run } from '../support/cli.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/prevent');
const prevent = (...args: string[]) => run(['prevent', ...args], { cwd: folder() });

test('the service control policy on stdout, what it leaves on stderr', () => {
  const { code, out, err } = prevent();
  expect(code).toBe(0);
  expect(JSON.parse(out).Statement.map(({ Effect }: { Effect: string }) => Effect)).toContain('Deny');
  expect(Buffer.byteLength(out.trimEnd())).toBeLessThanOrEqual(5120);
  expect(err).toMatch(/No policy can prevent these; detection is the only control:\n.*CreateCompilationJob/);
});

test('every format into a folder, with the scripts that attach it and the list as data', () => {
  const out = join(folder(), 'new', 'prevention');
  const { code } = prevent('--format', 'all', '--out', out);
  expect(code).toBe(0);
  expect(readdirSync(out).toSorted()).toEqual([
    'attach-cloudformation.sh',
    'attach-conformance-pack.sh',
    'attach-iam.sh',
    'attach-scp.sh',
    'attach-terraform.sh',
    'prevention.json',
    'sagewarden-conformance-pack.yaml',
    'sagewarden-iam.json',
    'sagewarden-prevention.tf',
    'sagewarden-prevention.yaml',
    'sagewarden-scp.json',
    'sagewarden.guard',
  ]);
  expect(statSync(join(out, 'attach-scp.sh')).mode & 0o111).toBeGreaterThan(0);
  const data = JSON.parse(readFileSync(join(out, 'prevention.json'), 'utf8'));
  expect(data.uncovered).toContainEqual({ rule: 'vpc-required', operation: 'CreateLabelingJob', why: 'no-condition-key' });
});

test('a folder that holds something is refused; --force replaces what an earlier call wrote, and nothing else', () => {
  const out = folder();
  writeFileSync(join(out, 'sagewarden-scp-9.json'), 'old');
  writeFileSync(join(out, 'mine.json'), 'mine');
  const refused = prevent('--out', out);
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('is not empty')]);
  expect(prevent('--out', out, '--force').code).toBe(0);
  expect(readdirSync(out).toSorted()).toEqual(['attach-scp.sh', 'mine.json', 'prevention.json', 'sagewarden-scp.json']);
});

test('--json has documents, statements by rule, and what is left', () => {
  const data = JSON.parse(prevent('--json', '--subnets', 'subnet-0123456789abcdef0').out);
  expect(Object.keys(data).toSorted()).toEqual(['allowLists', 'documents', 'notExpressed', 'statements', 'uncovered']);
  expect(data.statements).toContainEqual({ sid: 'ApprovedSubnets', rule: 'approved-network' });
});

describe('bad input', () => {
  const everyRuleOff = join(
    files({
      'off.yml': `version: 1\nrules: { ${['vpc-required', 'network-isolation-required', 'inter-container-encryption-required', 'direct-internet-disabled', 'vpc-only-domain'].map((id) => `${id}: off`).join(', ')} }\n`,
    }),
    'off.yml',
  );
  const tooMany = Array.from({ length: 200 }, (_, index) => `subnet-${index.toString(16).padStart(17, '0')}`).join();
  const state = join(files({ 'state.json': '{"format_version":"1.0","values":{}}' }), 'state.json');
  test.each<[string, string[], RegExp]>([
    ['a format', ['--format', 'cloudfromation'], /--format "cloudfromation": did you mean cloudformation\?/],
    ['a subnet', ['--subnets', 'subnet-1,vpc-2'], /--subnets: "subnet-1" is no id; expected for example subnet-0123456789abcdef0/],
    ['a security group', ['--security-groups', ''], /--security-groups: "" is no id/],
    ['several files and no folder', ['--format', 'all'], /--format all makes several files: --out DIR/],
    [
      'too long a list',
      ['--subnets', tooMany],
      /statement ApprovedSubnets takes \d+ bytes, and a service control policy holds 5120: shorten/,
    ],
    ['no rule', ['--config', everyRuleOff], /no rule that is on can be said as scp/],
    ['a plan and a format', ['--plan', state, '--format', 'scp'], /cannot be used with option/],
    ['a state', ['--plan', state], /--plan .*state\.json: a state, not a plan/],
    ['no plan', ['--plan', '/nowhere.json'], /--plan \/nowhere\.json: no such file/],
    ['a folder', ['--plan', '/'], /--plan \/: a folder/],
  ])('%s', (_, args, message) => {
    const { code, out, err } = prevent(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});

describe('a plan', () => {
  const plan = (...changes: object[]) => JSON.stringify({ format_version: '1.2', planned_values: {}, resource_changes: changes });
  const model = (after: object, unknownAfter: object = {}, address = 'aws_sagemaker_model.x') => ({
    address,
    mode: 'managed',
    type: 'aws_sagemaker_model',
    change: { actions: ['create'], after, after_unknown: unknownAfter, after_sensitive: {} },
  });
  const vpc = { vpc_config: [{ subnets: ['subnet-0123456789abcdef0'], security_group_ids: ['sg-0123456789abcdef0'] }] };
  const good = { enable_network_isolation: true, ...vpc };

  test.each<[string, string, number]>([
    ['conforms', plan(model(good)), 0],
    ['has nothing of ours', plan(), 0],
    ['has a finding', plan(model({}), model({}, { vpc_config: true })), 1],
    ['does not say enough', plan(model(good), model(vpc, { enable_network_isolation: true })), 3],
  ])('that %s', (_, input, code) => {
    expect(run(['prevent', '--plan', '-'], { input, cwd: folder() }).code).toBe(code);
  });

  test('of a real Terraform, as text', async () => {
    const { code, out } = prevent('--plan', join(fixtures, 'plan.json'), '--config', join(fixtures, 'sagewarden.yml'));
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot('../golden/prevent/plan.txt');
  });

  test('an address cannot drive the terminal', () => {
    const { out } = run(['prevent', '--plan', '-'], { input: plan(model({}, {}, 'aws_sagemaker_model.x["\u001b[2J"]')), cwd: folder() });
    expect(out).not.toContain('\u001b');
  });
});

test('an empty folder is as good as none', () => {
  const out = join(folder(), 'empty');
  mkdirSync(out);
  expect(prevent('--format', 'guard', '--out', out).code).toBe(0);
  expect(readdirSync(out).toSorted()).toEqual(['prevention.json', 'sagewarden.guard']);
});
