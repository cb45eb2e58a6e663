import type { ResourceType } from './types.ts';

/** How SageMaker lists a type; source: the service model (2017-07-24). `test/core/list.test.ts` holds it against the installed SDK. */
export interface ListOperation {
  readonly operation: `List${string}`;
  /** Member of the answer that holds the resources; the others are members of one of them. */
  readonly items: string;
  readonly name: string;
  readonly arn?: string;
  /** The ARN's end, behind the type, where the answer has no ARN. */
  readonly arnOf?: readonly string[];
  readonly created: string;
  readonly status?: string;
  /** Filter of the request: created after a time. */
  readonly after?: 'CreationTimeAfter' | 'CreatedAfter';
  /** Value of SortBy that sorts by creation: what is created meanwhile then comes last, and moves no page. */
  readonly sortBy?: string;
  /** Is there a SortOrder? */
  readonly ordered: boolean;
  /** Further members of the request; one listing for each. */
  readonly inputs: readonly Readonly<Record<string, string>>[];
  /** Listed one by one for each resource of another type, by its name. */
  readonly of?: { readonly type: ResourceType; readonly member: string };
}

type Details = Partial<Omit<ListOperation, 'operation' | 'items'>>;

const list = (type: ResourceType, items: string, details: Details = {}): ListOperation => ({
  operation: `List${type}s`,
  items,
  name: `${type}Name`,
  ...(details.arnOf ? {} : { arn: `${type}Arn` }),
  created: 'CreationTime',
  after: 'CreationTimeAfter',
  sortBy: 'CreationTime',
  ordered: true,
  inputs: [{}],
  ...details,
});

const without = <K extends keyof ListOperation>(row: ListOperation, ...members: K[]): ListOperation =>
  Object.fromEntries(Object.entries(row).filter(([member]) => !members.includes(member as K))) as unknown as ListOperation;

const job = (type: ResourceType, items = `${type}Summaries`): ListOperation => list(type, items, { status: `${type}Status` });

const jobDefinition = (type: ResourceType): ListOperation =>
  list(type, 'JobDefinitionSummaries', { name: 'MonitoringJobDefinitionName', arn: 'MonitoringJobDefinitionArn' });

/** What belongs to a domain: no filter by time, no ARN. */
const ofDomain = (type: ResourceType, ...arnOf: string[]): ListOperation =>
  without(list(type, `${type}s`, { status: 'Status', arnOf }), 'after');

/** `null`: the API cannot list it (TrainingSession). */
export const lists: Readonly<Record<ResourceType, ListOperation | null>> = {
  AIBenchmarkJob: job('AIBenchmarkJob', 'AIBenchmarkJobs'),
  Algorithm: list('Algorithm', 'AlgorithmSummaryList', { status: 'AlgorithmStatus' }),
  // Of a user profile or of a space: the ARN names whichever owns it.
  App: ofDomain('App', 'DomainId', 'UserProfileName|SpaceName', 'AppType', 'AppName'),
  AutoMLJob: job('AutoMLJob'),
  Cluster: list('Cluster', 'ClusterSummaries', { status: 'ClusterStatus', sortBy: 'CREATION_TIME' }),
  CompilationJob: job('CompilationJob'),
  DataQualityJobDefinition: jobDefinition('DataQualityJobDefinition'),
  Domain: without(list('Domain', 'Domains', { name: 'DomainId', status: 'Status', ordered: false }), 'after', 'sortBy'),
  Endpoint: list('Endpoint', 'Endpoints', { status: 'EndpointStatus' }),
  EndpointConfig: list('EndpointConfig', 'EndpointConfigs'),
  HyperParameterTuningJob: job('HyperParameterTuningJob'),
  InferenceComponent: list('InferenceComponent', 'InferenceComponents', { status: 'InferenceComponentStatus' }),
  // Its ARN is in no answer but Describe's.
  InferenceExperiment: without(list('InferenceExperiment', 'InferenceExperiments', { name: 'Name', status: 'Status' }), 'arn'),
  InferenceRecommendationsJob: list('InferenceRecommendationsJob', 'InferenceRecommendationsJobs', {
    name: 'JobName',
    arn: 'JobArn',
    status: 'Status',
  }),
  // The request has to name a category.
  Job: list('Job', 'JobSummaries', {
    status: 'JobStatus',
    inputs: ['AgentRFT', 'AgentRFTEvaluation', 'DataQualityEvaluation', 'DataTransformation', 'SyntheticDataGeneration'].map(
      (JobCategory) => ({ JobCategory }),
    ),
  }),
  LabelingJob: job('LabelingJob', 'LabelingJobSummaryList'),
  Model: list('Model', 'Models'),
  ModelBiasJobDefinition: jobDefinition('ModelBiasJobDefinition'),
  ModelExplainabilityJobDefinition: jobDefinition('ModelExplainabilityJobDefinition'),
  // Without the type only those that are in no group are listed. A version in a group has no name, only an ARN.
  ModelPackage: list('ModelPackage', 'ModelPackageSummaryList', {
    name: 'ModelPackageArn',
    status: 'ModelPackageStatus',
    inputs: [{ ModelPackageType: 'Both' }],
  }),
  ModelQualityJobDefinition: jobDefinition('ModelQualityJobDefinition'),
  MonitoringSchedule: list('MonitoringSchedule', 'MonitoringScheduleSummaries', { status: 'MonitoringScheduleStatus' }),
  NotebookInstance: list('NotebookInstance', 'NotebookInstances', { status: 'NotebookInstanceStatus' }),
  OptimizationJob: job('OptimizationJob'),
  Pipeline: list('Pipeline', 'PipelineSummaries', { after: 'CreatedAfter' }),
  PipelineExecution: list('PipelineExecution', 'PipelineExecutionSummaries', {
    name: 'PipelineExecutionArn',
    created: 'StartTime',
    status: 'PipelineExecutionStatus',
    after: 'CreatedAfter',
    of: { type: 'Pipeline', member: 'PipelineName' },
  }),
  ProcessingJob: job('ProcessingJob'),
  Space: ofDomain('Space', 'DomainId', 'SpaceName'),
  TrainingJob: job('TrainingJob'),
  TrainingSession: null,
  TransformJob: job('TransformJob'),
  UserProfile: ofDomain('UserProfile', 'DomainId', 'UserProfileName'),
  Workforce: without(list('Workforce', 'Workforces', { created: 'CreateDate', sortBy: 'CreateDate', status: 'Status' }), 'after'),
};

/** The IAM actions that listing a type needs. */
export function listActions(type: ResourceType): string[] {
  const row = lists[type];
  if (!row) return [];
  return [...(row.of ? listActions(row.of.type) : []), `sagemaker:${row.operation}`];
}
