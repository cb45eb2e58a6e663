import type { Scenery } from '../calls.ts';
import { service } from './service.ts';

const buckets = (scenery: Scenery) =>
  scenery.random.pick([scenery.team.bucket, `${scenery.team.bucket}-raw`, `${scenery.team.bucket}-logs`]);

function asked(scenery: Scenery, query: string) {
  const bucketName = buckets(scenery);
  return {
    request: { bucketName, Host: `${bucketName}.s3.${scenery.region}.amazonaws.com`, [query]: '' },
    resources: [{ accountId: scenery.account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}` }],
  };
}

export const s3 = service('s3', 12, [
  [10, 'config', 'GetBucketAcl', (scenery) => asked(scenery, 'acl')],
  [8, 'config', 'GetBucketPolicy', (scenery) => asked(scenery, 'policy')],
  [6, 'config', 'GetBucketEncryption', (scenery) => asked(scenery, 'encryption')],
  [6, 'scientist', 'GetBucketLocation', (scenery) => asked(scenery, 'location')],
  [4, 'function', 'HeadBucket', (scenery) => asked(scenery, 'head')],
  [4, 'scientist', 'ListBuckets', () => ({ request: { Host: 's3.amazonaws.com' } })],
  [
    1,
    'deploy',
    'PutBucketTagging',
    (scenery) => {
      const bucketName = buckets(scenery);
      const tag = [
        { Key: 'used-by', Value: 'sagemaker.amazonaws.com' },
        { Key: 'note', Value: '{"eventVersion":"1.11","eventName":"CreateModel"}' },
      ];
      return { request: { bucketName, tagging: '', Tagging: { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/', TagSet: { Tag: tag } } } };
    },
  ],
]);

export const dynamodb = service('dynamodb', 6, [
  [8, 'function', 'DescribeTable', ({ team }) => ({ request: { tableName: `${team.name}-runs` }, apiVersion: '2012-08-10' })],
  [3, 'config', 'ListTables', () => ({ request: { limit: 100 }, apiVersion: '2012-08-10' })],
  [
    1,
    'deploy',
    'UpdateTimeToLive',
    ({ team }) => ({
      request: { tableName: `${team.name}-runs`, timeToLiveSpecification: { enabled: true, attributeName: 'expires' } },
      response: { timeToLiveSpecification: { enabled: true, attributeName: 'expires' } },
      apiVersion: '2012-08-10',
    }),
  ],
]);

export const glue = service('glue', 7, [
  [
    8,
    'function',
    'GetPartitions',
    ({ team, account, random }) => ({
      request: { catalogId: account, databaseName: team.name, tableName: random.pick(['events', 'orders', 'images']), maxResults: 1000 },
    }),
  ],
  [5, 'scientist', 'GetTable', ({ team }) => ({ request: { databaseName: team.name, name: 'events' } })],
  [
    2,
    'automation',
    'StartJobRun',
    ({ team, random }) => ({
      request: { jobName: `${team.name}-prepare`, arguments: { '--day': 'yesterday' } },
      response: { jobRunId: `jr_${random.hex(64)}` },
    }),
  ],
]);

export const ecr = service('ecr', 7, [
  [
    8,
    'execution',
    'BatchGetImage',
    ({ team, account, region }) => ({
      request: { registryId: account, repositoryName: `${team.name}/train`, imageIds: [{ imageTag: 'stable' }] },
      resources: [{ accountId: account, ARN: `arn:aws:ecr:${region}:${account}:repository/${team.name}/train` }],
    }),
  ],
  [5, 'deploy', 'GetAuthorizationToken', () => ({ request: null })],
  [
    4,
    'execution',
    'GetDownloadUrlForLayer',
    ({ team, account, random }) => ({
      request: { registryId: account, repositoryName: `${team.name}/train`, layerDigest: `sha256:${random.fork(random.int(6)).hex(64)}` },
    }),
  ],
  [
    1,
    'deploy',
    'PutImage',
    ({ team, account, random }) => ({
      request: { registryId: account, repositoryName: `${team.name}/train`, imageTag: `build-${random.between(400, 899)}` },
    }),
  ],
]);
