import type { Random } from './random.ts';
import type { Draft } from './request.ts';
import { lowered, randomRequest, trailCased } from './request.ts';
import { operationShape } from './shapes.ts';

/** A request as CloudTrail records it. */

export interface Site {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

export const sites: readonly Site[] = [
  { partition: 'aws', account: '111122223333', region: 'eu-central-1' },
  { partition: 'aws', account: '111122223333', region: 'us-east-1' },
  { partition: 'aws', account: '444455556666', region: 'eu-central-1' },
  { partition: 'aws-us-gov', account: '777788889999', region: 'us-gov-west-1' },
];

/** Half-open, UTC. */
export const period = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 3, 1) };

export const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

export interface ApiCall {
  readonly operation: string;
  readonly site: Site;
  readonly time: number;
  /** In API casing. */
  readonly request: Draft;
  readonly arn: string;
}

export function apiRecord({ operation, site, time, request, arn }: ApiCall, random: Random): Draft {
  const shape = operationShape(operation);
  const tags = 'Tags' in request ? { Tags: [{ Key: 'team', Value: 'ml' }] } : {};
  const api = { ...request, ...tags };
  // Members that nobody sent show as "" or false; keys are looked up whatever their casing.
  const extra = random.chance(0.1) ? { disableEFA: false, kmsKeyId: '', trainingJobArn: '' } : {};
  const cased = random.chance(0.03) ? api : (trailCased(shape.input, api) as Draft);
  return {
    ...common(operation, site, time, random),
    userIdentity: identity(site, random),
    sourceIPAddress: random.pick(['198.51.100.7', 'AWS Internal', 'cloudformation.amazonaws.com', '2001:db8::1']),
    userAgent: random.pick([
      'Boto3/1.35.1 md/Botocore#1.35.1',
      'aws-sdk-js/3.1137.0',
      '<script>alert("ua")</script>',
      'console.amazonaws.com',
    ]),
    requestParameters: { ...extra, ...cased },
    responseElements: response(operation, arn, random),
    requestID: random.uuid(),
    eventType: 'AwsApiCall',
    tlsDetails: { tlsVersion: 'TLSv1.3', clientProvidedHostHeader: `api.sagemaker.${site.region}.amazonaws.com` },
  };
}

function response(operation: string, arn: string, random: Random): Draft | null {
  const members = operationShape(operation).output.members;
  if (members.length === 0) return null;
  const out: Draft = {};
  for (const { name, shape } of members) {
    if (shape.kind === 'string') out[lowered(name)] = name.endsWith('Arn') ? arn : (arn.split('/').pop() ?? '');
    else if ('members' in shape) out[lowered(name)] = trailCased(shape, randomRequest(shape, random));
  }
  return out;
}

function common(eventName: string, site: Site, time: number, random: Random): Draft {
  return {
    eventVersion: random.pick(['1.08', '1.09', '1.10', '1.11']),
    eventTime: iso(time),
    eventSource: 'sagemaker.amazonaws.com',
    eventName,
    awsRegion: site.region,
    eventID: random.uuid(),
    readOnly: false,
    managementEvent: true,
    eventCategory: 'Management',
    recipientAccountId: site.account,
  };
}

export function identity(site: Site, random: Random): Draft {
  const iam = `arn:${site.partition}:iam::${site.account}`;
  const assumed = (role: string, session: string): Draft => ({
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:${site.partition}:sts::${site.account}:assumed-role/${role}/${session}`,
    accountId: site.account,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', arn: `${iam}:role/${role}`, accountId: site.account, userName: role },
      attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' },
    },
  });
  return random.pick<() => Draft>([
    () => ({
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `${iam}:user/ana`,
      accountId: site.account,
      accessKeyId: 'AKIAEXAMPLE',
      userName: 'ana',
    }),
    () => ({ type: 'Root', principalId: site.account, arn: `${iam}:root`, accountId: site.account }),
    () => assumed('ci-deploy', 'build-1234'),
    () => assumed('AWSReservedSSO_DataScientist_0123456789abcdef', 'ana@example.test'),
    () => ({ ...assumed('pipeline', '=cmd|x'), sourceIdentity: 'ana', invokedBy: 'cloudformation.amazonaws.com' }),
    () => ({ type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' }),
    () => ({
      type: 'IdentityCenterUser',
      accountId: site.account,
      onBehalfOf: { userId: 'u-1', identityStoreArn: `${iam}:identitystore/d-1` },
    }),
  ])();
}

/** Where the child of a tuning job says its name: in the details, in `resources`, or both. */
export function tuningChild(site: Site, time: number, tuningJob: string, random: Random): Draft {
  const name = `${tuningJob}-00${random.int(1, 9)}-${random.hex(8)}`;
  const arn = `arn:${site.partition}:sagemaker:${site.region}:${site.account}:training-job/${name}`;
  const details = random.pick<Draft>([
    { trainingJobArn: arn },
    { trainingJobName: name },
    { trainingJobName: name, trainingJobArn: arn },
    {},
  ]);
  const listed = Object.keys(details).length === 0 || random.chance(0.5);
  return {
    ...common('CreateTrainingJob', site, time, random),
    userIdentity: { accountId: site.account, invokedBy: 'sagemaker.amazonaws.com' },
    sourceIPAddress: 'sagemaker.amazonaws.com',
    userAgent: 'sagemaker.amazonaws.com',
    requestParameters: null,
    responseElements: null,
    eventType: 'AwsServiceEvent',
    ...(listed ? { resources: [{ accountId: site.account, type: 'AWS::SageMaker::TrainingJob', ARN: arn }] } : {}),
    serviceEventDetails: details,
  };
}

const errors = ['ValidationException', 'ThrottlingException', 'AccessDenied', 'ResourceInUse', 'ResourceLimitExceeded'];

/** A refused request; the code is at the top, or inside `responseElements`. */
export function refuse(record: Draft, random: Random): Draft {
  const error = { errorCode: random.pick(errors), errorMessage: 'Cannot create already existing <b>job</b>' };
  return random.chance(0.7) ? { ...record, ...error, responseElements: null } : { ...record, responseElements: error };
}

/** CloudTrail leaves out parameters above 100 KB; how that looks is not documented, so all four ways. */
export function omitParameters(record: Draft, random: Random): Draft {
  const { requestParameters: _, ...rest } = record;
  return random.pick<Draft>([
    { ...record, requestParameters: null },
    rest,
    { ...record, requestParameters: {} },
    { ...record, requestParameters: { omitted: true, originalSize: 131_072, reason: 'requestParameters too large' } },
  ]);
}
