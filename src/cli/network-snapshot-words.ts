import type { NetworkFacts, NetworkProblem } from '../core/network.ts';
import { counted, listed } from '../text/numbers.ts';
import { terminalSafe } from '../text/safe-text.ts';

export function countsOf({ vpcs, subnets, securityGroups, instanceTypeZones = {} }: NetworkFacts) {
  const size = (facts: object) => Object.keys(facts).length;
  return { vpcs: size(vpcs), subnets: size(subnets), securityGroups: size(securityGroups), instanceTypes: size(instanceTypeZones) };
}

export function summaryText(out: string, facts: NetworkFacts): string {
  const { vpcs, subnets, securityGroups, instanceTypes } = countsOf(facts);
  const what = [
    counted(vpcs, 'VPC'),
    counted(subnets, 'subnet'),
    counted(securityGroups, 'security group'),
    counted(instanceTypes, 'instance type'),
  ];
  const unseen = (facts.problems ?? []).map((problem) => `  ? ${problemLine(problem)}\n`);
  return [
    `${terminalSafe(out)}: ${what.join(', ')}, taken at ${facts.takenAt}\n`,
    ...(unseen.length > 0 ? ['Not seen\n', ...unseen] : []),
  ].join('');
}

const reasons: Readonly<Record<NetworkProblem['why'], (action: string) => string>> = {
  'access-denied': (action) => `${action} is denied: allow it to the caller, or to the role in that account`,
  throttled: (action) => `${action}: EC2 was too busy; run again`,
  'no-answer': (action) => `${action}: EC2 did not answer; run again`,
  opaque: (action) => `${action} was refused`,
  'resource-gone': () => 'not there, or not visible from this account',
  'not-recorded': () => 'no account or Region that could be asked',
  shared: () => 'another account shares this VPC, and EC2 tells only the owner of its endpoints and flow logs: name that account too',
};

export function problemLine({ account, region, action, why, ids }: NetworkProblem): string {
  const what = ids.length > 0 ? ` (${listed(ids.map(terminalSafe), 5)})` : '';
  return `${terminalSafe(account)} ${terminalSafe(region)}: ${reasons[why](action)}${what}`;
}
