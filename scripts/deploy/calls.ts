import { ec2Operations } from '../../src/adapters/ec2.ts';
import { sageMakerActions } from '../../src/adapters/sagemaker/operations.ts';
import type { Bundle } from './bundle.ts';

/** What of AWS a bundle can call: the command modules of the SDK that are in it, as `client Command`. */
export function commandsIn({ outputs }: Bundle): string[] {
  const found = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => {
      const [, client, command] = /@aws-sdk\/client-([\w-]+)\/dist-\w+\/commands\/(\w+)Command\.js$/.exec(path) ?? [];
      return bytesInOutput > 0 && client && command ? [`${client} ${command}`] : [];
    }),
  );
  return [...new Set(found)].sort();
}

/** A call of IAM's: the action, and the resource that the function's environment names. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}

type Environment = Readonly<Record<string, string>>;

const account = '111122223333';
const bucketOf = (environment: Environment) => /^s3:\/\/([^/]+)\/(.*)$/.exec(environment.TRAIL_SOURCE ?? '') ?? undefined;
const trailObjects = (environment: Environment) => {
  const [, bucket, prefix = ''] = bucketOf(environment) ?? [];
  return bucket ? [`arn:aws:s3:::${bucket}/${prefix}${account}/CloudTrail/file.json.gz`] : [];
};
const evidence = ({ EVIDENCE_BUCKET, EVIDENCE_PREFIX }: Environment) =>
  EVIDENCE_BUCKET ? [`arn:aws:s3:::${EVIDENCE_BUCKET}/${EVIDENCE_PREFIX}/run/evidence.json`] : [];
const sealed = ({ SEALED_BUCKET }: Environment) => (SEALED_BUCKET ? [`arn:aws:s3:::${SEALED_BUCKET}/sealed/days/2026/11/20/day.json`] : []);
const bucketArn = (name: string | undefined) => (name ? [`arn:aws:s3:::${name}`] : []);
/** Athena does what it does in the caller's name (Athena User Guide, "Identity and access management in Athena"). */
const catalogue = ({ SEAL_SOURCE }: Environment) => {
  const [, database, name] = /^athena:([^.]+)\.(.+)$/.exec(SEAL_SOURCE ?? '') ?? [];
  return database
    ? ['catalog', `database/${database}`, `table/${database}/${name}`].map((part) => `arn:aws:glue:eu-west-1:${account}:${part}`)
    : [];
};
const workgroup = ({ ATHENA_WORKGROUP }: Environment) =>
  ATHENA_WORKGROUP ? [`arn:aws:athena:eu-west-1:${account}:workgroup/${ATHENA_WORKGROUP}`] : [];
const results = ({ ATHENA_WORKGROUP }: Environment) => (ATHENA_WORKGROUP ? ['arn:aws:s3:::QueryResults'] : []);
const table = ({ LEDGER_TABLE }: Environment) => [`arn:aws:dynamodb:eu-west-1:${account}:table/${LEDGER_TABLE}`];
const topics = ({ ALERT_TOPIC_ARN, AMAZON_Q_TOPIC_ARN }: Environment) => [ALERT_TOPIC_ARN, AMAZON_Q_TOPIC_ARN].flatMap((arn) => arn ?? []);
const keys = (environment: Environment, own: Readonly<Record<'trail' | 'evidence', string>>) => ({
  trail: trailObjects(environment).map(() => own.trail),
  evidence: evidence(environment).map(() => own.evidence),
});
const objectsIn = (buckets: readonly string[]) => buckets.map((bucket) => `${bucket}/seal/00000000.csv`);
const on = (action: string, resources: readonly string[]): Need[] => resources.map((resource) => ({ action, resource }));

/** KMS keys of buckets, which S3 uses in the caller's name. */
export type BucketKeys = Readonly<Record<'trail' | 'evidence', string>>;

