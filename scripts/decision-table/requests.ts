import { type Case, type Json, within } from './case.ts';
import { jobDocumentCases, pipelineCases, pipelineUpdateCases } from './documents.ts';
import {
  autoMLV1Cases,
  autoMLV2Cases,
  jobDefinitionCases,
  processing,
  scheduleCases,
  trainingCases,
  trainingUpdateCases,
  tuningCases,
} from './jobs.ts';
import { clusters, isolations, placements } from './network.ts';
import {
  clusterCases,
  clusterUpdateCases,
  domainCases,
  domainUpdateCases,
  endpointConfigCases,
  notebookCases,
  notebookUpdateCases,
  profileCases,
  profileUpdateCases,
  workforceCases,
  workforceUpdateCases,
} from './places.ts';

/** Takes no setting of ours: one request stands for all. */
const any = (request: Json): Case[] => [{ words: 'any request', request }];

const labeling = (members: Json): Json => ({ labelingJobName: 'labels', ...members });

/** The requests of every operation, without the one that each can be: left out whole. */
export const requests: Readonly<Record<string, readonly Case[]>> = {
  CreateAIBenchmarkJob: placements(({ vpc }) => ({ aIBenchmarkJobName: 'benchmark', ...within('networkConfig', vpc) })),
  CreateAlgorithm: any({ algorithmName: 'algorithm' }),
  CreateApp: any({ appName: 'app', domainId: 'd-0123456789ab' }),
  CreateAutoMLJob: autoMLV1Cases,
  CreateAutoMLJobV2: autoMLV2Cases,
  CreateCluster: clusterCases,
  CreateCompilationJob: placements(({ vpc }) => ({ compilationJobName: 'compilation', ...vpc })),
  CreateDataQualityJobDefinition: jobDefinitionCases,
  CreateDomain: domainCases,
  CreateEndpoint: any({ endpointName: 'endpoint', endpointConfigName: 'config' }),
  CreateEndpointConfig: endpointConfigCases,
  CreateHyperParameterTuningJob: tuningCases,
  CreateInferenceComponent: any({ inferenceComponentName: 'component', endpointName: 'endpoint' }),
  CreateInferenceExperiment: any({ name: 'experiment', endpointName: 'endpoint' }),
  CreateInferenceRecommendationsJob: placements(({ vpc }) => ({ jobName: 'recommendations', inputConfig: { modelName: 'model', ...vpc } })),
  CreateJob: jobDocumentCases,
  CreateLabelingJob: [
    ...placements(({ vpc }) => labeling({ labelingJobAlgorithmsConfig: within('labelingJobResourceConfig', vpc) })),
    { words: 'people only, no algorithms', request: labeling({}) },
  ],
  CreateModel: isolations(({ vpc, isolation }) => ({ modelName: 'model', ...vpc, ...isolation })),
  CreateModelBiasJobDefinition: jobDefinitionCases,
  CreateModelExplainabilityJobDefinition: jobDefinitionCases,
  CreateModelPackage: any({ modelPackageName: 'package' }),
  CreateModelQualityJobDefinition: jobDefinitionCases,
  CreateMonitoringSchedule: scheduleCases,
  CreateNotebookInstance: notebookCases,
  CreateOptimizationJob: placements(({ vpc }) => ({ optimizationJobName: 'optimization', ...vpc })),
  CreatePipeline: pipelineCases,
  CreateProcessingJob: clusters((network) => ({ processingJobName: 'job', ...processing(network) })),
  CreateSpace: any({ spaceName: 'space', domainId: 'd-0123456789ab' }),
  CreateTrainingJob: trainingCases,
  CreateTrainingSession: placements(({ vpc }) => ({ trainingSessionName: 'session', ...vpc })),
  CreateTransformJob: any({ transformJobName: 'job', modelName: 'model' }),
  CreateUserProfile: profileCases,
  CreateWorkforce: workforceCases,
  RetryPipelineExecution: any({
    pipelineExecutionArn: 'arn:aws:sagemaker:eu-west-1:111122223333:pipeline/pipeline/execution/0123456789ab',
  }),
  StartPipelineExecution: any({ pipelineName: 'pipeline' }),
  UpdateCluster: clusterUpdateCases,
  UpdateDomain: domainUpdateCases,
  UpdateInferenceComponent: any({ inferenceComponentName: 'component' }),
  UpdateMonitoringSchedule: scheduleCases,
  UpdateNotebookInstance: notebookUpdateCases,
  UpdatePipeline: pipelineUpdateCases,
  UpdateTrainingJob: trainingUpdateCases,
  UpdateUserProfile: profileUpdateCases,
  UpdateWorkforce: workforceUpdateCases,
};
