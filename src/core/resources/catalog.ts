import { hyperPodCluster } from './cluster.ts';
import { jobDocument, pipeline } from './documents.ts';
import { endpointConfig } from './endpoint-config.ts';
import { labelingJob } from './labeling-job.ts';
import { type CountPaths, layout, type PostureReader } from './layout.ts';
import { monitoringSchedule } from './monitoring-schedule.ts';
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
  readonly arn?: string;
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

const clusterOf = (holder: string) => ({
  counts: [
    { path: `${holder}.InstanceCount`, fold: 'sum' },
    { path: `${holder}.InstanceGroups[].InstanceCount`, fold: 'sum' },
    { path: `${holder}.InstancePreferences[].InstanceCount`, fold: 'max' },
  ] satisfies CountPaths,
  types: ['InstanceType', 'InstanceGroups[].InstanceType', 'InstancePreferences[].InstanceType'].map((member) => `${holder}.${member}`),
});
const training = clusterOf('ResourceConfig');
const processing = clusterOf('ProcessingResources.ClusterConfig');
const monitoring = clusterOf('JobResources.ClusterConfig');
const tuningResources = 'HyperParameterTuningResourceConfig';
const tuningCounts: CountPaths = [
  ...training.counts,
  { path: `${tuningResources}.InstanceCount`, fold: 'sum' },
  { path: `${tuningResources}.InstanceConfigs[].InstanceCount`, fold: 'max' },
];
const instances = (types: readonly string[], counts: CountPaths) => types.map((type) => ({ type, counts }));

const none: PostureReader = { settings: [], read: () => ({}) };

const trainingJob = layout({
  vpc: 'VpcConfig',
  networkIsolation: 'EnableNetworkIsolation',
  interContainerTraffic: { flag: 'EnableInterContainerTrafficEncryption', counts: training.counts },
  remoteDebug: 'RemoteDebugConfig.EnableRemoteDebug',
  instances: instances(training.types, training.counts),
});
const tuningJob = layout({
  within: ['TrainingJobDefinition', 'TrainingJobDefinitions[]'],
  vpc: 'VpcConfig',
  networkIsolation: 'EnableNetworkIsolation',
  interContainerTraffic: { flag: 'EnableInterContainerTrafficEncryption', counts: tuningCounts },
  instances: instances(
    [...training.types, `${tuningResources}.InstanceType`, `${tuningResources}.InstanceConfigs[].InstanceType`],
    tuningCounts,
  ),
});
const processingJob = layout({
  vpc: 'NetworkConfig.VpcConfig',
  networkIsolation: 'NetworkConfig.EnableNetworkIsolation',
  interContainerTraffic: { flag: 'NetworkConfig.EnableInterContainerTrafficEncryption', counts: processing.counts },
  instances: instances(processing.types, processing.counts),
});
const monitoringJob = layout({
  vpc: 'NetworkConfig.VpcConfig',
  networkIsolation: 'NetworkConfig.EnableNetworkIsolation',
  interContainerTraffic: { flag: 'NetworkConfig.EnableInterContainerTrafficEncryption', counts: monitoring.counts },
  instances: instances(monitoring.types, monitoring.counts),
});
const model = layout({ vpc: 'VpcConfig', networkIsolation: 'EnableNetworkIsolation' });
const vpcOnly = layout({ vpc: 'VpcConfig' });
/** AutoML chooses its instances itself: the request has no count. */
const autoML = (security: string) =>
  layout({
    vpc: `${security}.VpcConfig`,
    interContainerTraffic: { flag: `${security}.EnableInterContainerTrafficEncryption`, counts: [] },
  });
