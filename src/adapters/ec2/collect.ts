import type { Subnet } from '@aws-sdk/client-ec2';
import type { NetworkProblem, SecurityGroupFacts, SubnetFacts, VpcFacts } from '../../core/network.ts';
import type { NetworkNeeds } from '../../core/network-needs.ts';
import { groupFactsOf } from './groups.ts';
import type { Questions } from './questions.ts';
import { routingOf } from './routes.ts';
import { interfacesOf, loggedOf, sharedVpcAnswers, type VpcAnswer, vpcAnswers } from './vpcs.ts';

/** What one round of questions brought. */
export interface Collected {
  readonly vpcs: ReadonlyMap<string, VpcFacts>;
  readonly subnets: ReadonlyMap<string, SubnetFacts>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroupFacts>;
  readonly instanceTypeZones: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly NetworkProblem[];
}

/** VPCs by who owns them; `own`: the account that is asked. */
interface Owned {
  readonly own: readonly string[];
  readonly shared: ReadonlyMap<string, readonly string[]>;
}

/** Everything about the networks named: the VPCs whole, with the subnets and security groups of their interface endpoints. */
export async function collect(needs: NetworkNeeds, questions: Questions): Promise<Collected> {
  const [subnets, groups, instanceTypeZones] = await Promise.all([
    subnetsOf(needs.subnets, questions),
    groupsOf(needs.securityGroups, questions),
    offeringsOf(needs.instanceTypes, questions),
  ]);
  const { own, shared } = await ownersOf(needs.vpcs, subnets, questions);
  const parts = await Promise.all([
    own.length > 0 ? ownPart(own, needs, subnets, questions) : undefined,
    ...[...shared].map(([owner, ids]) => sharedPart(owner, ids, subnets, questions)),
  ]);
  const found = parts.flatMap((part) => part ?? []);
  return {
    vpcs: new Map(found.flatMap(({ vpcs }) => [...vpcs])),
    subnets: new Map(found.flatMap((part) => [...part.subnets])),
    securityGroups: new Map([...found.flatMap(({ securityGroups }) => [...securityGroups]), ...groups]),
    instanceTypeZones,
    problems: questions.problems,
  };
}

type Part = Pick<Collected, 'vpcs' | 'subnets' | 'securityGroups'>;

const none: NetworkNeeds = { vpcs: [], subnets: [], securityGroups: [], instanceTypes: [] };
const nothing: Part = { vpcs: new Map(), subnets: new Map(), securityGroups: new Map() };

async function ownPart(ids: readonly string[], needs: NetworkNeeds, subnets: readonly Subnet[], questions: Questions): Promise<Part> {
  const inside = subnets.filter(({ VpcId = '' }) => ids.includes(VpcId));
  const [answers, logged] = await Promise.all([
    vpcAnswers(ids, questions),
    loggedOf([...ids, ...inside.map(({ SubnetId = '' }) => SubnetId)], questions),
  ]);
  const ends = endsOf(answers);
  const known = new Set([...needs.subnets, ...needs.securityGroups]);
  const [others, securityGroups] = await Promise.all([
    subnetsOf(
      ends.subnets.filter((id) => !known.has(id)),
      questions,
    ),
    groupsOf(
      ends.groups.filter((id) => !known.has(id)),
      questions,
    ),
  ]);
  return {
    vpcs: new Map([...answers].map(([id, { facts }]) => [id, { ...facts, ...whenKnown('flowLogs', logged(id)) }])),
    subnets: new Map([
      ...inside.map((subnet) => entryOf(subnet, answers, true, logged(subnet.SubnetId ?? ''))),
      ...others.map((subnet) => entryOf(subnet, answers, true, undefined)),
    ]),
    securityGroups,
  };
}

/** By the owner's account where it lets us in, else by what a participant sees, which is said to be a part. */
async function sharedPart(owner: string, ids: readonly string[], subnets: readonly Subnet[], questions: Questions): Promise<Part> {
  const inside = subnets.filter(({ VpcId = '' }) => ids.includes(VpcId));
  const names = inside.map(({ SubnetId = '' }) => SubnetId);
  const there = questions.in(owner);
  const theirs = await subnetsOf(names, there);
  // One question tells whether the owner's account lets us in.
  const whole = there.problems.length > 0 ? nothing : await ownPart(ids, { ...none, vpcs: ids, subnets: names }, theirs, there);
  if (there.problems.length === 0) return whole;
  questions.problem('ec2:DescribeVpcEndpoints', 'shared', ids);
  const answers = await sharedVpcAnswers(ids, questions);
  const seen = new Map(inside.map((subnet) => entryOf(subnet, answers, false, undefined)));
  return {
    vpcs: new Map(ids.map((id) => [id, { ...answers.get(id)?.facts, ...whole.vpcs.get(id) }])),
    subnets: new Map([...whole.subnets, ...[...seen].map(([id, facts]) => [id, { ...facts, ...whole.subnets.get(id) }] as const)]),
    securityGroups: whole.securityGroups,
  };
}

