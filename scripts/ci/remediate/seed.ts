import {
  AuthorizeSecurityGroupEgressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  type CreateTrainingJobRequest,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { credentials } from '../moto.ts';

export const region = 'eu-west-1';

export interface Network {
  readonly subnets: readonly string[];
  readonly group: string;
  readonly vpc: string;
}

/** A VPC with two private subnets, and every endpoint that a container needs. */
export async function seedNetwork(endpoint: string): Promise<Network> {
  const ec2 = new EC2Client({ endpoint, region, credentials });
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const vpc = Vpc?.VpcId ?? '';
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
  const subnets: string[] = [];
  for (const [at, zone] of ['a', 'b'].entries()) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: vpc, CidrBlock: `10.0.${at}.0/24`, AvailabilityZone: `${region}${zone}` }),
    );
    subnets.push(Subnet?.SubnetId ?? '');
  }
  const { GroupId: group = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'models', Description: 'models', VpcId: vpc }),
  );
  await ec2
    .send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId: group,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] }],
      }),
    )
    .catch(() => {});
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] }));
  const RouteTableIds = RouteTables.flatMap(({ RouteTableId }) => RouteTableId ?? []);
  await ec2.send(
    new CreateVpcEndpointCommand({ VpcId: vpc, ServiceName: `com.amazonaws.${region}.s3`, VpcEndpointType: 'Gateway', RouteTableIds }),
  );
  for (const service of ['ecr.api', 'ecr.dkr'])
    await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: vpc,
        ServiceName: `com.amazonaws.${region}.${service}`,
        VpcEndpointType: 'Interface',
        SubnetIds: subnets,
      }),
    );
  return { subnets, group, vpc };
}

/** Text that every sink would take for something else; SageMaker allows it in an environment. */
export const hostile = `it's "$(touch /tmp/remediate-was-here)" \`id\` \${var.x} %{ if true } <%= 1 %> \\ end`;

/** SageMaker takes no braces in a tag, and cfn-lint knows; moto and Terraform take them. */
export const hostileTag = `fraud: ${'$'}{aws} %{x}`;

const role = 'arn:aws:iam::123456789012:role/service-role/SageMakerExecution';

export function sageMakerAt(endpoint: string): SageMakerClient {
  return new SageMakerClient({ endpoint, region, credentials });
}

/** A model outside every VPC, the config that names it, and the endpoint on that. */
export async function seedEndpoint(client: SageMakerClient, name: string, team: string): Promise<void> {
  const Tags = [
    { Key: 'team', Value: team },
    { Key: 'cost-center', Value: '42' },
  ];
  await client.send(
    new CreateModelCommand({
      ModelName: `${name}-model`,
      ExecutionRoleArn: role,
      PrimaryContainer: {
        Image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud:1',
        ModelDataUrl: 's3://models/fraud/model.tar.gz',
        Environment: { PIP_INDEX_URL: 'https://pypi.example.com/simple', LOG_LEVEL: 'info', API_KEY: hostile },
      },
      Tags,
    }),
  );
  await client.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: `${name}-config`,
      ProductionVariants: [
        {
          VariantName: 'AllTraffic',
          ModelName: `${name}-model`,
          InstanceType: 'ml.m5.large',
          InitialInstanceCount: 2,
          InitialVariantWeight: 1,
        },
      ],
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: 20,
        DestinationS3Uri: 's3://captured/fraud',
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
      },
      KmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/0f0e0d0c-0b0a-4009-8807-060504030201',
      Tags,
    }),
  );
  await client.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: `${name}-config`, Tags }));
}

export async function seedJob(client: SageMakerClient, name: string): Promise<void> {
  await client.send(
    new CreateTrainingJobCommand({
      ...trainingJob,
      TrainingJobName: name,
      RoleArn: role,
      HyperParameters: { token: hostile, epochs: '3' },
    }),
  );
}

/** Two instances, in no VPC, not isolated, not encrypted between them. */
export const trainingJob: Omit<CreateTrainingJobRequest, 'TrainingJobName' | 'RoleArn'> = {
  AlgorithmSpecification: { TrainingImage: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:1', TrainingInputMode: 'File' },
  InputDataConfig: [
    {
      ChannelName: 'train',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/train', S3DataDistributionType: 'FullyReplicated' } },
    },
  ],
  OutputDataConfig: { S3OutputPath: 's3://data/out' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 30 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
};
