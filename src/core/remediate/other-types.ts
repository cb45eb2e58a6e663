import type { ResourceType } from '../resources/types.ts';
import type { JobType } from './forms.ts';

type Fixed = 'Model' | 'EndpointConfig' | 'Endpoint' | 'NotebookInstance' | 'Domain' | JobType;

/** What to do for the types that no fix is written for. */
export const howElse: Readonly<Record<Exclude<ResourceType, Fixed>, string>> = {
  AIBenchmarkJob: 'stop it (aws sagemaker stop-ai-benchmark-job), and run it again with a VpcConfig',
  Algorithm:
    'its validation profiles run once, when it is created: create it again; training jobs that use it take a VpcConfig of their own',
  App: 'an app has the network of its domain: remediate the domain',
  Cluster:
    "a HyperPod cluster's VpcConfig is set for life: create a new cluster with VpcConfig (and OverrideVpcConfig of its groups), move the work, delete the old one",
  CompilationJob: 'stop it (aws sagemaker stop-compilation-job), and run it again with a VpcConfig',
  DataQualityJobDefinition:
    'create a job definition of another name with NetworkConfig, point the schedule at it (aws sagemaker update-monitoring-schedule), delete the old one',
  InferenceComponent: 'it runs where its endpoint does: remediate the endpoint, or the model it names',
  InferenceExperiment: 'stop it (aws sagemaker stop-inference-experiment), remediate its models, and start it anew',
  InferenceRecommendationsJob:
    'stop it (aws sagemaker stop-inference-recommendations-job), and run it again with VpcConfig in its InputConfig',
  Job: 'stop it (aws sagemaker stop-job), and run it again with a VpcConfig in its JobConfigDocument',
  LabelingJob: 'stop it (aws sagemaker stop-labeling-job), and create it again with VpcConfig in LabelingJobResourceConfig',
  ModelBiasJobDefinition:
    'create a job definition of another name with NetworkConfig, point the schedule at it (aws sagemaker update-monitoring-schedule), delete the old one',
  ModelExplainabilityJobDefinition:
    'create a job definition of another name with NetworkConfig, point the schedule at it (aws sagemaker update-monitoring-schedule), delete the old one',
  ModelPackage: 'a package has no network: the models made from it have; remediate those',
  ModelQualityJobDefinition:
    'create a job definition of another name with NetworkConfig, point the schedule at it (aws sagemaker update-monitoring-schedule), delete the old one',
  MonitoringSchedule:
    'aws sagemaker update-monitoring-schedule with NetworkConfig in MonitoringJobDefinition; where it names a job definition, replace that',
  OptimizationJob: 'stop it (aws sagemaker stop-optimization-job), and run it again with a VpcConfig',
  Pipeline: 'change the steps in its definition (aws sagemaker update-pipeline): sagewarden posture names those outside the network',
  PipelineExecution: 'stop it (aws sagemaker stop-pipeline-execution), change the pipeline, start it again',
  Space: 'a space has the network of its domain: remediate the domain',
  TrainingSession: 'stop it (aws sagemaker stop-training-session), and start it again with a VpcConfig',
  UserProfile:
    'a user profile has the network of its domain: remediate the domain; its security groups change by aws sagemaker update-user-profile',
  Workforce:
    "a workforce's VPC is where its portal is reached from, no container runs there: aws sagemaker update-workforce --workforce-vpc-config",
};
