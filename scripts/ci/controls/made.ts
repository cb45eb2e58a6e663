import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { credentials } from '../moto.ts';
import { type Network, region, trainingJob } from '../remediate/seed.ts';

const role = 'arn:aws:iam::123456789012:role/service-role/SageMakerExecution';
const registry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

/** A VPC with every endpoint that a container needs, and one with none. */
export async function makeNetworks(endpoint: string): Promise<{ readonly ready: Network; readonly bare: Network }> {
  const ec2 = new EC2Client({ endpoint, region, credentials });
  const ready = await makeVpc(ec2, 'models', '10.0', ['a', 'b']);
  await equip(ec2, ready);
  return { ready, bare: await makeVpc(ec2, 'bare', '10.1', ['a']) };
}

async function makeVpc(ec2: EC2Client, GroupName: string, prefix: string, zones: readonly string[]): Promise<Network> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `${prefix}.0.0/16` }));
  const vpc = Vpc?.VpcId ?? '';
  const subnets: string[] = [];
  for (const [at, zone] of zones.entries()) {
    const place = { CidrBlock: `${prefix}.${at}.0/24`, AvailabilityZone: `${region}${zone}` };
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, ...place }));
    subnets.push(Subnet?.SubnetId ?? '');
  }
  const { GroupId: group = '' } = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName, VpcId: vpc }));
  return { vpc, subnets, group };
}

async function equip(ec2: EC2Client, { vpc, subnets, group }: Network): Promise<void> {
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] };
  const everything = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: group, IpPermissions: [everything] }));
  await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: group, IpPermissions: [https] }));
  const { GroupId: ends = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'endpoints', Description: 'endpoints', VpcId: vpc }),
  );
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: ends, IpPermissions: [https] }));
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] }));
  const RouteTableIds = RouteTables.flatMap(({ RouteTableId }) => RouteTableId ?? []);
  const serviceOf = (name: string) => ({ VpcId: vpc, ServiceName: `com.amazonaws.${region}.${name}` });
  await ec2.send(new CreateVpcEndpointCommand({ ...serviceOf('s3'), VpcEndpointType: 'Gateway', RouteTableIds }));
  const placed = { SubnetIds: [...subnets], SecurityGroupIds: [ends], PrivateDnsEnabled: true };
  for (const name of ['ecr.api', 'ecr.dkr', 'logs'])
    await ec2.send(new CreateVpcEndpointCommand({ ...serviceOf(name), VpcEndpointType: 'Interface', ...placed }));
}

/** What the page finds: two endpoints on models outside every VPC, a model in the VPC without endpoints, and a training job outside. */
export async function makeResources(client: SageMakerClient, bare: Network): Promise<void> {
  for (const name of ['churn', 'orders']) {
    await client.send(new CreateModelCommand({ ModelName: name, ...model(name) }));
    await client.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: `${name}-config`,
        ProductionVariants: [
          { VariantName: 'AllTraffic', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 2, InitialVariantWeight: 1 },
        ],
      }),
    );
    await client.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: `${name}-config` }));
  }
  const VpcConfig = { Subnets: [...bare.subnets], SecurityGroupIds: [bare.group] };
  await client.send(new CreateModelCommand({ ModelName: 'returns', ...model('returns'), VpcConfig }));
  await client.send(new CreateTrainingJobCommand({ ...trainingJob, TrainingJobName: 'churn-train', RoleArn: role }));
}

const model = (name: string) => ({
  ExecutionRoleArn: role,
  PrimaryContainer: {
    Image: `${registry}/${name}:1`,
    ModelDataUrl: `s3://models/${name}/model.tar.gz`,
    Environment: { PIP_INDEX_URL: 'https://pypi.example.com/simple', LOG_LEVEL: 'info' },
  },
});
