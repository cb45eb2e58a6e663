import type { Random } from './random.ts';
import type { Site } from './record.ts';
import type { Draft } from './request.ts';

/**
 * Noise as it is published: the operations and their shares, who calls, what is refused, the order of members and the kinds of records are
 * those of 2,900 records that CloudTrail wrote for an account under attack (github.com/invictus-ir/aws_dataset, MIT, 2023: 262 operations
 * of 25 services, 55 files). Only what was counted there is here; names and values are made up.
 */

/** The order in which CloudTrail writes a record's members. */
const order = [
  ...['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent'],
  ...['errorCode', 'errorMessage', 'requestParameters', 'responseElements', 'additionalEventData', 'requestID', 'eventID', 'readOnly'],
  ...['resources', 'eventType', 'managementEvent', 'recipientAccountId', 'sharedEventID', 'serviceEventDetails', 'vpcEndpointId'],
  ...['addendum', 'eventCategory', 'tlsDetails', 'sessionCredentialFromConsole'],
];

/** The same record in the order that CloudTrail writes. */
export function laidOut(record: Draft): Draft {
  return Object.fromEntries([...order, ...Object.keys(record)].flatMap((name) => (name in record ? [[name, record[name]]] : [])));
}

type Parameters = (site: Site, random: Random) => unknown;

interface Operation {
  /** Of 1,000 records. */
  readonly share: number;
  readonly service: string;
  readonly names: readonly string[];
  readonly readOnly: boolean;
  readonly request: Parameters;
  readonly more?: (site: Site, random: Random) => Draft;
}

const keyArn = ({ partition, account, region }: Site, random: Random) => `arn:${partition}:kms:${region}:${account}:key/${random.uuid()}`;
const listed = (type: string, arn: string, { account }: Site): Draft => ({ resources: [{ accountId: account, type, ARN: arn }] });

const operations: readonly Operation[] = [
  {
    share: 83,
    service: 'kms',
    names: ['Decrypt', 'Encrypt', 'GenerateDataKey'],
    readOnly: true,
    request: ({ partition, account, region }, random) => ({
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      encryptionContext: { PARAMETER_ARN: `arn:${partition}:ssm:${region}:${account}:parameter/credentials/${random.int(1, 40)}` },
    }),
    more: (site, random) => listed('AWS::KMS::Key', keyArn(site, random), site),
  },
  {
    share: 260,
    service: 'ec2',
    names: ['DescribeRouteTables', 'DescribeNatGateways', 'DescribeVpcs', 'DescribeSubnets', 'DescribeSecurityGroups', 'DescribeInstances'],
    readOnly: true,
    request: (_, random) => ({ filterSet: {}, vpcSet: { items: [{ vpcId: `vpc-${random.hex(17)}` }] } }),
  },
  {
    share: 20,
    service: 'ec2',
    names: ['CreateVolume', 'CreateTags', 'RunInstances', 'AuthorizeSecurityGroupIngress'],
    readOnly: false,
    request: (site, random) => ({
      zone: `${site.region}a`,
      tagSpecificationSet: { items: [{ resourceType: 'volume', tags: [{ key: 'Name', value: `v "${random.hex(4)}" {a}` }] }] },
      clientToken: random.uuid(),
    }),
  },
  {
    share: 115,
    service: 'iam',
    names: ['GetUser', 'GetRole', 'ListAttachedRolePolicies', 'ListRolePolicies'],
    readOnly: true,
    request: (_, random) => (random.chance(0.3) ? null : { roleName: `role-${random.hex(6)}` }),
  },
  {
    share: 110,
    service: 'ssm',
    names: ['DescribeParameters', 'GetParameter', 'ListTagsForResource', 'DescribeInstanceInformation'],
    readOnly: true,
    request: (_, random) => ({ name: `/credentials/${random.hex(6)}`, withDecryption: true, maxResults: 50 }),
  },
  {
    share: 60,
    service: 'ssm',
    names: ['PutParameter', 'DeleteParameter', 'UpdateInstanceInformation'],
    readOnly: false,
    request: (_, random) => ({ name: `/credentials/${random.hex(6)}`, value: 'HIDDEN_DUE_TO_SECURITY_REASONS', type: 'SecureString' }),
  },
  {
    share: 90,
    service: 'secretsmanager',
    names: ['GetSecretValue', 'DescribeSecret', 'GetResourcePolicy'],
    readOnly: true,
    request: (site, random) => ({
      secretId: `arn:${site.partition}:secretsmanager:${site.region}:${site.account}:secret:s-${random.hex(6)}`,
    }),
  },
  {
    share: 50,
    service: 'sts',
    names: ['AssumeRole', 'GetCallerIdentity'],
    readOnly: true,
    // A policy is text in a string: braces, quotes, line breaks, and names of our own members.
    request: (site, random) => ({
      roleArn: `arn:${site.partition}:iam::${site.account}:role/r-${random.hex(4)}`,
      policy: JSON.stringify(
        { Statement: [{ Effect: 'Allow', Action: ['sagemaker:CreateModel'], eventSource: 'sagemaker.amazonaws.com' }] },
        null,
        2,
      ),
    }),
  },
  {
    share: 80,
    service: 's3',
    names: ['GetBucketAcl', 'GetBucketLogging', 'GetBucketLifecycle', 'GetBucketPolicy', 'GetBucketWebsite'],
    readOnly: true,
    request: (_, random) => ({ lifecycle: '', bucketName: `b-${random.hex(8)}`, Host: `b-${random.hex(8)}.s3.amazonaws.com` }),
    more: (site, random) => ({
      ...listed('AWS::S3::Bucket', `arn:${site.partition}:s3:::b-${random.hex(8)}`, site),
      additionalEventData: {
        SignatureVersion: 'SigV4',
        bytesTransferredIn: 0,
        'x-amz-id-2': `${random.hex(20)}/+==`,
        bytesTransferredOut: 319,
      },
    }),
  },
  {
    share: 60,
    service: 'rds',
    names: ['DescribeOrderableDBInstanceOptions', 'DescribeDBInstances', 'DescribeDBEngineVersions'],
    readOnly: true,
    request: () => ({ engine: 'mysql', includeAll: false }),
  },
  {
    share: 40,
    service: 'health',
    names: ['DescribeEventAggregates'],
    readOnly: true,
    request: () => ({ filter: { eventStatusCodes: ['open', 'upcoming'] }, aggregateField: 'eventTypeCategory' }),
  },
  {
    share: 14,
    service: 'secretsmanager',
    names: ['StartSecretVersionDelete', 'EndSecretVersionDelete'],
    readOnly: false,
    request: () => null,
    // An event of the service itself: no type of identity, no request, details instead.
    more: ({ account }, random) => ({
      userIdentity: { accountId: account, invokedBy: 'secretsmanager.amazonaws.com' },
      eventType: 'AwsServiceEvent',
      serviceEventDetails: { secretId: random.uuid() },
    }),
  },
  {
    share: 1,
    service: 'signin',
    names: ['ConsoleLogin'],
    readOnly: false,
    request: () => null,
    more: () => ({ eventType: 'AwsConsoleSignIn', responseElements: { ConsoleLogin: 'Success' } }),
  },
];

