import { readFileSync } from 'node:fs';
import { defaultPolicy, loadPolicy } from '../../src/config.ts';
import type { Change } from '../../src/core/change.ts';
import type { RowClass } from '../../src/core/evidence/population.ts';
import { classify, judge } from '../../src/core/judge.ts';
import { resolveLineage } from '../../src/core/lineage.ts';
import type { NetworkFacts } from '../../src/core/network.ts';
import type { Policy } from '../../src/core/policy.ts';
import { read } from '../../src/core/read.ts';
import { recordsIn } from '../../src/core/record.ts';
import { type Operation, operationOf, operations } from '../../src/core/resources/catalog.ts';
import { resources } from '../../src/core/resources/resources.ts';
import type { Compliance, RuleId } from '../../src/core/rule.ts';
import { rules } from '../../src/core/rules/index.ts';
import type { Case, Json } from './case.ts';
import { apartGroup, ids } from './network.ts';
import { requests } from './requests.ts';

/** Every case of every operation, judged as a scan and the monitor judge it. */

export interface DecisionRow {
  readonly operation: Operation;
  readonly words: string;
  readonly verdicts: ReadonlyMap<RuleId, Compliance>;
  readonly class: RowClass;
}

const network: NetworkFacts = JSON.parse(readFileSync(new URL('../../test/fixtures/network-facts.json', import.meta.url), 'utf8'));

const approved = { vpcs: [ids.approved.vpc], subnets: [ids.approved.subnet], securityGroups: [ids.approved.group, apartGroup] };
const { policy: everyRuleOn } = loadPolicy(
  JSON.stringify({
    version: 1,
    rules: { ...Object.fromEntries(rules.map(({ id }) => [id, { enabled: true }])), 'approved-network': { enabled: true, ...approved } },
  }),
  'every-rule-on.yml',
  { now: '2026-10-01T00:00:00Z' },
);

const whole: Case = { words: 'requestParameters left out for size', request: null };

/** The cases of an operation; none are known: none. */
export const casesOf = ({ eventName }: Operation): readonly Case[] => {
  const cases = requests[eventName];
  return cases ? [...cases, whole] : [];
};

export function decisionRows(): DecisionRow[] {
  return operations.flatMap((operation) => casesOf(operation).map((each) => decide(operation, each)));
}

function decide(operation: Operation, { words, request, service, before }: Case): DecisionRow {
  const records = [
    ...(before ? [record(before.eventName, before.request, '2026-09-30T05:00:00Z')] : []),
    record(operation.eventName, request, '2026-09-30T06:00:00Z', service),
  ];
  const change = resolveLineage([...recordsIn(records)].map(changeOf)).at(-1);
  if (!change) throw new Error(`${operation.eventName}: no change`);
  const findings = (policy: Policy) => judge(change, { policy, network });
  return {
    operation,
    words,
    verdicts: new Map(findings(everyRuleOn).map(({ rule, verdict }) => [rule, verdict.compliance])),
    class: classify(findings(defaultPolicy)),
  };
}

function changeOf(parsed: Parameters<typeof read>[0]): Change {
  const reading = read(parsed);
  if (reading.kind !== 'change') throw new Error(`not a change: ${JSON.stringify(reading)}`);
  return reading.change;
}

function record(eventName: string, requestParameters: Json | null, eventTime: string, service?: Json): Json {
  return {
    eventVersion: '1.11',
    userIdentity: service
      ? { accountId: '111122223333', invokedBy: 'sagemaker.amazonaws.com' }
      : { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Research/ana', accountId: '111122223333' },
    eventTime,
    eventSource: 'sagemaker.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.17',
    requestParameters,
    responseElements: service ? null : response(eventName, requestParameters),
    eventID: `00000000-0000-4000-8000-${eventTime.replace(/\D/g, '').slice(2)}`,
    eventType: service ? 'AwsServiceEvent' : 'AwsApiCall',
    recipientAccountId: '111122223333',
    ...(service && { serviceEventDetails: service }),
  };
}

/** The ARN: a domain is created by name and updated by id, and only this joins them. */
function response(eventName: string, request: Json | null): Json | null {
  const operation = operationOf(eventName);
  if (!operation?.arn || !request) return null;
  const arn = `arn:aws:sagemaker:eu-west-1:111122223333:${resources[operation.resource].arnType}/a1b2c3d4e5f6`;
  return { [operation.arn.charAt(0).toLowerCase() + operation.arn.slice(1)]: arn };
}
