import type { ResourceType } from '../resources/types.ts';

/** How a resource is made anew from what Describe says of it. */
export interface Form {
  readonly create: string;
  readonly nameMember: string;
  /** Longest name. */
  readonly longest: number;
  /** Members of the create request that Describe answers with, in the same shape. Source: the service model (2017-07-24). */
  readonly members: readonly string[];
  /** What Describe says besides: facts of the old resource, which are no request's. */
  readonly answerOnly: readonly string[];
  /** Members that Describe calls otherwise: its word -> the request's. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Names in the AWS CLI, where they are not the operations' in lower case with hyphens. */
  readonly cli: {
    readonly create: string;
    readonly describe: string;
    readonly stop?: string;
    readonly delete?: string;
    readonly option: string;
  };
}

const words = (text: string): readonly string[] => text.split(' ');

export type RemadeType = 'Model' | 'EndpointConfig' | JobType | 'NotebookInstance';
export type JobType = 'TrainingJob' | 'ProcessingJob' | 'TransformJob' | 'HyperParameterTuningJob' | 'AutoMLJob';

export const jobTypes: readonly JobType[] = ['TrainingJob', 'ProcessingJob', 'TransformJob', 'HyperParameterTuningJob', 'AutoMLJob'];
export const isJob = (type: ResourceType): type is JobType => (jobTypes as readonly ResourceType[]).includes(type);

