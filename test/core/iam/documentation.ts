import type { Decision } from '../../../src/core/iam/evaluate.ts';

/** A statement as AWS's documentation has it, a request that the page speaks of, and what the page says happens. */
export interface Row {
  readonly page: string;
  readonly what: string;
  /** One statement, or several of one document. */
  readonly statement: object | readonly object[];
  readonly version?: string;
  readonly action: string;
  readonly resource?: string;
  /** A key that is not here is absent; `null`: it is not known. */
  readonly context?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly decision: Decision['decision'];
}

const iam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const operators = `${iam}/reference_policies_elements_condition_operators.html`;
const sets = `${iam}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const setExamples = `${iam}/reference_policies_condition_examples-multi-valued-context-keys.html`;
const logic = `${iam}/reference_policies_condition-logic-multiple-context-keys-or-values.html`;
const condition = `${iam}/reference_policies_elements_condition.html`;
const variables = `${iam}/reference_policies_variables.html`;
const sageMaker = 'https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html';

const accessKey = (conditions: object) => ({
  Effect: 'Allow',
  Action: 'iam:*AccessKey*',
  Resource: 'arn:aws:iam::123456789012:user/*',
  Condition: conditions,
});
const createAccessKey = { action: 'iam:CreateAccessKey', resource: 'arn:aws:iam::123456789012:user/Bob' };

const stringEquals = accessKey({ StringEquals: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } });
const dateGreater = accessKey({ DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } });
const ipRange = accessKey({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } });
const ipRanges = {
  Effect: 'Allow',
  Action: 'someservice:*',
  Resource: '*',
  Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:DB8:1234:5678::/64'] } },
};
const maxKeys = {
  Effect: 'Allow',
  Action: 's3:ListBucket',
  Resource: 'arn:aws:s3:::example_bucket',
  Condition: { NumericLessThanEquals: { 's3:max-keys': '10' } },
};
const listBucket = { action: 's3:ListBucket', resource: 'arn:aws:s3:::example_bucket' };
const secureTransport = {
  Sid: 'BooleanExample',
  Action: 's3:*',
  Effect: 'Deny',
  Resource: ['arn:aws:s3:::DOC-EXAMPLE-BUCKET', 'arn:aws:s3:::DOC-EXAMPLE-BUCKET/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const bucketObject = { action: 's3:GetObject', resource: 'arn:aws:s3:::DOC-EXAMPLE-BUCKET/report.csv' };
const binary = { Effect: 'Allow', Action: 'x:Y', Resource: '*', Condition: { BinaryEquals: { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } } };
const sourceArn = {
  Effect: 'Allow',
  Action: 'SQS:SendMessage',
  Resource: 'arn:aws:sqs:us-east-2:123456789012:QUEUE-ID',
  Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-2:123456789012:TOPIC-ID' } },
};
const sendMessage = { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-2:123456789012:QUEUE-ID' };
const finance = (operator: string) => ({
  Effect: 'Allow',
  Action: 'someservice:Read',
  Resource: '*',
  Condition: { [operator]: { 'aws:SourceArn': 'arn:aws:someservice:*:111122223333:finance/*' } },
});
const longArn = 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt';
const instanceTypes = (operator: string) => ({
  Effect: 'Allow',
  Action: 'ec2:RunInstances',
  Resource: '*',
  Condition: { [operator]: { 'ec2:InstanceType': ['t1.*', 't2.*', 'm3.*'] } },
});
const noTemporaryCredentials = { Action: 'ec2:*', Effect: 'Allow', Resource: '*', Condition: { Null: { 'aws:TokenIssueTime': 'true' } } };

const attributes = (effect: string, action: string, operator: string, ...names: string[]) => ({
  Effect: effect,
  Action: action,
  Resource: 'arn:aws:dynamodb:*:*:table/Thread',
  Condition: { [operator]: { 'dynamodb:Attributes': names } },
});
const allowedAttributes = attributes('Allow', 'dynamodb:GetItem', 'ForAllValues:StringEquals', 'ID', 'Message', 'Tags');
const evaluatedAttributes = attributes('Allow', 'dynamodb:GetItem', 'ForAllValues:StringEquals', 'PostDateTime', 'Message', 'Tags');
const forbiddenAttributes = attributes('Deny', 'dynamodb:PutItem', 'ForAnyValue:StringEquals', 'ID', 'PostDateTime');
const thread = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Thread';
const getItem = { action: 'dynamodb:GetItem', resource: thread };
const putItem = { action: 'dynamodb:PutItem', resource: thread };

const restrictedTags = {
  Sid: 'DenyRestrictedTags',
  Effect: 'Deny',
  Action: ['iam:Tag*', 'iam:UnTag*'],
  Resource: ['*'],
  Condition: { Null: { 'aws:TagKeys': 'false' }, 'ForAllValues:StringLike': { 'aws:TagKeys': ['key1*', 'key2*', 'key3*'] } },
};
const otherTags = { ...restrictedTags, Condition: { 'ForAllValues:StringNotLike': { 'aws:TagKeys': 'key1*' } } };
const snapshots = {
  Effect: 'Deny',
  Action: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'],
  Resource: 'arn:aws:ec2:us-west-2::snapshot/*',
  Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['environment', 'webserver'] } },
};
const createSnapshot = { action: 'ec2:CreateSnapshot', resource: 'arn:aws:ec2:us-west-2::snapshot/snap-1' };

const principalTags = {
  Effect: 'Allow',
  Action: 'ec2:DescribeInstances',
  Resource: '*',
  Condition: {
    StringEqualsIgnoreCase: {
      'aws:PrincipalTag/department': ['finance', 'hr', 'legal'],
      'aws:PrincipalTag/role': ['audit', 'security'],
    },
    StringEquals: { 'aws:PrincipalAccount': '123456789012' },
  },
};

const mfa = {
  Sid: 'AllowRemoveMfaOnlyIfRecentMfa',
  Effect: 'Allow',
  Action: ['iam:DeactivateMFADevice'],
  Resource: `arn:aws:iam::*:user/\${aws:username}`,
  Condition: { NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '3600' } },
};
const deactivate = { action: 'iam:DeactivateMFADevice', resource: 'arn:aws:iam::111122223333:user/jane' };

const denyWithoutMfa = {
  Sid: 'DenyAllUsersNotUsingMFA',
  Effect: 'Deny',
  NotAction: 'iam:*',
  Resource: '*',
  Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
};
const payroll = { Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'] };
const objects = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::DOC-EXAMPLE-BUCKET/*/test/*' };
const object = (key: string) => ({ action: 's3:GetObject', resource: `arn:aws:s3:::DOC-EXAMPLE-BUCKET/${key}` });
const regions = {
  Sid: 'DenyAllOutsideRequestedRegions',
  Effect: 'Deny',
  NotAction: ['cloudfront:*', 'iam:*', 'route53:*', 'support:*'],
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'] } },
};
const dates = {
  Effect: 'Allow',
  Action: 'service-prefix:action-name',
  Resource: '*',
  Condition: {
    DateGreaterThan: { 'aws:CurrentTime': '2020-04-01T00:00:00Z' },
    DateLessThan: { 'aws:CurrentTime': '2020-06-30T23:59:59Z' },
  },
};
const denyIp = {
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: {
    NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '203.0.113.0/24'] },
    Bool: { 'aws:ViaAWSService': 'false' },
  },
};
const dataExchange = {
  Sid: 'DenyAllS3ResourcesOutsideAccountExceptDataExchange',
  Effect: 'Deny',
  Action: ['s3:GetObject', 's3:PutObject', 's3:PutObjectAcl'],
  Resource: '*',
  Condition: {
    StringNotEquals: { 'aws:ResourceAccount': ['111122223333'] },
    'ForAllValues:StringNotEquals': { 'aws:CalledVia': ['dataexchange.amazonaws.com'] },
  },
};
const newUser = {
  Sid: 'TagUsersWithOnlyTheseTags',
  Effect: 'Allow',
  Action: ['iam:CreateUser', 'iam:TagUser'],
  Resource: '*',
  Condition: {
    StringEqualsIfExists: { 'aws:RequestTag/Department': ['Development', 'QualityAssurance'], 'aws:RequestTag/JobFunction': 'Employee' },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['Department', 'JobFunction'] },
  },
};
const teamTag = {
  Effect: 'Deny',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::example-bucket/*',
  Condition: { StringNotEquals: { 's3:ExistingObjectTag/Team': `\${aws:PrincipalTag/Team}` } },
};
const home = { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::mybucket'] };
const homePrefix = { ...home, Condition: { StringLike: { 's3:prefix': [`\${aws:username}/*`] } } };
const teamBucket = {
  Effect: 'Allow',
  Action: 's3:*',
  Resource: `arn:aws:s3:::DOC-EXAMPLE-BUCKET-\${aws:PrincipalTag/team, 'company-wide'}`,
};
const production = {
  Sid: 'RequireMFAForProductionBucket',
  Effect: 'Deny',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::Production/*', 'arn:aws:s3:::Production'],
  Condition: { NumericGreaterThanIfExists: { 'aws:MultiFactorAuthAge': '1800' } },
};

const trainingActions = ['sagemaker:CreateTrainingJob', 'sagemaker:CreateHyperParameterTuningJob'];
const fromVpc = {
  Sid: 'AllowFromVpc',
  Effect: 'Allow',
  Action: trainingActions,
  Resource: '*',
  Condition: {
    'ForAllValues:StringEquals': {
      'sagemaker:VpcSubnets': ['subnet-a1234'],
      'sagemaker:VpcSecurityGroupIds': ['sg12345', 'sg-67890'],
    },
    Null: { 'sagemaker:VpcSubnets': 'false', 'sagemaker:VpcSecurityGroupIds': 'false' },
  },
};
const lustre = {
  Sid: 'AccessToLustreFileSystem',
  Effect: 'Allow',
  Action: trainingActions,
  Resource: '*',
  Condition: {
    StringEquals: {
      'sagemaker:FileSystemId': 'fs-12345678',
      'sagemaker:FileSystemAccessMode': 'ro',
      'sagemaker:FileSystemType': 'FSxLustre',
      'sagemaker:FileSystemDirectoryPath': '/fsx/sagemaker/xgboost/train',
    },
    'ForAllValues:StringEquals': { 'sagemaker:VpcSecurityGroupIds': ['sg-12345678'] },
  },
};
const lustreRequest = {
  'sagemaker:FileSystemId': 'fs-12345678',
  'sagemaker:FileSystemAccessMode': 'ro',
  'sagemaker:FileSystemType': 'FSxLustre',
  'sagemaker:FileSystemDirectoryPath': '/fsx/sagemaker/xgboost/train',
};
const isolation = {
  Sid: 'EnforceIsolation',
  Effect: 'Allow',
  Action: trainingActions,
  Resource: '*',
  Condition: { Bool: { 'sagemaker:NetworkIsolation': 'true' } },
};
const workteamLike = {
  Sid: 'RestrictWorkteamType',
  Effect: 'Deny',
  Action: 'sagemaker:CreateLabelingJob',
  Resource: '*',
  Condition: { ArnLike: { 'sagemaker:WorkteamArn': 'arn:aws:sagemaker:*:*:workteam/public-crowd/*' } },
};
const workteamEquals = {
  ...workteamLike,
  Condition: { ArnEquals: { 'sagemaker:WorkteamArn': 'arn:aws:sagemaker:us-west-2:394669845002:workteam/public-crowd/default' } },
};
const workteamType = { ...workteamLike, Condition: { StringEquals: { 'sagemaker:WorkteamType': 'public-crowd' } } };
const jobInstances = {
  Sid: 'EnforceInstanceType',
  Effect: 'Allow',
  Action: trainingActions,
  Resource: '*',
  Condition: { 'ForAllValues:StringLike': { 'sagemaker:InstanceTypes': ['ml.c5.*'] } },
};
const volumeKey = {
  Sid: 'EnforceEncryption',
  Effect: 'Allow',
  Action: ['sagemaker:CreateNotebookInstance'],
  Resource: '*',
  Condition: { ArnLike: { 'sagemaker:VolumeKmsKey': '*key/volume-kms-key-12345' } },
};
const notebook = {
  Sid: 'LockDownCreateNotebookInstance',
  Effect: 'Allow',
  Action: ['sagemaker:CreateNotebookInstance'],
  Resource: '*',
  Condition: {
    StringEquals: { 'sagemaker:DirectInternetAccess': 'Disabled', 'sagemaker:RootAccess': 'Disabled' },
    Null: { 'sagemaker:VpcSubnets': 'false', 'sagemaker:VpcSecurityGroupIds': 'false' },
  },
};
const lockedDown = {
  'sagemaker:DirectInternetAccess': 'Disabled',
  'sagemaker:RootAccess': 'Disabled',
  'sagemaker:VpcSubnets': ['subnet-1'],
  'sagemaker:VpcSecurityGroupIds': ['sg-1'],
};
const training = { action: 'sagemaker:CreateTrainingJob' };
const createNotebook = { action: 'sagemaker:CreateNotebookInstance' };
const labeling = { action: 'sagemaker:CreateLabelingJob' };
const teams = 'arn:aws:sagemaker:us-west-2:394669845002:workteam';

export const rows: readonly Row[] = [
  // Condition operators
  {
    page: operators,
    what: 'StringEquals: the tag is the one asked for',
    statement: stringEquals,
    ...createAccessKey,
    context: { 'aws:PrincipalTag/job-category': 'iamuser-admin' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'StringEquals is case-sensitive',
    statement: stringEquals,
    ...createAccessKey,
    context: { 'aws:PrincipalTag/job-category': 'IAMUser-admin' },
    decision: 'no-statement',
  },
  { page: operators, what: 'StringEquals: a user without the tag', statement: stringEquals, ...createAccessKey, decision: 'no-statement' },
  {
    page: operators,
    what: 'StringEquals: a tag that is not known',
    statement: stringEquals,
    ...createAccessKey,
    context: { 'aws:PrincipalTag/job-category': null },
    decision: 'cannot-tell',
  },
  {
    page: operators,
    what: 'StringLike with a variable: any of the patterns',
    statement: {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::example_bucket',
      Condition: { StringLike: { 's3:prefix': ['', 'home/', `home/\${aws:username}/`] } },
    },
    ...listBucket,
    context: { 's3:prefix': 'home/jane/', 'aws:username': 'jane' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: "StringLike with a variable: another user's home",
    statement: {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::example_bucket',
      Condition: { StringLike: { 's3:prefix': ['', 'home/', `home/\${aws:username}/`] } },
    },
    ...listBucket,
    context: { 's3:prefix': 'home/jane/', 'aws:username': 'joe' },
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'StringLike: the empty prefix of the root',
    statement: {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::example_bucket',
      Condition: { StringLike: { 's3:prefix': ['', 'home/', `home/\${aws:username}/`] } },
    },
    ...listBucket,
    context: { 's3:prefix': '', 'aws:username': 'joe' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'NumericLessThanEquals: up to 10',
    statement: maxKeys,
    ...listBucket,
    context: { 's3:max-keys': '10' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'NumericLessThanEquals: more',
    statement: maxKeys,
    ...listBucket,
    context: { 's3:max-keys': '11' },
    decision: 'no-statement',
  },
  { page: operators, what: 'NumericLessThanEquals: no key', statement: maxKeys, ...listBucket, decision: 'no-statement' },
  {
    page: operators,
    what: 'DateGreaterThan: credentials issued in 2020',
    statement: dateGreater,
    ...createAccessKey,
    context: { 'aws:TokenIssueTime': '2020-06-01T12:00:00Z' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'DateGreaterThan: issued before',
    statement: dateGreater,
    ...createAccessKey,
    context: { 'aws:TokenIssueTime': '2019-12-31T23:59:59Z' },
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'DateGreaterThan: epoch time',
    statement: dateGreater,
    ...createAccessKey,
    context: { 'aws:TokenIssueTime': '1591012800' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'DateGreaterThan: access keys, so no key',
    statement: dateGreater,
    ...createAccessKey,
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'Bool: not over TLS',
    statement: secureTransport,
    ...bucketObject,
    context: { 'aws:SecureTransport': 'false' },
    decision: 'denied',
  },
  {
    page: operators,
    what: 'Bool: over TLS',
    statement: secureTransport,
    ...bucketObject,
    context: { 'aws:SecureTransport': 'true' },
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'Bool: the values do not match where the key is absent',
    statement: secureTransport,
    ...bucketObject,
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'Bool: a key that is not known',
    statement: secureTransport,
    ...bucketObject,
    context: { 'aws:SecureTransport': null },
    decision: 'cannot-tell',
  },
  {
    page: operators,
    what: 'BinaryEquals: the same bytes',
    statement: binary,
    action: 'x:Y',
    context: { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'IpAddress: in the range',
    statement: ipRange,
    ...createAccessKey,
    context: { 'aws:SourceIp': '203.0.113.255' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'IpAddress: out of it',
    statement: ipRange,
    ...createAccessKey,
    context: { 'aws:SourceIp': '203.0.114.0' },
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'IpAddress: through a VPC endpoint there is no key',
    statement: ipRange,
    ...createAccessKey,
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'IpAddress: IPv6 in the range',
    statement: ipRanges,
    action: 'someservice:Read',
    context: { 'aws:SourceIp': '2001:db8:1234:5678:ffff::1' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'IpAddress: IPv6 out of it',
    statement: ipRanges,
    action: 'someservice:Read',
    context: { 'aws:SourceIp': '2001:db8:1234:5679::1' },
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'ArnEquals: the topic',
    statement: sourceArn,
    ...sendMessage,
    context: { 'aws:SourceArn': 'arn:aws:sns:us-east-2:123456789012:TOPIC-ID' },
    decision: 'allowed',
  },
  { page: operators, what: 'ArnEquals: a user sends directly, so no key', statement: sourceArn, ...sendMessage, decision: 'no-statement' },
  {
    page: operators,
    what: 'StringLike: the asterisk reaches over colons',
    statement: finance('StringLike'),
    action: 'someservice:Read',
    context: { 'aws:SourceArn': longArn },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'ArnLike: it does not',
    statement: finance('ArnLike'),
    action: 'someservice:Read',
    context: { 'aws:SourceArn': longArn },
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'ArnNotLike: true where the key is absent',
    statement: finance('ArnNotLike'),
    action: 'someservice:Read',
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'StringNotLike: true where the key is absent',
    statement: finance('StringNotLike'),
    action: 'someservice:Read',
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'StringLike on a resource without the key (THISPOLICYDOESNOTWORK)',
    statement: instanceTypes('StringLike'),
    action: 'ec2:RunInstances',
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'StringLikeIfExists on a resource without the key',
    statement: instanceTypes('StringLikeIfExists'),
    action: 'ec2:RunInstances',
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'StringLikeIfExists: a type of the list',
    statement: instanceTypes('StringLikeIfExists'),
    action: 'ec2:RunInstances',
    context: { 'ec2:InstanceType': 't2.micro' },
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'StringLikeIfExists: another type',
    statement: instanceTypes('StringLikeIfExists'),
    action: 'ec2:RunInstances',
    context: { 'ec2:InstanceType': 'm5.large' },
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'StringNotEqualsIfExists in a Deny: denied where the tag is missing',
    statement: {
      Effect: 'Deny',
      Action: 'ec2:*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { 'aws:PrincipalTag/team': 'blue' } },
    },
    action: 'ec2:StopInstances',
    decision: 'denied',
  },
  {
    page: operators,
    what: 'Null true: no temporary credentials',
    statement: noTemporaryCredentials,
    action: 'ec2:StartInstances',
    decision: 'allowed',
  },
  {
    page: operators,
    what: 'Null true: temporary credentials',
    statement: noTemporaryCredentials,
    action: 'ec2:StartInstances',
    context: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' },
    decision: 'no-statement',
  },
  {
    page: operators,
    what: 'Null: a key of which nothing is known',
    statement: noTemporaryCredentials,
    action: 'ec2:StartInstances',
    context: { 'aws:TokenIssueTime': null },
    decision: 'cannot-tell',
  },
  // Set operators
  {
    page: sets,
    what: 'ForAllValues: every value is listed',
    statement: allowedAttributes,
    ...getItem,
    context: { 'dynamodb:Attributes': ['ID', 'Message', 'Tags'] },
    decision: 'allowed',
  },
  {
    page: sets,
    what: 'ForAllValues: one is not',
    statement: allowedAttributes,
    ...getItem,
    context: { 'dynamodb:Attributes': ['ID', 'UserName'] },
    decision: 'no-statement',
  },
  {
    page: sets,
    what: 'ForAllValues: true where the key is absent',
    statement: allowedAttributes,
    ...getItem,
    decision: 'allowed',
  },
  {
    page: sets,
    what: 'ForAllValues: true where the values are an empty text',
    statement: allowedAttributes,
    ...getItem,
    context: { 'dynamodb:Attributes': [''] },
    decision: 'allowed',
  },
  {
    page: sets,
    what: 'ForAllValues: true for an empty list',
    statement: allowedAttributes,
    ...getItem,
    context: { 'dynamodb:Attributes': [] },
    decision: 'allowed',
  },
  {
    page: sets,
    what: 'the table of six: ForAllValues, UserName matches nothing',
    statement: evaluatedAttributes,
    ...getItem,
    context: { 'dynamodb:Attributes': ['PostDateTime', 'UserName'] },
    decision: 'no-statement',
  },
  {
    page: sets,
    what: 'ForAnyValue: one value is listed',
    statement: forbiddenAttributes,
    ...putItem,
    context: { 'dynamodb:Attributes': ['PostDateTime', 'Message'] },
    decision: 'denied',
  },
  {
    page: sets,
    what: 'ForAnyValue: none is',
    statement: forbiddenAttributes,
    ...putItem,
    context: { 'dynamodb:Attributes': ['UserName'] },
    decision: 'no-statement',
  },
  {
    page: sets,
    what: 'the table of six: ForAnyValue, the last test is true',
    statement: forbiddenAttributes,
    ...putItem,
    context: { 'dynamodb:Attributes': ['UserName', 'Message', 'PostDateTime'] },
    decision: 'denied',
  },
  { page: sets, what: 'ForAnyValue: false where the key is absent', statement: forbiddenAttributes, ...putItem, decision: 'no-statement' },
  {
    page: sets,
    what: 'ForAnyValue: false for an empty list',
    statement: forbiddenAttributes,
    ...putItem,
    context: { 'dynamodb:Attributes': [] },
    decision: 'no-statement',
  },
  {
    page: sets,
    what: 'ForAnyValue: false where the key is absent, for a negated operator too',
    statement: attributes('Deny', 'dynamodb:PutItem', 'ForAnyValue:StringNotEquals', 'ID'),
    ...putItem,
    decision: 'no-statement',
  },
  {
    page: sets,
    what: 'ForAnyValue negated: one value is not listed',
    statement: attributes('Deny', 'dynamodb:PutItem', 'ForAnyValue:StringNotEquals', 'ID'),
    ...putItem,
    context: { 'dynamodb:Attributes': ['ID', 'Message'] },
    decision: 'denied',
  },
  {
    page: setExamples,
    what: 'Deny ForAllValues with Null false: every tag key matches',
    statement: restrictedTags,
    action: 'iam:TagUser',
    context: { 'aws:TagKeys': ['key1:legal', 'key2:hr'] },
    decision: 'denied',
  },
  {
    page: setExamples,
    what: 'Deny ForAllValues with Null false: one does not',
    statement: restrictedTags,
    action: 'iam:TagUser',
    context: { 'aws:TagKeys': ['key1:legal', 'key4:hr'] },
    decision: 'no-statement',
  },
  {
    page: setExamples,
    what: 'Deny ForAllValues with Null false: no tags at all',
    statement: restrictedTags,
    action: 'iam:TagUser',
    decision: 'no-statement',
  },
  {
    page: setExamples,
    what: 'Deny ForAllValues with Null false: an empty value is null',
    statement: restrictedTags,
    action: 'iam:TagUser',
    context: { 'aws:TagKeys': [''] },
    decision: 'no-statement',
  },
  {
    page: setExamples,
    what: 'Deny ForAllValues:StringNotLike: no tag key has the prefix',
    statement: otherTags,
    action: 'iam:TagUser',
    context: { 'aws:TagKeys': ['key2:audit'] },
    decision: 'denied',
  },
  {
    page: setExamples,
    what: 'Deny ForAllValues:StringNotLike: every one has',
    statement: otherTags,
    action: 'iam:TagUser',
    context: { 'aws:TagKeys': ['key1:legal', 'key1:hr'] },
    decision: 'no-statement',
  },
  {
    page: setExamples,
    what: 'Deny ForAllValues:StringNotLike: one has',
    statement: otherTags,
    action: 'iam:TagUser',
    context: { 'aws:TagKeys': ['key1:legal', 'key2:audit'] },
    decision: 'no-statement',
  },
  {
    page: setExamples,
    what: 'Deny ForAllValues:StringNotLike: true where the key is absent',
    statement: otherTags,
    action: 'iam:TagUser',
    decision: 'denied',
  },
  {
    page: setExamples,
    what: 'Deny ForAnyValue: one of the tag keys',
    statement: snapshots,
    ...createSnapshot,
    context: { 'aws:TagKeys': ['environment', 'cost-center'] },
    decision: 'denied',
  },
  {
    page: setExamples,
    what: 'Deny ForAnyValue: none of them',
    statement: snapshots,
    ...createSnapshot,
    context: { 'aws:TagKeys': ['cost-center'] },
    decision: 'no-statement',
  },
  { page: setExamples, what: 'Deny ForAnyValue: no tags', statement: snapshots, ...createSnapshot, decision: 'no-statement' },
  // Several operators, keys and values
  {
    page: logic,
    what: 'operators and keys are ANDed, values ORed: all hold',
    statement: principalTags,
    action: 'ec2:DescribeInstances',
    context: { 'aws:PrincipalTag/department': 'HR', 'aws:PrincipalTag/role': 'audit', 'aws:PrincipalAccount': '123456789012' },
    decision: 'allowed',
  },
  {
    page: logic,
    what: 'one key does not',
    statement: principalTags,
    action: 'ec2:DescribeInstances',
    context: { 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalTag/role': 'ops', 'aws:PrincipalAccount': '123456789012' },
    decision: 'no-statement',
  },
  {
    page: logic,
    what: 'one operator does not',
    statement: principalTags,
    action: 'ec2:DescribeInstances',
    context: { 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalTag/role': 'audit', 'aws:PrincipalAccount': '999999999999' },
    decision: 'no-statement',
  },
  {
    page: logic,
    what: 'one is false, so what is not known does not matter',
    statement: principalTags,
    action: 'ec2:DescribeInstances',
    context: { 'aws:PrincipalTag/department': null, 'aws:PrincipalTag/role': 'audit', 'aws:PrincipalAccount': '999999999999' },
    decision: 'no-statement',
  },
  {
    page: logic,
    what: 'the values of a negated operator: it is none of them',
    statement: {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalAccount': ['111111111111', '222222222222'] } },
    },
    action: 's3:GetObject',
    context: { 'aws:PrincipalAccount': '333333333333' },
    decision: 'denied',
  },
  {
    page: logic,
    what: 'the values of a negated operator: it is one of them',
    statement: {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalAccount': ['111111111111', '222222222222'] } },
    },
    action: 's3:GetObject',
    context: { 'aws:PrincipalAccount': '222222222222' },
    decision: 'no-statement',
  },
  // The request context
  {
    page: condition,
    what: 'MFA within the hour',
    statement: mfa,
    ...deactivate,
    context: { 'aws:username': 'jane', 'aws:MultiFactorAuthAge': '3600' },
    decision: 'allowed',
  },
  {
    page: condition,
    what: 'MFA before',
    statement: mfa,
    ...deactivate,
    context: { 'aws:username': 'jane', 'aws:MultiFactorAuthAge': '3601' },
    decision: 'no-statement',
  },
  {
    page: condition,
    what: 'access keys: the key is not present',
    statement: mfa,
    ...deactivate,
    context: { 'aws:username': 'jane' },
    decision: 'no-statement',
  },
  {
    page: condition,
    what: 'key names are not case-sensitive',
    statement: { Effect: 'Allow', Action: 'x:Y', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/TagKey1': 'Value1' } } },
    action: 'x:Y',
    context: { 'AWS:resourcetag/tagkey1': 'Value1' },
    decision: 'allowed',
  },
  // Action, NotAction, Resource, NotResource
  {
    page: `${iam}/reference_policies_elements_action.html`,
    what: 'action names are not case-sensitive',
    statement: { Effect: 'Allow', Action: 'iam:ListAccessKeys', Resource: '*' },
    action: 'IAM:listaccesskeys',
    decision: 'allowed',
  },
  ...['CreateAccessKey', 'DeleteAccessKey', 'ListAccessKeys', 'UpdateAccessKey'].map(
    (name): Row => ({
      page: `${iam}/reference_policies_elements_action.html`,
      what: `iam:*AccessKey* has ${name}`,
      statement: { Effect: 'Allow', Action: 'iam:*AccessKey*', Resource: '*' },
      action: `iam:${name}`,
      decision: 'allowed',
    }),
  ),
  {
    page: `${iam}/reference_policies_elements_notaction.html`,
    what: 'NotAction with Allow: another action on S3',
    statement: { Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    decision: 'allowed',
  },
  {
    page: `${iam}/reference_policies_elements_notaction.html`,
    what: 'NotAction with Allow: the action',
    statement: { Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' },
    action: 's3:DeleteBucket',
    resource: 'arn:aws:s3:::b',
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_elements_notaction.html`,
    what: 'NotAction with Allow: another service has other resources',
    statement: { Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' },
    action: 'ec2:StartInstances',
    resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_elements_notaction.html`,
    what: 'NotAction with Deny: without MFA',
    statement: denyWithoutMfa,
    action: 'ec2:StartInstances',
    context: { 'aws:MultiFactorAuthPresent': 'false' },
    decision: 'denied',
  },
  {
    page: `${iam}/reference_policies_elements_notaction.html`,
    what: 'BoolIfExists: denied where the key is absent',
    statement: denyWithoutMfa,
    action: 'ec2:StartInstances',
    decision: 'denied',
  },
  {
    page: `${iam}/reference_policies_elements_notaction.html`,
    what: 'NotAction with Deny: with MFA',
    statement: denyWithoutMfa,
    action: 'ec2:StartInstances',
    context: { 'aws:MultiFactorAuthPresent': 'true' },
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_elements_notaction.html`,
    what: 'NotAction with Deny: an IAM action',
    statement: denyWithoutMfa,
    action: 'iam:CreateUser',
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_elements_notresource.html`,
    what: 'NotResource with Deny: elsewhere',
    statement: payroll,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::HRBucket/Other/x',
    decision: 'denied',
  },
  {
    page: `${iam}/reference_policies_elements_notresource.html`,
    what: 'NotResource with Deny: in the folder',
    statement: payroll,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::HRBucket/Payroll/2026/x',
    decision: 'no-statement',
  },
  ...['1/test/object.jpg', '1/2/test/3/object.jpg', '1///test///object.jpg', '1/test/.jpg', '/test/object.jpg', '1/test/'].map(
    (key): Row => ({
      page: `${iam}/reference_policies_elements_resource.html`,
      what: `the wildcard matches ${key}`,
      statement: objects,
      ...object(key),
      decision: 'allowed',
    }),
  ),
  ...['1-test/object.jpg', 'test/object.jpg', '1/2/test.jpg'].map(
    (key): Row => ({
      page: `${iam}/reference_policies_elements_resource.html`,
      what: `the wildcard does not match ${key}`,
      statement: objects,
      ...object(key),
      decision: 'no-statement',
    }),
  ),
  // Variables
  {
    page: variables,
    what: "a user's own prefix",
    statement: homePrefix,
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::mybucket',
    context: { 's3:prefix': 'David/a', 'aws:username': 'David' },
    decision: 'allowed',
  },
  {
    page: variables,
    what: 'a variable without a value matches nothing',
    statement: homePrefix,
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::mybucket',
    context: { 's3:prefix': 'David/a' },
    decision: 'no-statement',
  },
  {
    page: variables,
    what: 'a variable without a value is not an empty text',
    statement: homePrefix,
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::mybucket',
    context: { 's3:prefix': '/a' },
    decision: 'no-statement',
  },
  {
    page: variables,
    what: 'a variable that is not known',
    statement: homePrefix,
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::mybucket',
    context: { 's3:prefix': 'David/a', 'aws:username': null },
    decision: 'cannot-tell',
  },
  {
    page: variables,
    what: 'without the Version they are literal text',
    version: '2008-10-17',
    statement: homePrefix,
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::mybucket',
    context: { 's3:prefix': 'David/a', 'aws:username': 'David' },
    decision: 'no-statement',
  },
  {
    page: variables,
    what: 'the value of a variable has no wildcards',
    statement: homePrefix,
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::mybucket',
    context: { 's3:prefix': 'David/a', 'aws:username': '*' },
    decision: 'no-statement',
  },
  {
    page: variables,
    what: 'an inverted operator matches against a null value',
    statement: teamTag,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::example-bucket/x',
    context: { 's3:ExistingObjectTag/Team': 'yellow' },
    decision: 'denied',
  },
  {
    page: variables,
    what: 'an inverted operator: the tags are equal',
    statement: teamTag,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::example-bucket/x',
    context: { 's3:ExistingObjectTag/Team': 'yellow', 'aws:PrincipalTag/Team': 'yellow' },
    decision: 'no-statement',
  },
  {
    page: variables,
    what: 'the default of a variable',
    statement: teamBucket,
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::DOC-EXAMPLE-BUCKET-company-wide',
    decision: 'allowed',
  },
  {
    page: variables,
    what: 'a value instead of the default',
    statement: teamBucket,
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::DOC-EXAMPLE-BUCKET-company-wide',
    context: { 'aws:PrincipalTag/team': 'yellow' },
    decision: 'no-statement',
  },
  {
    page: variables,
    what: 'a special character stands for itself',
    statement: { Effect: 'Allow', Action: 'x:Y', Resource: '*', Condition: { StringLike: { 'x:name': `a\${*}b` } } },
    action: 'x:Y',
    context: { 'x:name': 'axxb' },
    decision: 'no-statement',
  },
  // Example policies
  {
    page: `${iam}/reference_policies_examples_aws_deny-requested-region.html`,
    what: 'another Region',
    statement: regions,
    action: 'sagemaker:CreateModel',
    context: { 'aws:RequestedRegion': 'us-east-1' },
    decision: 'denied',
  },
  {
    page: `${iam}/reference_policies_examples_aws_deny-requested-region.html`,
    what: 'one of the Regions',
    statement: regions,
    action: 'sagemaker:CreateModel',
    context: { 'aws:RequestedRegion': 'eu-west-1' },
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_examples_aws_deny-requested-region.html`,
    what: 'a service that is left out',
    statement: regions,
    action: 'iam:CreateUser',
    context: { 'aws:RequestedRegion': 'us-east-1' },
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_examples_aws-dates.html`,
    what: 'between the dates',
    statement: dates,
    action: 'service-prefix:action-name',
    context: { 'aws:CurrentTime': '2020-05-01T00:00:00Z' },
    decision: 'allowed',
  },
  {
    page: `${iam}/reference_policies_examples_aws-dates.html`,
    what: 'after them',
    statement: dates,
    action: 'service-prefix:action-name',
    context: { 'aws:CurrentTime': '2020-07-01T00:00:00Z' },
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_examples_aws_deny-ip.html`,
    what: 'from elsewhere',
    statement: denyIp,
    action: 's3:GetObject',
    context: { 'aws:SourceIp': '198.51.100.1', 'aws:ViaAWSService': 'false' },
    decision: 'denied',
  },
  {
    page: `${iam}/reference_policies_examples_aws_deny-ip.html`,
    what: 'from one of the ranges',
    statement: denyIp,
    action: 's3:GetObject',
    context: { 'aws:SourceIp': '192.0.2.9', 'aws:ViaAWSService': 'false' },
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_examples_aws_deny-ip.html`,
    what: 'by a service on behalf of the principal',
    statement: denyIp,
    action: 's3:GetObject',
    context: { 'aws:SourceIp': '198.51.100.1', 'aws:ViaAWSService': 'true' },
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_examples_resource_account_data_exch.html`,
    what: 'negated ForAllValues: called directly, so no key',
    statement: dataExchange,
    action: 's3:GetObject',
    context: { 'aws:ResourceAccount': '999999999999' },
    decision: 'denied',
  },
  {
    page: `${iam}/reference_policies_examples_resource_account_data_exch.html`,
    what: 'negated ForAllValues: called via the service',
    statement: dataExchange,
    action: 's3:GetObject',
    context: { 'aws:ResourceAccount': '999999999999', 'aws:CalledVia': ['dataexchange.amazonaws.com'] },
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_examples_iam-new-user-tag.html`,
    what: 'only these tags',
    statement: newUser,
    action: 'iam:CreateUser',
    context: { 'aws:RequestTag/Department': 'Development', 'aws:TagKeys': ['Department'] },
    decision: 'allowed',
  },
  {
    page: `${iam}/reference_policies_examples_iam-new-user-tag.html`,
    what: 'another tag',
    statement: newUser,
    action: 'iam:CreateUser',
    context: { 'aws:RequestTag/Department': 'Development', 'aws:TagKeys': ['Department', 'Other'] },
    decision: 'no-statement',
  },
  {
    page: `${iam}/reference_policies_examples_s3_full-access-except-production.html`,
    what: 'NumericGreaterThanIfExists: MFA long ago',
    statement: production,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::Production/x',
    context: { 'aws:MultiFactorAuthAge': '1801' },
    decision: 'denied',
  },
  {
    page: `${iam}/reference_policies_examples_s3_full-access-except-production.html`,
    what: 'NumericGreaterThanIfExists: no MFA, so no key',
    statement: production,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::Production/x',
    decision: 'denied',
  },
  {
    page: `${iam}/reference_policies_examples_s3_full-access-except-production.html`,
    what: 'Deny wins over Allow',
    statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::*/*' }, production],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::Production/x',
    context: { 'aws:MultiFactorAuthAge': '1801' },
    decision: 'denied',
  },
  {
    page: `${iam}/reference_policies_examples_s3_full-access-except-production.html`,
    what: 'an Allow does not settle what a Deny leaves open',
    statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::*/*' }, production],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::Production/x',
    context: { 'aws:MultiFactorAuthAge': null },
    decision: 'cannot-tell',
  },
  // SageMaker
  {
    page: sageMaker,
    what: 'a training job in the VPC',
    statement: fromVpc,
    ...training,
    context: { 'sagemaker:VpcSubnets': ['subnet-a1234'], 'sagemaker:VpcSecurityGroupIds': ['sg-67890'] },
    decision: 'allowed',
  },
  {
    page: sageMaker,
    what: 'ForAllValues with Null false: a training job outside any VPC',
    statement: fromVpc,
    ...training,
    decision: 'no-statement',
  },
  {
    page: sageMaker,
    what: 'a subnet that is not listed',
    statement: fromVpc,
    ...training,
    context: { 'sagemaker:VpcSubnets': ['subnet-a1234', 'subnet-b'], 'sagemaker:VpcSecurityGroupIds': ['sg12345'] },
    decision: 'no-statement',
  },
  {
    page: sageMaker,
    what: 'ForAllValues without Null: no security group at all is allowed',
    statement: lustre,
    ...training,
    context: lustreRequest,
    decision: 'allowed',
  },
  {
    page: sageMaker,
    what: 'ForAllValues without Null: another security group is not',
    statement: lustre,
    ...training,
    context: { ...lustreRequest, 'sagemaker:VpcSecurityGroupIds': ['sg-0'] },
    decision: 'no-statement',
  },
  {
    page: sageMaker,
    what: 'Bool: isolated',
    statement: isolation,
    ...training,
    context: { 'sagemaker:NetworkIsolation': 'true' },
    decision: 'allowed',
  },
  {
    page: sageMaker,
    what: 'Bool: not isolated',
    statement: isolation,
    ...training,
    context: { 'sagemaker:NetworkIsolation': 'false' },
    decision: 'no-statement',
  },
  { page: sageMaker, what: 'Bool: not said', statement: isolation, ...training, decision: 'no-statement' },
  {
    page: sageMaker,
    what: 'StringEquals: the public work team',
    statement: workteamType,
    ...labeling,
    context: { 'sagemaker:WorkteamType': 'public-crowd' },
    decision: 'denied',
  },
  {
    page: sageMaker,
    what: 'ArnLike: a public work team',
    statement: workteamLike,
    ...labeling,
    context: { 'sagemaker:WorkteamArn': `${teams}/public-crowd/default` },
    decision: 'denied',
  },
  {
    page: sageMaker,
    what: 'ArnLike: a private one',
    statement: workteamLike,
    ...labeling,
    context: { 'sagemaker:WorkteamArn': `${teams}/private-crowd/mine` },
    decision: 'no-statement',
  },
  {
    page: sageMaker,
    what: 'ArnEquals: the public work team',
    statement: workteamEquals,
    ...labeling,
    context: { 'sagemaker:WorkteamArn': `${teams}/public-crowd/default` },
    decision: 'denied',
  },
  {
    page: sageMaker,
    what: 'ForAllValues:StringLike: instance types',
    statement: jobInstances,
    ...training,
    context: { 'sagemaker:InstanceTypes': ['ml.c5.large', 'ml.c5.xlarge'] },
    decision: 'allowed',
  },
  {
    page: sageMaker,
    what: 'ForAllValues:StringLike: one of another family',
    statement: jobInstances,
    ...training,
    context: { 'sagemaker:InstanceTypes': ['ml.c5.large', 'ml.p4d.24xlarge'] },
    decision: 'no-statement',
  },
  {
    page: sageMaker,
    what: 'ArnLike: a pattern that is no ARN',
    statement: volumeKey,
    ...createNotebook,
    context: { 'sagemaker:VolumeKmsKey': 'arn:aws:kms:us-west-2:111122223333:key/volume-kms-key-12345' },
    decision: 'allowed',
  },
  { page: sageMaker, what: 'a notebook locked down', statement: notebook, ...createNotebook, context: lockedDown, decision: 'allowed' },
  {
    page: sageMaker,
    what: 'a notebook with direct internet access',
    statement: notebook,
    ...createNotebook,
    context: { ...lockedDown, 'sagemaker:DirectInternetAccess': 'Enabled' },
    decision: 'no-statement',
  },
  {
    page: sageMaker,
    what: 'a notebook whose root access the record does not show',
    statement: notebook,
    ...createNotebook,
    context: { ...lockedDown, 'sagemaker:RootAccess': null },
    decision: 'cannot-tell',
  },
];
