import { hyperPodCluster } from './cluster.ts';
import { jobDocument } from './documents.ts';
import { endpointConfig } from './endpoint-config.ts';
import { labelingJob } from './labeling-job.ts';
import { layout, type PostureReader } from './layout.ts';
import { monitoringSchedule } from './monitoring-schedule.ts';
import {
  autoMLV1,
  autoMLV2,
  domain,
  model,
  monitoringJob,
  none,
  notebook,
  pipelineDefinition,
  processingJob,
  trainingJob,
  tuningJob,
  userProfile,
  vpcOnly,
  workforce,
} from './readers.ts';
import type { ResourceType } from './types.ts';

/**
 * Every SageMaker operation that creates or changes something with a network posture, and those that inherit or spawn one.
 * Source: the SageMaker service model (2017-07-24) and the service authorization reference; `test/drift.test.ts` holds it
 * against the installed SDK. A new operation is one row here and an event under `events/`.
 */
export interface Operation {
  readonly eventName: string;
  readonly resource: ResourceType;
  readonly kind: 'create' | 'update';
  /** Request member with the resource's name or id. */
  readonly name: string;
  /** Response member with the ARN; responses of some updates have none. */
  readonly arn: string;
  readonly posture: PostureReader;
  /** Request members that name what the resource takes its posture from, or is part of. */
  readonly references: readonly { readonly type: ResourceType; readonly path: string }[];
  /** Network members of the request, read or knowingly left alone; a path covers all below it. */
  readonly networkMembers: readonly string[];
  /** IAM condition keys that can prevent it; none: detection is the only control. */
  readonly iamConditionKeys: readonly string[];
}

const vpcKeys = ['sagemaker:VpcSubnets', 'sagemaker:VpcSecurityGroupIds'];
const isolationKey = 'sagemaker:NetworkIsolation';
const encryptionKey = 'sagemaker:InterContainerTrafficEncryption';
const jobKeys = [...vpcKeys, isolationKey, encryptionKey];

type Details = Partial<Omit<Operation, 'eventName' | 'resource'>>;

/** What the names of AWS's members nearly always are; a row says where they are not. */
const row = (eventName: string, resource: ResourceType, details: Details = {}): Operation => ({
  eventName,
  resource,
  kind: eventName.startsWith('Update') ? 'update' : 'create',
  name: `${resource}Name`,
  arn: `${resource}Arn`,
  posture: none,
  references: [],
  networkMembers: [],
  iamConditionKeys: [],
  ...details,
});

const refer = (type: ResourceType, ...paths: string[]) => paths.map((path) => ({ type, path }));

const jobDefinition = (resource: ResourceType): Operation =>
  row(`Create${resource}`, resource, {
    name: 'JobDefinitionName',
    arn: 'JobDefinitionArn',
    posture: monitoringJob,
    networkMembers: ['NetworkConfig'],
    iamConditionKeys: jobKeys,
  });

const autoML = (posture: PostureReader, security: string): Details => ({
  posture,
  networkMembers: [`${security}.VpcConfig`, `${security}.EnableInterContainerTrafficEncryption`],
  iamConditionKeys: [...vpcKeys, encryptionKey],
});

const schedule: Details = {
  posture: monitoringSchedule,
  networkMembers: ['MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig'],
  iamConditionKeys: jobKeys,
};

const domainWith = (settings: string): Details => ({
  posture: domain(settings),
  networkMembers: [
    'AppNetworkAccessType',
    'AppSecurityGroupManagement',
    'SubnetIds',
    'VpcId',
    'DefaultUserSettings.SecurityGroups',
    'DefaultSpaceSettings.SecurityGroups',
    `${settings}.SecurityGroupIds`,
    `${settings}.DockerSettings.VpcOnlyTrustedAccounts`,
  ],
  iamConditionKeys: [...vpcKeys, 'sagemaker:AppNetworkAccessType'],
});

const profile: Details = {
  posture: userProfile,
  references: refer('Domain', 'DomainId'),
  networkMembers: ['UserSettings.SecurityGroups'],
  iamConditionKeys: ['sagemaker:VpcSecurityGroupIds'],
};

const groupMembers = [
  'InstanceGroups[].OverrideVpcConfig',
  'InstanceGroups[].NetworkInterface',
  'RestrictedInstanceGroups[].OverrideVpcConfig',
];
const cluster: Details = { posture: hyperPodCluster, networkMembers: groupMembers, iamConditionKeys: vpcKeys };

const component: Details = {
  references: [...refer('Endpoint', 'EndpointName'), ...refer('Model', 'Specification.ModelName', 'Specifications[].ModelName')],
};

const labor: Details = { posture: workforce, networkMembers: ['WorkforceVpcConfig'] };
const compute: Details = { posture: vpcOnly, networkMembers: ['VpcConfig'] };