const autoMLV1 = autoML('AutoMLJobConfig.SecurityConfig');
const autoMLV2 = autoML('SecurityConfig');
const notebook = layout({
  directInternetAccess: 'DirectInternetAccess',
  networkAttachment: { subnets: 'SubnetId', securityGroupIds: ['SecurityGroupIds'] },
});
const domainAttachment = (settings: string) => ({
  vpcId: 'VpcId',
  subnets: 'SubnetIds',
  securityGroupIds: ['DefaultUserSettings.SecurityGroups', 'DefaultSpaceSettings.SecurityGroups', `${settings}.SecurityGroupIds`],
});
const domain = (settings: string) =>
  layout({ appNetworkAccessType: 'AppNetworkAccessType', networkAttachment: domainAttachment(settings) });
const userProfile = layout({ networkAttachment: { securityGroupIds: ['UserSettings.SecurityGroups'] } });

/** Pipeline step types whose Arguments are a request of ours (SageMaker Pipelines, "Pipeline steps"). */
const stepReaders: Readonly<Record<string, PostureReader>> = {
  Training: trainingJob,
  Processing: processingJob,
  Tuning: tuningJob,
  Model: model,
  AutoML: autoMLV1,
  ClarifyCheck: processingJob,
  QualityCheck: processingJob,
};
const pipelineDefinition = pipeline((type) => (Object.hasOwn(stepReaders, type) ? stepReaders[type] : undefined));

type Row = Omit<Operation, 'kind' | 'references' | 'networkMembers' | 'iamConditionKeys'> & Partial<Operation>;
const row = (operation: Row): Operation => ({
  kind: operation.eventName.startsWith('Update') ? 'update' : 'create',
  references: [],
  networkMembers: [],
  iamConditionKeys: [],
  ...operation,
});

const jobDefinition = (resource: ResourceType): Operation =>
  row({
    eventName: `Create${resource}`,
    resource,
    name: 'JobDefinitionName',
    arn: 'JobDefinitionArn',
    posture: monitoringJob,
    networkMembers: ['NetworkConfig'],
    iamConditionKeys: [...vpcKeys, isolationKey, encryptionKey],
  });

const scheduleMembers = {
  resource: 'MonitoringSchedule',
  name: 'MonitoringScheduleName',
  arn: 'MonitoringScheduleArn',
  posture: monitoringSchedule,
  networkMembers: ['MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig'],
  iamConditionKeys: [...vpcKeys, isolationKey, encryptionKey],
} as const satisfies Omit<Row, 'eventName'>;

const workforceMembers = {
  resource: 'Workforce',
  name: 'WorkforceName',
  arn: 'WorkforceArn',
  posture: layout({
    networkAttachment: {
      vpcId: 'WorkforceVpcConfig.VpcId',
      subnets: 'WorkforceVpcConfig.Subnets',
      securityGroupIds: ['WorkforceVpcConfig.SecurityGroupIds'],
    },
  }),
  networkMembers: ['WorkforceVpcConfig'],
} as const satisfies Omit<Row, 'eventName'>;

const clusterMembers = {
  resource: 'Cluster',
  name: 'ClusterName',
  arn: 'ClusterArn',
  posture: hyperPodCluster,
  iamConditionKeys: vpcKeys,
} as const satisfies Omit<Row, 'eventName'>;
const groupMembers = [
  'InstanceGroups[].OverrideVpcConfig',
  'InstanceGroups[].NetworkInterface',
  'RestrictedInstanceGroups[].OverrideVpcConfig',
];

const componentMembers = {
  resource: 'InferenceComponent',
  name: 'InferenceComponentName',
  arn: 'InferenceComponentArn',
  posture: none,
  references: [
    { type: 'Endpoint', path: 'EndpointName' },
    { type: 'Model', path: 'Specification.ModelName' },
    { type: 'Model', path: 'Specifications[].ModelName' },
  ],
} as const satisfies Omit<Row, 'eventName'>;

