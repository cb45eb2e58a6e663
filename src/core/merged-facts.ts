import type { NetworkFacts, NetworkProblem } from './network.ts';

/**
 * Snapshots of several places as one: ids are unique across accounts and Regions. Of a VPC that one account shares with another, each
 * tells what it sees. Members are in order, so that two snapshots of the same networks are the same.
 */
export function mergedFacts(all: readonly NetworkFacts[], takenAt: string): NetworkFacts {
  const vpcs = merged(all.map((facts) => facts.vpcs));
  const subnets = merged(all.map((facts) => facts.subnets));
  const securityGroups = merged(all.map((facts) => facts.securityGroups));
  const problems = all.flatMap((facts) => facts.problems ?? []);
  // A type that one place could not be asked for is unknown there; from the zones of the others it would seem not to be offered.
  const offered = problems.every(({ action }) => action !== 'ec2:DescribeInstanceTypeOfferings');
  const found = new Set([vpcs, subnets, securityGroups].flatMap((facts) => Object.keys(facts)));
  const left = problems.flatMap((problem) => {
    const ids = problem.ids.filter((id) => !isAnswered(id, problem, { found, whole: (vpc) => vpcs[vpc]?.endpoints !== undefined }));
    // Who may not list anything leaves no ids behind.
    return ids.length > 0 || problem.ids.length === 0 ? [{ ...problem, ids }] : [];
  });
  return {
    takenAt: [takenAt, ...all.map((facts) => facts.takenAt)].sort()[0] ?? takenAt,
    vpcs,
    subnets,
    securityGroups,
    ...(offered && { instanceTypeZones: zones(all) }),
    ...(left.length > 0 && { problems: left.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)) }),
  };
}

/** What one place does not have another may, and of what one shares its owner knows all. */
function isAnswered(
  id: string,
  { why }: NetworkProblem,
  { found, whole }: { readonly found: ReadonlySet<string>; readonly whole: (vpc: string) => boolean },
): boolean {
  return (why === 'resource-gone' && found.has(id)) || (why === 'shared' && whole(id));
}

function merged<T extends object>(parts: readonly Readonly<Record<string, T>>[]): Record<string, T> {
  const ids = [...new Set(parts.flatMap((part) => Object.keys(part)))].sort();
  // What could not be seen is no member: what anybody saw stands.
  return Object.fromEntries(ids.map((id) => [id, Object.assign({}, ...parts.map((part) => part[id])) as T]));
}

function zones(all: readonly NetworkFacts[]): Record<string, readonly string[]> {
  const types = [...new Set(all.flatMap(({ instanceTypeZones = {} }) => Object.keys(instanceTypeZones)))].sort();
  const zonesOf = (type: string) => [...new Set(all.flatMap(({ instanceTypeZones = {} }) => instanceTypeZones[type] ?? []))].sort();
  return Object.fromEntries(types.map((type) => [type, zonesOf(type)]));
}

const orderOf = ({ account, region, action, why }: NetworkProblem): string => [account, region, action, why].join(' ');
