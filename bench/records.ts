import { anyRecording, single } from '../test/model/events.ts';
import { noise } from '../test/model/noise.ts';
import { modelOperations } from '../test/model/operations.ts';
import type { Random } from '../test/model/random.ts';
import { identity, iso, type Site } from '../test/model/record.ts';
import type { Draft } from '../test/model/request.ts';

/** Records in about the mixture of a busy account, 0.2 % of them SageMaker's, a quarter of those changes: mostly reads of a few services, with requests and responses of their usual size. */

const operations = Object.keys(modelOperations);

export function benchRecord(site: Site, time: number, random: Random): Draft {
  const kind = random.next();
  if (kind < 0.0005) return inOrder({ ...single(random.pick(operations), anyRecording(random), random).record, ...at(site, time) });
  if (kind < 0.002) return { ...ordinary(site, time, random), ...random.pick(polls)(random) };
  if (kind < 0.005) return inOrder({ ...noise(time, random), ...at(site, time) });
  return ordinary(site, time, random);
}

/** What waits for jobs and looks at them: most of what is SageMaker's in a trail. */
const polls: readonly ((random: Random) => Draft)[] = ['DescribeTrainingJob', 'DescribeProcessingJob', 'DescribeEndpoint', 'ListTags'].map(
  (eventName) => (random: Random) => ({
    eventSource: 'sagemaker.amazonaws.com',
    eventName,
    readOnly: true,
    requestParameters: { name: `job-${random.hex(8)}` },
    responseElements: null,
  }),
);

/** CloudTrail writes a record's members in this order, then the others. */
const first = ['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent'];

function inOrder(record: Draft): Draft {
  const rest = Object.keys(record).filter((name) => !first.includes(name));
  return Object.fromEntries([...first, ...rest].flatMap((name) => (name in record ? [[name, record[name]]] : [])));
}

const at = (site: Site, time: number) => ({ eventTime: iso(time), awsRegion: site.region, recipientAccountId: site.account });

type Make = (random: Random) => [source: string, name: string, readOnly: boolean, request: Draft | null, response: Draft | null];

const id = (prefix: string, random: Random) => `${prefix}-${random.hex(17)}`;

const services: readonly Make[] = [
  (random) => [
    'sts.amazonaws.com',
    'AssumeRole',
    true,
    { roleArn: `arn:aws:iam::111122223333:role/app-${random.hex(4)}`, roleSessionName: `session-${random.hex(8)}`, durationSeconds: 3600 },
    {
      credentials: {
        accessKeyId: `ASIA${random.hex(16).toUpperCase()}`,
        sessionToken: random.hex(160),
        expiration: 'Jan 5, 2026, 11:11:12 AM',
      },
      assumedRoleUser: { assumedRoleId: `AROA${random.hex(16)}:s`, arn: `arn:aws:sts::111122223333:assumed-role/app/s-${random.hex(8)}` },
    },
  ],
  (random) => [
    'ec2.amazonaws.com',
    'DescribeNetworkInterfaces',
    true,
    { networkInterfaceIdSet: { items: random.times(1, 4, () => ({ networkInterfaceId: id('eni', random) })) }, filterSet: {} },
    null,
  ],
  (random) => [
    'ec2.amazonaws.com',
    'DescribeInstances',
    true,
    { filterSet: { items: [{ name: 'tag:env', valueSet: { items: [{ value: random.hex(6) }] } }] } },
    null,
  ],
  (random) => [
    's3.amazonaws.com',
    'GetBucketAcl',
    true,
    { bucketName: `logs-${random.hex(8)}`, Host: `logs-${random.hex(8)}.s3.amazonaws.com`, acl: '' },
    null,
  ],
  (random) => [
    'kms.amazonaws.com',
    'Decrypt',
    true,
    { encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::data/${random.hex(24)}` }, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
    null,
  ],
  (random) => [
    'logs.amazonaws.com',
    'CreateLogStream',
    false,
    { logGroupName: `/aws/lambda/fn-${random.hex(6)}`, logStreamName: `2026/01/05/[$LATEST]${random.hex(32)}` },
    null,
  ],
  (random) => ['dynamodb.amazonaws.com', 'DescribeTable', true, { tableName: `orders-${random.hex(6)}` }, null],
  (random) => [
    'ecs.amazonaws.com',
    'RunTask',
    false,
    {
      cluster: `c-${random.hex(4)}`,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: [id('subnet', random)], securityGroups: [id('sg', random)], assignPublicIp: 'DISABLED' },
      },
      overrides: { containerOverrides: [{ name: 'app', environment: [{ name: 'JOB', value: random.hex(24) }] }] },
    },
    {
      tasks: [
        {
          taskArn: `arn:aws:ecs:eu-central-1:111122223333:task/c/${random.hex(32)}`,
          lastStatus: 'PROVISIONING',
          cpu: '256',
          memory: '512',
        },
      ],
      failures: [],
    },
  ],
];

function ordinary(site: Site, time: number, random: Random): Draft {
  const [eventSource, eventName, readOnly, requestParameters, responseElements] = random.pick(services)(random);
  const resources = [{ accountId: site.account, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${site.account}:role/app` }];
  return {
    eventVersion: '1.09',
    userIdentity: identity(site, random),
    eventTime: iso(time),
    eventSource,
    eventName,
    awsRegion: site.region,
    sourceIPAddress: `10.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`,
    userAgent: `aws-sdk-java/2.25.${random.int(0, 99)} Linux/5.10.${random.int(1, 250)} OpenJDK_64-Bit_Server_VM/17.0.9 exec-env/AWS_ECS_FARGATE`,
    requestParameters,
    responseElements,
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly,
    ...(random.chance(0.3) ? { resources } : {}),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: site.account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: eventSource.replace('.', `.${site.region}.`),
    },
  };
}
