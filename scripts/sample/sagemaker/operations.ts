import type { Call, Caller, Members, Scenery } from '../calls.ts';
import {
  arn,
  domainId,
  type Fleet,
  inside,
  modelRequest,
  networkConfig,
  oneGpu,
  processingRequest,
  roleArn,
  tagsOf,
  trainingDefinition,
} from './requests.ts';

/** One function per operation: its call as CloudTrail records it, inside the boundary unless told otherwise. */

type Extra = Partial<Omit<Call, 'service' | 'name'>>;

export function sagemaker(by: Caller, name: string, request: Members | null, response: Members | null, extra: Extra = {}): Call {
  return { by, service: 'sagemaker', name, request, response, ...extra };
}

export const look = (by: Caller, name: string, request: Members, extra: Extra = {}): Call =>
  sagemaker(by, name, request, null, { readOnly: true, ...extra });

export interface Job extends Extra {
  readonly by?: Caller;
  readonly settings?: Members;
  readonly fleet?: Fleet;
}

export function createTrainingJob(
  scenery: Scenery,
  name: string,
  { by = 'scientist', settings, fleet = oneGpu, ...extra }: Job = {},
): Call {
  const product = name.split('-')[0] ?? name;
  const request = {
    trainingJobName: name,
    hyperParameters: { epochs: '20', 'batch-size': '64', sagemaker_program: 'train.py' },
    ...trainingDefinition(scenery, product, settings ?? inside(scenery), fleet),
    disableEFA: false,
    tags: tagsOf(scenery),
  };
  return sagemaker(by, 'CreateTrainingJob', request, { trainingJobArn: arn(scenery, 'training-job', name) }, extra);
}

export function createProcessingJob(
  scenery: Scenery,
  name: string,
  options: Job & { network?: Members | null; count?: number } = {},
): Call {
  const { by = 'deploy', network = networkConfig(scenery), count = 1, settings: _, fleet: __, ...extra } = options;
  const request = processingRequest(scenery, name, name.split('-')[0] ?? name, network ?? undefined, count);
  return sagemaker(by, 'CreateProcessingJob', request, { processingJobArn: arn(scenery, 'processing-job', name) }, extra);
}

export function createModel(scenery: Scenery, name: string, { by = 'deploy', settings, fleet: _, ...extra }: Job = {}): Call {
  const { enableInterContainerTrafficEncryption: __, ...own } = inside(scenery);
  return sagemaker(by, 'CreateModel', modelRequest(scenery, name, settings ?? own), { modelArn: arn(scenery, 'model', name) }, extra);
}

export function createEndpointConfig(
  scenery: Scenery,
  name: string,
  models: readonly string[],
  own: Members = {},
  extra: Extra = {},
): Call {
  const productionVariants = (models.length > 0 ? models : [undefined]).map((modelName, index) => ({
    variantName: `variant-${index + 1}`,
    ...(modelName !== undefined && { modelName }),
    initialInstanceCount: 2,
    instanceType: 'ml.m5.xlarge',
    initialVariantWeight: 1,
  }));
  const request = { endpointConfigName: name, productionVariants, tags: tagsOf(scenery), ...own };
  return sagemaker('deploy', 'CreateEndpointConfig', request, { endpointConfigArn: arn(scenery, 'endpoint-config', name) }, extra);
}

export function putEndpoint(
  scenery: Scenery,
  operation: 'CreateEndpoint' | 'UpdateEndpoint',
  name: string,
  config: string,
  extra: Extra = {},
): Call {
  return sagemaker(
    'deploy',
    operation,
    { endpointName: name, endpointConfigName: config },
    { endpointArn: arn(scenery, 'endpoint', name) },
    extra,
  );
}

