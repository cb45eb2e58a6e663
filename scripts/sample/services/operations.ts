import type { Scenery } from '../calls.ts';
import { service } from './service.ts';

const stream = ({ random, team }: Scenery) => `${random.pick(team.products)}-${random.between(1, 240)}/algo-1`;

export const logs = service('logs', 10, [
  [
    10,
    'execution',
    'CreateLogStream',
    (scenery) => ({ request: { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamName: stream(scenery) }, apiVersion: '20140328' }),
  ],
  [
    6,
    'execution',
    'DescribeLogStreams',
    (scenery) => ({
      request: { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: stream(scenery) },
      apiVersion: '20140328',
    }),
  ],
  [4, 'scientist', 'DescribeLogGroups', () => ({ request: { logGroupNamePrefix: '/aws/sagemaker/', limit: 50 }, apiVersion: '20140328' })],
  [
    3,
    'function',
    'CreateLogStream',
    ({ team, random }) => ({
      request: { logGroupName: `/aws/lambda/${team.name}-ingest`, logStreamName: `[$LATEST]${random.hex(32)}` },
      apiVersion: '20140328',
    }),
  ],
]);

export const monitoring = service('monitoring', 5, [
  [6, 'scientist', 'DescribeAlarms', ({ team }) => ({ request: { alarmNamePrefix: team.name, maxRecords: 100 } })],
  [
    1,
    'deploy',
    'PutMetricAlarm',
    ({ team, random }) => ({
      request: {
        alarmName: `${team.name}-latency`,
        namespace: 'AWS/SageMaker',
        metricName: 'ModelLatency',
        statistic: 'Average',
        period: 300,
        evaluationPeriods: 3,
        threshold: random.between(2, 9) * 100_000,
        comparisonOperator: 'GreaterThanThreshold',
      },
    }),
  ],
]);

export const config = service('config', 4, [
  [
    5,
    'internal',
    'PutEvaluations',
    () => ({
      request: { evaluations: [], resultToken: 'HIDDEN_DUE_TO_SECURITY_REASONS', testMode: false },
      response: { failedEvaluations: [] },
    }),
  ],
  [4, 'deploy', 'DescribeConfigRules', () => ({ request: { configRuleNames: ['sagemaker-notebook-no-direct-internet-access'] } })],
]);

export const cloudtrail = service('cloudtrail', 3, [
  [4, 'config', 'DescribeTrails', () => ({ request: { includeShadowTrails: true } })],
  [
    4,
    'config',
    'GetTrailStatus',
    ({ account, region }) => ({ request: { name: `arn:aws:cloudtrail:${region}:${account}:trail/org-trail` } }),
  ],
  [
    2,
    'engineer',
    'LookupEvents',
    () => ({ request: { lookupAttributes: [{ attributeKey: 'EventSource', attributeValue: 'sagemaker.amazonaws.com' }], maxResults: 50 } }),
  ],
]);

const pattern = JSON.stringify({
  source: ['aws.sagemaker'],
  detail: { eventSource: ['sagemaker.amazonaws.com'], eventName: ['CreateModel', 'CreateTrainingJob'] },
});

export const events = service('events', 3, [
  [4, 'deploy', 'ListRules', () => ({ request: { limit: 100 } })],
  [
    1,
    'deploy',
    'PutRule',
    ({ team, account, region }) => ({
      request: { name: `${team.name}-model-changes`, eventPattern: pattern, state: 'ENABLED' },
      response: { ruleArn: `arn:aws:events:${region}:${account}:rule/${team.name}-model-changes` },
    }),
  ],
]);

/** What one trail sends on: a record in a string, with everything in it escaped. */
const copy = JSON.stringify({
  eventVersion: '1.11',
  eventSource: 'sagemaker.amazonaws.com',
  eventName: 'CreateModel',
  requestParameters: { modelName: 'inside-a-string', tags: [{ key: 'quote', value: '"}],"Records":[{"eventVersion":' }] },
});

export const sqs = service('sqs', 3, [
  [
    5,
    'function',
    'GetQueueAttributes',
    ({ team, account, region }) => ({
      request: { queueUrl: `https://sqs.${region}.amazonaws.com/${account}/${team.name}-jobs`, attributeNames: ['All'] },
    }),
  ],
  [
    1,
    'function',
    'SendMessage',
    ({ team, account, region, random }) => ({
      data: true,
      request: { queueUrl: `https://sqs.${region}.amazonaws.com/${account}/${team.name}-trail-copies`, messageBody: copy },
      response: { messageId: random.uuid() },
    }),
  ],
]);
