import { resources } from '../../src/core/resources/resources.ts';
import type { ResourceType } from '../../src/core/resources/types.ts';

type Json = Readonly<Record<string, unknown>>;

/** What Describe's answer is made of. */
export interface Seen {
  readonly type: ResourceType;
  readonly name: string;
  readonly arn: string;
  readonly request: Json;
  readonly status: string | undefined;
  /** Seconds since 1970, as on the wire. */
  readonly created: number;
  readonly parents: Json;
}

/** Describe's answer for a resource, in the shape that the service model gives it. */
export function describeAnswer({ type, name, arn, request, status, created, parents }: Seen): Json {
  const { Tags, ClientToken, ClientRequestToken, ...rest } = request;
  const statusMember = resources[type].status;
  const common = {
    ...rest,
    CreationTime: created,
    LastModifiedTime: created,
    ...(statusMember && { [statusMember]: status }),
    ...parents,
  };
  switch (type) {
    case 'AutoMLJob': {
      // Of either version, DescribeAutoMLJobV2 answers in the second's shape.
      const { AutoMLJobConfig, ...shared } = common as Json & { AutoMLJobConfig?: Json };
      return {
        ...shared,
        ...(AutoMLJobConfig && { SecurityConfig: AutoMLJobConfig.SecurityConfig }),
        AutoMLJobName: name,
        AutoMLJobArn: arn,
      };
    }
    case 'Cluster':
      return {
        ...common,
        ClusterName: name,
        ClusterArn: arn,
        ...targetCounts(common, 'InstanceGroups'),
        ...targetCounts(common, 'RestrictedInstanceGroups'),
      };
    case 'Domain':
      return { ...common, DomainName: name, DomainId: arn.split('/')[1], DomainArn: arn };
    case 'InferenceExperiment': {
      const { EndpointName, ModelVariants, ...shared } = common as Json & { ModelVariants?: Json[] };
      return { ...shared, Name: name, Arn: arn, EndpointMetadata: { EndpointName }, ModelVariants };
    }
    case 'InferenceRecommendationsJob':
      return { ...common, JobName: name, JobArn: arn };
    case 'NotebookInstance': {
      const { SecurityGroupIds, ...shared } = common as Json;
      return { ...shared, SecurityGroups: SecurityGroupIds, NotebookInstanceName: name, NotebookInstanceArn: arn };
    }
    case 'Pipeline': {
      // What was uploaded to S3 is in the answer as text.
      const { PipelineDefinitionS3Location, ...shared } = common as Json;
      return { ...shared, PipelineName: name, PipelineArn: arn };
    }
    case 'PipelineExecution': {
      const { PipelineName, ...shared } = common as Json;
      return { ...shared, PipelineArn: arn.split('/execution/')[0], PipelineExecutionArn: arn };
    }
    case 'TrainingSession':
      return {
        TrainingSessionDetail: {
          ...rest,
          CreationTime: created,
          TrainingSessionStatus: status,
          TrainingSessionName: name,
          TrainingSessionArn: arn,
        },
      };
    case 'Workforce':
      return { Workforce: { ...rest, CreateDate: created, Status: status, WorkforceName: name, WorkforceArn: arn } };
    default: {
      const kind = type.endsWith('JobDefinition') ? 'JobDefinition' : type;
      return { ...common, [`${kind}Name`]: name, [`${kind}Arn`]: arn };
    }
  }
}

function targetCounts(answer: Json, list: string): Json {
  const groups = answer[list];
  if (!Array.isArray(groups)) return {};
  return { [list]: groups.map(({ InstanceCount, ...group }: Json) => ({ ...group, TargetCount: InstanceCount, CurrentCount: 0 })) };
}

/**
 * How each API says that it did not find what was asked for. Sources: the service model's errors;
 * aws-controllers-k8s/sagemaker-controller, generator.yaml; hashicorp/terraform-provider-aws, internal/service/sagemaker/find.go.
 */
export function notFound(type: ResourceType, input: Json): { code: string; message: string } {
  const name = String(Object.values(input)[0] ?? '');
  const invalid = (message: string) => ({ code: 'ValidationException', message });
  switch (type) {
    case 'TrainingJob':
      return invalid('Requested resource not found.');
    case 'ProcessingJob':
    case 'TransformJob':
      return invalid(`Could not find requested job with name: ${name}`);
    case 'Model':
      return invalid(`Could not find model "${name}".`);
    case 'Endpoint':
      return invalid(`Could not find endpoint "${name}".`);
    case 'EndpointConfig':
      return invalid(`Could not find endpoint configuration "${name}".`);
    case 'InferenceComponent':
      return invalid(`Could not find inference component "${name}".`);
    case 'App':
    case 'NotebookInstance':
    case 'Space':
      return invalid('RecordNotFound');
    case 'Workforce':
      return invalid(`No workforce found with name: ${name}`);
    case 'Algorithm':
    case 'ModelPackage':
      return invalid(`${type} ${name} does not exist.`);
    default:
      return { code: 'ResourceNotFound', message: `${type} ${name} is not found.` };
  }
}