const shares = operations.reduce((sum, { share }) => sum + share, 0);

/** Of every other service than ours. @param time seconds are its smallest unit */
export function publishedNoise(site: Site, time: string, random: Random): Draft {
  let left = random.int(1, shares);
  const operation = operations.find(({ share }) => {
    left -= share;
    return left <= 0;
  }) as Operation;
  const host = `${operation.service}.${site.region}.amazonaws.com`;
  return laidOut({
    eventVersion: random.chance(0.99) ? '1.08' : '1.09',
    userIdentity: caller(site, random),
    eventTime: time,
    eventSource: `${operation.service}.amazonaws.com`,
    eventName: random.pick(operation.names),
    awsRegion: site.region,
    sourceIPAddress: random.pick(['192.0.2.10', '192.0.2.10', 'AWS Internal', 'rds.amazonaws.com']),
    userAgent: random.pick(['APN/1.0 HashiCorp/1.0 Terraform/1.1.2 stratus-red-team', 'AWS Internal', 'aws-cli/2.11.8 prompt/off']),
    ...refusal(random),
    requestParameters: operation.request(site, random),
    responseElements: null,
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: operation.readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: site.account,
    eventCategory: 'Management',
    ...(random.chance(0.7)
      ? { tlsDetails: { tlsVersion: 'TLSv1.2', cipherSuite: 'ECDHE-RSA-AES128-GCM-SHA256', clientProvidedHostHeader: host } }
      : random.chance(0.3) && { sessionCredentialFromConsole: 'true' }),
    ...(random.chance(0.03) && { vpcEndpointId: `vpce-${random.hex(17)}` }),
    ...operation.more?.(site, random),
  });
}

/** A tenth is refused, by these codes. */
function refusal(random: Random): Draft {
  if (!random.chance(0.1)) return {};
  const code = random.pick([
    'ThrottlingException',
    'ThrottlingException',
    'Client.UnauthorizedOperation',
    'AccessDenied',
    'NoSuchBucketPolicy',
  ]);
  return { errorCode: code, errorMessage: 'Rate exceeded: "sagemaker.amazonaws.com" \\ {"Records":[{' };
}

/** Nine of ten are users, a third of them in a session. */
function caller({ partition, account }: Site, random: Random): Draft {
  const session = { sessionContext: { sessionIssuer: {}, webIdFederationData: {}, attributes: { mfaAuthenticated: 'true' } } };
  if (random.chance(0.02)) return { type: 'AWSService', invokedBy: 'ssm.amazonaws.com' };
  if (random.chance(0.05)) {
    const arn = `arn:${partition}:sts::${account}:assumed-role/deploy/i-${random.hex(17)}`;
    return {
      type: 'AssumedRole',
      principalId: `AROA${random.hex(8)}:i-1`,
      arn,
      accountId: account,
      accessKeyId: 'ASIAEXAMPLE',
      ...session,
    };
  }
  const arn = `arn:${partition}:iam::${account}:user/benjamin`;
  const user = { type: 'IAMUser', principalId: 'AIDAEXAMPLE', arn, accountId: account, accessKeyId: 'AKIAEXAMPLE', userName: 'benjamin' };
  return random.chance(0.67) ? user : { ...user, ...session, ...(random.chance(0.45) && { invokedBy: 'AWS Internal' }) };
}
