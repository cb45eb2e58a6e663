import type { Call, Scenery } from '../calls.ts';
import {
  createDomain,
  createEndpointConfig,
  createModel,
  createNotebookInstance,
  putEndpoint,
  sagemaker,
  updateDomain,
} from './operations.ts';
import { putPipeline } from './pipelines.ts';
import { arn, domainId, networkConfig, roleArn } from './requests.ts';
import { type Scene, scene } from './scene.ts';

/** What the teams set up once, as it should be, and what they put right. */

const domain = (scenery: Scenery): Call[] => {
  const id = domainId(scenery);
  const profiles = scenery.team.scientists.map((person) => {
    const userProfileName = person.split('@')[0]?.replace('.', '-') ?? person;
    const request = {
      domainId: id,
      userProfileName,
      userSettings: { executionRole: roleArn(scenery), securityGroups: scenery.network.securityGroups },
    };
    return sagemaker(
      'deploy',
      'CreateUserProfile',
      request,
      { userProfileArn: arn(scenery, 'user-profile', `${id}/${userProfileName}`) },
      { after: 60 },
    );
  });
  return [createDomain(scenery, `${scenery.team.name}-studio`, 'VpcOnly', { after: 5 }), ...profiles];
};

const endpoints = (scenery: Scenery): Call[] =>
  scenery.team.products.flatMap((product) => [
    createModel(scenery, `${product}-live`, { after: 120 }),
    createEndpointConfig(scenery, `${product}-live-config`, [`${product}-live`], {}, { after: 130 }),
    putEndpoint(scenery, 'CreateEndpoint', `${product}-live`, `${product}-live-config`, { after: 140 }),
  ]);

const pipelines = (scenery: Scenery): Call[] =>
  scenery.team.products.map((product) => putPipeline(scenery, 'CreatePipeline', `${product}-weekly`, true));

export function schedule(
  scenery: Scenery,
  operation: 'CreateMonitoringSchedule' | 'UpdateMonitoringSchedule',
  name: string,
  inNetwork: boolean,
): Call {
  const request = {
    monitoringScheduleName: name,
    monitoringScheduleConfig: {
      scheduleConfig: { scheduleExpression: 'cron(0 * ? * * *)' },
      monitoringJobDefinition: {
        monitoringInputs: [
          { endpointInput: { endpointName: `${scenery.team.products[0]}-live`, localPath: '/opt/ml/processing/input/endpoint' } },
        ],
        monitoringOutputConfig: {
          monitoringOutputs: [{ s3Output: { s3Uri: `s3://${scenery.team.bucket}/monitoring/`, localPath: '/opt/ml/processing/output' } }],
        },
        monitoringResources: { clusterConfig: { instanceCount: 1, instanceType: 'ml.m5.xlarge', volumeSizeInGB: 30 } },
        monitoringAppSpecification: { imageUri: `468650794304.dkr.ecr.${scenery.region}.amazonaws.com/sagemaker-model-monitor-analyzer` },
        ...(inNetwork && { networkConfig: networkConfig(scenery) }),
        roleArn: roleArn(scenery),
      },
    },
  };
  return sagemaker('deploy', operation, request, { monitoringScheduleArn: arn(scenery, 'monitoring-schedule', name) });
}

const notebook = (scenery: Scenery, suffix: string): Call[] => {
  const { network } = scenery;
  const name = `${scenery.team.name}-exploration${suffix}`;
  return [
    createNotebookInstance(scenery, name, {
      subnetId: network.subnets[0],
      securityGroupIds: network.securityGroups,
      directInternetAccess: 'Disabled',
    }),
    sagemaker(
      'scientist',
      'CreatePresignedNotebookInstanceUrl',
      { notebookInstanceName: name },
      { authorizedUrl: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      { after: 600 },
    ),
  ];
};

export const setup: readonly Scene[] = [
  scene('vision', 'eu-west-1', 0, (scenery) => [...domain(scenery), ...endpoints(scenery), ...pipelines(scenery)]),
  scene('vision', 'us-east-1', 0, domain),
  scene('forecast', 'eu-west-1', 0, (scenery) => [...domain(scenery), ...endpoints(scenery), ...pipelines(scenery)]),
  scene('forecast', 'us-east-1', 0.44, (scenery) => [updateDomain(scenery, { appNetworkAccessType: 'VpcOnly' })]),
  scene('vision', 'eu-west-1', 0.06, notebook),
  scene('forecast', 'eu-west-1', 0.11, notebook),
  scene('vision', 'eu-west-1', 0.2, (scenery, suffix) => [schedule(scenery, 'CreateMonitoringSchedule', `defects-hourly${suffix}`, true)]),
  scene('vision', 'eu-west-1', 0.54, (scenery) => [updateDomain(scenery, { appNetworkAccessType: 'VpcOnly' })]),
  scene('vision', 'eu-west-1', 0.64, (scenery, suffix) => [putPipeline(scenery, 'UpdatePipeline', `barcodes-weekly${suffix}`, true)]),
  scene('forecast', 'us-east-1', 0.7, (scenery) => [updateDomain(scenery, { defaultUserSettings: { executionRole: roleArn(scenery) } })]),
  scene('forecast', 'us-east-1', 0.74, (_, suffix) => [
    sagemaker('engineer', 'StopNotebookInstance', { notebookInstanceName: `returns-quick-look${suffix}` }, null, { after: 60 }),
    sagemaker('engineer', 'DeleteNotebookInstance', { notebookInstanceName: `returns-quick-look${suffix}` }, null, { after: 500 }),
  ]),
  scene('forecast', 'eu-west-1', 0.2, (_, suffix) => [
    sagemaker('engineer', 'StopTrainingJob', { trainingJobName: `demand-experiment${suffix}` }, null, { after: 100 }),
  ]),
  scene('vision', 'us-east-1', 0.3, (_, suffix) => [sagemaker('deploy', 'DeleteModel', { modelName: `shelf-trial${suffix}` }, null)]),
];