/** Service authorization reference: what each command needs. A command that is not here fails the test that reads this. */
const needed: Readonly<Record<string, (environment: Environment, bucketKeys: BucketKeys) => readonly Need[]>> = {
  'athena GetQueryExecution': (environment) => on('athena:GetQueryExecution', workgroup(environment)),
  'athena GetQueryResults': (environment) => [
    ...on('athena:GetQueryResults', workgroup(environment)),
    ...on('s3:GetObject', objectsIn(results(environment))),
  ],
  'athena GetTableMetadata': (environment) => [
    ...on(
      'athena:GetTableMetadata',
      workgroup(environment).length > 0 ? [`arn:aws:athena:eu-west-1:${account}:datacatalog/AwsDataCatalog`] : [],
    ),
    ...['glue:GetDatabase', 'glue:GetTable'].flatMap((action) => on(action, catalogue(environment))),
  ],
  'athena StartQueryExecution': (environment) => [
    ...on('athena:StartQueryExecution', workgroup(environment)),
    // Whatever database the query names.
    ...on('glue:GetDatabase', workgroup(environment).length > 0 ? [`arn:aws:glue:eu-west-1:${account}:database/default`] : []),
    ...['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'].flatMap((action) => on(action, catalogue(environment))),
    ...['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'].flatMap((action) => on(action, results(environment))),
    ...['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'].flatMap((action) =>
      on(action, objectsIn(results(environment))),
    ),
  ],
  'athena StopQueryExecution': (environment) => on('athena:StopQueryExecution', workgroup(environment)),
  'cloudtrail LookupEvents': () => [{ action: 'cloudtrail:LookupEvents', resource: '*' }],
  'cloudtrail ListPublicKeys': () => [{ action: 'cloudtrail:ListPublicKeys', resource: '*' }],
  'dynamodb BatchGetItem': (environment) => on('dynamodb:BatchGetItem', table(environment)),
  'dynamodb BatchWriteItem': (environment) => on('dynamodb:BatchWriteItem', table(environment)),
  'dynamodb DeleteItem': (environment) => on('dynamodb:DeleteItem', table(environment)),
  // Endpoint discovery, which the client has with it and does not use unless it is told to.
  'dynamodb DescribeEndpoints': () => [],
  'dynamodb GetItem': (environment) => on('dynamodb:GetItem', table(environment)),
  'dynamodb PutItem': (environment) => on('dynamodb:PutItem', table(environment)),
  'dynamodb Query': (environment) => on('dynamodb:Query', [...table(environment), `${table(environment)}/index/by-list`]),
  'dynamodb UpdateItem': (environment) => on('dynamodb:UpdateItem', table(environment)),
  ...Object.fromEntries(ec2Operations.map((name) => [`ec2 ${name}`, () => on(`ec2:${name}`, ['*'])])),
  'ec2 DescribeVpcAttribute': () => on('ec2:DescribeVpcAttribute', [`arn:aws:ec2:us-east-1:${account}:vpc/vpc-0123456789abcdef0`]),
  // For directory buckets, which no trail is delivered to.
  's3 CreateSession': () => [],
  // What it keeps of a period that is not finished; evidence is never deleted.
  's3 DeleteObject': ({ EVIDENCE_BUCKET, EVIDENCE_PREFIX }) =>
    on('s3:DeleteObject', EVIDENCE_BUCKET ? [`arn:aws:s3:::${EVIDENCE_BUCKET}/${EVIDENCE_PREFIX}/.checkpoints/run/readings.jsonl`] : []),
  's3 GetObject': (environment, own) => [
    ...on('s3:GetObject', [...trailObjects(environment), ...evidence(environment), ...sealed(environment)]),
    // NoSuchKey instead of AccessDenied.
    ...on('s3:ListBucket', [...bucketArn(environment.EVIDENCE_BUCKET), ...bucketArn(environment.SEALED_BUCKET)]),
    // With a VersionId, which only objects of the trail have.
    ...on('s3:GetObjectVersion', trailObjects(environment)),
    ...on('kms:Decrypt', Object.values(keys(environment, own)).flat()),
  ],
  // Itself: the ARN is in the invocation's context.
  'lambda Invoke': () => on('lambda:InvokeFunction', [`arn:aws:lambda:eu-west-1:${account}:function:sagewarden-dev-backfill`]),
  's3 HeadObject': (environment) => on('s3:GetObject', trailObjects(environment)),
  's3 ListObjectsV2': (environment) =>
    on('s3:ListBucket', [...bucketArn(bucketOf(environment)?.[1]), ...bucketArn(environment.SEALED_BUCKET)]),
  's3 PutObject': (environment, own) => [
    ...on('s3:PutObject', [...evidence(environment), ...sealed(environment)]),
    ...on('kms:GenerateDataKey', keys(environment, own).evidence),
  ],
  // The adapter sends every operation in ListTags' place: its own table says which.
  'sagemaker ListTags': () =>
    [...new Set(Object.values(sageMakerActions).flat())].map((action) => ({
      action: `sagemaker:${action}`,
      resource: `arn:aws:sagemaker:us-east-1:${account}:training-job/name`,
    })),
  'secrets-manager GetSecretValue': ({ SLACK_WEBHOOK = '' }) =>
    on('secretsmanager:GetSecretValue', [SLACK_WEBHOOK].filter(isOf('secretsmanager'))),
  'securityhub BatchImportFindings': () =>
    on('securityhub:BatchImportFindings', [`arn:aws:securityhub:eu-west-1:${account}:product/${account}/default`]),
  'sns Publish': (environment) => on('sns:Publish', topics(environment)),
  'sqs SendMessage': ({ DEFER_QUEUE_URL }) => on('sqs:SendMessage', [`arn:aws:sqs:eu-west-1:${account}:${DEFER_QUEUE_URL}`]),
  'ssm GetParameter': ({ SLACK_WEBHOOK = '' }) => on('ssm:GetParameter', [SLACK_WEBHOOK].filter(isOf('ssm'))),
  'sts AssumeRole': ({ MEMBER_ROLE_NAME }) =>
    on('sts:AssumeRole', MEMBER_ROLE_NAME ? [`arn:aws:iam::444455556666:role/${MEMBER_ROLE_NAME}`] : []),
  // Needs no permission, and none can be taken away (STS API reference).
  'sts GetCallerIdentity': () => [],
};

const isOf = (service: string) => (arn: string) => arn.split(':')[2] === service;

export function needsOf(commands: readonly string[], environment: Environment, bucketKeys: BucketKeys): Need[] {
  return commands.flatMap((command) => {
    const needs = needed[command];
    if (!needs) throw new Error(`${command}: which IAM action is that?`);
    return needs(environment, bucketKeys);
  });
}
