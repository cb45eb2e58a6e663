import type { Call, Members, Scenery } from '../calls.ts';
import {
  createDomain,
  createEndpointConfig,
  createModel,
  createNotebookInstance,
  createProcessingJob,
  createTrainingJob,
  sagemaker,
  tuning,
  updateDomain,
} from './operations.ts';
import { putPipeline } from './pipelines.ts';
import { arn, fourGpus, inside, outside, roleArn, vpcConfig } from './requests.ts';
import { type Scene, scene, sceneAt } from './scene.ts';
import { schedule } from './setup.ts';

/** What went outside the boundary: one row or two each, with different rules, people and ways of delivery. */

const { enableNetworkIsolation } = outside;

const autoMl = (scenery: Scenery, name: string): Call =>
  sagemaker(
    'scientist',
    'CreateAutoMLJobV2',
    {
      autoMLJobName: name,
      autoMLJobInputDataConfig: [
        {
          channelType: 'training',
          contentType: 'text/csv;header=present',
          dataSource: { s3DataSource: { s3DataType: 'S3Prefix', s3Uri: `s3://${scenery.team.bucket}/churn/` } },
        },
      ],
      outputDataConfig: { s3OutputPath: `s3://${scenery.team.bucket}/automl/` },
      autoMLProblemTypeConfig: { tabularJobConfig: { targetAttributeName: 'churned', problemType: 'BinaryClassification' } },
      roleArn: roleArn(scenery),
    },
    { autoMLJobArn: arn(scenery, 'automl-job', name) },
  );

const qualityDefinition = (scenery: Scenery, name: string): Call =>
  sagemaker(
    'deploy',
    'CreateDataQualityJobDefinition',
    {
      jobDefinitionName: name,
      dataQualityAppSpecification: { imageUri: `468650794304.dkr.ecr.${scenery.region}.amazonaws.com/sagemaker-model-monitor-analyzer` },
      dataQualityJobInput: { endpointInput: { endpointName: 'defects-live', localPath: '/opt/ml/processing/input/endpoint' } },
      dataQualityJobOutputConfig: {
        monitoringOutputs: [{ s3Output: { s3Uri: `s3://${scenery.team.bucket}/monitoring/`, localPath: '/opt/ml/processing/output' } }],
      },
      jobResources: { clusterConfig: { instanceCount: 1, instanceType: 'ml.m5.xlarge', volumeSizeInGB: 30 } },
      roleArn: roleArn(scenery),
    },
    { jobDefinitionArn: arn(scenery, 'data-quality-job-definition', name) },
  );

const cluster = (scenery: Scenery, clusterName: string): Call =>
  sagemaker(
    'engineer',
    'CreateCluster',
    {
      clusterName,
      instanceGroups: [
        {
          instanceCount: 4,
          instanceGroupName: 'workers',
          instanceType: 'ml.g5.12xlarge',
          lifeCycleConfig: { sourceS3Uri: `s3://${scenery.team.bucket}/hyperpod/`, onCreate: 'on_create.sh' },
          executionRole: roleArn(scenery),
          threadsPerCore: 1,
        },
      ],
    },
    { clusterArn: arn(scenery, 'cluster', scenery.random.text(12, 'abcdefghijklmnopqrstuvwxyz0123456789')) },
  );

const labeling = (scenery: Scenery, name: string): Call =>
  sagemaker(
    'scientist',
    'CreateLabelingJob',
    {
      labelingJobName: name,
      labelAttributeName: 'topic',
      inputConfig: { dataSource: { s3DataSource: { manifestS3Uri: `s3://${scenery.team.bucket}/labels/input.manifest` } } },
      outputConfig: { s3OutputPath: `s3://${scenery.team.bucket}/labels/` },
      roleArn: roleArn(scenery),
      labelingJobAlgorithmsConfig: {
        labelingJobAlgorithmSpecificationArn: `arn:aws:sagemaker:${scenery.region}:568282634449:labeling-job-algorithm-specification/text-classification`,
      },
      humanTaskConfig: {
        workteamArn: arn(scenery, 'workteam', 'private-crowd/support'),
        taskTitle: 'Pick the topic',
        taskDescription: 'What is this message about?',
        numberOfHumanWorkersPerDataObject: 1,
        taskTimeLimitInSeconds: 300,
      },
    },
    { labelingJobArn: arn(scenery, 'labeling-job', name) },
  );

const trainOutside = (person: string, more: Members = {}) => ({ person, settings: { ...outside, ...more } });

/** A leaked key, on a Sunday night, from an address that nobody has; what it sends is meant for whoever reads the log. */
const intruder = {
  by: 'automation',
  sourceIp: '192.0.2.203',
  userAgent: 'Boto3/1.34.0 \u001b]0;all is well\u0007\u001b[2J\u202e<script>alert(document.domain)</script>',
} as const;

