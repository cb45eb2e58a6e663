import type { ResourceType } from './types.ts';

/** What AWS can do with a resource: one row per type, from the SageMaker API (2017-07-24) and its service authorization reference. */
export interface Resource {
  /** Resource part of the ARN: `arn:<partition>:sagemaker:<region>:<account>:<arnType>/...`. */
  readonly arnType: string;
  readonly describe: string;
  /** `name`: the request member that names the resource. `statuses`: those in which Stop does something. */
  readonly stop?: { readonly operation: string; readonly name: string; readonly statuses: readonly string[] };
  /** Statuses that lead to one in which Stop does something. */
  readonly becoming?: readonly string[];
  readonly delete?: string;
  /** Member of Describe's answer that holds the status, where the type has one. */
  readonly status?: string;
  /** AddTags takes it. */
  readonly taggable: boolean;
  readonly cloudFormation?: `AWS::SageMaker::${string}`;
}

const stop = (operation: string, name: string, ...statuses: string[]) => ({ operation, name, statuses });

export const resources: Readonly<Record<ResourceType, Resource>> = {
  AIBenchmarkJob: {
    arnType: 'ai-benchmark-job',
    describe: 'DescribeAIBenchmarkJob',
    stop: stop('StopAIBenchmarkJob', 'AIBenchmarkJobName', 'InProgress'),
    delete: 'DeleteAIBenchmarkJob',
    status: 'AIBenchmarkJobStatus',
    taggable: true,
  },
  Algorithm: { arnType: 'algorithm', describe: 'DescribeAlgorithm', delete: 'DeleteAlgorithm', status: 'AlgorithmStatus', taggable: true },
  App: {
    arnType: 'app',
    describe: 'DescribeApp',
    delete: 'DeleteApp',
    status: 'Status',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::App',
  },
  AutoMLJob: {
    arnType: 'automl-job',
    describe: 'DescribeAutoMLJobV2',
    stop: stop('StopAutoMLJob', 'AutoMLJobName', 'InProgress'),
    status: 'AutoMLJobStatus',
    taggable: true,
  },
  Cluster: {
    arnType: 'cluster',
    describe: 'DescribeCluster',
    delete: 'DeleteCluster',
    status: 'ClusterStatus',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::Cluster',
  },
  CompilationJob: {
    arnType: 'compilation-job',
    describe: 'DescribeCompilationJob',
    stop: stop('StopCompilationJob', 'CompilationJobName', 'STARTING', 'INPROGRESS'),
    delete: 'DeleteCompilationJob',
    status: 'CompilationJobStatus',
    taggable: true,
  },
  DataQualityJobDefinition: {
    arnType: 'data-quality-job-definition',
    describe: 'DescribeDataQualityJobDefinition',
    delete: 'DeleteDataQualityJobDefinition',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::DataQualityJobDefinition',
  },
  Domain: {
    arnType: 'domain',
    describe: 'DescribeDomain',
    delete: 'DeleteDomain',
    status: 'Status',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::Domain',
  },
  Endpoint: {
    arnType: 'endpoint',
    describe: 'DescribeEndpoint',
    delete: 'DeleteEndpoint',
    status: 'EndpointStatus',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::Endpoint',
  },
  EndpointConfig: {
    arnType: 'endpoint-config',
    describe: 'DescribeEndpointConfig',
    delete: 'DeleteEndpointConfig',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::EndpointConfig',
  },
  HyperParameterTuningJob: {
    arnType: 'hyper-parameter-tuning-job',
    describe: 'DescribeHyperParameterTuningJob',
    stop: stop('StopHyperParameterTuningJob', 'HyperParameterTuningJobName', 'InProgress'),
    delete: 'DeleteHyperParameterTuningJob',
    status: 'HyperParameterTuningJobStatus',
    taggable: true,
  },
  InferenceComponent: {
    arnType: 'inference-component',
    describe: 'DescribeInferenceComponent',
    delete: 'DeleteInferenceComponent',
    status: 'InferenceComponentStatus',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::InferenceComponent',
  },
  InferenceExperiment: {
    arnType: 'inference-experiment',
    describe: 'DescribeInferenceExperiment',
    stop: stop('StopInferenceExperiment', 'Name', 'Running'),
    becoming: ['Creating', 'Starting', 'Updating'],
    delete: 'DeleteInferenceExperiment',
    status: 'Status',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::InferenceExperiment',
  },
  InferenceRecommendationsJob: {
    arnType: 'inference-recommendations-job',
    describe: 'DescribeInferenceRecommendationsJob',
    stop: stop('StopInferenceRecommendationsJob', 'JobName', 'PENDING', 'IN_PROGRESS'),
    status: 'Status',
    taggable: true,
  },
  Job: {
    arnType: 'job',
    describe: 'DescribeJob',
    stop: stop('StopJob', 'JobName', 'InProgress'),
    delete: 'DeleteJob',
    status: 'JobStatus',
    taggable: true,
  },
  LabelingJob: {
    arnType: 'labeling-job',
    describe: 'DescribeLabelingJob',
    stop: stop('StopLabelingJob', 'LabelingJobName', 'Initializing', 'InProgress'),
    status: 'LabelingJobStatus',
    taggable: true,
  },
  Model: { arnType: 'model', describe: 'DescribeModel', delete: 'DeleteModel', taggable: true, cloudFormation: 'AWS::SageMaker::Model' },
  ModelBiasJobDefinition: {
    arnType: 'model-bias-job-definition',
    describe: 'DescribeModelBiasJobDefinition',
    delete: 'DeleteModelBiasJobDefinition',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::ModelBiasJobDefinition',
  },
  ModelExplainabilityJobDefinition: {
    arnType: 'model-explainability-job-definition',
    describe: 'DescribeModelExplainabilityJobDefinition',
    delete: 'DeleteModelExplainabilityJobDefinition',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::ModelExplainabilityJobDefinition',
  },
  ModelPackage: {
    arnType: 'model-package',
    describe: 'DescribeModelPackage',
    delete: 'DeleteModelPackage',
    status: 'ModelPackageStatus',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::ModelPackage',
  },
  ModelQualityJobDefinition: {
    arnType: 'model-quality-job-definition',
    describe: 'DescribeModelQualityJobDefinition',
    delete: 'DeleteModelQualityJobDefinition',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::ModelQualityJobDefinition',
  },
  MonitoringSchedule: {
    arnType: 'monitoring-schedule',
    describe: 'DescribeMonitoringSchedule',
    stop: stop('StopMonitoringSchedule', 'MonitoringScheduleName', 'Pending', 'Scheduled'),
    delete: 'DeleteMonitoringSchedule',
    status: 'MonitoringScheduleStatus',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::MonitoringSchedule',
  },
  NotebookInstance: {
    arnType: 'notebook-instance',
    describe: 'DescribeNotebookInstance',
    stop: stop('StopNotebookInstance', 'NotebookInstanceName', 'InService'),
    becoming: ['Pending', 'Updating'],
    delete: 'DeleteNotebookInstance',
    status: 'NotebookInstanceStatus',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::NotebookInstance',
  },
  OptimizationJob: {
    arnType: 'optimization-job',
    describe: 'DescribeOptimizationJob',
    stop: stop('StopOptimizationJob', 'OptimizationJobName', 'STARTING', 'INPROGRESS'),
    delete: 'DeleteOptimizationJob',
    status: 'OptimizationJobStatus',
    taggable: true,
  },
  Pipeline: {
    arnType: 'pipeline',
    describe: 'DescribePipeline',
    delete: 'DeletePipeline',
    status: 'PipelineStatus',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::Pipeline',
  },
  PipelineExecution: {
    arnType: 'pipeline',
    describe: 'DescribePipelineExecution',
    stop: stop('StopPipelineExecution', 'PipelineExecutionArn', 'Executing'),
    status: 'PipelineExecutionStatus',
    taggable: false,
  },
  ProcessingJob: {
    arnType: 'processing-job',
    describe: 'DescribeProcessingJob',
    stop: stop('StopProcessingJob', 'ProcessingJobName', 'InProgress'),
    delete: 'DeleteProcessingJob',
    status: 'ProcessingJobStatus',
    taggable: true,
  },
  Space: {
    arnType: 'space',
    describe: 'DescribeSpace',
    delete: 'DeleteSpace',
    status: 'Status',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::Space',
  },
  TrainingJob: {
    arnType: 'training-job',
    describe: 'DescribeTrainingJob',
    stop: stop('StopTrainingJob', 'TrainingJobName', 'InProgress'),
    delete: 'DeleteTrainingJob',
    status: 'TrainingJobStatus',
    taggable: true,
  },
  TrainingSession: {
    arnType: 'training-session',
    describe: 'DescribeTrainingSession',
    stop: stop('StopTrainingSession', 'TrainingSessionName', 'Created', 'Scheduled', 'Running', 'Blocked'),
    delete: 'DeleteTrainingSession',
    taggable: false,
  },
  TransformJob: {
    arnType: 'transform-job',
    describe: 'DescribeTransformJob',
    stop: stop('StopTransformJob', 'TransformJobName', 'InProgress'),
    status: 'TransformJobStatus',
    taggable: true,
  },
  UserProfile: {
    arnType: 'user-profile',
    describe: 'DescribeUserProfile',
    delete: 'DeleteUserProfile',
    status: 'Status',
    taggable: true,
    cloudFormation: 'AWS::SageMaker::UserProfile',
  },
  Workforce: { arnType: 'workforce', describe: 'DescribeWorkforce', delete: 'DeleteWorkforce', taggable: false },
};

/** What runs is stopped, not deleted: its records and its owner's results stay. */
export const isDeletable = (type: ResourceType): boolean => resources[type].delete !== undefined && resources[type].stop === undefined;
