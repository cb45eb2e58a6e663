import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { VpcEndpointFacts } from '../../core/network.ts';

/** An endpoint that serves; `[]`: it is none of ours, or is still (or no more) being made. */
export function endpointFacts(endpoint: VpcEndpoint): VpcEndpointFacts[] {
  const { ServiceName = '', VpcEndpointType: type, State, SubnetIds = [], RouteTableIds = [], PrivateDnsEnabled, Groups = [] } = endpoint;
  if (State?.toLowerCase() !== 'available' || (type !== 'Gateway' && type !== 'Interface')) return [];
  return [
    {
      service: serviceOf(ServiceName),
      type,
      subnetIds: SubnetIds.toSorted(),
      routeTableIds: RouteTableIds.toSorted(),
      ...(type === 'Interface' && {
        privateDns: PrivateDnsEnabled ?? false,
        securityGroupIds: Groups.flatMap(({ GroupId }) => GroupId ?? []).sort(),
      }),
    },
  ];
}

/**
 * A service's short name. `com.amazonaws.eu-west-1.ecr.api`, in China `cn.com.amazonaws.cn-north-1.ecr.api`; SageMaker's own names for its
 * notebooks and Studio are `aws.sagemaker.eu-west-1.notebook` and `.studio` (developer guide, "notebook-interface-endpoint",
 * "studio-interface-endpoint"). What is none of AWS's keeps its whole name.
 */
export function serviceOf(name: string): string {
  const { own, service } =
    /^(cn\.)?(com\.amazonaws|aws\.(?<own>sagemaker))\.[a-z]+(-[a-z]+)+-\d+\.(?<service>.+)$/.exec(name)?.groups ?? {};
  if (service === undefined || name.includes('.vpce.')) return name;
  return own === undefined ? service : `${own}.${service}`;
}

/** The order of a file that is to be compared. */
export const byService = (a: VpcEndpointFacts, b: VpcEndpointFacts): number => (orderOf(a) < orderOf(b) ? -1 : 1);

const orderOf = ({ service, type, subnetIds, routeTableIds, securityGroupIds = [], privateDns }: VpcEndpointFacts) =>
  [service, type, ...subnetIds, ...routeTableIds, ...securityGroupIds, privateDns].join(' ');
