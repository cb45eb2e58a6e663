import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { credentials } from './moto.ts';

/** Flow logs go there; it must be there. */
export const logBucket = 'flow-logs';

/** Ids of what was made. */
export interface Made {
  readonly account: string;
  readonly region: string;
  /** Of the ids of the Region's zones. */
  readonly zonePrefix: string;
  readonly vpc: string;
  readonly subnets: Readonly<Record<'private' | 'public' | 'nat', string>>;
  readonly tables: Readonly<Record<'main' | 'public' | 'nat', string>>;
  readonly groups: Readonly<Record<'job' | 'ends', string>>;
}

/** A VPC with a private, a public and a NAT subnet, the endpoints that SageMaker needs, two groups, and flow logs. */
export async function makeNetwork(endpoint: string, region: string): Promise<Made> {
  const ec2 = new EC2Client({ endpoint, region, credentials });
  const vpc = said((await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId);
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
  const subnet = async (CidrBlock: string) =>
    said((await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock, AvailabilityZone: `${region}a` }))).Subnet?.SubnetId);
  const subnets = { private: await subnet('10.0.0.0/24'), public: await subnet('10.0.1.0/24'), nat: await subnet('10.0.2.0/24') };
  await ec2.send(new ModifySubnetAttributeCommand({ SubnetId: subnets.public, MapPublicIpOnLaunch: { Value: true } }));

  const gateway = said((await ec2.send(new CreateInternetGatewayCommand({}))).InternetGateway?.InternetGatewayId);
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpc }));
  const address = said((await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }))).AllocationId);
  const nat = said(
    (await ec2.send(new CreateNatGatewayCommand({ SubnetId: subnets.public, AllocationId: address }))).NatGateway?.NatGatewayId,
  );
  const table = async (SubnetId: string, target: { readonly GatewayId: string } | { readonly NatGatewayId: string }) => {
    const id = said((await ec2.send(new CreateRouteTableCommand({ VpcId: vpc }))).RouteTable?.RouteTableId);
    await ec2.send(new CreateRouteCommand({ RouteTableId: id, DestinationCidrBlock: '0.0.0.0/0', ...target }));
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId: id, SubnetId }));
    return id;
  };
  const ofMain = [
    { Name: 'vpc-id', Values: [vpc] },
    { Name: 'association.main', Values: ['true'] },
  ];
  const tables = {
    main: said((await ec2.send(new DescribeRouteTablesCommand({ Filters: ofMain }))).RouteTables?.[0]?.RouteTableId),
    public: await table(subnets.public, { GatewayId: gateway }),
    nat: await table(subnets.nat, { NatGatewayId: nat }),
  };

  const group = async (GroupName: string) =>
    said((await ec2.send(new CreateSecurityGroupCommand({ VpcId: vpc, GroupName, Description: GroupName }))).GroupId);
  const groups = { job: await group('job'), ends: await group('ends') };
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groups.ends, IpPermissions: [https] }));
  await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: groups.job, IpPermissions: [https] }));

  const serviceOf = (name: string) => `com.amazonaws.${region}.${name}`;
  await ec2.send(
    new CreateVpcEndpointCommand({ VpcId: vpc, VpcEndpointType: 'Gateway', ServiceName: serviceOf('s3'), RouteTableIds: [tables.main] }),
  );
  for (const name of ['ecr.api', 'ecr.dkr']) {
    const ends = { SubnetIds: [subnets.private], SecurityGroupIds: [groups.ends], PrivateDnsEnabled: true };
    await ec2.send(new CreateVpcEndpointCommand({ VpcId: vpc, VpcEndpointType: 'Interface', ServiceName: serviceOf(name), ...ends }));
  }
  const logs = { ResourceType: 'VPC', TrafficType: 'ALL', LogDestinationType: 's3', LogDestination: `arn:aws:s3:::${logBucket}` } as const;
  await ec2.send(new CreateFlowLogsCommand({ ...logs, ResourceIds: [vpc] }));
  const zonePrefix = region === 'us-east-1' ? 'use1-' : 'euw1-';
  return { account: '123456789012', region, zonePrefix, vpc, subnets, tables, groups };
}

function said(id: string | undefined): string {
  if (!id) throw new Error('moto answered without an id');
  return id;
}
