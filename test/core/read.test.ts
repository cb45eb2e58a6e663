import { describe, expect, test } from 'vitest';
import type { Posture } from '../../src/core/posture.ts';
import { attemptOf, call, changeOf, readOne, record, vpcConfig } from '../support/records.ts';

const config = { subnets: vpcConfig.subnets, securityGroupIds: vpcConfig.securityGroupIds };
const known = (value: unknown) => ({ known: true, value, from: 'request' });
const unseen = (why: string) => [{ at: '', value: { known: false, why } }];

describe('posture', () => {
  test.each<[string, unknown, Partial<Record<keyof Posture, unknown>>]>([
    ['no VpcConfig', call('CreateModel', { modelName: 'm' }), { vpc: [{ at: 'VpcConfig', value: known(null) }] }],
    ['null is absent', call('CreateModel', { modelName: 'm', vpcConfig: null }), { vpc: [{ at: 'VpcConfig', value: known(null) }] }],
    [
      'an empty VpcConfig',
      call('CreateModel', { vpcConfig: {}, modelName: 'm' }),
      { vpc: [{ at: 'VpcConfig', value: known({ subnets: [], securityGroupIds: [] }) }] },
    ],
    [
      'unset elements',
      call('CreateModel', { vpcConfig: { subnets: ['', null], securityGroupIds: ['sg-1'] } }),
      { vpc: [{ at: 'VpcConfig', value: known({ subnets: [], securityGroupIds: ['sg-1'] }) }] },
    ],
    [
      'any casing',
      call('CreateModel', { VPCCONFIG: { Subnets: vpcConfig.subnets, securitygroupids: vpcConfig.securityGroupIds } }),
      { vpc: [{ at: 'VpcConfig', value: known(config) }] },
    ],
    [
      'a VpcConfig that is a string',
      call('CreateModel', { vpcConfig: 'subnet-1' }),
      { vpc: [{ at: 'VpcConfig', value: { known: false, why: 'opaque' } }] },
    ],
    [
      'a VpcConfig that was left out for size',
      call('CreateModel', { modelName: 'm', vpcConfig: { omitted: true } }),
      { vpc: [{ at: 'VpcConfig', value: { known: false, why: 'omitted' } }] },
    ],
    [
      'isolation: absent, null and false are alike',
      call('CreateModel', { modelName: 'm', enableNetworkIsolation: null }),
      { networkIsolation: [{ at: 'EnableNetworkIsolation', value: known(false) }] },
    ],
    [
      'isolation as text',
      call('CreateModel', { enableNetworkIsolation: 'true' }),
      { networkIsolation: [{ at: 'EnableNetworkIsolation', value: known(true) }] },
    ],
    [
      'isolation that is a number',
      call('CreateModel', { enableNetworkIsolation: 1 }),
      { networkIsolation: [{ at: 'EnableNetworkIsolation', value: { known: false, why: 'opaque' } }] },
    ],
    [
      'every tuning definition',
      call('CreateHyperParameterTuningJob', { trainingJobDefinition: { vpcConfig }, trainingJobDefinitions: [{ vpcConfig }, {}] }),
      {
        vpc: [
          { at: 'TrainingJobDefinition.VpcConfig', value: known(config) },
          { at: 'TrainingJobDefinitions[0].VpcConfig', value: known(config) },
          { at: 'TrainingJobDefinitions[1].VpcConfig', value: known(null) },
        ],
      },
    ],
    [
      'a tuning definition that is no object',
      call('CreateHyperParameterTuningJob', { trainingJobDefinitions: [{ vpcConfig }, 'x'] }),
      {
        vpc: [
          { at: 'TrainingJobDefinitions[0].VpcConfig', value: known(config) },
          { at: 'TrainingJobDefinitions[1].VpcConfig', value: { known: false, why: 'opaque' } },
        ],
      },
    ],
    [
      'a HyperPod group takes the cluster VpcConfig',
      call('CreateCluster', {
        clusterName: 'c',
        vpcConfig,
        instanceGroups: [{ instanceGroupName: 'a' }, { instanceGroupName: 'b', overrideVpcConfig: { subnets: [], securityGroupIds: [] } }],
      }),
      {
        vpc: [
          { at: 'InstanceGroups[a].OverrideVpcConfig', value: known(config) },
          { at: 'InstanceGroups[b].OverrideVpcConfig', value: known({ subnets: [], securityGroupIds: [] }) },
        ],
      },
    ],
    [
      'a HyperPod group of a cluster without VpcConfig',
      call('CreateCluster', {
        clusterName: 'c',
        instanceGroups: [{ instanceGroupName: 'a', overrideVpcConfig: vpcConfig }, { instanceGroupName: 'b' }],
      }),
      {
        vpc: [
          { at: 'InstanceGroups[a].OverrideVpcConfig', value: known(config) },
          { at: 'InstanceGroups[b].OverrideVpcConfig', value: known(null) },
        ],
      },
    ],
    [
      'counts of heterogeneous groups are summed',
      call('CreateTrainingJob', {
        resourceConfig: { instanceCount: 0, instanceGroups: [{ instanceCount: 1 }, { instanceCount: 2 }] },
        enableInterContainerTrafficEncryption: false,
      }),
      { interContainerTraffic: [{ at: 'EnableInterContainerTrafficEncryption', value: known({ encrypted: false, instanceCount: 3 }) }] },
    ],
    [
      'a processing job, one level deeper',
      call('CreateProcessingJob', { networkConfig: { vpcConfig, enableNetworkIsolation: true } }),
      {
        vpc: [{ at: 'NetworkConfig.VpcConfig', value: known(config) }],
        networkIsolation: [{ at: 'NetworkConfig.EnableNetworkIsolation', value: known(true) }],
      },
    ],
    [
      'AutoML V1',
      call('CreateAutoMLJob', { autoMLJobConfig: { securityConfig: { vpcConfig } } }),
      { vpc: [{ at: 'AutoMLJobConfig.SecurityConfig.VpcConfig', value: known(config) }] },
    ],
    [
      'AutoML V2',
      call('CreateAutoMLJobV2', { autoMLJobConfig: { securityConfig: { vpcConfig } } }),
      { vpc: [{ at: 'SecurityConfig.VpcConfig', value: known(null) }] },
    ],
    [
      'a notebook, by default on the internet',
      call('CreateNotebookInstance', { subnetId: 'subnet-1' }),
      { directInternetAccess: [{ at: 'DirectInternetAccess', value: known('Enabled') }] },
    ],
    [
      'a domain, by default public',
      call('CreateDomain', { vpcId: 'vpc-1' }),
      { appNetworkAccessType: [{ at: 'AppNetworkAccessType', value: known('PublicInternetOnly') }] },
    ],
    [
      'an update that leaves a setting alone',
      call('UpdateDomain', { domainId: 'd-1' }),
      { appNetworkAccessType: [{ at: 'AppNetworkAccessType', value: { known: false, why: 'unchanged' } }] },
    ],
    [
      'UpdateMonitoringSchedule replaces the whole config',
      call('UpdateMonitoringSchedule', { monitoringScheduleConfig: { monitoringJobDefinition: {} } }),
      { vpc: [{ at: 'MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig.VpcConfig', value: known(null) }] },
    ],
    [
      'a schedule that names its job definition',
      call('CreateMonitoringSchedule', { monitoringScheduleConfig: { monitoringJobDefinitionName: 'd' } }),
      { vpc: undefined, networkIsolation: undefined },
    ],
    [
      'variants that name models',
      call('CreateEndpointConfig', { productionVariants: [{ modelName: 'm' }] }),
      { vpc: undefined, networkIsolation: undefined },
    ],
    [
      'a variant without a model',
      call('CreateEndpointConfig', { productionVariants: [{ modelName: 'm' }, { variantName: 'v' }] }),
      { vpc: [{ at: 'VpcConfig', value: known(null) }] },
    ],
    ['a labeling job without compute', call('CreateLabelingJob', { labelingJobName: 'l' }), { vpc: undefined }],
    [
      'a labeling job with compute',
      call('CreateLabelingJob', { labelingJobAlgorithmsConfig: { labelingJobAlgorithmSpecificationArn: 'a' } }),
      { vpc: [{ at: 'LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VpcConfig', value: known(null) }] },
    ],
    ['requestParameters null', call('CreateModel', null), { vpc: unseen('omitted'), networkIsolation: unseen('omitted') }],
    ['requestParameters empty', call('CreateModel', {}), { vpc: unseen('omitted') }],
    [
      'requestParameters omitted',
      call('CreateModel', { omitted: true, originalSize: 120000, reason: 'too large' }),
      { vpc: unseen('omitted') },
    ],
    ['requestParameters that are no object', call('CreateModel', [1]), { vpc: unseen('opaque') }],
    [
      'requestParameters as a JSON string, as Athena exports them',
      call('CreateModel', JSON.stringify({ vpcConfig })),
      { vpc: [{ at: 'VpcConfig', value: known(config) }] },
    ],
    [
      'a service event',
      record('CreateTrainingJob', { eventType: 'AwsServiceEvent', requestParameters: null }),
      { vpc: unseen('not-recorded') },
    ],
    [
      'a pipeline in S3',
      call('CreatePipeline', { pipelineName: 'p', pipelineDefinitionS3Location: { bucket: 'b' } }),
      { vpc: unseen('opaque') },
    ],
    ['a pipeline that is no JSON', call('CreatePipeline', { pipelineDefinition: '{' }), { vpc: unseen('opaque') }],
    ['a pipeline that is left alone', call('UpdatePipeline', { pipelineName: 'p', roleArn: 'r' }), { vpc: unseen('unchanged') }],
    [
      'steps of a pipeline, also in conditions and with expressions',
      call('CreatePipeline', {
        pipelineDefinition: JSON.stringify({
          Steps: [
            { Name: 'a', Type: 'Training', Arguments: { VpcConfig: { Subnets: { Get: 'Parameters.S' }, SecurityGroupIds: ['sg-1'] } } },
            {
              Name: 'b',
              Type: 'Condition',
              Arguments: {
                IfSteps: [{ Name: 'c', Type: 'Model', Arguments: { VpcConfig: { Get: 'Parameters.V' } } }],
                ElseSteps: [{ Name: 'd', Type: 'Processing', Arguments: {} }],
              },
            },
            { Name: 'e', Type: 'Lambda', Arguments: {} },
          ],
        }),
      }),
      {
        vpc: [
          { at: 'Steps[0].Arguments.VpcConfig', value: { known: false, why: 'opaque' } },
          { at: 'Steps[1].Arguments.IfSteps[0].Arguments.VpcConfig', value: { known: false, why: 'opaque' } },
          { at: 'Steps[1].Arguments.ElseSteps[0].Arguments.NetworkConfig.VpcConfig', value: known(null) },
        ],
      },
    ],
    [
      'a job document, wherever it keeps its VpcConfig',
      call('CreateJob', {
        jobConfigDocument: JSON.stringify({
          a: [{ VpcConfig: { Subnets: vpcConfig.subnets, SecurityGroupIds: vpcConfig.securityGroupIds } }],
        }),
      }),
      { vpc: [{ at: 'JobConfigDocument.a[0].VpcConfig', value: known(config) }] },
    ],
    ['a job document without one', call('CreateJob', { jobConfigDocument: '{}' }), { vpc: unseen('opaque') }],
    ['a job document that is no JSON', call('CreateJob', { jobConfigDocument: 'x' }), { vpc: unseen('opaque') }],
  ])('%s', (_, value, expected) => {
    const { posture } = changeOf(value);
    for (const [setting, places] of Object.entries(expected)) expect(posture[setting as keyof Posture]).toEqual(places);
  });
});