function entryOf(
  subnet: Subnet,
  answers: ReadonlyMap<string, VpcAnswer>,
  mainCounts: boolean,
  flowLogs: boolean | undefined,
): readonly [string, SubnetFacts] {
  const { SubnetId = '', VpcId = '', AvailabilityZoneId, AvailabilityZone = '', MapPublicIpOnLaunch, CidrBlock } = subnet;
  const ipv6 = (subnet.Ipv6CidrBlockAssociationSet ?? []).flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []);
  return [
    SubnetId,
    {
      vpcId: VpcId,
      // A zone's name means another zone in another account; its id does not.
      availabilityZone: AvailabilityZoneId ?? AvailabilityZone,
      mapPublicIpOnLaunch: MapPublicIpOnLaunch ?? false,
      ...routingOf(SubnetId, answers.get(VpcId)?.tables ?? [], mainCounts),
      ...whenKnown('flowLogs', flowLogs),
      cidrs: [...(CidrBlock ? [CidrBlock] : []), ...ipv6.sort()],
    },
  ];
}

const whenKnown = <K extends string>(key: K, value: boolean | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: boolean };

/** Where the interface endpoints of these VPCs are, and which groups are in front of them. */
function endsOf(answers: ReadonlyMap<string, VpcAnswer>): { readonly subnets: string[]; readonly groups: string[] } {
  const interfaces = [...answers.values()].flatMap(({ facts }) => interfacesOf(facts));
  return {
    subnets: sorted(interfaces.flatMap(({ subnetIds }) => subnetIds)),
    groups: sorted(interfaces.flatMap(({ securityGroupIds = [] }) => securityGroupIds)),
  };
}

async function subnetsOf(ids: readonly string[], questions: Questions): Promise<readonly Subnet[]> {
  const { items, missed } = await questions.byIds('DescribeSubnets', 'subnet-id', ids, ({ Subnets }) => Subnets);
  sayGone('ec2:DescribeSubnets', ids, { missed, found: items.map(({ SubnetId }) => SubnetId) }, questions);
  return items;
}

async function groupsOf(ids: readonly string[], questions: Questions): Promise<Map<string, SecurityGroupFacts>> {
  const { items, missed } = await questions.byIds('DescribeSecurityGroups', 'group-id', ids, ({ SecurityGroups }) => SecurityGroups);
  sayGone('ec2:DescribeSecurityGroups', ids, { missed, found: items.map(({ GroupId }) => GroupId) }, questions);
  return new Map(items.flatMap((group) => (group.GroupId ? [[group.GroupId, groupFactsOf(group)]] : [])));
}

async function offeringsOf(types: readonly string[], questions: Questions): Promise<Map<string, readonly string[]>> {
  const { items, missed } = await questions.byIds(
    'DescribeInstanceTypeOfferings',
    'instance-type',
    types,
    ({ InstanceTypeOfferings }) => InstanceTypeOfferings,
  );
  const zonesOf = (type: string) =>
    sorted(items.flatMap(({ InstanceType, Location }) => (InstanceType === type && Location ? [Location] : [])));
  return new Map(types.filter((type) => !missed.has(type)).map((type) => [type, zonesOf(type)]));
}

/** By the subnets; where none is known of a VPC, EC2 is asked. */
async function ownersOf(ids: readonly string[], subnets: readonly Subnet[], questions: Questions): Promise<Owned> {
  const owners = new Map(subnets.flatMap(({ VpcId, OwnerId }) => (VpcId ? [[VpcId, OwnerId ?? questions.place.account] as const] : [])));
  const asked = ids.filter((id) => !owners.has(id));
  const { items, missed } = await questions.byIds('DescribeVpcs', 'vpc-id', asked, ({ Vpcs }) => Vpcs);
  for (const { VpcId, OwnerId } of items) if (VpcId) owners.set(VpcId, OwnerId ?? questions.place.account);
  sayGone('ec2:DescribeVpcs', asked, { missed, found: items.map(({ VpcId }) => VpcId) }, questions);
  const shared = new Map<string, string[]>();
  for (const [id, owner] of owners) if (owner !== questions.place.account) shared.set(owner, [...(shared.get(owner) ?? []), id].sort());
  return { own: sorted([...owners.keys()].filter((id) => owners.get(id) === questions.place.account)), shared };
}

/** What EC2 answers without is not there, or is none that this account may see. */
function sayGone(
  action: string,
  ids: readonly string[],
  { missed, found }: { readonly missed: ReadonlySet<string>; readonly found: readonly (string | undefined)[] },
  questions: Questions,
): void {
  const there = new Set(found);
  const gone = ids.filter((id) => !missed.has(id) && !there.has(id));
  if (gone.length > 0) questions.problem(action, 'resource-gone', gone);
}

const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort();
