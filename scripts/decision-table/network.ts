import { type Case, type Json, leftOut } from './case.ts';

/** Ids of test/fixtures/network-facts.json, and ids that it does not have. */
export const ids = {
  approved: { vpc: 'vpc-0a1b2c3d4e5f60001', subnet: 'subnet-0a1b2c3d4e5f6000a', group: 'sg-0a1b2c3d4e5f60001' },
  wrong: { vpc: 'vpc-0a1b2c3d4e5f60001', subnet: 'subnet-0a1b2c3d4e5f600ff', group: 'sg-0a1b2c3d4e5f600ff' },
  foreign: { vpc: 'vpc-0123456789abcdef0', subnet: 'subnet-0123456789abcdef0', group: 'sg-0123456789abcdef0' },
} as const;

export type Ids = (typeof ids)[keyof typeof ids];

/** What a request says of its network, to be spread into it where the operation keeps it. */
export interface Network {
  readonly vpc: Json;
  readonly isolation: Json;
  readonly encryption: Json;
  readonly count: Json;
}

/** Approved, and private: of the network rules only vpc-prerequisites minds it. */
export const apartGroup = 'sg-0a1b2c3d4e5f60003';

const vpcOf = ({ subnet, group }: Readonly<Record<'subnet' | 'group', string>>): Json => ({
  vpcConfig: { subnets: [subnet], securityGroupIds: [group] },
});
const isolation = (enableNetworkIsolation: boolean): Json => ({ enableNetworkIsolation });
const encryption = (enableInterContainerTrafficEncryption: boolean): Json => ({ enableInterContainerTrafficEncryption });

export const good: Network = {
  vpc: vpcOf(ids.approved),
  isolation: isolation(true),
  encryption: encryption(true),
  count: { instanceCount: 2 },
};
export const absent: Network = { ...good, vpc: {}, isolation: {}, encryption: {} };
export const wrong: Network = { ...good, vpc: vpcOf(ids.wrong) };
/** The group lets 443 out and nothing in: its members do not reach each other. */
export const apart: Network = { ...good, vpc: vpcOf({ ...ids.approved, group: apartGroup }) };
export const withoutVpc: Network = { ...good, vpc: {} };

type Postures = Readonly<Record<string, Network>>;

/** What any request with a VpcConfig can say of it. `safe`: what the first is called. */
const written = (safe: string): Postures => ({
  [safe]: good,
  'wrong network: public subnet, open group, neither approved': wrong,
  'network unknown to EC2 facts and allow-lists': { ...good, vpc: vpcOf(ids.foreign) },
  'VpcConfig with empty lists': { ...good, vpc: { vpcConfig: { subnets: [], securityGroupIds: [] } } },
});
/** CloudTrail leaves out structures, never a part of a document that is one string. */
const omitted: Postures = { 'VpcConfig left out for size': { ...good, vpc: { vpcConfig: leftOut } } };
const silent: Postures = { 'no network member': absent };
const isolationOff: Postures = { 'isolation off': { ...good, isolation: isolation(false) } };
const traffic: Postures = {
  'not encrypted, two instances': { ...good, encryption: encryption(false) },
  'not encrypted, one instance': { ...good, encryption: encryption(false), count: { instanceCount: 1 } },
  'not encrypted, no count': { ...good, encryption: encryption(false), count: {} },
  'encrypted, no count': { ...good, count: {} },
};
const notEncrypted: Postures = { 'not encrypted': { ...good, encryption: encryption(false) } };
const network = 'approved network';
const flags = 'approved network, every flag safe';

type Build = (network: Network) => Json;
const casesOf = (postures: Postures) => (build: Build) =>
  Object.entries(postures).map(([words, network]): Case => ({ words, request: build(network) }));

/** For types with a VpcConfig alone. */
export const placements = casesOf({ ...silent, ...written(network), ...omitted });
/** For updates that say something of it. */
export const overrides = casesOf({ ...written(network), ...omitted });
/** With EnableNetworkIsolation too. */
export const isolations = casesOf({ ...silent, ...written(flags), ...omitted, ...isolationOff });
/** With inter-container encryption and an instance count. */
export const clusters = casesOf({ ...silent, ...written(flags), ...omitted, ...isolationOff, ...traffic });
/** AutoML: inter-container encryption, and never a count. */
export const uncountedClusters = casesOf({ ...silent, ...written(flags), ...omitted, ...notEncrypted });
/** Inside a document: of a job in a pipeline, and of whatever has a VpcConfig and no more. */
export const documentedClusters = casesOf({ ...silent, ...written(flags), ...isolationOff, ...traffic });
export const documentedPlacements = casesOf(written(network));

/** Types without a VpcConfig have subnets and groups of their own. */
export const attachments = (build: (ids: Ids) => Json): Case[] => [
  { words: 'approved network', request: build(ids.approved) },
  { words: 'wrong network: public subnet, open group, neither approved', request: build(ids.wrong) },
  { words: 'network unknown to EC2 facts and allow-lists', request: build(ids.foreign) },
];

export const instances = ({ count }: Network): Json => ({ instanceType: 'ml.m5.xlarge', ...count });