export const operations: readonly Operation[] = [
  row({
    eventName: 'CreateAIBenchmarkJob',
    resource: 'AIBenchmarkJob',
    name: 'AIBenchmarkJobName',
    arn: 'AIBenchmarkJobArn',
    posture: layout({ vpc: 'NetworkConfig.VpcConfig' }),
    networkMembers: ['NetworkConfig'],
  }),
  row({ eventName: 'CreateAlgorithm', resource: 'Algorithm', name: 'AlgorithmName', arn: 'AlgorithmArn', posture: none }),
  row({
    eventName: 'CreateApp',
    resource: 'App',
    name: 'AppName',
    arn: 'AppArn',
    posture: none,
    references: [{ type: 'Domain', path: 'DomainId' }],
  }),
  row({
    eventName: 'CreateAutoMLJob',
    resource: 'AutoMLJob',
    name: 'AutoMLJobName',
    arn: 'AutoMLJobArn',
    posture: autoMLV1,
    networkMembers: ['AutoMLJobConfig.SecurityConfig.VpcConfig', 'AutoMLJobConfig.SecurityConfig.EnableInterContainerTrafficEncryption'],
    iamConditionKeys: [...vpcKeys, encryptionKey],
  }),
  row({
    eventName: 'CreateAutoMLJobV2',
    resource: 'AutoMLJob',
    name: 'AutoMLJobName',
    arn: 'AutoMLJobArn',
    posture: autoMLV2,
    networkMembers: ['SecurityConfig.VpcConfig', 'SecurityConfig.EnableInterContainerTrafficEncryption'],
    iamConditionKeys: [...vpcKeys, encryptionKey],
  }),
  row({ eventName: 'CreateCluster', ...clusterMembers, networkMembers: ['VpcConfig', ...groupMembers] }),
  row({
    eventName: 'CreateCompilationJob',
    resource: 'CompilationJob',
    name: 'CompilationJobName',
    arn: 'CompilationJobArn',
    posture: vpcOnly,
    networkMembers: ['VpcConfig'],
  }),
  jobDefinition('DataQualityJobDefinition'),
  row({
    eventName: 'CreateDomain',
    resource: 'Domain',
    name: 'DomainName',
    arn: 'DomainArn',
    posture: domain('DomainSettings'),
    networkMembers: [
      'AppNetworkAccessType',
      'AppSecurityGroupManagement',
      'SubnetIds',
      'VpcId',
      'DefaultUserSettings.SecurityGroups',
      'DefaultSpaceSettings.SecurityGroups',
      'DomainSettings.SecurityGroupIds',
      'DomainSettings.DockerSettings.VpcOnlyTrustedAccounts',
    ],
    iamConditionKeys: [...vpcKeys, 'sagemaker:AppNetworkAccessType'],
  }),
  row({
    eventName: 'CreateEndpoint',
    resource: 'Endpoint',
    name: 'EndpointName',
    arn: 'EndpointArn',
    posture: none,
    references: [{ type: 'EndpointConfig', path: 'EndpointConfigName' }],
  }),
  row({
    eventName: 'CreateEndpointConfig',
    resource: 'EndpointConfig',
    name: 'EndpointConfigName',
    arn: 'EndpointConfigArn',
    posture: endpointConfig,
    references: [
      { type: 'Model', path: 'ProductionVariants[].ModelName' },
      { type: 'Model', path: 'ShadowProductionVariants[].ModelName' },
    ],
    networkMembers: ['VpcConfig', 'EnableNetworkIsolation'],
    iamConditionKeys: [...vpcKeys, isolationKey, 'sagemaker:ModelArn'],
  }),
  row({
    eventName: 'CreateHyperParameterTuningJob',
    resource: 'HyperParameterTuningJob',
    name: 'HyperParameterTuningJobName',
    arn: 'HyperParameterTuningJobArn',
    posture: tuningJob,
    networkMembers: ['TrainingJobDefinition', 'TrainingJobDefinitions[]'].flatMap((at) => [
      `${at}.VpcConfig`,
      `${at}.EnableNetworkIsolation`,
      `${at}.EnableInterContainerTrafficEncryption`,
    ]),
    iamConditionKeys: [...vpcKeys, isolationKey, encryptionKey],
  }),
  row({ eventName: 'CreateInferenceComponent', ...componentMembers, iamConditionKeys: ['sagemaker:ModelArn'] }),
  row({
    eventName: 'CreateInferenceExperiment',
    resource: 'InferenceExperiment',
    name: 'Name',
    arn: 'InferenceExperimentArn',
    posture: none,
    references: [
      { type: 'Endpoint', path: 'EndpointName' },
      { type: 'Model', path: 'ModelVariants[].ModelName' },
    ],
  }),
  row({
    eventName: 'CreateInferenceRecommendationsJob',
    resource: 'InferenceRecommendationsJob',
    name: 'JobName',
    arn: 'JobArn',
    posture: layout({ vpc: 'InputConfig.VpcConfig' }),
    references: [{ type: 'Model', path: 'InputConfig.ModelName' }],
    networkMembers: ['InputConfig.VpcConfig'],
  }),
  row({ eventName: 'CreateJob', resource: 'Job', name: 'JobName', arn: 'JobArn', posture: jobDocument, iamConditionKeys: vpcKeys }),
  row({
    eventName: 'CreateLabelingJob',
    resource: 'LabelingJob',
    name: 'LabelingJobName',
    arn: 'LabelingJobArn',
    posture: labelingJob,
    networkMembers: ['LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VpcConfig'],
  }),
  row({
    eventName: 'CreateModel',
    resource: 'Model',
    name: 'ModelName',
    arn: 'ModelArn',
    posture: model,
    references: [
      { type: 'ModelPackage', path: 'PrimaryContainer.ModelPackageName' },
      { type: 'ModelPackage', path: 'Containers[].ModelPackageName' },
    ],
    networkMembers: ['VpcConfig', 'EnableNetworkIsolation'],
    iamConditionKeys: [...vpcKeys, isolationKey],
  }),
  jobDefinition('ModelBiasJobDefinition'),
  jobDefinition('ModelExplainabilityJobDefinition'),
  row({ eventName: 'CreateModelPackage', resource: 'ModelPackage', name: 'ModelPackageName', arn: 'ModelPackageArn', posture: none }),
  jobDefinition('ModelQualityJobDefinition'),
  row({ eventName: 'CreateMonitoringSchedule', ...scheduleMembers }),
  row({
    eventName: 'CreateNotebookInstance',
    resource: 'NotebookInstance',
    name: 'NotebookInstanceName',
    arn: 'NotebookInstanceArn',
    posture: notebook,
    networkMembers: ['DirectInternetAccess', 'SubnetId', 'SecurityGroupIds'],
    iamConditionKeys: [...vpcKeys, 'sagemaker:DirectInternetAccess'],
  }),
  row({
    eventName: 'CreateOptimizationJob',
    resource: 'OptimizationJob',
    name: 'OptimizationJobName',
    arn: 'OptimizationJobArn',
    posture: vpcOnly,
    networkMembers: ['VpcConfig'],
  }),
  row({ eventName: 'CreatePipeline', resource: 'Pipeline', name: 'PipelineName', arn: 'PipelineArn', posture: pipelineDefinition }),
  row({
    eventName: 'CreateProcessingJob',
    resource: 'ProcessingJob',
    name: 'ProcessingJobName',
    arn: 'ProcessingJobArn',
    posture: processingJob,
    networkMembers: ['NetworkConfig'],
    iamConditionKeys: [...vpcKeys, isolationKey, encryptionKey],
  }),
  row({
    eventName: 'CreateSpace',
    resource: 'Space',
    name: 'SpaceName',
    arn: 'SpaceArn',
    posture: none,
    references: [{ type: 'Domain', path: 'DomainId' }],
  }),
  row({
    eventName: 'CreateTrainingJob',
    resource: 'TrainingJob',
    name: 'TrainingJobName',
    arn: 'TrainingJobArn',
    posture: trainingJob,
    networkMembers: ['VpcConfig', 'EnableNetworkIsolation', 'EnableInterContainerTrafficEncryption'],
    iamConditionKeys: [...vpcKeys, isolationKey, encryptionKey, 'sagemaker:EnableRemoteDebug'],
  }),
  row({
    eventName: 'CreateTrainingSession',
    resource: 'TrainingSession',
    name: 'TrainingSessionName',
    arn: 'TrainingSessionArn',
    posture: vpcOnly,
    networkMembers: ['VpcConfig'],
  }),
  row({
    eventName: 'CreateTransformJob',
    resource: 'TransformJob',
    name: 'TransformJobName',
    arn: 'TransformJobArn',
    posture: none,
    references: [{ type: 'Model', path: 'ModelName' }],
    iamConditionKeys: ['sagemaker:ModelArn'],
  }),
  row({
    eventName: 'CreateUserProfile',
    resource: 'UserProfile',
    name: 'UserProfileName',
    arn: 'UserProfileArn',
    posture: userProfile,
    references: [{ type: 'Domain', path: 'DomainId' }],
    networkMembers: ['UserSettings.SecurityGroups'],
    iamConditionKeys: ['sagemaker:VpcSecurityGroupIds'],
  }),
  row({ eventName: 'CreateWorkforce', ...workforceMembers }),
  row({
    eventName: 'RetryPipelineExecution',
    resource: 'PipelineExecution',
    name: 'PipelineExecutionArn',
    arn: 'PipelineExecutionArn',
    posture: none,
  }),
  row({
    eventName: 'StartPipelineExecution',
    resource: 'PipelineExecution',
    name: 'PipelineExecutionDisplayName',
    arn: 'PipelineExecutionArn',
    posture: none,
    references: [{ type: 'Pipeline', path: 'PipelineName' }],
  }),
  row({ eventName: 'UpdateCluster', ...clusterMembers, networkMembers: groupMembers }),
  row({
    eventName: 'UpdateDomain',
    resource: 'Domain',
    name: 'DomainId',
    arn: 'DomainArn',
    posture: domain('DomainSettingsForUpdate'),
    networkMembers: [
      'AppNetworkAccessType',
      'AppSecurityGroupManagement',
      'SubnetIds',
      'VpcId',
      'DefaultUserSettings.SecurityGroups',
      'DefaultSpaceSettings.SecurityGroups',
      'DomainSettingsForUpdate.SecurityGroupIds',
      'DomainSettingsForUpdate.DockerSettings.VpcOnlyTrustedAccounts',
    ],
    iamConditionKeys: [...vpcKeys, 'sagemaker:AppNetworkAccessType'],
  }),
  row({ eventName: 'UpdateInferenceComponent', ...componentMembers }),
  row({ eventName: 'UpdateMonitoringSchedule', ...scheduleMembers }),
  row({ eventName: 'UpdateNotebookInstance', resource: 'NotebookInstance', name: 'NotebookInstanceName', posture: notebook }),
  row({ eventName: 'UpdatePipeline', resource: 'Pipeline', name: 'PipelineName', arn: 'PipelineArn', posture: pipelineDefinition }),
  row({
    eventName: 'UpdateTrainingJob',
    resource: 'TrainingJob',
    name: 'TrainingJobName',
    arn: 'TrainingJobArn',
    posture: layout({ remoteDebug: 'RemoteDebugConfig.EnableRemoteDebug' }),
    iamConditionKeys: ['sagemaker:EnableRemoteDebug'],
  }),
  row({
    eventName: 'UpdateUserProfile',
    resource: 'UserProfile',
    name: 'UserProfileName',
    arn: 'UserProfileArn',
    posture: userProfile,
    references: [{ type: 'Domain', path: 'DomainId' }],
    networkMembers: ['UserSettings.SecurityGroups'],
    iamConditionKeys: ['sagemaker:VpcSecurityGroupIds'],
  }),
  row({ eventName: 'UpdateWorkforce', ...workforceMembers }),
];

const byEventName = new Map(operations.map((operation) => [operation.eventName, operation]));

export function operationOf(eventName: string): Operation | undefined {
  return byEventName.get(eventName);
}
