import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inventory } from '../../src/adapters/sagemaker/list.ts';
import { pacedCall } from '../../src/adapters/sagemaker/paced.ts';
import { sageMakerBy } from '../../src/adapters/sagemaker.ts';
import { type RemediateRequest, type Remediation, remediate } from '../../src/app/remediate.ts';
import { loadPolicy } from '../../src/config.ts';
import type { NetworkFacts } from '../../src/core/network.ts';
import { filesOf } from '../../src/core/remediate/files.ts';
import type { HostingPlan, JobPlan, Plan } from '../../src/core/remediate/plan.ts';
import { remediationText } from '../../src/report/remediation-text.ts';
import { faults } from '../../stand-ins/sagemaker.ts';
import { healthy } from '../core/rules/setup.ts';
import { shell } from '../support/aws-cli.ts';
import { type Bench, bench, home } from '../support/sagemaker.ts';

let stage: Bench;
let facts: NetworkFacts;
beforeEach(async () => {
  stage = await bench();
  facts = healthy();
});
afterEach(() => stage.close());

const created = Date.parse('2026-09-01T06:00:00Z');
const role = `arn:aws:iam::${home}:role/exec`;
const image = `${home}.dkr.ecr.eu-west-1.amazonaws.com/fraud:1`;
const network = { subnets: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-1'] };
const vpc = { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-a', 'subnet-b'] };
const secret = 'hunter2-$(id)';
const now = '2026-10-01T00:00:00Z';

const policy = (source = 'version: 1\n') => loadPolicy(source, 'test', { now }).policy;

function plans(arn: string, more: Partial<RemediateRequest> = {}): Promise<Remediation> {
  const call = pacedCall({ homeAccount: home, retry: { attempts: 2, base: 1, most: 2 } });
  return remediate(
    { arn, policy: policy(), network, alarms: [], endpointHourPrice: null, ...more },
    { sageMaker: sageMakerBy(call), inventory: inventory(call), networks: { factsOf: async () => facts } },
  );
}

async function planOf(arn: string, more: Partial<RemediateRequest> = {}): Promise<Plan> {
  const found = await plans(arn, more);
  if (found.kind !== 'fix') throw new Error('it conforms');
  return found.plan;
}

function model(name: string, request: Record<string, unknown> = {}) {
  return stage.aws.create({
    type: 'Model',
    name,
    createdAt: created,
    tags: { team: 'fraud', 'aws:cloudformation:stack-name': 'ml' },
    request: {
      ExecutionRoleArn: role,
      PrimaryContainer: { Image: image, ModelDataUrl: 's3://models/m.tar.gz', Environment: { API_KEY: secret, HF_MODEL_ID: 'org/model' } },
      ...request,
    },
  });
}

function config(name: string, models: readonly string[], more: Record<string, unknown> = {}, variant: Record<string, unknown> = {}) {
  return stage.aws.create({
    type: 'EndpointConfig',
    name,
    createdAt: created,
    request: {
      ProductionVariants: models.map((ModelName, at) => ({
        VariantName: `v${at}`,
        ModelName,
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 2,
        ...variant,
      })),
      ...more,
    },
  });
}

const endpoint = (name: string, EndpointConfigName: string, request: Record<string, unknown> = {}) =>
  stage.aws.create({
    type: 'Endpoint',
    name,
    createdAt: created,
    request: { EndpointConfigName, ProductionVariants: [{ VariantName: 'v0', DesiredInstanceCount: 2 }], ...request },
  });

const everything = {
  formats: ['cli', 'cloudformation', 'terraform'],
  backout: { approver: 'Jo "J" Doe', approved: now, expires: '2026-10-15T00:00:00Z' },
  iam: true,
  policy: null,
} as const;

describe('a model', () => {
  it('is made anew with all it has, and everything that uses it follows', async () => {
    const { arn } = model('Fraud');
    config('fraud-config', ['Fraud', 'other'], {
      DataCaptureConfig: { InitialSamplingPercentage: 5 },
      KmsKeyId: 'key-1',
      ShadowProductionVariants: [{ VariantName: 'shadow', ModelName: 'Fraud' }],
    });
    model('other', { VpcConfig: vpc, EnableNetworkIsolation: true });
    config('unrelated', ['other']);
    endpoint('fraud', 'fraud-config');
    endpoint('unrelated', 'unrelated');
    const plan = await planOf(arn, { alarms: ['errors'] });
    const { models, configs, endpoints, kept } = plan.fix as HostingPlan;
    expect(plan.target.name).toBe('Fraud');
    expect(plan.failing.map(({ rule }) => rule)).toEqual(['vpc-required', 'network-isolation-required']);
    expect(models.map(({ create }) => create.request)).toEqual([
      {
        ModelName: expect.stringMatching(/^Fraud-vpc-[0-9a-f]{8}$/),
        ExecutionRoleArn: role,
        PrimaryContainer: {
          Image: image,
          ModelDataUrl: 's3://models/m.tar.gz',
          Environment: { API_KEY: secret, HF_MODEL_ID: 'org/model' },
        },
        VpcConfig: vpc,
        EnableNetworkIsolation: true,
        Tags: [{ Key: 'team', Value: 'fraud' }],
      },
    ]);
    const [first] = configs;
    const next = models[0]?.create.name;
    expect(configs.map(({ old }) => old.name)).toEqual(['fraud-config']);
    expect(first?.create.request).toMatchObject({
      ProductionVariants: [{ ModelName: next }, { ModelName: 'other' }],
      ShadowProductionVariants: [{ ModelName: next, VariantName: 'shadow' }],
      DataCaptureConfig: { InitialSamplingPercentage: 5 },
      KmsKeyId: 'key-1',
    });
    expect(endpoints.map(({ endpoint: { name }, from, to }) => [name, from, to])).toEqual([['fraud', 'fraud-config', first?.create.name]]);
    expect(endpoints[0]?.deployment).toMatchObject({
      BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' }, TerminationWaitInSeconds: 600 },
      AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
    });
    expect(kept).toEqual([]);
    expect(plan.breaks).toEqual([{ resource: 'Fraud', what: 'downloads-at-run-time', evidence: 'HF_MODEL_ID' }]);
    expect(plan.notes.join()).toContain('CloudFormation stack ml');
    expect(stage.aws.calls.filter(({ operation }) => !/^(Describe|List)/.test(operation))).toEqual([]);
  });

  it('gives the same plan each time', async () => {
    const { arn } = model('fraud');
    expect(await planOf(arn)).toEqual(await planOf(arn));
  });

  it('is kept while a serverless config needs it', async () => {
    const { arn } = model('fraud');
    config('serverless', ['fraud'], {}, { ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } });
    endpoint('serverless', 'serverless');
    const plan = await planOf(arn);
    expect(plan.fix).toMatchObject({ configs: [], endpoints: [], kept: ['fraud'] });
    expect(plan.notes.join()).toMatch(/serverless variant, which cannot be in a VPC/);
    expect(fileOf(plan, '3-delete-old.sh')).not.toContain('delete-model');
  });

  it('conforms: there is nothing to write', async () => {
    const { arn } = model('fraud', { VpcConfig: vpc, EnableNetworkIsolation: true });
    expect((await plans(arn)).kind).toBe('conforms');
  });

  it('keeps the VPC that it has, where only isolation is missing', async () => {
    const { arn } = model('fraud', { VpcConfig: { Subnets: ['subnet-b'], SecurityGroupIds: ['sg-1'] } });
    const plan = await planOf(arn, { network: undefined });
    expect([plan.network, plan.networkFrom]).toEqual([{ subnets: ['subnet-b'], securityGroupIds: ['sg-1'] }, 'resource']);
  });

  it('takes the network that the policy approves', async () => {
    const { arn } = model('fraud');
    const approved = policy(
      'version: 1\nrules:\n  approved-network: { subnets: [subnet-0000000b, subnet-0000000a], securityGroups: [sg-00000001] }\n',
    );
    const plan = await planOf(arn, { network: undefined, policy: approved });
    expect([plan.network, plan.networkFrom]).toEqual([
      { subnets: ['subnet-0000000a', 'subnet-0000000b'], securityGroupIds: ['sg-00000001'] },
      'policy',
    ]);
  });

  it('says what the VPC lacks, and counts what it costs', async () => {
    const { arn } = model('fraud');
    facts = { ...facts, vpcs: { 'vpc-1': { ...facts.vpcs['vpc-1'], dnsHostnames: false, endpoints: [] } } };
    const plan = await planOf(arn, { endpointHourPrice: 0.01 });
    expect(plan.prerequisites.failing.map(({ found }) => found)).toEqual([
      'vpc-1 DNS hostnames off',
      'subnet-a no S3 endpoint',
      'subnet-b no S3 endpoint',
      'vpc-1 no ecr.api endpoint',
      'vpc-1 no ecr.dkr endpoint',
    ]);
    expect(plan.prerequisites.failing.map(({ create }) => create).join('\n')).toContain('com.amazonaws.eu-west-1.ecr.api');
    const text = textOf(plan);
    expect(text.indexOf('MISSING')).toBeLessThan(text.indexOf('Steps'));
    expect(text).toContain(
      'ecr.api, ecr.dkr x 2 zones (eu-west-1a, eu-west-1b) = 4 endpoint zones: 0.040 an hour, 29.20 a month of 730 hours, at the 0.01 given',
    );
  });

  it('says what is not known of the VPC: nothing passes by it', async () => {
    const { arn } = model('fraud');
    facts = { takenAt: now, vpcs: {}, subnets: {}, securityGroups: {} };
    const plan = await planOf(arn);
    expect(plan.prerequisites.unknown.map(({ rule }) => rule)).toContain('vpc-prerequisites');
    expect(plan.cost).toMatchObject({ zones: null, atMostZones: 2 });
  });

  it('drops no member that a format has no word for', async () => {
    const { arn } = model('fraud', { PrimaryContainer: { Image: image, AdditionalModelDataSources: [{ ChannelName: 'c' }] } });
    const { refused, files } = filesOf(await planOf(arn), everything);
    expect(refused).toEqual({
      cloudformation: ['fraud: CloudFormation has no PrimaryContainer.AdditionalModelDataSources'],
      terraform: ['fraud: hashicorp/aws has no PrimaryContainer.AdditionalModelDataSources'],
    });
    expect(files.some(({ path }) => /^(cloudformation|terraform)/.test(path))).toBe(false);
  });

  it('lets CloudFormation follow no reference that a value holds', async () => {
    const { arn } = model('fraud', { PrimaryContainer: { Image: image, Environment: { A: '{{resolve:secretsmanager:prod}}' } } });
    expect(filesOf(await planOf(arn), everything).refused.cloudformation?.[0]).toContain('dynamic reference');
  });

  it('has Terraform change no value', async () => {
    const { arn } = model('fraud', { PrimaryContainer: { Image: image, Environment: { NAME: 'Ame\u0301lie' } } });
    expect(Object.keys(filesOf(await planOf(arn), everything).refused)).toEqual(['terraform']);
  });

  it('has secrets in files of mode 0600 only', async () => {
    const { arn } = model('fraud');
    config('c', ['fraud']);
    endpoint('e', 'c');
    const plan = await planOf(arn);
    const { files } = filesOf(plan, everything);
    const holding = files.filter(({ content }) => content.includes('hunter2')).map(({ path, mode }) => `${path} ${mode.toString(8)}`);
    expect(holding.map((each) => each.replace(/vpc-[0-9a-f]{8}/, 'vpc'))).toEqual([
      'requests/create-model.fraud-vpc.json 600',
      'cloudformation/parameters.json 600',
      'terraform/secrets.auto.tfvars.json 600',
    ]);
    expect(textOf(plan)).not.toContain('hunter2');
  });

  it('writes the exemption that the way back needs, as the policy takes it', async () => {
    const { arn } = model('fraud');
    const { policy: read } = loadPolicy(fileOf(await planOf(arn), 'exemption.yml'), 'exemption.yml', { now });
    expect(read.exemptions).toMatchObject([
      {
        rules: ['vpc-required', 'network-isolation-required'],
        match: { account: home, region: 'eu-west-1', resourceType: 'Model', name: 'fraud' },
        approver: 'Jo "J" Doe',
      },
    ]);
  });
});

describe('the verify script', () => {
  const sagewarden = { sagewarden: '#!/bin/sh\necho sagewarden "$@" >>"$CALLS"\n' };
  const judgedBy = async (text: string | null) => {
    model('one');
    model('two');
    const { arn } = config('both', ['one', 'two']);
    const plan = await planOf(arn);
    const ran = shell(filesOf(plan, { ...everything, policy: text }).files, {}, sagewarden);
    // What namedModels asks for is not the stand-in's to answer.
    ran.run('1-apply.sh');
    writeFileSync(
      join(ran.root, '2-verify.sh'),
      readFileSync(join(ran.root, '2-verify.sh'), 'utf8').replace(/^expect 'the models of.*$/m, ''),
    );
    expect(ran.run('2-verify.sh').status).toBe(0);
    return ran.calls.filter((call) => call.startsWith('sagewarden')).map((call) => call.replaceAll(/-vpc-\w{8}/g, '-vpc'));
  };
  const ran = (name: string, more = '') =>
    `sagewarden posture --resource arn:aws:sagemaker:eu-west-1:${home}:model/${name}-vpc${more} --out posture/model/${name}-vpc --force`;

  it('judges by the policy of the plan, each resource into a folder of its own', async () => {
    const more = ' --config sagewarden.yml';
    expect(await judgedBy('version: 1\n')).toEqual([ran('one', more), ran('two', more)]);
  });

  it('judges by the built-in defaults where the plan did', async () => {
    expect(await judgedBy(null)).toEqual([ran('one'), ran('two')]);
  });
});

describe('an endpoint and its config', () => {
  it('the models that conform stay; another endpoint on the config is left alone', async () => {
    model('bad');
    model('good', { VpcConfig: vpc, EnableNetworkIsolation: true });
    config('shared', ['bad', 'good']);
    const { arn } = endpoint('one', 'shared', {
      LastDeploymentConfig: { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'LINEAR' } } },
    });
    endpoint('two', 'shared');
    const plan = await planOf(arn);
    const { models, endpoints, kept } = plan.fix as HostingPlan;
    expect(models.map(({ old }) => old.name)).toEqual(['bad']);
    expect(endpoints.map(({ endpoint: { name }, deployment }) => [name, deployment])).toEqual([
      ['one', { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'LINEAR' } } }],
    ]);
    expect(kept).toEqual(['bad', 'good', 'shared']);
    expect(textOf(plan)).toContain('delete Model bad, when you say so (kept: something else uses it)');
    expect(fileOf(plan, '3-delete-old.sh')).not.toContain('delete-model');
  });

  it('a config for inference components gets the VpcConfig itself', async () => {
    const { arn } = stage.aws.create({
      type: 'EndpointConfig',
      name: 'components',
      createdAt: created,
      request: { ExecutionRoleArn: role, ProductionVariants: [{ VariantName: 'v', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }] },
    });
    const { configs } = (await planOf(arn)).fix as HostingPlan;
    expect(configs[0]?.create.request).toMatchObject({ VpcConfig: vpc, EnableNetworkIsolation: true });
  });

  it('a serverless variant stops it', async () => {
    model('fraud');
    const { arn } = config('serverless', ['fraud'], {}, { ServerlessConfig: {} });
    await expect(plans(arn)).rejects.toThrow(/serverless variant, which cannot be in a VPC/);
  });

  it('canary only where every variant has two instances; Inf1 has no guardrails', async () => {
    model('fraud');
    config('plain', ['fraud']);
    config('inf', ['fraud'], {}, { InstanceType: 'ml.inf1.xlarge' });
    const two = endpoint('two', 'plain');
    const inf = endpoint('inf', 'inf');
    const deployment = async (arn: string) => ((await planOf(arn)).fix as HostingPlan).endpoints[0]?.deployment;
    expect(await deployment(two.arn)).toMatchObject({
      BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } } },
    });
    expect(await deployment(inf.arn)).toBeNull();
  });
});

