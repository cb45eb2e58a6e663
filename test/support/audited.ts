import { join } from 'node:path';
import { files, folder, run } from './cli.ts';
import { call, record, vpcConfig } from './records.ts';

/** A small archive in which every section of the evidence has something, with names that occur nowhere else. */

export const people = {
  session: 'zelda.quux',
  role: 'QuuxResearchRole',
  user: 'mallory-quux',
  address: '203.0.113.77',
  otherAddress: '2001:db8::77',
  agent: 'quux-agent/9.9 (secret build)',
  model: 'Quux-Churn-Model',
  outside: 'quux-outside-model',
  job: 'quux-training-job',
  group: 'quux-worker-group',
  cluster: 'quux-cluster',
  config: 'quux-endpoint-config',
  endpoint: 'quux-endpoint',
  trail: 'quux-organisation-trail',
  hostile: '<b>quux hostile</b>\u202Egpj',
  account: '111122223333',
  otherAccount: '444455556666',
  actorAccount: '777788889999',
} as const;

const identity = (account: string) => ({
  userIdentity: {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${people.actorAccount}:assumed-role/${people.role}/${people.session}`,
    accountId: people.actorAccount,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${people.actorAccount}:role/${people.role}` },
      sourceIdentity: people.user,
    },
  },
  recipientAccountId: account,
  sourceIPAddress: people.address,
  userAgent: people.agent,
});
const at = (day: number) => ({ eventTime: `2026-08-${String(day).padStart(2, '0')}T10:00:00Z` });
const ours = identity(people.account);
const user = {
  userIdentity: {
    type: 'IAMUser',
    arn: `arn:aws:iam::${people.account}:user/${people.user}`,
    userName: people.user,
    accountId: people.account,
  },
  sourceIPAddress: people.otherAddress,
};
const arn = (rest: string, account: string = people.account) => `arn:aws:sagemaker:eu-west-1:${account}:${rest}`;

export const records: readonly unknown[] = [
  call(
    'CreateModel',
    { modelName: people.model, vpcConfig, enableNetworkIsolation: true },
    {
      ...ours,
      ...at(1),
      responseElements: { modelArn: arn(`model/${people.model.toLowerCase()}`) },
    },
  ),
  call('CreateModel', { modelName: people.outside }, { ...ours, ...at(2), responseElements: { modelArn: arn(`model/${people.outside}`) } }),
  call(
    'CreateEndpointConfig',
    { endpointConfigName: people.config, productionVariants: [{ variantName: 'v', modelName: people.outside }] },
    { ...ours, ...at(3) },
  ),
  call('CreateEndpoint', { endpointName: people.endpoint, endpointConfigName: people.config }, { ...ours, ...at(3) }),
  call('CreateTrainingJob', { trainingJobName: people.job }, { ...identity(people.otherAccount), ...at(4), awsRegion: 'us-east-1' }),
  call('StopTrainingJob', { trainingJobName: people.job }, { ...identity(people.otherAccount), ...at(5), awsRegion: 'us-east-1' }),
  call(
    'CreateCluster',
    {
      clusterName: people.cluster,
      instanceGroups: [{ instanceGroupName: people.group, overrideVpcConfig: { subnets: [], securityGroupIds: [] } }],
    },
    { ...ours, ...at(6) },
  ),
  call('CreateModel', null, { ...ours, ...at(7) }),
  call('CreateModel', { modelName: people.hostile }, { ...ours, ...at(8), errorCode: 'AccessDenied' }),
  call('DeleteModel', { modelName: people.outside }, { ...ours, ...at(9) }),
  record('StopLogging', { ...at(10), ...user, eventSource: 'cloudtrail.amazonaws.com', requestParameters: { name: people.trail } }),
  record('StartLogging', { ...at(11), ...user, eventSource: 'cloudtrail.amazonaws.com', requestParameters: { name: people.trail } }),
  record('CreateModel', {
    ...at(12),
    userIdentity: { type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' },
    sourceIPAddress: 'sagemaker.amazonaws.com',
    userAgent: 'sagemaker.amazonaws.com',
    requestParameters: { modelName: 'quux-by-service', vpcConfig, enableNetworkIsolation: true },
  }),
  { eventID: people.user, eventTime: people.session },
];

const policy = `version: 1
exemptions:
  - id: EX-${people.account}
    rules: [vpc-required]
    match: { account: "${people.account}", principal: "arn:aws:iam::${people.actorAccount}:role/${people.role}", name: "${people.outside}" }
    reason: asked for by ${people.session}
    approver: ${people.user}
    approved: 2026-01-01T00:00:00Z
    expires: 2027-01-01T00:00:00Z
`;

const inputs = files({
  [`trail/AWSLogs/${people.account}/CloudTrail/eu-west-1/2026/08/12/${people.account}_CloudTrail_eu-west-1_20260812T1000Z_a.json`]:
    JSON.stringify({
      Records: records,
    }),
  [`trail/AWSLogs/${people.otherAccount}/CloudTrail/eu-west-1/2026/08/12/${people.otherAccount}_CloudTrail_eu-west-1_20260812T1000Z_b.json`]:
    '{"Records":',
  'policy.yml': policy,
});

export const scanArguments: readonly string[] = [
  'scan',
  join(inputs, 'trail'),
  ...['--from', '2026-08-01T00:00:00Z', '--to', '2026-09-01T00:00:00Z'],
  ...['--generated-at', '2026-11-01T00:00:00Z', '--accept-unverified', '--config', join(inputs, 'policy.yml')],
];

/** The folder of a scan of that archive. */
export function auditedRun(...more: string[]): string {
  const out = join(folder(), 'run');
  const ran = run([...scanArguments, '--out', out, ...more], { cwd: folder() });
  if (ran.code !== 1) throw new Error(`exit code ${ran.code}: ${ran.err}`);
  return out;
}
