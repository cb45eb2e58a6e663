import { service } from './service.ts';

export const ec2 = service('ec2', 12, [
  [8, 'config', 'DescribeInstances', () => ({ request: { maxResults: 1000, instancesSet: {}, filterSet: {} } })],
  [
    6,
    'deploy',
    'DescribeSubnets',
    ({ network }) => ({ request: { subnetSet: { items: network.subnets.map((subnetId) => ({ subnetId })) }, filterSet: {} } }),
  ],
  [
    6,
    'deploy',
    'DescribeSecurityGroups',
    ({ network }) => ({
      request: {
        securityGroupSet: {},
        securityGroupIdSet: { items: network.securityGroups.map((groupId) => ({ groupId })) },
        filterSet: {},
      },
    }),
  ],
  [4, 'config', 'DescribeVpcEndpoints', () => ({ request: { DescribeVpcEndpointsRequest: { MaxResults: 1000 } } })],
  [
    4,
    'execution',
    'CreateNetworkInterface',
    ({ network, random }) => ({
      request: {
        subnetId: random.pick(network.subnets),
        description: '[Do not delete] Network Interface created to access resources in your VPC for SageMaker Training Job',
        groupSet: { items: network.securityGroups.map((groupId) => ({ groupId })) },
        privateIpAddressesSet: {},
      },
      response: { networkInterface: { networkInterfaceId: `eni-0${random.hex(16)}`, vpcId: network.vpc, status: 'pending' } },
    }),
  ],
  [
    2,
    'deploy',
    'CreateTags',
    ({ network, team }) => ({
      request: { resourcesSet: { items: [{ resourceId: network.vpc }] }, tagSet: { items: [{ key: 'team', value: team.name }] } },
      response: { _return: true },
    }),
  ],
]);

export const lambda = service('lambda', 7, [
  [8, 'deploy', 'GetFunction20150331v2', ({ team }) => ({ request: { functionName: `${team.name}-ingest` } })],
  [4, 'config', 'ListFunctions20150331', () => ({ request: { maxItems: 50 } })],
  [
    2,
    'deploy',
    'UpdateFunctionCode20150331v2',
    ({ team, account, region, random }) => ({
      request: {
        functionName: `${team.name}-ingest`,
        s3Bucket: `${team.bucket}-artifacts`,
        s3Key: `build-${random.between(400, 899)}.zip`,
        publish: true,
        dryRun: false,
      },
      response: {
        functionName: `${team.name}-ingest`,
        functionArn: `arn:aws:lambda:${region}:${account}:function:${team.name}-ingest`,
        runtime: 'python3.13',
        version: `${random.between(80, 140)}`,
      },
      apiVersion: '2015-03-31',
    }),
  ],
]);

export const states = service('states', 4, [
  [
    5,
    'automation',
    'StartExecution',
    ({ team, account, region, random }) => {
      const name = `nightly-${random.hex(8)}`;
      return {
        request: {
          stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:${team.name}-nightly`,
          name,
          input: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        },
        response: { executionArn: `arn:aws:states:${region}:${account}:execution:${team.name}-nightly:${name}` },
      };
    },
  ],
  [
    4,
    'deploy',
    'DescribeStateMachine',
    ({ team, account, region }) => ({
      request: { stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:${team.name}-nightly` },
    }),
  ],
]);

export const cloudformation = service('cloudformation', 6, [
  [8, 'deploy', 'DescribeStacks', ({ team }) => ({ request: { stackName: `${team.name}-platform` } })],
  [5, 'deploy', 'DescribeStackEvents', ({ team }) => ({ request: { stackName: `${team.name}-platform` } })],
  [
    1,
    'deploy',
    'CreateChangeSet',
    ({ team, random }) => ({
      request: {
        stackName: `${team.name}-platform`,
        changeSetName: `release-${random.between(100, 380)}`,
        capabilities: ['CAPABILITY_NAMED_IAM'],
        parameters: [{ parameterKey: 'ServicePrincipal', parameterValue: 'sagemaker.amazonaws.com' }],
      },
    }),
  ],
]);