describe('a job', () => {
  const training = (more: Record<string, unknown> = {}, parents = {}) =>
    stage.aws.create({
      type: 'TrainingJob',
      name: 'train',
      createdAt: created,
      status: 'InProgress',
      parents,
      request: {
        RoleArn: role,
        AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
        HyperParameters: { token: secret, sagemaker_submit_directory: '"s3://code/x.tar.gz"' },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 },
        OutputDataConfig: { S3OutputPath: 's3://out' },
        ...more,
      },
    });

  it('training: stopped, and run again in the VPC, isolated and encrypted', async () => {
    const { job } = (await planOf(training().arn)).fix as JobPlan;
    expect(job.create.request).toEqual({
      TrainingJobName: expect.stringMatching(/^train-vpc-/),
      RoleArn: role,
      AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
      HyperParameters: { token: secret, sagemaker_submit_directory: '"s3://code/x.tar.gz"' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 },
      OutputDataConfig: { S3OutputPath: 's3://out' },
      VpcConfig: vpc,
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: true,
    });
  });

  it('flags code that the container fetches itself, and says that templates do not know jobs', async () => {
    const plan = await planOf(training().arn);
    expect(plan.breaks).toEqual([{ resource: 'train', what: 'reads-s3-itself', evidence: 'sagemaker_submit_directory' }]);
    expect(filesOf(plan, everything).refused).toEqual({
      cloudformation: ['CloudFormation does not know jobs: use the scripts'],
      terraform: ['hashicorp/aws does not know jobs: use the scripts'],
    });
    expect(
      filesOf(plan, everything)
        .files.filter(({ content }) => content.includes('hunter2'))
        .map(({ mode }) => mode),
    ).toEqual([0o600]);
  });

  it.each([
    ['TuningJobArn', 'hyper-parameter-tuning-job/parent', 'a tuning job'],
    ['AutoMLJobArn', 'automl-job/parent', 'an AutoML job'],
  ])('of a parent (%s) is the parent’s to fix', async (member, tail, what) => {
    const parent = `arn:aws:sagemaker:eu-west-1:${home}:${tail}`;
    await expect(plans(training({}, { [member]: parent }).arn)).rejects.toThrow(
      `belongs to ${what}, which runs its jobs as it was told to: sagewarden remediate ${parent}`,
    );
  });

  it.each([
    [
      'ProcessingJob',
      { AppSpecification: { ImageUri: image }, RoleArn: role },
      { NetworkConfig: { VpcConfig: vpc, EnableNetworkIsolation: true } },
    ],
    [
      'HyperParameterTuningJob',
      {
        TrainingJobDefinitions: [
          { DefinitionName: 'a', ResourceConfig: { InstanceCount: 1 } },
          { DefinitionName: 'b', ResourceConfig: { InstanceCount: 1 } },
        ],
      },
      {
        TrainingJobDefinitions: [
          { DefinitionName: 'a', VpcConfig: vpc, EnableNetworkIsolation: true },
          { DefinitionName: 'b', VpcConfig: vpc },
        ],
      },
    ],
    ['AutoMLJob', { RoleArn: role }, { SecurityConfig: { VpcConfig: vpc, EnableInterContainerTrafficEncryption: true } }],
  ] as const)('%s: the network goes where the type has it', async (type, request, expected) => {
    const { arn } = stage.aws.create({ type, name: 'job', createdAt: created, request });
    const { job } = (await planOf(arn)).fix as JobPlan;
    expect(job.create.request).toMatchObject(expected);
    expect(job.create.name.length).toBeLessThanOrEqual(32);
  });

  it('transform: its model is made anew, and it runs with that', async () => {
    model('fraud');
    const { arn } = stage.aws.create({
      type: 'TransformJob',
      name: 'batch',
      createdAt: created,
      request: { ModelName: 'fraud', Environment: { A: secret } },
    });
    const { job, models } = (await planOf(arn)).fix as JobPlan;
    expect(job.create.request).toMatchObject({ ModelName: models[0]?.create.name, Environment: { A: secret } });
  });
});

