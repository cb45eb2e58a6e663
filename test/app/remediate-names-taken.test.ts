import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inventory } from '../../src/adapters/sagemaker/list.ts';
import { pacedCall } from '../../src/adapters/sagemaker/paced.ts';
import { sageMakerBy } from '../../src/adapters/sagemaker.ts';
import { type RemediateRequest, remediate } from '../../src/app/remediate.ts';
import { loadPolicy } from '../../src/config.ts';
import { filesOf } from '../../src/core/remediate/files.ts';
import type { Plan } from '../../src/core/remediate/plan.ts';
import { remediationText } from '../../src/report/remediation-text.ts';
import { healthy } from '../core/rules/setup.ts';
import { shell } from '../support/aws-cli.ts';
import { type Bench, bench, home } from '../support/sagemaker.ts';

/** A fix never takes over, and its way back never deletes, what the fix has not created. */

let stage: Bench;
beforeEach(async () => {
  stage = await bench();
});
afterEach(() => stage.close());

const now = '2026-10-01T00:00:00Z';
const created = Date.parse('2026-09-01T06:00:00Z');
const { policy } = loadPolicy('version: 1\n', 'test', { now });
const network = { subnets: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-1'] };
const container = (Image: string) => ({
  PrimaryContainer: { Image, Environment: { A: '1' } },
  ExecutionRoleArn: `arn:aws:iam::${home}:role/exec`,
});
const isolated = { VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-b', 'subnet-a'] }, EnableNetworkIsolation: true };

async function planOf(arn: string, more: Partial<RemediateRequest> = {}): Promise<Plan> {
  const call = pacedCall({ homeAccount: home, retry: { attempts: 2, base: 1, most: 2 } });
  const found = await remediate(
    { arn, policy, network, alarms: [], endpointHourPrice: null, ...more },
    { sageMaker: sageMakerBy(call), inventory: inventory(call), networks: { factsOf: async () => healthy() } },
  );
  if (found.kind !== 'fix') throw new Error('it conforms');
  return found.plan;
}

const model = (name: string, request: Record<string, unknown>) => stage.aws.create({ type: 'Model', name, createdAt: created, request });
const old = () => model('old', container('mine')).arn;

const filesFor = (plan: Plan) =>
  filesOf(plan, { formats: ['cli'], backout: { approver: 'Jo', approved: now, expires: '2026-10-15T00:00:00Z' }, iam: false, policy: null })
    .files;
const oldModel = { ModelArn: 'arn:old', CreationTime: '2026-09-01T06:00:00Z' };

describe('planning', () => {
  it.each([
    ['another image', { ...container('theirs'), ...isolated }, 'PrimaryContainer'],
    [
      'another network',
      { ...container('mine'), ...isolated, VpcConfig: { SecurityGroupIds: ['sg-2'], Subnets: ['subnet-a'] } },
      'VpcConfig',
    ],
    ['no isolation', { ...container('mine'), VpcConfig: isolated.VpcConfig }, 'EnableNetworkIsolation'],
    [
      'more than was asked for',
      { ...container('mine'), ...isolated, InferenceExecutionConfig: { Mode: 'Serial' } },
      'InferenceExecutionConfig',
    ],
  ])('a name that a model with %s has is refused', async (_, request, member) => {
    model('taken', request);
    await expect(planOf(old(), { name: 'taken' })).rejects.toThrow(
      `Model taken exists already, and is not what this fix would create (${member}): give another name with --name`,
    );
  });

  it('what the very request would create is taken up, whatever the order of its subnets', async () => {
    const { arn } = model('taken', { ...container('mine'), ...isolated });
    const plan = await planOf(old(), { name: 'taken' });
    expect(plan.fix).toMatchObject({ models: [{ create: { name: 'taken' }, there: { arn, creationTime: '2026-09-01T06:00:00.000Z' } }] });
    const text = remediationText({ plan, folder: 'fix', files: [], refused: {} });
    expect(text).toContain('1. take up Model taken in place of old');
  });

  it('the default name of a job or a notebook too', async () => {
    const { arn } = stage.aws.create({
      type: 'NotebookInstance',
      name: 'nb',
      createdAt: created,
      request: { InstanceType: 'ml.t3.medium', DirectInternetAccess: 'Enabled' },
    });
    const plan = await planOf(arn);
    const name = plan.fix.kind === 'notebook' ? plan.fix.notebook.create.name : '';
    stage.aws.create({ type: 'NotebookInstance', name, request: { InstanceType: 'ml.m5.24xlarge', DirectInternetAccess: 'Disabled' } });
    await expect(planOf(arn)).rejects.toThrow(`NotebookInstance ${name} exists already, and is not what this fix would create (`);
  });

  it('a name of which nobody can tell is none that is free', async () => {
    const arn = old();
    stage.aws.fail = ({ operation, input }) =>
      operation === 'DescribeModel' && input.ModelName === 'x'
        ? { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } }
        : undefined;
    await expect(planOf(arn, { name: 'x' })).rejects.toThrow(/sagemaker:DescribeModel is denied/);
  });
});

describe('the scripts', () => {
  it('delete what they have created, and can be run again', async () => {
    const plan = await planOf(old(), { name: 'new' });
    const made = shell(filesFor(plan), { 'model-name old': oldModel });
    expect(made.run('1-apply.sh')).toMatchObject({ status: 0, said: expect.stringContaining('new created') });
    expect(made.run('1-apply.sh')).toMatchObject({ status: 0, said: expect.stringContaining('new exists already') });
    expect(made.run('backout.sh').status).toBe(0);
    expect(Object.keys(made.there)).toEqual(['model-name old']);
    expect(made.run('1-apply.sh')).toMatchObject({ status: 0, said: expect.stringContaining('new created') });
  });

  it('stop at a model that came in between, and leave it', async () => {
    const plan = await planOf(old(), { name: 'new' });
    const theirs = { ModelArn: 'arn:new', CreationTime: '2026-09-30T00:00:00Z', ...container('mine'), ...isolated };
    const made = shell(filesFor(plan), { 'model-name old': oldModel, 'model-name new': theirs });
    const { status, said } = made.run('1-apply.sh');
    expect([status, said]).toEqual([1, expect.stringContaining('new exists already, and was not created from here')]);
    expect(made.run('backout.sh')).toMatchObject({ status: 0, said: expect.stringContaining('it is left as it is') });
    expect(made.there['model-name new']).toEqual(theirs);
  });

  it('another of the name that they created is not theirs either', async () => {
    const plan = await planOf(old(), { name: 'new' });
    const made = shell(filesFor(plan), { 'model-name old': oldModel });
    made.run('1-apply.sh');
    made.there['model-name new'] = { ...made.there['model-name new'], CreationTime: '2026-11-01T00:00:00Z' };
    expect(made.run('1-apply.sh').status).toBe(1);
    made.run('backout.sh');
    expect(made.there).toHaveProperty(['model-name new']);
  });

  it('take up what the plan has compared, and do not delete it', async () => {
    const { arn } = model('taken', { ...container('mine'), ...isolated });
    const plan = await planOf(old(), { name: 'taken' });
    const there = { ModelArn: arn, CreationTime: '2026-09-01T06:00:00Z', ...isolated };
    const made = shell(filesFor(plan), { 'model-name old': oldModel, 'model-name taken': there });
    expect(made.run('1-apply.sh')).toMatchObject({ status: 0, said: expect.stringContaining('taken exists already') });
    made.run('backout.sh');
    expect(made.there).toHaveProperty(['model-name taken']);
  });
});
