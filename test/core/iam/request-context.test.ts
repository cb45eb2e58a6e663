import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/core/change.ts';
import type { ContextValue } from '../../../src/core/iam/context.ts';
import { notSubject, requestOf } from '../../../src/core/iam/request-context.ts';
import { resolveLineage } from '../../../src/core/lineage.ts';
import { call, changeOf, record, vpcConfig } from '../../support/records.ts';

type Json = Record<string, unknown>;

/** One word for a value: what it holds, `absent`, or why it is unknown with what it may be. */
function shown(value: ContextValue): string {
  if (value.state === 'absent') return 'absent';
  if (value.state === 'present') return value.values.join(' ');
  return `${value.why}${value.oneOf ? `: ${value.oneOf.map(shown).join(' | ')}` : ''}`;
}

const keyOf = (change: Change, key: string) => shown(requestOf(change).context(key.toLowerCase()));
const keyFor = (eventName: string, request: unknown, key: string, members: Json = {}) =>
  keyOf(changeOf(call(eventName, request, members)), key);

const other = { subnets: ['subnet-0fedcba9876543210'], securityGroupIds: ['sg-0fedcba9876543210'] };
const definitions = (...configs: unknown[]) => ({
  hyperParameterTuningJobName: 't',
  trainingJobDefinitions: configs.map((config) => ({ ...(config ? { vpcConfig: config } : {}) })),
});

describe("SageMaker's keys", () => {
  test.each<[string, string, unknown, string, string]>([
    ['a VPC', 'CreateModel', { modelName: 'm', vpcConfig }, 'sagemaker:VpcSubnets', 'subnet-0123456789abcdef0'],
    ['its security groups', 'CreateModel', { modelName: 'm', vpcConfig }, 'sagemaker:VpcSecurityGroupIds', 'sg-0123456789abcdef0'],
    ['no VPC', 'CreateModel', { modelName: 'm' }, 'sagemaker:VpcSubnets', 'absent'],
    ['a request that the record leaves out', 'CreateModel', null, 'sagemaker:VpcSubnets', 'request-unseen'],
    ['a key that the operation does not support', 'CreateCompilationJob', { vpcConfig }, 'sagemaker:VpcSubnets', 'absent'],
    ['a key that is not of the network', 'CreateTrainingJob', {}, 'sagemaker:VolumeKmsKey', 'not-recorded'],
    ['isolated', 'CreateModel', { modelName: 'm', enableNetworkIsolation: true }, 'sagemaker:NetworkIsolation', 'true'],
    [
      'not isolated: sent or by default',
      'CreateModel',
      { modelName: 'm', enableNetworkIsolation: false },
      'sagemaker:NetworkIsolation',
      'default-or-not-sent: false | absent',
    ],
    [
      'encrypted',
      'CreateTrainingJob',
      { enableInterContainerTrafficEncryption: true },
      'sagemaker:InterContainerTrafficEncryption',
      'true',
    ],
    [
      'a notebook’s subnet',
      'CreateNotebookInstance',
      { subnetId: 'subnet-0123456789abcdef0' },
      'sagemaker:VpcSubnets',
      'subnet-0123456789abcdef0',
    ],
    ['no direct access', 'CreateNotebookInstance', { directInternetAccess: 'Disabled' }, 'sagemaker:DirectInternetAccess', 'Disabled'],
    [
      'direct access, by default',
      'CreateNotebookInstance',
      { notebookInstanceName: 'n' },
      'sagemaker:DirectInternetAccess',
      'default-or-not-sent: Enabled | absent',
    ],
    [
      'an update that names it',
      'UpdateDomain',
      { domainId: 'd-1', appNetworkAccessType: 'PublicInternetOnly' },
      'sagemaker:AppNetworkAccessType',
      'PublicInternetOnly',
    ],
    ['an update that is silent', 'UpdateDomain', { domainId: 'd-1', defaultUserSettings: {} }, 'sagemaker:AppNetworkAccessType', 'absent'],
    [
      'definitions that agree',
      'CreateHyperParameterTuningJob',
      definitions(vpcConfig, vpcConfig),
      'sagemaker:VpcSubnets',
      'subnet-0123456789abcdef0',
    ],
    [
      'definitions that differ',
      'CreateHyperParameterTuningJob',
      definitions(vpcConfig, other),
      'sagemaker:VpcSubnets',
      'places-differ: subnet-0123456789abcdef0 | subnet-0fedcba9876543210 | subnet-0123456789abcdef0 subnet-0fedcba9876543210',
    ],
    [
      'one definition without',
      'CreateHyperParameterTuningJob',
      definitions(vpcConfig, null),
      'sagemaker:VpcSubnets',
      'places-differ: subnet-0123456789abcdef0 | absent',
    ],
    [
      'the models of an endpoint config',
      'CreateEndpointConfig',
      { productionVariants: [{ variantName: 'v', modelName: 'My-Model' }] },
      'sagemaker:ModelArn',
      'arn:aws:sagemaker:eu-west-1:111122223333:model/my-model',
    ],
    [
      'an endpoint config without a model',
      'CreateEndpointConfig',
      { productionVariants: [{ variantName: 'v' }] },
      'sagemaker:ModelArn',
      'absent',
    ],
    [
      'no serverless variant',
      'CreateEndpointConfig',
      { productionVariants: [{ variantName: 'v', modelName: 'm' }] },
      'sagemaker:ServerlessMemorySize',
      'absent',
    ],
  ])('%s', (_, eventName, request, key, expected) => expect(keyFor(eventName, request, key)).toBe(expected));

  test('a serverless variant has one of the sizes that there are', () => {
    const request = { productionVariants: [{ variantName: 'v', modelName: 'm', serverlessConfig: { memorySizeInMB: 2048 } }] };
    expect(keyFor('CreateEndpointConfig', request, 'sagemaker:ServerlessMemorySize')).toBe(
      'not-recorded: 1024 | 2048 | 3072 | 4096 | 5120 | 6144',
    );
  });

  test('what an update takes over from the record before is not in its request', () => {
    const domain = { domainName: 'd', appNetworkAccessType: 'VpcOnly', vpcId: 'vpc-1', subnetIds: vpcConfig.subnets };
    const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1';
    const created = changeOf(call('CreateDomain', domain, { responseElements: { domainArn: arn } }));
    const updated = changeOf(call('UpdateDomain', { domainId: 'd-1' }, { responseElements: { domainArn: arn } }));
    const resolved = resolveLineage([created, updated])[1];
    expect(resolved?.posture.appNetworkAccessType?.[0]?.value).toMatchObject({ known: true, value: 'VpcOnly' });
    expect(resolved && keyOf(resolved, 'sagemaker:AppNetworkAccessType')).toBe('absent');
    expect(resolved && keyOf(resolved, 'sagemaker:VpcSubnets')).toBe('absent');
  });
});

