import { resources } from '../../src/core/resources/resources.ts';
import type { ResourceType } from '../../src/core/resources/types.ts';

type Json = Readonly<Record<string, unknown>>;

/** How a resource is found, and its ARN. Written after the service model, apart from the adapter that it is a test of. */
export interface StandInIdentity {
  readonly arn: string;
  /** Request members of Describe, Stop and Delete; any one of these sets finds it. */
  readonly found: readonly Json[];
}

export function identityOf(type: ResourceType, name: string, request: Json, prefix: string, serial: number): StandInIdentity {
  const id = serial.toString(36).padStart(12, '0');
  const at = (tail: string) => `${prefix}:${resources[type].arnType}/${tail}`;
  const domain = String(request.DomainId ?? 'd-standin');
  const only = (arn: string, found: Json): StandInIdentity => ({ arn, found: [found] });
  switch (type) {
    case 'App': {
      const { AppType = 'JupyterLab', UserProfileName, SpaceName } = request;
      const owner = UserProfileName === undefined ? { SpaceName } : { UserProfileName };
      const tail = `${domain}/${UserProfileName ?? SpaceName}/${String(AppType).toLowerCase()}/${name}`;
      return only(at(tail), { DomainId: domain, AppType, AppName: name, ...owner });
    }
    case 'Cluster':
      return { arn: at(id), found: [{ ClusterName: name }, { ClusterName: at(id) }] };
    case 'Domain':
      return only(at(`d-${id}`), { DomainId: `d-${id}` });
    case 'InferenceExperiment':
      return only(at(name), { Name: name });
    case 'InferenceRecommendationsJob':
      return only(at(name), { JobName: name });
    case 'Job': {
      const category = String(request.JobCategory ?? 'AgentRFT');
      return only(at(`${category}/${name}`), { JobName: name, JobCategory: category });
    }
    case 'ModelPackage':
      return { arn: at(name), found: [{ ModelPackageName: name }, { ModelPackageName: at(name) }] };
    case 'PipelineExecution': {
      const arn = at(`${request.PipelineName ?? 'pipeline'}/execution/${id}`);
      return only(arn, { PipelineExecutionArn: arn });
    }
    case 'Space':
      return only(at(`${domain}/${name}`), { DomainId: domain, SpaceName: name });
    case 'UserProfile':
      return only(at(`${domain}/${name}`), { DomainId: domain, UserProfileName: name });
    default:
      // ARNs of SageMaker have names in lower case.
      return only(at(name.toLowerCase()), { [type.endsWith('JobDefinition') ? 'JobDefinitionName' : `${type}Name`]: name });
  }
}