export const operations: readonly Operation[] = [
  row('CreateAIBenchmarkJob', 'AIBenchmarkJob', { posture: layout({ vpc: 'NetworkConfig.VpcConfig' }), networkMembers: ['NetworkConfig'] }),
  row('CreateAlgorithm', 'Algorithm'),
  row('CreateApp', 'App', { references: refer('Domain', 'DomainId') }),
  row('CreateAutoMLJob', 'AutoMLJob', autoML(autoMLV1, 'AutoMLJobConfig.SecurityConfig')),
  row('CreateAutoMLJobV2', 'AutoMLJob', autoML(autoMLV2, 'SecurityConfig')),
  row('CreateCluster', 'Cluster', { ...cluster, networkMembers: ['VpcConfig', ...groupMembers] }),
  row('CreateCompilationJob', 'CompilationJob', compute),
  jobDefinition('DataQualityJobDefinition'),
  row('CreateDomain', 'Domain', domainWith('DomainSettings')),
  row('CreateEndpoint', 'Endpoint', { references: refer('EndpointConfig', 'EndpointConfigName') }),
  row('CreateEndpointConfig', 'EndpointConfig', {
    posture: endpointConfig,
    references: refer('Model', 'ProductionVariants[].ModelName', 'ShadowProductionVariants[].ModelName'),
    networkMembers: ['VpcConfig', 'EnableNetworkIsolation'],
    iamConditionKeys: [...vpcKeys, isolationKey, 'sagemaker:ModelArn', 'sagemaker:ServerlessMemorySize'],
  }),
  row('CreateHyperParameterTuningJob', 'HyperParameterTuningJob', {
    posture: tuningJob,
    networkMembers: ['TrainingJobDefinition', 'TrainingJobDefinitions[]'].flatMap((at) => [
      `${at}.VpcConfig`,
      `${at}.EnableNetworkIsolation`,
      `${at}.EnableInterContainerTrafficEncryption`,
    ]),
    iamConditionKeys: jobKeys,
  }),
  row('CreateInferenceComponent', 'InferenceComponent', { ...component, iamConditionKeys: ['sagemaker:ModelArn'] }),
  row('CreateInferenceExperiment', 'InferenceExperiment', {
    name: 'Name',
    references: [...refer('Endpoint', 'EndpointName'), ...refer('Model', 'ModelVariants[].ModelName')],
  }),
  row('CreateInferenceRecommendationsJob', 'InferenceRecommendationsJob', {
    name: 'JobName',
    arn: 'JobArn',
    posture: layout({ vpc: 'InputConfig.VpcConfig' }),
    references: refer('Model', 'InputConfig.ModelName'),
    networkMembers: ['InputConfig.VpcConfig'],
  }),
  row('CreateJob', 'Job', { posture: jobDocument, iamConditionKeys: vpcKeys }),
  row('CreateLabelingJob', 'LabelingJob', {
    posture: labelingJob,
    networkMembers: ['LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VpcConfig'],
  }),
  row('CreateModel', 'Model', {
    posture: model,
    references: refer('ModelPackage', 'PrimaryContainer.ModelPackageName', 'Containers[].ModelPackageName'),
    networkMembers: ['VpcConfig', 'EnableNetworkIsolation'],
    iamConditionKeys: [...vpcKeys, isolationKey],
  }),
  jobDefinition('ModelBiasJobDefinition'),
  jobDefinition('ModelExplainabilityJobDefinition'),
  row('CreateModelPackage', 'ModelPackage'),
  jobDefinition('ModelQualityJobDefinition'),
  row('CreateMonitoringSchedule', 'MonitoringSchedule', schedule),
  row('CreateNotebookInstance', 'NotebookInstance', {
    posture: notebook,
    networkMembers: ['DirectInternetAccess', 'SubnetId', 'SecurityGroupIds'],
    iamConditionKeys: [...vpcKeys, 'sagemaker:DirectInternetAccess'],
  }),
  row('CreateOptimizationJob', 'OptimizationJob', compute),
  row('CreatePipeline', 'Pipeline', { posture: pipelineDefinition }),
  row('CreateProcessingJob', 'ProcessingJob', { posture: processingJob, networkMembers: ['NetworkConfig'], iamConditionKeys: jobKeys }),
  row('CreateSpace', 'Space', { references: refer('Domain', 'DomainId') }),
  row('CreateTrainingJob', 'TrainingJob', {
    posture: trainingJob,
    networkMembers: ['VpcConfig', 'EnableNetworkIsolation', 'EnableInterContainerTrafficEncryption'],
    iamConditionKeys: [...jobKeys, 'sagemaker:EnableRemoteDebug'],
  }),
  row('CreateTrainingSession', 'TrainingSession', compute),
  row('CreateTransformJob', 'TransformJob', { references: refer('Model', 'ModelName'), iamConditionKeys: ['sagemaker:ModelArn'] }),
  row('CreateUserProfile', 'UserProfile', profile),
  row('CreateWorkforce', 'Workforce', labor),
  row('RetryPipelineExecution', 'PipelineExecution', { name: 'PipelineExecutionArn' }),
  row('StartPipelineExecution', 'PipelineExecution', {
    name: 'PipelineExecutionDisplayName',
    references: refer('Pipeline', 'PipelineName'),
  }),
  row('UpdateCluster', 'Cluster', cluster),
  row('UpdateDomain', 'Domain', { ...domainWith('DomainSettingsForUpdate'), name: 'DomainId' }),
  row('UpdateInferenceComponent', 'InferenceComponent', component),
  row('UpdateMonitoringSchedule', 'MonitoringSchedule', schedule),
  row('UpdateNotebookInstance', 'NotebookInstance', { posture: notebook }),
  row('UpdatePipeline', 'Pipeline', { posture: pipelineDefinition }),
  row('UpdateTrainingJob', 'TrainingJob', {
    posture: layout({ remoteDebug: 'RemoteDebugConfig.EnableRemoteDebug' }),
    iamConditionKeys: ['sagemaker:EnableRemoteDebug'],
  }),
  row('UpdateUserProfile', 'UserProfile', profile),
  row('UpdateWorkforce', 'Workforce', labor),
];

const byEventName = new Map(operations.map((operation) => [operation.eventName, operation]));

export function operationOf(eventName: string): Operation | undefined {
  return byEventName.get(eventName);
}
