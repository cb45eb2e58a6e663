import type { ClusterState } from './cluster.ts';
import { setCluster, setClusterUpdate } from './cluster.ts';
import type { Rule, Truth } from './key.ts';
import { setClusterCount, setIsolation, setNetworkConfig, setOrLeave, setVpc } from './network.ts';
import { setAutoML, setJobDocument, setPipeline } from './pipeline.ts';
import type { Random } from './random.ts';
import { child, type Draft, randomRequest, removePath } from './request.ts';
import { operationShape, type Structure } from './shapes.ts';
import { setTraining, setTuning } from './training.ts';

/** Every operation of the population: which rules look at it, which members decide, and how to set them with a known answer. */

export interface Earlier {
  readonly truth: Truth;
  readonly cluster?: ClusterState | undefined;
}

export interface ModelOperation {
  readonly rules: readonly Rule[];
  /** Members in API casing that the shape's own random values must not touch. */
  readonly own: readonly string[];
  set(request: Draft, random: Random, earlier?: Earlier): Truth | { truth: Truth; state: ClusterState | undefined };
}

const vpc = 'vpc-required';
const isolation = 'network-isolation-required';
const encryption = 'inter-container-encryption-required';
const all = [vpc, isolation, encryption] as const;

const vpcOnly = (...path: string[]): ModelOperation => ({
  rules: [vpc],
  own: [[...path, 'VpcConfig'].join('.')],
  set: (request, random) => ({ [vpc]: [setVpc(path.reduce(child, request), random)] }),
});

const jobDefinition: ModelOperation = {
  rules: all,
  own: ['NetworkConfig'],
  set: (request, random) => setNetworkConfig(request, random, setClusterCount(child(request, 'JobResources'), random)),
};

const schedule: ModelOperation = {
  rules: all,
  own: ['MonitoringScheduleConfig.MonitoringJobDefinition', 'MonitoringScheduleConfig.MonitoringJobDefinitionName'],
  set(request, random) {
    const config = child(request, 'MonitoringScheduleConfig');
    if (random.chance(0.25)) {
      config.MonitoringJobDefinitionName = `definition-${random.hex(6)}`;
      if (random.chance(0.3)) config.MonitoringJobDefinition = null;
      return {};
    }
    const definition = child(config, 'MonitoringJobDefinition');
    definition.RoleArn = 'arn:aws:iam::111122223333:role/monitor';
    return setNetworkConfig(definition, random, setClusterCount(child(definition, 'MonitoringResources'), random));
  },
};

const endpointConfig: ModelOperation = {
  rules: [vpc, isolation],
  own: ['VpcConfig', 'EnableNetworkIsolation', 'ProductionVariants', 'ShadowProductionVariants'],
  set(request, random) {
    const named = { ModelName: `model-${random.hex(6)}` };
    const variant = (inherits: boolean, index: number): Draft => ({
      VariantName: `v${index}`,
      ...(inherits ? named : random.pick<Draft>([{}, { ModelName: null }, { ModelName: '' }])),
      ...(inherits && random.chance(0.3)
        ? { ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } }
        : { InstanceType: 'ml.m5.large' }),
    });
    const inherits = random.pick([true, false, 'mixed'] as const);
    const of = (index: number) => variant(inherits === 'mixed' ? index === 0 : inherits, index);
    const variants = random.times(inherits === 'mixed' ? 2 : 1, 3, of);
    const shadow = variants.length > 1 && random.chance(0.4) ? variants.splice(1) : [];
    request.ProductionVariants = variants;
    if (shadow.length > 0) request.ShadowProductionVariants = shadow;
    const own: Truth = { [vpc]: [setVpc(request, random)], [isolation]: [setIsolation(request, random)] };
    return inherits === true ? {} : own;
  },
};

const labeling: ModelOperation = {
  rules: [vpc],
  own: ['LabelingJobAlgorithmsConfig'],
  set(request, random) {
    if (random.chance(0.25)) {
      setOrLeave(request, 'LabelingJobAlgorithmsConfig', random, [undefined, null]);
      return {};
    }
    const algorithms = child(request, 'LabelingJobAlgorithmsConfig');
    algorithms.LabelingJobAlgorithmSpecificationArn = 'arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/image';
    if (random.chance(0.15)) {
      setOrLeave(algorithms, 'LabelingJobResourceConfig', random, [undefined, null]);
      return { [vpc]: ['fail'] };
    }
    return { [vpc]: [setVpc(child(algorithms, 'LabelingJobResourceConfig'), random)] };
  },
};

/** A setting of its own with two values; not given, a create takes the default and an update leaves it. */
const choice = (rule: Rule, member: string, good: string, bad: string, mode: 'create' | 'update'): ModelOperation => ({
  rules: [rule],
  own: [member],
  set(request, random) {
    const kind = random.next();
    if (kind < 0.4) request[member] = good;
    else if (kind < 0.6) request[member] = bad;
    else setOrLeave(request, member, random, [undefined, null, '']);
    return { [rule]: [kind < 0.4 ? 'pass' : kind < 0.6 || mode === 'create' ? 'fail' : 'unchanged'] };
  },
});

/** In the population, and nothing that the default rules look at: it has no such setting, or inherits it. */
const inherits: ModelOperation = { rules: [], own: [], set: () => ({}) };