describe('Studio and notebooks', () => {
  it('a notebook instance is made anew in the subnet', async () => {
    const { arn } = stage.aws.create({
      type: 'NotebookInstance',
      name: 'nb',
      createdAt: created,
      request: { InstanceType: 'ml.t3.medium', RoleArn: role, DirectInternetAccess: 'Enabled', NotebookInstanceLifecycleConfigName: 'lc' },
    });
    const { fix } = await planOf(arn);
    expect(fix).toMatchObject({
      notebook: {
        create: {
          request: { SubnetId: 'subnet-a', SecurityGroupIds: ['sg-1'], DirectInternetAccess: 'Disabled', LifecycleConfigName: 'lc' },
        },
      },
    });
  });

  const inSubnet = (more: Record<string, unknown>) =>
    stage.aws.create({
      type: 'NotebookInstance',
      name: 'nb',
      createdAt: created,
      request: { InstanceType: 'ml.t3.medium', RoleArn: role, SubnetId: 'subnet-public', SecurityGroupIds: ['sg-9'], ...more },
    });

  it('a notebook instance in another subnet moves to the one that the plan says, and the scripts hold it to that', async () => {
    const plan = await planOf(inSubnet({ DirectInternetAccess: 'Enabled' }).arn);
    expect(plan.fix).toMatchObject({ notebook: { create: { request: { SubnetId: 'subnet-a', SecurityGroupIds: ['sg-1'] } } } });
    const made = shell(filesOf(plan, everything).files, {});
    expect(made.run('1-apply.sh').status).toBe(0);
    expect(made.run('2-verify.sh').status).toBe(0);
    const [[key, answer] = ['', {}]] = Object.entries(made.there);
    made.there[key] = { ...answer, SubnetId: 'subnet-public' };
    expect(made.run('2-verify.sh')).toMatchObject({
      status: 1,
      said: expect.stringMatching(/SubnetId of nb-vpc-\w+ is subnet-public , expected/),
    });
  });

  it('a notebook instance stays in its subnet where that is not what fails', async () => {
    const { fix } = await planOf(inSubnet({ DirectInternetAccess: 'Enabled' }).arn, { network: undefined });
    expect(fix).toMatchObject({ notebook: { create: { request: { SubnetId: 'subnet-public', SecurityGroupIds: ['sg-9'] } } } });
  });

  const domain = (more: Record<string, unknown> = {}) =>
    stage.aws.create({
      type: 'Domain',
      name: 'studio',
      createdAt: created,
      request: {
        AppNetworkAccessType: 'PublicInternetOnly',
        VpcId: 'vpc-1',
        SubnetIds: ['subnet-a'],
        DefaultUserSettings: { SecurityGroups: ['sg-1'] },
        ...more,
      },
    });

  it('a domain is updated, once its apps are ended', async () => {
    const { arn } = domain();
    const id = arn.split('/')[1] ?? '';
    stage.aws.create({
      type: 'App',
      name: 'lab',
      createdAt: created,
      status: 'InService',
      request: { DomainId: id, AppType: 'JupyterLab', UserProfileName: 'ana' },
    });
    const plan = await planOf(arn, { network: undefined });
    expect(plan.fix).toMatchObject({
      kind: 'domain',
      domainId: id,
      apps: ['lab'],
      update: { DomainId: id, AppNetworkAccessType: 'VpcOnly' },
    });
    expect(textOf(plan)).toContain('end these apps first');
  });

  const listed = (list: string) => policy(`version: 1\nrules:\n  approved-network: ${list}\n`);
  const within = { network: undefined, policy: listed('{ subnets: [subnet-0000000b], securityGroups: [sg-00000002] }') };

  it('a domain that is VpcOnly already stays so, and the way back is what it was', async () => {
    const { arn } = domain({ AppNetworkAccessType: 'VpcOnly', DefaultSpaceSettings: { SecurityGroups: ['sg-3'] } });
    const plan = await planOf(arn, within);
    const DomainId = arn.split('/')[1] ?? '';
    const now = ['sg-00000002'];
    expect(plan.fix).toMatchObject({
      update: {
        DomainId,
        SubnetIds: ['subnet-0000000b'],
        DefaultUserSettings: { SecurityGroups: now },
        DefaultSpaceSettings: { SecurityGroups: now },
      },
      back: {
        DomainId,
        SubnetIds: ['subnet-a'],
        DefaultUserSettings: { SecurityGroups: ['sg-1'] },
        DefaultSpaceSettings: { SecurityGroups: ['sg-3'] },
      },
    });
    expect(JSON.stringify(plan.fix)).not.toContain('AppNetworkAccessType');
    expect(fileOf(plan, 'backout.sh')).not.toContain('PublicInternetOnly');
    const id = `domain-id ${DomainId}`;
    const ran = shell(filesOf(plan, everything).files, {
      [id]: {
        DomainArn: arn,
        Status: 'InService',
        AppNetworkAccessType: 'VpcOnly',
        SubnetIds: ['subnet-a'],
        DefaultUserSettings: { SecurityGroups: ['sg-1'] },
      },
    });
    expect(ran.run('1-apply.sh').said).toContain('ok: DefaultSpaceSettings.SecurityGroups');
    expect(ran.there[id]).toMatchObject({ AppNetworkAccessType: 'VpcOnly', SubnetIds: ['subnet-0000000b'] });
    expect(ran.run('backout.sh').status).toBe(0);
    expect(ran.there[id]).toMatchObject({
      AppNetworkAccessType: 'VpcOnly',
      SubnetIds: ['subnet-a'],
      DefaultUserSettings: { SecurityGroups: ['sg-1'] },
    });
  });

  it('a domain’s own subnets and groups stay, where the policy approves them', async () => {
    const approved = listed('{ subnets: [subnet-0000000a, subnet-0000000b], securityGroups: [sg-00000002] }');
    const { arn } = domain({ AppNetworkAccessType: 'VpcOnly', SubnetIds: ['subnet-0000000a'] });
    const { fix } = await planOf(arn, { network: undefined, policy: approved });
    expect(fix).toMatchObject({ update: { DefaultUserSettings: { SecurityGroups: ['sg-00000002'] } } });
    expect(JSON.stringify(fix)).not.toContain('SubnetIds');
  });

  it.each([
    [
      '{ vpcs: [vpc-00000002] }',
      /is in vpc-1, of which the policy approves nothing, and UpdateDomain moves no domain to another VPC: create a new domain/,
    ],
    ['{ subnets: [subnet-0000000c] }', /of which the policy approves no subnet/],
  ])('a domain in a VPC that the policy does not approve (%s) needs a new domain', async (list, said) => {
    facts = { ...facts, subnets: { ...facts.subnets, 'subnet-0000000c': { ...facts.subnets['subnet-a'], vpcId: 'vpc-2' } as never } };
    const { arn } = domain({ AppNetworkAccessType: 'VpcOnly' });
    await expect(plans(arn, { network: undefined, policy: listed(list) })).rejects.toThrow(said);
  });

  it('a domain without groups gets those that were given, and is refused without', async () => {
    const { arn } = domain({ DefaultUserSettings: {} });
    const { fix } = await planOf(arn);
    expect(fix).toMatchObject({
      update: {
        AppNetworkAccessType: 'VpcOnly',
        SubnetIds: ['subnet-a', 'subnet-b'],
        DefaultUserSettings: { SecurityGroups: ['sg-1'] },
      },
      back: { AppNetworkAccessType: 'PublicInternetOnly', SubnetIds: ['subnet-a'] },
    });
    await expect(plans(arn, { network: undefined })).rejects.toThrow(
      /no SecurityGroups in DefaultUserSettings, which VpcOnly needs: give --subnets/,
    );
  });

  it('a domain takes no subnet of another VPC', async () => {
    facts = { ...facts, subnets: { ...facts.subnets, 'subnet-b': { ...facts.subnets['subnet-b'], vpcId: 'vpc-2' } as never } };
    await expect(plans(domain().arn)).rejects.toThrow(/--subnets subnet-b is in vpc-2, domain studio in vpc-1/);
  });

  it('a domain with RStudio cannot be changed', async () => {
    const { arn } = domain({ DomainSettings: { RStudioServerProDomainSettings: { DomainExecutionRoleArn: role } } });
    await expect(plans(arn)).rejects.toThrow(/has RStudio: AWS does not change/);
  });
});

