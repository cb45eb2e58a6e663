/** A snapshot of EC2's facts about the networks in use. It is an input: collecting it is an adapter's work. */

export interface NetworkFacts {
  /** ISO 8601: when the snapshot was taken. */
  readonly takenAt: string;
  readonly vpcs: Readonly<Record<string, VpcFacts>>;
  readonly subnets: Readonly<Record<string, SubnetFacts>>;
  readonly securityGroups: Readonly<Record<string, SecurityGroupFacts>>;
  /** Availability Zones that offer an instance type (DescribeInstanceTypeOfferings), keyed by EC2 type, e.g. `g5.xlarge`. */
  readonly instanceTypeZones?: Readonly<Record<string, readonly string[]>>;
}

export interface VpcFacts {
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
  readonly flowLogs: boolean;
  readonly endpoints: readonly VpcEndpointFacts[];
}

export interface VpcEndpointFacts {
  /** Without the `com.amazonaws.<region>.` prefix: `s3`, `ecr.api`, `sagemaker.runtime`. */
  readonly service: string;
  readonly type: 'Gateway' | 'Interface';
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
}

export interface SubnetFacts {
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly mapPublicIpOnLaunch: boolean;
  readonly routeTableId: string;
  readonly routesToInternetGateway: boolean;
  readonly routesToNat: boolean;
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