export function createTransformJob(scenery: Scenery, name: string, modelName: string, extra: Extra = {}): Call {
  const uri = (side: string) => `s3://${scenery.team.bucket}/score/${side}/`;
  const request = {
    transformJobName: name,
    modelName,
    maxConcurrentTransforms: 4,
    transformInput: {
      dataSource: { s3DataSource: { s3DataType: 'S3Prefix', s3Uri: uri('in') } },
      contentType: 'text/csv',
      splitType: 'Line',
    },
    transformOutput: { s3OutputPath: uri('out'), assembleWith: 'Line', kmsKeyId: '' },
    transformResources: { instanceType: 'ml.m5.2xlarge', instanceCount: 2 },
    tags: tagsOf(scenery),
  };
  return sagemaker('automation', 'CreateTransformJob', request, { transformJobArn: arn(scenery, 'transform-job', name) }, extra);
}

/** A tuning job and the service events of its first training jobs, which carry no request at all. */
export function tuning(scenery: Scenery, name: string, definitions: readonly Members[], children: number): Call[] {
  const product = name.split('-')[0] ?? name;
  const [first, ...others] = definitions.map((settings, index) => ({
    definitionName: `candidate-${index + 1}`,
    tuningObjective: { type: 'Minimize', metricName: 'validation:loss' },
    ...trainingDefinition(scenery, product, settings, oneGpu),
    staticHyperParameters: { epochs: '10' },
  }));
  const request = {
    hyperParameterTuningJobName: name,
    hyperParameterTuningJobConfig: {
      strategy: 'Bayesian',
      resourceLimits: { maxNumberOfTrainingJobs: 12, maxParallelTrainingJobs: 3 },
      trainingJobEarlyStoppingType: 'Auto',
    },
    ...(others.length > 0 ? { trainingJobDefinitions: [first, ...others] } : { trainingJobDefinition: first }),
    tags: tagsOf(scenery),
  };
  const parent = arn(scenery, 'hyper-parameter-tuning-job', name);
  const spawned = Array.from({ length: children }, (_, index): Call => {
    const trainingJobName = `${name}-${String(index + 1).padStart(3, '0')}-${scenery.random.hex(8)}`;
    return {
      by: 'internal',
      service: 'sagemaker',
      name: 'CreateTrainingJob',
      after: 90 + index * 75,
      serviceEvent: { trainingJobName, trainingJobArn: arn(scenery, 'training-job', trainingJobName), tuningJobArn: parent },
    };
  });
  return [
    sagemaker('scientist', 'CreateHyperParameterTuningJob', request, { hyperParameterTuningJobArn: parent }, { after: 20 }),
    ...spawned,
  ];
}

export function createNotebookInstance(scenery: Scenery, name: string, settings: Members, extra: Extra = {}): Call {
  const request = {
    notebookInstanceName: name,
    instanceType: 'ml.t3.medium',
    roleArn: roleArn(scenery),
    volumeSizeInGB: 20,
    rootAccess: 'Disabled',
    platformIdentifier: 'notebook-al2023-v1',
    instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: '2' },
    ...settings,
  };
  return sagemaker('scientist', 'CreateNotebookInstance', request, { notebookInstanceArn: arn(scenery, 'notebook-instance', name) }, extra);
}

export function createDomain(scenery: Scenery, name: string, appNetworkAccessType: string, extra: Extra = {}): Call {
  const { network } = scenery;
  const id = domainId(scenery);
  const request = {
    domainName: name,
    authMode: 'SSO',
    defaultUserSettings: { executionRole: roleArn(scenery), securityGroups: network.securityGroups },
    vpcId: network.vpc,
    subnetIds: network.subnets,
    appNetworkAccessType,
  };
  const response = { domainArn: arn(scenery, 'domain', id), domainId: id, url: `https://${id}.studio.${scenery.region}.sagemaker.aws` };
  return sagemaker('deploy', 'CreateDomain', request, response, extra);
}

export function updateDomain(scenery: Scenery, settings: Members, extra: Extra = {}): Call {
  const id = domainId(scenery);
  return sagemaker('engineer', 'UpdateDomain', { domainId: id, ...settings }, { domainArn: arn(scenery, 'domain', id) }, extra);
}