describe('what cannot be seen ends it, and says what to do', () => {
  it.each([
    ['ListEndpointConfigs', /allow sagemaker:ListEndpointConfigs/],
    ['ListEndpoints', /allow sagemaker:ListEndpoints/],
    ['DescribeModel', /sagemaker:DescribeModel is denied/],
    ['DescribeEndpointConfig', /sagemaker:DescribeEndpointConfig is denied/],
    ['ListTags', /sagemaker:ListTags is denied/],
  ])('%s', async (operation, said) => {
    const { arn } = model('fraud');
    config('c', ['fraud']);
    stage.aws.fail = (call) => (call.operation === operation ? faults.denied : undefined);
    await expect(plans(arn)).rejects.toThrow(said);
  });

  it('an inference component that may use the model keeps it', async () => {
    const { arn } = model('fraud');
    stage.aws.fail = (call) => (call.operation === 'ListInferenceComponents' ? faults.denied : undefined);
    const plan = await planOf(arn);
    expect((plan.fix as HostingPlan).kept).toEqual(['fraud']);
  });

  it.each([
    ['arn:aws:s3:::bucket', /expected the ARN of a SageMaker resource/],
    [`arn:aws:sagemaker:eu-west-1:${home}:model/none`, /no such resource/],
    [`arn:aws:sagemaker:eu-west-1:${home}:cluster/c1`, /no fix is written for Cluster: a HyperPod cluster's VpcConfig is set for life/],
    [`arn:aws:sagemaker:eu-west-1:${home}:pipeline/p/execution/e`, /no fix is written for PipelineExecution/],
  ])('%s', async (arn, said) => expect(plans(arn)).rejects.toThrow(said));

  it.each([
    [{ network: undefined }, /give --subnets subnet-\.\.\. --security-groups sg-\.\.\./],
    [{ network: { subnets: ['vpc-1'], securityGroupIds: ['sg-1'] } }, /--subnets "vpc-1": expected subnet-/],
    [{ name: 'a b' }, /--name "a b": not a name that SageMaker takes/],
    [{ name: 'fraud' }, /give a name that is not its own/],
  ])('%j', async (more, said) => expect(plans(model('fraud').arn, more)).rejects.toThrow(said));
});

it('every file of a whole fix, for review', async () => {
  const { arn } = model('Fraud');
  config('fraud-config', ['Fraud'], {
    DataCaptureConfig: {
      EnableCapture: true,
      InitialSamplingPercentage: 5,
      DestinationS3Uri: 's3://captured',
      CaptureOptions: [{ CaptureMode: 'Input' }],
    },
  });
  endpoint('fraud', 'fraud-config');
  const plan = await planOf(arn, { alarms: ["it's 5xx"] });
  const { files } = filesOf(plan, everything);
  for (const { path, content } of files)
    await expect(content).toMatchFileSnapshot(`../golden/remediate/model/${path.replace(/^\./, 'dot')}`);
  await expect(textOf(plan)).toMatchFileSnapshot('../golden/remediate/model/plan.txt');
});

function fileOf(plan: Plan, path: string): string {
  return filesOf(plan, everything).files.find((file) => file.path === path)?.content ?? '';
}

function textOf(plan: Plan): string {
  const { files, refused } = filesOf(plan, everything);
  return remediationText({ plan, folder: 'fix', files, refused });
}
