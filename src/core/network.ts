import type { Unknown } from './posture.ts';

/**
 * A snapshot of EC2's facts about the networks in use. It is an input: collecting it is an adapter's work. What is absent could not be
 * seen, and no rule may conclude anything from it.
 */

export interface NetworkFacts {
  /** ISO 8601: when the snapshot was taken; of several, the oldest. */
  readonly takenAt: string;
  readonly vpcs: Readonly<Record<string, VpcFacts>>;
  readonly subnets: Readonly<Record<string, SubnetFacts>>;
  readonly securityGroups: Readonly<Record<string, SecurityGroupFacts>>;
  /**
   * Availability Zones that offer an instance type (DescribeInstanceTypeOfferings), keyed by EC2 type, e.g. `g5.xlarge`. Zones are
   * named as those of the subnets are.
   */
  readonly instanceTypeZones?: Readonly<Record<string, readonly string[]>>;
  /** What could not be seen, and why. */
  readonly problems?: readonly NetworkProblem[];
}

export interface NetworkProblem {
  readonly account: string;
  readonly region: string;
  /** The IAM action of the call that did not answer: `ec2:DescribeSubnets`. */
  readonly action: string;
  /** `shared`: another account owns the VPC, and EC2 tells of it to the owner alone. */
  readonly why: Extract<Unknown, 'access-denied' | 'throttled' | 'no-answer' | 'opaque' | 'resource-gone' | 'not-recorded'> | 'shared';
  /** Ids that it leaves unknown, sorted. */
  readonly ids: readonly string[];
}

export interface VpcFacts {
  readonly dnsSupport?: boolean;
  readonly dnsHostnames?: boolean;
  /** Of the VPC itself, active and delivered. */
  readonly flowLogs?: boolean;
  /** Those that are available. */
  readonly endpoints?: readonly VpcEndpointFacts[];
}

export interface VpcEndpointFacts {
  /** Without the `com.amazonaws.<region>.` prefix: `s3`, `ecr.api`, `sagemaker.runtime`; those of FIPS end with `-fips`. */
  readonly service: string;
  readonly type: 'Gateway' | 'Interface';
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
  /** Does the service's own name lead to it? */
  readonly privateDns?: boolean;
  /** Of its network interfaces. */
  readonly securityGroupIds?: readonly string[];
}

export interface SubnetFacts {
  readonly vpcId: string;
  /** The zone's id, `euw1-az1`, which is the same in all accounts, or its name. */
  readonly availabilityZone: string;
  readonly mapPublicIpOnLaunch: boolean;
  /** Its own route table, or the VPC's main one. */
  readonly routeTableId?: string;
  /** Routes that are active; a blackhole leads nowhere. */
  readonly routesToInternetGateway?: boolean;
  /** By default: what no other route is for. */
  readonly routesToNat?: boolean;
  /** By default to something behind which the snapshot does not see: a transit gateway, a peer, a VPN, an appliance. */
  readonly routesElsewhere?: boolean;
  readonly flowLogs?: boolean;
  /** IPv4 and IPv6. */
  readonly cidrs?: readonly string[];
}

export interface SecurityGroupFacts {
  readonly vpcId: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export interface SecurityGroupRule {
  /** `-1` is every protocol, as in EC2. */
  readonly protocol: string;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly cidrs: readonly string[];
  readonly prefixListIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}
