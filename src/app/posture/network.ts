import type { NetworkFacts } from '../../core/network.ts';
import { type NetworkNeeds, needsNothing, networkNeeds } from '../../core/network-needs.ts';
import type { Networks } from '../ports.ts';
import { changeOf } from './change.ts';
import type { AnswerLine, Place } from './ports.ts';

export interface PlacedFacts extends Place {
  readonly facts: NetworkFacts;
}

const chunk = 1_000;

/** EC2's facts of every network that what was described is in: asked for once in each place. */
export async function networkFactsOf(lines: Iterable<AnswerLine>, networks: Networks): Promise<PlacedFacts[]> {
  const needs = new Map<string, { readonly place: Place; needs: NetworkNeeds }>();
  let waiting: AnswerLine[] = [];
  const count = () => {
    const [first] = waiting;
    if (!first) return;
    const { account, region } = first;
    const key = `${account} ${region}`;
    needs.set(key, { place: { account, region }, needs: joined(needs.get(key)?.needs ?? none, networkNeeds(waiting.map(changeOf))) });
    waiting = [];
  };
  for (const line of lines) {
    if (!line.answer) continue;
    const isElsewhere = waiting[0]?.account !== line.account || waiting[0]?.region !== line.region;
    if (waiting.length >= chunk || isElsewhere) count();
    waiting.push(line);
  }
  count();
  const found: PlacedFacts[] = [];
  for (const { place, needs: own } of needs.values())
    if (!needsNothing(own)) found.push({ ...place, facts: await networks.factsOf(place, own) });
  return found;
}

const none: NetworkNeeds = { vpcs: [], subnets: [], securityGroups: [], instanceTypes: [] };

function joined(a: NetworkNeeds, b: NetworkNeeds): NetworkNeeds {
  const both = (member: keyof NetworkNeeds) => [...new Set([...a[member], ...b[member]])].sort();
  return {
    vpcs: both('vpcs'),
    subnets: both('subnets'),
    securityGroups: both('securityGroups'),
    instanceTypes: both('instanceTypes'),
  };
}