export const modelOperations: Readonly<Record<string, ModelOperation>> = {
  CreateAIBenchmarkJob: { ...vpcOnly('NetworkConfig'), own: ['NetworkConfig'] },
  CreateAutoMLJob: {
    rules: [vpc, encryption],
    own: ['AutoMLJobConfig.SecurityConfig'],
    set(request, random) {
      if (!random.chance(0.1)) return setAutoML(child(request, 'AutoMLJobConfig'), random);
      setOrLeave(request, 'AutoMLJobConfig', random, [undefined, null]);
      return { [vpc]: ['fail'], [encryption]: ['fail'] };
    },
  },
  CreateAutoMLJobV2: { rules: [vpc, encryption], own: ['SecurityConfig'], set: setAutoML },
  CreateCluster: { rules: [vpc], own: ['VpcConfig', 'InstanceGroups', 'RestrictedInstanceGroups'], set: setCluster },
  CreateCompilationJob: vpcOnly(),
  CreateDataQualityJobDefinition: jobDefinition,
  CreateDomain: choice('vpc-only-domain', 'AppNetworkAccessType', 'VpcOnly', 'PublicInternetOnly', 'create'),
  CreateEndpointConfig: endpointConfig,
  CreateHyperParameterTuningJob: {
    rules: all,
    own: ['TrainingJobDefinition', 'TrainingJobDefinitions'],
    set: (request, random) => setTuning(request, random, () => strip(randomRequest(definitionShape(), random), trainingMembers)),
  },
  CreateInferenceRecommendationsJob: vpcOnly('InputConfig'),
  CreateLabelingJob: labeling,
  CreateModel: {
    rules: [vpc, isolation],
    own: ['VpcConfig', 'EnableNetworkIsolation'],
    set: (request, random) => ({ [vpc]: [setVpc(request, random)], [isolation]: [setIsolation(request, random)] }),
  },
  CreateModelBiasJobDefinition: jobDefinition,
  CreateModelExplainabilityJobDefinition: jobDefinition,
  CreateModelQualityJobDefinition: jobDefinition,
  CreateMonitoringSchedule: schedule,
  CreateNotebookInstance: choice('direct-internet-disabled', 'DirectInternetAccess', 'Disabled', 'Enabled', 'create'),
  CreateOptimizationJob: vpcOnly(),
  CreateProcessingJob: {
    rules: all,
    own: ['NetworkConfig'],
    set: (request, random) => setNetworkConfig(request, random, setClusterCount(child(request, 'ProcessingResources'), random)),
  },
  CreateTrainingJob: {
    rules: all,
    own: ['VpcConfig', 'EnableNetworkIsolation', 'EnableInterContainerTrafficEncryption', 'ResourceConfig'],
    set: (request, random) => setTraining(request, random),
  },
  CreateTrainingSession: vpcOnly(),
  CreateUserProfile: inherits,
  CreateWorkforce: inherits,
  UpdateCluster: {
    rules: [vpc],
    own: ['InstanceGroups', 'RestrictedInstanceGroups'],
    set: (request, random, earlier) => setClusterUpdate(request, random, earlier?.cluster),
  },
  UpdateDomain: choice('vpc-only-domain', 'AppNetworkAccessType', 'VpcOnly', 'PublicInternetOnly', 'update'),
  UpdateMonitoringSchedule: schedule,
  // Nothing in the request can change DirectInternetAccess.
  UpdateNotebookInstance: { rules: ['direct-internet-disabled'], own: [], set: () => ({ 'direct-internet-disabled': ['unchanged'] }) },
  UpdateUserProfile: inherits,
  UpdateWorkforce: inherits,

  CreateJob: { rules: [vpc], own: ['JobConfigDocument'], set: setJobDocument },
  CreatePipeline: { rules: all, own: ['PipelineDefinition', 'PipelineDefinitionS3Location'], set: setPipeline },
  UpdatePipeline: {
    rules: all,
    own: ['PipelineDefinition', 'PipelineDefinitionS3Location'],
    set: (request, random) =>
      random.chance(0.6) ? setPipeline(request, random) : { [vpc]: ['unchanged'], [isolation]: ['unchanged'], [encryption]: ['unchanged'] },
  },
  CreateAlgorithm: inherits,
  CreateApp: inherits,
  CreateEndpoint: inherits,
  CreateInferenceComponent: inherits,
  CreateInferenceExperiment: inherits,
  CreateModelPackage: inherits,
  CreateSpace: inherits,
  CreateTransformJob: inherits,
  RetryPipelineExecution: inherits,
  StartPipelineExecution: inherits,
  UpdateInferenceComponent: inherits,
};

const trainingMembers = ['VpcConfig', 'EnableNetworkIsolation', 'EnableInterContainerTrafficEncryption', 'ResourceConfig'];

function definitionShape(): Structure {
  const shape = operationShape('CreateHyperParameterTuningJob').input.members.find(({ name }) => name === 'TrainingJobDefinition')?.shape;
  if (!shape || !('members' in shape)) throw new Error('TrainingJobDefinition is not a structure');
  return shape;
}

export function strip(request: Draft, paths: readonly string[]): Draft {
  for (const path of paths) removePath(request, path);
  return request;
}