describe('what a record is', () => {
  test.each<[string, unknown, string]>([
    ['a change', call('CreateModel', { modelName: 'm' }), 'change'],
    ['an errorCode', call('CreateTrainingJob', { trainingJobName: 't' }, { errorCode: 'ResourceInUse' }), 'failed-attempt'],
    [
      'an errorCode inside responseElements',
      call('CreateTrainingJob', { trainingJobName: 't' }, { responseElements: { errorCode: 'ResourceInUse' } }),
      'failed-attempt',
    ],
    ['an unset errorCode', call('CreateModel', { modelName: 'm' }, { errorCode: '' }), 'change'],
    ['the same name from another service', call('CreateApp', { name: 'a' }, { eventSource: 'amplify.amazonaws.com' }), 'ignored'],
    ['a read of ours', call('DescribeModel', { modelName: 'm' }), 'ignored'],
    [
      'a network activity event of an API call that has its own record',
      call('CreateModel', { modelName: 'm' }, { eventCategory: 'NetworkActivity' }),
      'ignored',
    ],
    ['a delete', call('DeleteModel', { modelName: 'm' }), 'lifecycle'],
    ['a stop', call('StopTrainingJob', { trainingJobName: 't' }), 'lifecycle'],
    ['a refused delete', call('DeleteModel', { modelName: 'm' }, { errorCode: 'AccessDenied' }), 'ignored'],
    ['an endpoint switch', call('UpdateEndpoint', { endpointName: 'e', endpointConfigName: 'c' }), 'lifecycle'],
    ['logging stopped', call('StopLogging', { name: 't' }, { eventSource: 'cloudtrail.amazonaws.com' }), 'trail-control'],
    ['a read of CloudTrail', call('DescribeTrails', {}, { eventSource: 'cloudtrail.amazonaws.com' }), 'ignored'],
    ['nonsense', 'nonsense', 'unreadable'],
  ])('%s', (_, value, kind) => {
    expect(readOne(value).kind).toBe(kind);
  });

  test('a failed attempt keeps its code', () => {
    expect(attemptOf(call('CreateModel', { modelName: 'm' }, { responseElements: { errorCode: 'AccessDenied' } })).errorCode).toBe(
      'AccessDenied',
    );
  });

  test.each<[string, Record<string, unknown>, boolean]>([
    ['StopLogging', { name: 't' }, true],
    ['DeleteTrail', { name: 't' }, true],
    ['StartLogging', { name: 't' }, false],
    ['UpdateTrail', { name: 't', isMultiRegionTrail: false }, true],
    ['UpdateTrail', { name: 't', s3BucketName: 'b' }, true],
    ['UpdateTrail', { name: 't', enableLogFileValidation: true }, false],
    ['PutEventSelectors', { trailName: 't', eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }] }, false],
    ['PutEventSelectors', { trailName: 't', eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }] }, true],
    ['PutEventSelectors', { trailName: 't', eventSelectors: [{ readWriteType: 'All', includeManagementEvents: false }] }, true],
    [
      'PutEventSelectors',
      { trailName: 't', advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] }] },
      false,
    ],
    [
      'PutEventSelectors',
      { trailName: 't', advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Data'] }] }] },
      true,
    ],
  ])('%s %j blinds: %s', (eventName, request, blinding) => {
    const reading = readOne(call(eventName, request, { eventSource: 'cloudtrail.amazonaws.com' }));
    expect(reading.kind === 'trail-control' && reading.control.blinding).toBe(blinding);
  });
});

