import { type Case, type Json, leftOut, within } from './case.ts';
import { absent, apart, clusters, good, instances, type Network, uncountedClusters, withoutVpc } from './network.ts';

/** Requests of the operations whose compute is a cluster of containers. */

export const networkConfig = ({ vpc, isolation, encryption }: Network): Json =>
  within('networkConfig', { ...vpc, ...isolation, ...encryption });

export const training = (network: Network): Json => ({
  ...network.vpc,
  ...network.isolation,
  ...network.encryption,
  resourceConfig: instances(network),
});

export const processing = (network: Network): Json => ({
  processingResources: { clusterConfig: instances(network) },
  ...networkConfig(network),
});

export const jobDefinitionCases: readonly Case[] = clusters((network) => ({
  jobDefinitionName: 'definition',
  jobResources: { clusterConfig: instances(network) },
  ...networkConfig(network),
}));

const tuning = (definitions: Json): Json => ({ hyperParameterTuningJobName: 'tuning', ...definitions });
const several = (...definitions: readonly Json[]): Json => tuning({ trainingJobDefinitions: definitions });
const { resourceConfig: _, ...notEncrypted } = training({ ...good, encryption: {} });

export const tuningCases: readonly Case[] = [
  ...clusters((network) => tuning({ trainingJobDefinition: training(network) })),
  { words: 'two definitions, both safe', request: several(training(good), training(good)) },
  { words: 'two definitions, one without VpcConfig', request: several(training(good), training(withoutVpc)) },
  { words: 'two definitions, one left out for size', request: several(training(good), leftOut) },
  { words: 'two definitions, one unsafe, one left out for size', request: several(training(absent), leftOut) },
  { words: 'definitions left out for size', request: tuning({ trainingJobDefinitions: leftOut }) },
  { words: 'no definition', request: tuning({}) },
  {
    words: 'not encrypted, two instances in an alternative of the tuning resources',
    request: tuning({
      trainingJobDefinition: {
        ...notEncrypted,
        hyperParameterTuningResourceConfig: {
          instanceConfigs: [
            { instanceType: 'ml.m5.xlarge', instanceCount: 1 },
            { instanceType: 'ml.m5.2xlarge', instanceCount: 2 },
          ],
        },
      },
    }),
  },
];

const remoteDebug = (enableRemoteDebug: boolean): Json => ({ remoteDebugConfig: { enableRemoteDebug } });
const job = { trainingJobName: 'job' };
const child = {
  trainingJobName: 'tuning-001-0123abcd',
  tuningJobArn: 'arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/tuning',
};
const parent = (definition: Json) => ({
  eventName: 'CreateHyperParameterTuningJob',
  request: tuning({ trainingJobDefinition: definition }),
});

export const trainingCases: readonly Case[] = [
  ...clusters((network) => ({ ...job, ...training(network) })),
  {
    words: 'not encrypted, two instance groups of one instance',
    request: {
      ...job,
      ...notEncrypted,
      resourceConfig: {
        instanceGroups: ['a', 'b'].map((instanceGroupName) => ({ instanceGroupName, ...instances(good), instanceCount: 1 })),
      },
    },
  },
  {
    words: 'not encrypted, resources left out for size',
    request: { ...job, ...notEncrypted, resourceConfig: leftOut },
  },
  { words: 'group that does not admit itself, two instances', request: { ...job, ...training(apart) } },
  { words: 'group that does not admit itself, no count', request: { ...job, ...training({ ...apart, count: {} }) } },
  {
    words: 'group that does not admit itself, resources left out for size',
    request: { ...job, ...training(apart), resourceConfig: leftOut },
  },
  { words: 'remote debugging on', request: { ...job, ...training(good), ...remoteDebug(true) } },
  { words: 'remote debugging off', request: { ...job, ...training(good), ...remoteDebug(false) } },
  { words: 'service event, its tuning job out of reach', request: null, service: child },
  { words: 'service event; its tuning job: every flag safe', request: null, service: child, before: parent(training(good)) },
  { words: 'service event; its tuning job: no network member', request: null, service: child, before: parent(training(absent)) },
];

const created = (words: string, members: Json) => ({
  words: `left alone; created: ${words}`,
  request: job,
  before: { eventName: 'CreateTrainingJob', request: { ...job, ...training(good), ...members } },
});
export const trainingUpdateCases: readonly Case[] = [
  { words: 'remote debugging on', request: { ...job, ...remoteDebug(true) } },
  { words: 'remote debugging off', request: { ...job, ...remoteDebug(false) } },
  { words: 'left alone', request: job },
  created('remote debugging off', {}),
  created('remote debugging on', remoteDebug(true)),
];

export const autoML = ({ vpc, encryption }: Network): Json => within('securityConfig', { ...vpc, ...encryption });
export const autoMLV1Cases: readonly Case[] = uncountedClusters((network) => ({
  autoMLJobName: 'automl',
  ...within('autoMLJobConfig', autoML(network)),
}));
export const autoMLV2Cases: readonly Case[] = uncountedClusters((network) => ({ autoMLJobName: 'automl', ...autoML(network) }));

const schedule = (monitoringScheduleConfig: Json): Json => ({ monitoringScheduleName: 'schedule', monitoringScheduleConfig });
export const scheduleCases: readonly Case[] = [
  ...clusters((network) =>
    schedule({
      monitoringJobDefinition: { monitoringResources: { clusterConfig: instances(network) }, ...networkConfig(network) },
    }),
  ),
  { words: 'names a job definition', request: schedule({ monitoringJobDefinitionName: 'definition' }) },
  { words: 'job left out for size', request: schedule({ monitoringJobDefinition: leftOut }) },
  { words: 'schedule left out for size', request: schedule(leftOut) },
];
