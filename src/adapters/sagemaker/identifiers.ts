import type { ResourcePlace } from '../../app/ports.ts';
import { resources } from '../../core/resources/resources.ts';
import type { ResourceType } from '../../core/resources/types.ts';

type Identifier = Readonly<Record<string, string>>;

/**
 * The request members by which Describe, Stop and Delete find a resource; in an order to try them where the ARN leaves a choice.
 * None: what is known of the resource does not identify it.
 */
export function identifiersOf(place: ResourcePlace): readonly Identifier[] {
  const arn = place.arn ?? (isArn(place.name) ? place.name : null);
  const special = byArn[place.type];
  if (special) return special(partsOf(arn), arn, place.name);
  return place.name === '' ? [] : [{ [nameMember(place.type)]: place.name }];
}

const isArn = (name: string) => name.startsWith('arn:');

/** `arn:aws:sagemaker:eu-west-1:111122223333:space/d-1/name` -> `['d-1', 'name']`. */
const partsOf = (arn: string | null): readonly string[] => arn?.split('/').slice(1) ?? [];

function nameMember(type: ResourceType): string {
  return resources[type].stop?.name ?? (type.endsWith('JobDefinition') ? 'JobDefinitionName' : `${type}Name`);
}

type ByArn = (parts: readonly string[], arn: string | null, name: string) => readonly Identifier[];

/** Types that are found by an id, an ARN, or several members. Source: the requests of the service model (2017-07-24). */
const byArn: Partial<Record<ResourceType, ByArn>> = {
  App: ([DomainId, owner, appType, AppName]) => {
    if (!DomainId || !owner || !appType || !AppName) return [];
    const app = { DomainId, AppType: spelt(appTypes, appType), AppName };
    // The ARN does not say whether the owner is a user profile or a space.
    return [
      { ...app, UserProfileName: owner },
      { ...app, SpaceName: owner },
    ];
  },
  // A cluster's ARN holds an id of its own: no namesake answers to it.
  Cluster: (_, arn, name) => [{ ClusterName: arn ?? name }],
  // A domain is created by name, and found by id.
  Domain: ([id], _, name) => (id ? [{ DomainId: id }] : /^d-/.test(name) ? [{ DomainId: name }] : []),
  Job: ([category, job]) => (category && job ? [{ JobName: job, JobCategory: spelt(jobCategories, category) }] : []),
  // A version of a package group has no name, only an ARN.
  ModelPackage: (_, arn, name) => (arn || name ? [{ ModelPackageName: arn ?? name }] : []),
  PipelineExecution: (_, arn) => (arn ? [{ PipelineExecutionArn: arn }] : []),
  Space: ([DomainId, SpaceName]) => (DomainId && SpaceName ? [{ DomainId, SpaceName }] : []),
  UserProfile: ([DomainId, UserProfileName]) => (DomainId && UserProfileName ? [{ DomainId, UserProfileName }] : []),
};

/** Enumerations of the service model; an ARN may have them in lower case. */
const appTypes = [
  'Canvas',
  'CodeEditor',
  'DetailedProfiler',
  'JupyterLab',
  'JupyterServer',
  'KernelGateway',
  'RSessionGateway',
  'RStudioServerPro',
  'TensorBoard',
];
const jobCategories = ['AgentRFT', 'AgentRFTEvaluation', 'DataQualityEvaluation', 'DataTransformation', 'SyntheticDataGeneration'];

const spelt = (values: readonly string[], value: string) => values.find((each) => each.toLowerCase() === value.toLowerCase()) ?? value;