describe('the resource', () => {
  test.each<[string, unknown, { name: string | null; arn: string | null }]>([
    [
      'name and ARN',
      call('CreateModel', { modelName: 'm' }, { responseElements: { modelArn: 'arn:aws:sagemaker:eu-west-1:111122223333:model/m' } }),
      { name: 'm', arn: 'arn:aws:sagemaker:eu-west-1:111122223333:model/m' },
    ],
    ['an acronym at the start', call('CreateAIBenchmarkJob', { aIBenchmarkJobName: 'b' }), { name: 'b', arn: null }],
    [
      'a name from the ARN of a service event',
      record('CreateTrainingJob', {
        eventType: 'AwsServiceEvent',
        requestParameters: null,
        serviceEventDetails: { trainingJobArn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/t-001-0123abcd' },
      }),
      { name: 't-001-0123abcd', arn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/t-001-0123abcd' },
    ],
    [
      'an ARN in resources only',
      record('CreateTrainingJob', {
        requestParameters: null,
        resources: [{ ARN: 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/t' }],
      }),
      { name: 't', arn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/t' },
    ],
    [
      'a cluster, whose ARN holds an id',
      call(
        'CreateCluster',
        { clusterName: 'c' },
        { responseElements: { clusterArn: 'arn:aws:sagemaker:eu-west-1:111122223333:cluster/abc' } },
      ),
      { name: 'c', arn: 'arn:aws:sagemaker:eu-west-1:111122223333:cluster/abc' },
    ],
  ])('%s', (_, value, expected) => {
    const { resource } = changeOf(value);
    expect({ name: resource.name, arn: resource.arn.known ? resource.arn.value : null }).toEqual(expected);
  });
});

describe('the actor', () => {
  test.each<[string, unknown, Record<string, string>]>([
    [
      'a role session',
      {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::1:assumed-role/R/alice',
        sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::1:role/path/R' } },
      },
      { type: 'AssumedRole', principal: 'arn:aws:iam::1:role/path/R', sessionName: 'alice' },
    ],
    [
      'a role session without an issuer',
      { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/R/alice' },
      { principal: 'arn:aws:iam::111122223333:role/R' },
    ],
    [
      'a user',
      { type: 'IAMUser', arn: 'arn:aws:iam::1:user/u', userName: 'u' },
      { name: 'arn:aws:iam::1:user/u', principal: 'arn:aws:iam::1:user/u' },
    ],
    [
      'an Identity Center user',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: 'abc' }, accountId: '1' },
      { onBehalfOf: 'abc', name: '1' },
    ],
    ['a service', { accountId: '1', invokedBy: 'sagemaker.amazonaws.com' }, { type: 'AWSService', name: 'sagemaker.amazonaws.com' }],
    ['nobody', null, { type: 'Unknown', name: 'unknown' }],
  ])('%s', (_, userIdentity, expected) => {
    expect(changeOf(call('CreateModel', { modelName: 'm' }, { userIdentity })).actor).toMatchObject(expected);
  });
});

test('a record may count more instances than a call takes arguments', () => {
  const instancePreferences = Array.from({ length: 200_000 }, (_, at) => ({
    instanceType: 'ml.m5.large',
    instanceCount: at === 7 ? 3 : 1,
  }));
  const { posture } = changeOf(call('CreateTrainingJob', { trainingJobName: 't', resourceConfig: { instancePreferences } }));
  expect(posture.interContainerTraffic).toMatchObject([{ value: { known: true, value: { instanceCount: 3 } } }]);
});
