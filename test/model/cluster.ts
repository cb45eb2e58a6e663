import type { Outcome, Truth } from './key.ts';
import { setVpc } from './network.ts';
import type { Random } from './random.ts';
import type { Draft } from './request.ts';

/** What is known of a HyperPod cluster: its own VpcConfig, and each group's, `undefined` where the group takes the cluster's. */
export interface ClusterState {
  readonly cluster: Outcome;
  readonly groups: ReadonlyMap<string, Outcome | undefined>;
}

const lists = ['InstanceGroups', 'RestrictedInstanceGroups'] as const;

export function setCluster(request: Draft, random: Random): { truth: Truth; state: ClusterState } {
  delete request.VpcConfig;
  const cluster = setVpc(request, random);
  const groups = setGroups(request, random, 'g', random.int(0, 3));
  const places = groups.size === 0 ? [cluster] : [...groups.values()].map((own) => own ?? cluster);
  return { truth: { 'vpc-required': places }, state: { cluster, groups } };
}

/** Groups that exist keep what they have, new ones take the cluster's, and nothing is known without an earlier record. */
export function setClusterUpdate(
  request: Draft,
  random: Random,
  earlier?: ClusterState,
): { truth: Truth; state: ClusterState | undefined } {
  const prefix = earlier && random.chance(0.5) ? 'g' : 'n';
  const groups = setGroups(request, random, prefix, random.int(0, 3));
  const unstated = (name: string): Outcome => (earlier ? (earlier.groups.get(name) ?? earlier.cluster) : 'unchanged');
  const untouched = earlier ? stateOf(earlier) : (['unchanged'] as const);
  const places = groups.size === 0 ? untouched : [...groups].map(([name, own]) => own ?? unstated(name));
  const state = earlier && {
    cluster: earlier.cluster,
    groups: new Map([...earlier.groups, ...[...groups].map(([name, own]) => [name, own ?? earlier.groups.get(name)] as const)]),
  };
  return { truth: { 'vpc-required': places }, state };
}

const stateOf = ({ cluster, groups }: ClusterState): Outcome[] =>
  groups.size === 0 ? [cluster] : [...groups.values()].map((own) => own ?? cluster);

function setGroups(request: Draft, random: Random, prefix: string, count: number): Map<string, Outcome | undefined> {
  const groups = new Map<string, Outcome | undefined>();
  for (const member of lists) delete request[member];
  for (let index = 0; index < count; index++) {
    const name = `${prefix}${index}`;
    const made: Draft = {
      InstanceGroupName: name,
      InstanceCount: random.int(1, 8),
      InstanceType: 'ml.p5.48xlarge',
      ExecutionRole: 'arn:aws:iam::111122223333:role/hp',
    };
    groups.set(name, setOverride(made, random));
    // A group stays of its kind, so the name decides.
    const member = lists[index === 2 ? 1 : 0];
    request[member] = [...((request[member] as Draft[] | undefined) ?? []), made];
  }
  return groups;
}

function setOverride(group: Draft, random: Random): Outcome | undefined {
  const kind = random.next();
  if (kind < 0.4) return undefined;
  if (kind < 0.5) {
    group.OverrideVpcConfig = null;
    return undefined;
  }
  const outcome = setVpc(group, random, 'OverrideVpcConfig');
  return group.OverrideVpcConfig ? outcome : undefined;
}
