import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import type { SubnetFacts } from '../../core/network.ts';

type Routing = Pick<SubnetFacts, 'routeTableId' | 'routesToInternetGateway' | 'routesToNat' | 'routesElsewhere'>;

/**
 * Where a subnet's traffic goes: by the route table it is associated with, else by the main one of its VPC. Nothing where neither is seen.
 *
 * @param mainCounts `false`: who sees the tables sees only those of some subnets (a shared VPC), and a missing association means nothing
 */
export function routingOf(subnetId: string, tables: readonly RouteTable[], mainCounts = true): Routing {
  const table = tables.find((each) => isAssociated(each, subnetId)) ?? (mainCounts ? tables.find(isMain) : undefined);
  if (!table?.RouteTableId) return {};
  // A blackhole's target is gone: it leads nowhere.
  const routes = (table.Routes ?? []).filter(({ State }) => State !== 'blackhole');
  return {
    routeTableId: table.RouteTableId,
    routesToInternetGateway: routes.some(isToInternetGateway),
    routesToNat: routes.some((route) => isDefault(route) && route.NatGatewayId !== undefined),
    routesElsewhere: routes.some((route) => isDefault(route) && !route.NatGatewayId && !isToInternetGateway(route)),
  };
}

const stateOf = ({ AssociationState }: { readonly AssociationState?: { readonly State?: string | undefined } | undefined }) =>
  AssociationState?.State ?? 'associated';

function isAssociated({ Associations = [] }: RouteTable, subnetId: string): boolean {
  return Associations.some((each) => each.SubnetId === subnetId && ['associated', 'associating'].includes(stateOf(each)));
}

const isMain = ({ Associations = [] }: RouteTable): boolean => Associations.some(({ Main }) => Main === true);

/** An egress-only one lets nothing in, and has a member of its own: a subnet with a route to it is private (VPC User Guide, "Subnets"). */
const isToInternetGateway = ({ GatewayId }: Route): boolean => GatewayId?.startsWith('igw-') ?? false;

/** All of IPv4, or a half of it, of which there are two. */
const isDefault = ({ DestinationCidrBlock }: Route): boolean => /\/[01]$/.test(DestinationCidrBlock ?? '');
