import type { Scenery } from '../calls.ts';
import { seeded } from '../random.ts';
import { service } from './service.ts';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export const iam = service(
  'iam',
  6,
  [
    [8, 'config', 'ListRoles', () => ({ request: { maxItems: 1000 } })],
    [6, 'deploy', 'GetRole', ({ team }) => ({ request: { roleName: team.executionRole } })],
    [4, 'deploy', 'ListAttachedRolePolicies', ({ team }) => ({ request: { roleName: team.executionRole } })],
    [1, 'deploy', 'UpdateAssumeRolePolicy', ({ team }) => ({ request: { roleName: team.executionRole, policyDocument: trust } })],
  ],
  'us-east-1',
);

export const sts = service('sts', 14, [
  [
    10,
    'internal',
    'AssumeRole',
    ({ team, account, random }) => ({
      request: { roleArn: `arn:aws:iam::${account}:role/${team.name}-batch`, roleSessionName: `i-0${random.fork(random.int(5)).hex(16)}` },
      response: {
        credentials: {
          accessKeyId: `ASIA${random.text(9, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}EXAMPLE`,
          sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          expiration: 'Jul 1, 2026, 6:00:00 PM',
        },
      },
      resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${account}:role/${team.name}-batch` }],
    }),
  ],
  [6, 'deploy', 'GetCallerIdentity', () => ({ request: null })],
  [3, 'scientist', 'GetCallerIdentity', () => ({ request: null })],
]);

function key({ account, region }: Scenery) {
  const id = seeded(`${account}${region}key`).uuid();
  const arn = `arn:aws:kms:${region}:${account}:key/${id}`;
  return { arn, resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: arn }] };
}

export const kms = service('kms', 16, [
  [
    10,
    'execution',
    'Decrypt',
    (scenery) => ({
      request: { encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${scenery.team.bucket}` }, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
      resources: key(scenery).resources,
    }),
  ],
  [
    10,
    'execution',
    'GenerateDataKey',
    (scenery) => ({
      request: { keyId: key(scenery).arn, keySpec: 'AES_256', encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${scenery.team.bucket}` } },
      resources: key(scenery).resources,
    }),
  ],
  [
    4,
    'execution',
    'CreateGrant',
    (scenery) => ({
      request: {
        keyId: key(scenery).arn,
        granteePrincipal: `sagemaker.${scenery.region}.amazonaws.com`,
        operations: ['Decrypt', 'GenerateDataKey'],
      },
      response: { grantId: scenery.random.fork('grant').hex(64), keyId: key(scenery).arn },
      resources: key(scenery).resources,
    }),
  ],
  [4, 'config', 'DescribeKey', (scenery) => ({ request: { keyId: key(scenery).arn }, resources: key(scenery).resources })],
]);

export const secretsmanager = service('secretsmanager', 3, [
  [5, 'function', 'GetSecretValue', ({ team }) => ({ request: { secretId: `${team.name}/warehouse` } })],
  [2, 'config', 'ListSecrets', () => ({ request: { maxResults: 100 } })],
]);

export const ssm = service('ssm', 4, [
  [5, 'function', 'GetParameter', ({ team }) => ({ request: { name: `/${team.name}/feature-flags`, withDecryption: true } })],
  [2, 'deploy', 'GetParametersByPath', ({ team }) => ({ request: { path: `/${team.name}/`, recursive: true, withDecryption: false } })],
]);