export const incidents: readonly Scene[] = [
  scene('forecast', 'us-east-1', 0, (scenery) => [createDomain(scenery, 'forecast-studio', 'PublicInternetOnly', { after: 5 })]),
  scene('forecast', 'eu-west-1', 0.08, (scenery, suffix) => [
    createTrainingJob(scenery, `demand-experiment${suffix}`, trainOutside('omar.haddad@example.com')),
  ]),
  scene('vision', 'us-east-1', 0.13, (scenery, suffix) => [
    createModel(scenery, `shelf-trial${suffix}`, { by: 'engineer', settings: { enableNetworkIsolation: true } }),
  ]),
  scene('forecast', 'us-east-1', 0.17, (scenery, suffix) => [createNotebookInstance(scenery, `returns-quick-look${suffix}`, {})]),
  scene(
    'vision',
    'eu-west-1',
    0.22,
    (scenery, suffix) => [
      createTrainingJob(scenery, `defects-large${suffix}`, {
        settings: { ...inside(scenery), enableInterContainerTrafficEncryption: false },
        fleet: fourGpus,
        person: 'mei.lin@example.com',
      }),
    ],
    'twice',
  ),
  scene('forecast', 'eu-west-1', 0.26, (scenery, suffix) =>
    tuning(scenery, `demand-search${suffix}`, [inside(scenery), { ...inside(scenery), vpcConfig: null }], 2),
  ),
  scene(
    'vision',
    'us-east-1',
    0.31,
    (scenery, suffix) => [createProcessingJob(scenery, `barcodes-backfill${suffix}`, { by: 'automation', network: null, count: 2 })],
    'hours-late',
  ),
  scene('vision', 'eu-west-1', 0.4, (scenery, suffix) => [
    createEndpointConfig(scenery, `shared-gpu${suffix}`, [], { executionRoleArn: roleArn(scenery), enableNetworkIsolation: true }),
  ]),
  scene('forecast', 'eu-west-1', 0.45, (scenery, suffix) => [autoMl(scenery, `churn-auto${suffix}`)], 'nine-days-late'),
  scene('vision', 'eu-west-1', 0.5, (scenery) => [updateDomain(scenery, { appNetworkAccessType: 'PublicInternetOnly' })]),
  scene('forecast', 'us-east-1', 0.55, (scenery, suffix) => [
    createNotebookInstance(scenery, `demand-notes${suffix}`, {
      subnetId: scenery.network.subnets[0],
      securityGroupIds: scenery.network.securityGroups,
      directInternetAccess: 'Enabled',
    }),
  ]),
  scene('vision', 'eu-west-1', 0.6, (scenery, suffix) => [putPipeline(scenery, 'UpdatePipeline', `barcodes-weekly${suffix}`, false)]),
  scene('vision', 'us-east-1', 0.66, (scenery, suffix) => [qualityDefinition(scenery, `defects-quality${suffix}`)]),
  scene('vision', 'eu-west-1', 0.73, (scenery, suffix) => [cluster(scenery, `vision-hyperpod${suffix}`)]),
  sceneAt('forecast', 'us-east-1', '2026-09-13T02:40:00Z', (scenery) => [
    { ...sagemaker('automation', 'ListTrainingJobs', { maxResults: 100 }, null, intruder), readOnly: true, after: 15 },
    ...['a', 'b', 'c'].map((part, index) =>
      createTrainingJob(scenery, `churn-sync-${part}`, { ...intruder, settings: outside, fleet: fourGpus, after: 60 + index * 20 }),
    ),
  ]),
  scene('forecast', 'eu-west-1', 0.84, (scenery, suffix) => [labeling(scenery, `support-topics${suffix}`)]),
  scene('vision', 'eu-west-1', 0.88, (scenery, suffix) => [
    schedule(scenery, 'UpdateMonitoringSchedule', `defects-hourly${suffix}`, false),
  ]),
  scene('forecast', 'eu-west-1', 0.92, (scenery, suffix) => [
    createModel(scenery, `returns-open${suffix}`, { settings: { vpcConfig: vpcConfig(scenery), enableNetworkIsolation } }),
  ]),
  scene('vision', 'us-east-1', 0.95, (scenery, suffix) => [
    createModel(scenery, `barcodes-demo${suffix}`, {
      by: 'scientist',
      sessionName: "=cmd|'/c calc'!A0",
      userAgent: 'aws-cli/2.28.16 <img src=x onerror=alert(1)>',
      settings: {
        enableNetworkIsolation,
        tags: [
          { key: 'owner', value: '=HYPERLINK("https://example.com","open")' },
          { key: 'seen', value: '{"eventVersion":"1.11","eventSource":"sagemaker.amazonaws.com"' },
        ],
      },
    }),
  ]),
];