describe("AWS's keys", () => {
  const tags = [
    { key: 'Team', value: 'blue' },
    { key: 'stage', value: 'prod' },
  ];
  const user = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/path/alice', accountId: '111122223333' };
  test.each<[string, string, string, Json?]>([
    ['aws:RequestedRegion', 'eu-west-1', 'the Region'],
    ['aws:PrincipalArn', 'arn:aws:iam::111122223333:role/Research', 'the role, not its session'],
    ['aws:PrincipalAccount', '111122223333', 'the account'],
    ['aws:PrincipalType', 'AssumedRole', 'the type'],
    ['aws:username', 'absent', 'a role has none'],
    ['aws:username', 'alice', 'a user has one', { userIdentity: user }],
    ['aws:PrincipalArn', 'arn:aws:iam::111122223333:user/path/alice', 'a user', { userIdentity: user }],
    ['aws:RequestTag/team', 'blue', 'a tag, whatever its casing'],
    ['aws:RequestTag/other', 'absent', 'a tag that is not there'],
    ['aws:RequestTag/team', 'request-unseen', 'a tag of a request that is not there', { requestParameters: null }],
    ['aws:TagKeys', 'Team stage', 'the keys of the tags'],
    ['aws:SourceIp', '203.0.113.7', 'an address'],
    ['aws:SourceIp', 'not-recorded: absent | 10.0.0.7', 'an address in a VPC', { sourceIPAddress: '10.0.0.7' }],
    ['aws:SourceIp', 'not-recorded', 'a service', { sourceIPAddress: 'cloudformation.amazonaws.com' }],
    ['aws:ViaAWSService', 'true', 'a service', { sourceIPAddress: 'cloudformation.amazonaws.com' }],
    ['aws:ViaAWSService', 'false', 'no service'],
    ['aws:CalledVia', 'absent', 'no service'],
    ['aws:CurrentTime', '2026-08-01T12:00:00Z', 'the time'],
    ['aws:EpochTime', '1785585600', 'the time'],
    ['aws:PrincipalTag/team', 'not-recorded', 'what CloudTrail does not record'],
    ['aws:PrincipalOrgID', 'not-recorded', 'what CloudTrail does not record'],
    ['aws:MultiFactorAuthPresent', 'not-recorded', 'what is not kept'],
    ['constructor', 'not-recorded', 'no key at all'],
  ])('%s is %s: %s', (key, expected, _, members = {}) => {
    expect(keyFor('CreateModel', { modelName: 'm', tags }, key, members)).toBe(expected);
  });
});

describe('the resource', () => {
  test.each<[string, string, unknown, string, boolean]>([
    ['by its name', 'CreateModel', { modelName: 'My-Model' }, 'arn:aws:sagemaker:eu-west-1:111122223333:model/my-model', true],
    ['a domain before it is there', 'CreateDomain', { domainName: 'd' }, 'arn:aws:sagemaker:eu-west-1:111122223333:domain/', false],
    ['a domain that is', 'UpdateDomain', { domainId: 'd-1' }, 'arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1', true],
    ['a space', 'CreateSpace', { domainId: 'd-1', spaceName: 's' }, 'arn:aws:sagemaker:eu-west-1:111122223333:space/d-1/s', true],
    ['an app', 'CreateApp', { domainId: 'd-1', appName: 'a' }, 'arn:aws:sagemaker:eu-west-1:111122223333:app/d-1/', false],
  ])('%s', (_, eventName, request, arn, complete) => {
    expect(requestOf(changeOf(call(eventName, request))).resource).toEqual({ arn, complete });
  });

  test('in another partition', () => {
    const change = changeOf(call('CreateModel', { modelName: 'm' }, { awsRegion: 'us-gov-west-1' }));
    expect(requestOf(change).resource.arn).toBe('arn:aws-us-gov:sagemaker:us-gov-west-1:111122223333:model/m');
  });
});

test('whom no policy binds', () => {
  const linked = 'arn:aws:iam::111122223333:role/aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForAmazonSageMakerNotebooks';
  const session = {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/x/y',
    sessionContext: { sessionIssuer: { arn: linked } },
  };
  const of = (members: Json) =>
    notSubject(changeOf(record('CreateTrainingJob', { requestParameters: { trainingJobName: 't' }, ...members })));
  expect(of({})).toBeUndefined();
  expect(of({ userIdentity: session })).toBe('service-linked-role');
  expect(of({ eventType: 'AwsServiceEvent', userIdentity: { invokedBy: 'sagemaker.amazonaws.com' }, requestParameters: null })).toBe(
    'service',
  );
});
