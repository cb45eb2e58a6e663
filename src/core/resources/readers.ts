import { pipeline } from './documents.ts';
import { type CountPaths, layout, type PostureReader } from './layout.ts';

/** Where each kind of request keeps its settings. Types with semantics of their own have a file each. */

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

/** It takes no setting of ours; what it refers to does. */
export const none: PostureReader = { settings: [], read: () => ({}) };

export const trainingJob = layout({
  vpc: 'VpcConfig',
  networkIsolation: 'EnableNetworkIsolation',
  interContainerTraffic: { flag: 'EnableInterContainerTrafficEncryption', counts: training.counts },
  remoteDebug: 'RemoteDebugConfig.EnableRemoteDebug',
  instances: instances(training.types, training.counts),
});
export const tuningJob = layout({
  within: ['TrainingJobDefinition', 'TrainingJobDefinitions[]'],
  vpc: 'VpcConfig',
  networkIsolation: 'EnableNetworkIsolation',
  interContainerTraffic: { flag: 'EnableInterContainerTrafficEncryption', counts: tuningCounts },
  instances: instances(
    [...training.types, `${tuningResources}.InstanceType`, `${tuningResources}.InstanceConfigs[].InstanceType`],
    tuningCounts,
  ),
});
export const processingJob = layout({
  vpc: 'NetworkConfig.VpcConfig',
  networkIsolation: 'NetworkConfig.EnableNetworkIsolation',
  interContainerTraffic: { flag: 'NetworkConfig.EnableInterContainerTrafficEncryption', counts: processing.counts },
  instances: instances(processing.types, processing.counts),
});
export const monitoringJob = layout({
  vpc: 'NetworkConfig.VpcConfig',
  networkIsolation: 'NetworkConfig.EnableNetworkIsolation',
  interContainerTraffic: { flag: 'NetworkConfig.EnableInterContainerTrafficEncryption', counts: monitoring.counts },
  instances: instances(monitoring.types, monitoring.counts),
});
export const model = layout({ vpc: 'VpcConfig', networkIsolation: 'EnableNetworkIsolation' });
export const vpcOnly = layout({ vpc: 'VpcConfig' });
/** AutoML chooses its instances itself: the request has no count. */
const autoML = (security: string) =>
  layout({
    vpc: `${security}.VpcConfig`,
    interContainerTraffic: { flag: `${security}.EnableInterContainerTrafficEncryption`, counts: [] },
  });
export const autoMLV1 = autoML('AutoMLJobConfig.SecurityConfig');
export const autoMLV2 = autoML('SecurityConfig');
export const notebook = layout({
  directInternetAccess: 'DirectInternetAccess',
  networkAttachment: { subnets: 'SubnetId', securityGroupIds: ['SecurityGroupIds'] },
});
const domainAttachment = (settings: string) => ({
  vpcId: 'VpcId',
  subnets: 'SubnetIds',
  securityGroupIds: ['DefaultUserSettings.SecurityGroups', 'DefaultSpaceSettings.SecurityGroups', `${settings}.SecurityGroupIds`],
});
export const domain = (settings: string) =>
  layout({ appNetworkAccessType: 'AppNetworkAccessType', networkAttachment: domainAttachment(settings) });
export const userProfile = layout({ networkAttachment: { securityGroupIds: ['UserSettings.SecurityGroups'] } });

/** Pipeline step types whose Arguments are a request of ours (SageMaker Pipelines, "Pipeline steps"). */
const stepReaders: Readonly<Record<string, PostureReader>> = {
  training: trainingJob,
  processing: processingJob,
  tuning: tuningJob,
  model: model,
  automl: autoMLV1,
  clarifycheck: processingJob,
  qualitycheck: processingJob,
};
/** By type in lower case; `undefined`: nothing in the Arguments of such a step is judged. */
export const readerOfStep = (type: string): PostureReader | undefined => (Object.hasOwn(stepReaders, type) ? stepReaders[type] : undefined);
export const pipelineDefinition = pipeline(readerOfStep);

export const workforce = layout({
  networkAttachment: {
    vpcId: 'WorkforceVpcConfig.VpcId',
    subnets: 'WorkforceVpcConfig.Subnets',
    securityGroupIds: ['WorkforceVpcConfig.SecurityGroupIds'],
  },
});
