import { expect, test } from 'vitest';
import { networkFactsOf } from '../../src/app/posture/network.ts';
import type { AnswerLine } from '../../src/app/posture/ports.ts';
import type { NetworkNeeds } from '../../src/core/network-needs.ts';

const line = (region: string, name: string, answer: AnswerLine['answer']): AnswerLine => ({
  account: '111122223333',
  region,
  type: 'Model',
  name,
  arn: `arn:aws:sagemaker:${region}:111122223333:model/${name}`,
  creationTime: null,
  status: null,
  operation: 'DescribeModel',
  askedAt: '2026-07-01T00:00:00Z',
  answer,
  why: answer ? null : 'access-denied',
});
const inVpc = (subnet: string) => ({ VpcConfig: { Subnets: [subnet], SecurityGroupIds: ['sg-1'] } });

async function asked(lines: readonly AnswerLine[]): Promise<[string, NetworkNeeds][]> {
  const seen: [string, NetworkNeeds][] = [];
  await networkFactsOf(lines, {
    async factsOf({ region }, needs) {
      seen.push([region, needs]);
      return { takenAt: '2026-07-01T00:00:00Z', vpcs: {}, subnets: {}, securityGroups: {} };
    },
  });
  return seen;
}

test('each place is asked once, for all networks in use there', async () => {
  const lines = [
    ...Array.from({ length: 2_500 }, (_, at) => line('eu-west-1', `m-${at}`, inVpc(`subnet-${at % 3}`))),
    line('eu-west-1', 'denied', null),
    line('us-east-1', 'other', inVpc('subnet-9')),
  ];
  const needs = { vpcs: [], securityGroups: ['sg-1'], instanceTypes: [] };
  expect(await asked(lines)).toEqual([
    ['eu-west-1', { ...needs, subnets: ['subnet-0', 'subnet-1', 'subnet-2'] }],
    ['us-east-1', { ...needs, subnets: ['subnet-9'] }],
  ]);
});

test('where no network is in use, nobody is asked', async () => {
  expect(await asked([line('eu-west-1', 'm', {}), line('eu-west-1', 'denied', null)])).toEqual([]);
});
