import { service } from './service.ts';

/** Other services have operations of the same names as SageMaker's; only eventSource tells them apart. */
export const amplify = service('amplify', 1, [
  [
    1,
    'deploy',
    'CreateApp',
    ({ team, account, region, random }) => {
      const appId = `d${random.hex(13)}`;
      return {
        request: {
          name: `${team.name}-console`,
          repository: `https://github.com/example/${team.name}-console`,
          enableBranchAutoBuild: true,
        },
        response: { app: { appId, appArn: `arn:aws:amplify:${region}:${account}:apps/${appId}`, name: `${team.name}-console` } },
      };
    },
  ],
]);

export const frauddetector = service('frauddetector', 1, [
  [
    1,
    'scientist',
    'CreateModel',
    ({ random }) => ({
      request: { modelId: `payments_${random.between(2, 60)}`, modelType: 'ONLINE_FRAUD_INSIGHTS', eventTypeName: 'payment' },
      response: {},
    }),
  ],
]);

export const lookoutequipment = service('lookoutequipment', 1, [
  [
    1,
    'scientist',
    'CreateModel',
    ({ account, region, random }) => {
      const modelName = `pump-${random.between(2, 60)}`;
      return {
        request: { modelName, datasetName: 'pumps', clientToken: random.uuid() },
        response: { modelArn: `arn:aws:lookoutequipment:${region}:${account}:model/${modelName}/${random.uuid()}`, status: 'IN_PROGRESS' },
      };
    },
  ],
]);

export const apigateway = service('apigateway', 1, [
  [
    1,
    'deploy',
    'CreateModel',
    ({ random }) => ({
      request: {
        restApiId: 'a1b2c3d4e5',
        createModelInput: {
          name: `Order${random.between(2, 60)}`,
          contentType: 'application/json',
          schema: '{"type":"object","title":"not a SageMaker model"}',
        },
      },
      response: { name: 'Order', contentType: 'application/json' },
    }),
  ],
]);

const clusters =
  (name: string) =>
  ({ team }: { team: { name: string } }) =>
    `${team.name}-${name}`;

export const ecs = service('ecs', 1, [
  [
    1,
    'deploy',
    'CreateCluster',
    (scenery) => {
      const clusterName = clusters('batch')(scenery);
      return {
        request: { clusterName, capacityProviders: ['FARGATE'] },
        response: {
          cluster: { clusterArn: `arn:aws:ecs:${scenery.region}:${scenery.account}:cluster/${clusterName}`, clusterName, status: 'ACTIVE' },
        },
      };
    },
  ],
]);

export const eks = service('eks', 1, [
  [
    1,
    'deploy',
    'CreateCluster',
    (scenery) => ({
      request: {
        name: clusters('serving')(scenery),
        roleArn: `arn:aws:iam::${scenery.account}:role/eks-cluster`,
        resourcesVpcConfig: { subnetIds: scenery.network.subnets, endpointPublicAccess: false },
      },
      response: { cluster: { name: clusters('serving')(scenery), status: 'CREATING' } },
    }),
  ],
]);

export const redshift = service('redshift', 1, [
  [
    1,
    'deploy',
    'CreateCluster',
    (scenery) => ({
      request: {
        clusterIdentifier: clusters('dwh')(scenery),
        nodeType: 'ra3.xlplus',
        numberOfNodes: 2,
        publiclyAccessible: false,
        masterUserPassword: '****',
      },
      response: { clusterIdentifier: clusters('dwh')(scenery), clusterStatus: 'creating' },
    }),
  ],
]);