export const forms: Readonly<Record<RemadeType, Form>> = {
  Model: {
    create: 'CreateModel',
    nameMember: 'ModelName',
    longest: 63,
    members: words('ModelName PrimaryContainer Containers InferenceExecutionConfig ExecutionRoleArn VpcConfig EnableNetworkIsolation'),
    answerOnly: words('CreationTime ModelArn DeploymentRecommendation'),
    cli: { create: 'create-model', describe: 'describe-model', delete: 'delete-model', option: 'model-name' },
  },
  EndpointConfig: {
    create: 'CreateEndpointConfig',
    nameMember: 'EndpointConfigName',
    longest: 63,
    members: words(
      'EndpointConfigName ProductionVariants DataCaptureConfig KmsKeyId AsyncInferenceConfig ExplainerConfig ShadowProductionVariants ExecutionRoleArn VpcConfig EnableNetworkIsolation MetricsConfig',
    ),
    answerOnly: words('EndpointConfigArn CreationTime'),
    cli: {
      create: 'create-endpoint-config',
      describe: 'describe-endpoint-config',
      delete: 'delete-endpoint-config',
      option: 'endpoint-config-name',
    },
  },
  TrainingJob: {
    create: 'CreateTrainingJob',
    nameMember: 'TrainingJobName',
    longest: 63,
    members: words(
      'TrainingJobName RoleArn OutputDataConfig HyperParameters AlgorithmSpecification InputDataConfig ResourceConfig VpcConfig StoppingCondition EnableNetworkIsolation EnableInterContainerTrafficEncryption EnableManagedSpotTraining CheckpointConfig DebugHookConfig DebugRuleConfigurations TensorBoardOutputConfig ExperimentConfig ProfilerConfig ProfilerRuleConfigurations Environment RetryStrategy RemoteDebugConfig InfraCheckConfig ServerlessJobConfig MlflowConfig ModelPackageConfig',
    ),
    answerOnly: words(
      'TrainingJobArn ModelArtifacts TrainingJobStatus SecondaryStatus CreationTime TuningJobArn LabelingJobArn AutoMLJobArn FailureReason WarmPoolStatus TrainingStartTime TrainingEndTime LastModifiedTime SecondaryStatusTransitions FinalMetricDataList TrainingTimeInSeconds BillableTimeInSeconds BillableTokenCount DebugRuleEvaluationStatuses ProfilerRuleEvaluationStatuses ProfilingStatus MlflowDetails ProgressInfo OutputModelPackageArn',
    ),
    cli: { create: 'create-training-job', describe: 'describe-training-job', stop: 'stop-training-job', option: 'training-job-name' },
  },
  ProcessingJob: {
    create: 'CreateProcessingJob',
    nameMember: 'ProcessingJobName',
    longest: 63,
    members: words(
      'ProcessingJobName ProcessingResources AppSpecification RoleArn ProcessingInputs ProcessingOutputConfig StoppingCondition Environment NetworkConfig ExperimentConfig',
    ),
    answerOnly: words(
      'ProcessingJobArn ProcessingJobStatus CreationTime ExitMessage FailureReason ProcessingEndTime ProcessingStartTime LastModifiedTime MonitoringScheduleArn AutoMLJobArn TrainingJobArn',
    ),
    cli: {
      create: 'create-processing-job',
      describe: 'describe-processing-job',
      stop: 'stop-processing-job',
      option: 'processing-job-name',
    },
  },
  TransformJob: {
    create: 'CreateTransformJob',
    nameMember: 'TransformJobName',
    longest: 63,
    members: words(
      'TransformJobName ModelName TransformInput TransformOutput TransformResources MaxConcurrentTransforms ModelClientConfig MaxPayloadInMB BatchStrategy Environment DataCaptureConfig DataProcessing ExperimentConfig',
    ),
    answerOnly: words(
      'TransformJobArn TransformJobStatus CreationTime FailureReason TransformStartTime TransformEndTime LabelingJobArn AutoMLJobArn',
    ),
    cli: { create: 'create-transform-job', describe: 'describe-transform-job', stop: 'stop-transform-job', option: 'transform-job-name' },
  },
  HyperParameterTuningJob: {
    create: 'CreateHyperParameterTuningJob',
    nameMember: 'HyperParameterTuningJobName',
    longest: 32,
    members: words(
      'HyperParameterTuningJobName HyperParameterTuningJobConfig TrainingJobDefinition TrainingJobDefinitions WarmStartConfig Autotune',
    ),
    answerOnly: words(
      'HyperParameterTuningJobArn HyperParameterTuningJobStatus CreationTime TrainingJobStatusCounters ObjectiveStatusCounters HyperParameterTuningEndTime LastModifiedTime BestTrainingJob OverallBestTrainingJob FailureReason TuningJobCompletionDetails ConsumedResources',
    ),
    cli: {
      create: 'create-hyper-parameter-tuning-job',
      describe: 'describe-hyper-parameter-tuning-job',
      stop: 'stop-hyper-parameter-tuning-job',
      option: 'hyper-parameter-tuning-job-name',
    },
  },
  AutoMLJob: {
    // DescribeAutoMLJobV2 answers for jobs of both versions, in the second's shape.
    create: 'CreateAutoMLJobV2',
    nameMember: 'AutoMLJobName',
    longest: 32,
    members: words(
      'AutoMLJobName AutoMLJobInputDataConfig OutputDataConfig AutoMLProblemTypeConfig RoleArn SecurityConfig AutoMLJobObjective ModelDeployConfig DataSplitConfig AutoMLComputeConfig',
    ),
    answerOnly: words(
      'AutoMLJobArn CreationTime LastModifiedTime AutoMLJobStatus AutoMLJobSecondaryStatus AutoMLProblemTypeConfigName EndTime FailureReason PartialFailureReasons BestCandidate AutoMLJobArtifacts ResolvedAttributes ModelDeployResult',
    ),
    cli: { create: 'create-auto-ml-job-v2', describe: 'describe-auto-ml-job-v2', stop: 'stop-auto-ml-job', option: 'auto-ml-job-name' },
  },
  NotebookInstance: {
    create: 'CreateNotebookInstance',
    nameMember: 'NotebookInstanceName',
    longest: 63,
    members: words(
      'NotebookInstanceName InstanceType RoleArn SubnetId IpAddressType KmsKeyId DirectInternetAccess VolumeSizeInGB AcceleratorTypes DefaultCodeRepository AdditionalCodeRepositories RootAccess PlatformIdentifier InstanceMetadataServiceConfiguration',
    ),
    answerOnly: words('NotebookInstanceArn NotebookInstanceStatus FailureReason Url NetworkInterfaceId LastModifiedTime CreationTime'),
    renamed: { SecurityGroups: 'SecurityGroupIds', NotebookInstanceLifecycleConfigName: 'LifecycleConfigName' },
    cli: {
      create: 'create-notebook-instance',
      describe: 'describe-notebook-instance',
      stop: 'stop-notebook-instance',
      delete: 'delete-notebook-instance',
      option: 'notebook-instance-name',
    },
  },
};
