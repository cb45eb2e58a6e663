import type { Members, Scenery } from '../calls.ts';
import { seeded } from '../random.ts';

/**
 * Requests as CloudTrail shows them: first letters lowered, members that nobody sent as false or "" where a real
 * CreateTrainingJob record has them. Without overrides each is inside the boundary: VpcConfig, isolation, encryption.
 */

export const arn = ({ region, account }: Scenery, kind: string, name: string) => `arn:aws:sagemaker:${region}:${account}:${kind}/${name}`;

export const roleArn = ({ account, team }: Scenery) => `arn:aws:iam::${account}:role/${team.executionRole}`;

export const tagsOf = ({ team }: Scenery) => [
  { key: 'team', value: team.name },
  { key: 'cost-center', value: team.name === 'vision' ? '4711' : '4720' },
];

export const vpcConfig = ({ network }: Scenery) => ({ securityGroupIds: network.securityGroups, subnets: network.subnets });

const registry = ({ region }: Scenery) => `763104351884.dkr.ecr.${region}.amazonaws.com`;
export const trainingImage = (scenery: Scenery) => `${registry(scenery)}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker`;
export const inferenceImage = (scenery: Scenery) => `${registry(scenery)}/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker`;
const processingImage = ({ region }: Scenery) => `141502667606.dkr.ecr.${region}.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3`;

const channel = ({ team }: Scenery, channelName: string, product: string) => ({
  channelName,
  dataSource: {
    s3DataSource: {
      s3DataType: 'S3Prefix',
      s3Uri: `s3://${team.bucket}/${product}/${channelName}/`,
      s3DataDistributionType: 'FullyReplicated',
    },
  },
  compressionType: 'None',
  recordWrapperType: 'None',
  enableFFM: false,
});

export const inside = (scenery: Scenery) => ({
  vpcConfig: vpcConfig(scenery),
  enableNetworkIsolation: true,
  enableInterContainerTrafficEncryption: true,
});

/** The three settings as CloudTrail shows them when nobody asked for any. */
export const outside = { enableNetworkIsolation: false, enableInterContainerTrafficEncryption: false };

export interface Fleet {
  readonly instanceType: string;
  readonly instanceCount: number;
}

export function trainingDefinition(scenery: Scenery, product: string, settings: Members, fleet: Fleet): Members {
  return {
    algorithmSpecification: { trainingImage: trainingImage(scenery), trainingInputMode: 'File', enableSageMakerMetricsTimeSeries: false },
    roleArn: roleArn(scenery),
    inputDataConfig: [channel(scenery, 'train', product), channel(scenery, 'validation', product)],
    outputDataConfig: { kmsKeyId: '', s3OutputPath: `s3://${scenery.team.bucket}/${product}/output/` },
    resourceConfig: { ...fleet, volumeSizeInGB: 100 },
    stoppingCondition: { maxRuntimeInSeconds: 86_400 },
    ...settings,
    enableManagedSpotTraining: false,
  };
}

export const oneGpu: Fleet = { instanceType: 'ml.g5.2xlarge', instanceCount: 1 };
export const fourGpus: Fleet = { instanceType: 'ml.g5.12xlarge', instanceCount: 4 };

export const networkConfig = (scenery: Scenery) => ({
  enableInterContainerTrafficEncryption: true,
  enableNetworkIsolation: true,
  vpcConfig: vpcConfig(scenery),
});

export function processingRequest(scenery: Scenery, name: string, product: string, network: Members | undefined, count: number): Members {
  return {
    processingJobName: name,
    processingInputs: [
      {
        inputName: 'raw',
        appManaged: false,
        s3Input: {
          s3Uri: `s3://${scenery.team.bucket}-raw/${product}/`,
          localPath: '/opt/ml/processing/input',
          s3DataType: 'S3Prefix',
          s3InputMode: 'File',
        },
      },
    ],
    processingResources: { clusterConfig: { instanceCount: count, instanceType: 'ml.m5.2xlarge', volumeSizeInGB: 50 } },
    appSpecification: { imageUri: processingImage(scenery), containerEntrypoint: ['python3', '/opt/ml/processing/input/code/prepare.py'] },
    ...(network && { networkConfig: network }),
    environment: { STAGE: 'prod' },
    roleArn: roleArn(scenery),
    tags: tagsOf(scenery),
  };
}

export function modelRequest(scenery: Scenery, name: string, settings: Members): Members {
  return {
    modelName: name,
    primaryContainer: {
      image: inferenceImage(scenery),
      mode: 'SingleModel',
      modelDataUrl: `s3://${scenery.team.bucket}/models/${name}/model.tar.gz`,
      environment: { SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_REGION: scenery.region },
    },
    executionRoleArn: roleArn(scenery),
    tags: tagsOf(scenery),
    ...settings,
  };
}

/** A domain has an id of its own; the same in every record of it. */
export const domainId = ({ account, region }: Scenery) => `d-${seeded(`${account}${region}domain`).hex(12)}`;
