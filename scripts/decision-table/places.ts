import { type Case, type Json, leftAlone, leftOut, prefixed, within } from './case.ts';
import { attachments, good, type Ids, ids, instances, isolations, type Network, overrides, placements, wrong } from './network.ts';

/** Requests of the types whose network is not one VpcConfig: clusters, endpoint configs, domains, notebooks, people's portals. */

const cluster = (members: Json, ...groups: readonly Json[]): Json => ({ clusterName: 'cluster', ...members, instanceGroups: groups });
const group = (instanceGroupName: string, override?: Network): Json => ({
  instanceGroupName,
  ...instances(good),
  ...(override && { overrideVpcConfig: override.vpc.vpcConfig }),
});

export const clusterCases: readonly Case[] = [
  ...placements(({ vpc }) => cluster(vpc, group('workers'))),
  { words: 'wrong network in one group’s override', request: cluster(good.vpc, group('workers'), group('others', wrong)) },
  { words: 'no VpcConfig, approved network in every override', request: cluster({}, group('workers', good)) },
  { words: 'no VpcConfig, one group without override', request: cluster({}, group('workers', good), group('others')) },
  {
    words: 'restricted group, no VpcConfig',
    request: { clusterName: 'cluster', restrictedInstanceGroups: [group('workers')] },
  },
  { words: 'groups left out for size', request: { clusterName: 'cluster', ...good.vpc, instanceGroups: leftOut } },
];

const created = (words: string, ...groups: readonly Json[]): Case => ({
  words,
  request: cluster({}, ...groups),
  before: { eventName: 'CreateCluster', request: cluster(good.vpc, group('workers')) },
});
export const clusterUpdateCases: readonly Case[] = [
  ...prefixed(
    'override',
    overrides((network) => cluster({}, group('workers', network))),
  ),
  ...leftAlone(cluster({}, group('workers')), 'CreateCluster', [
    { words: 'approved network', request: cluster(good.vpc, group('workers')) },
    { words: 'no VpcConfig', request: cluster({}, group('workers')) },
  ]),
  created('new group without override; cluster created: approved network', group('others')),
  created('new group in the wrong network; cluster created: approved network', group('workers'), group('others', wrong)),
];

const endpointConfig = (members: Json): Json => ({ endpointConfigName: 'config', ...members });
const component = { variantName: 'components', instanceType: 'ml.m5.xlarge', initialInstanceCount: 2 };
const named = { ...component, variantName: 'named', modelName: 'model' };
const serverless = { variantName: 'serverless', modelName: 'model', serverlessConfig: { memorySizeInMB: 2048, maxConcurrency: 5 } };

export const endpointConfigCases: readonly Case[] = [
  ...prefixed(
    'inference components',
    isolations(({ vpc, isolation }) => endpointConfig({ ...vpc, ...isolation, productionVariants: [component] })),
  ),
  { words: 'variants name models', request: endpointConfig({ productionVariants: [named] }) },
  {
    words: 'one variant names a model, one does not; no network member',
    request: endpointConfig({ productionVariants: [named, component] }),
  },
  { words: 'serverless variant', request: endpointConfig({ productionVariants: [serverless] }) },
  { words: 'serverless shadow variant', request: endpointConfig({ productionVariants: [named], shadowProductionVariants: [serverless] }) },
  { words: 'variants left out for size; no network member', request: endpointConfig({ productionVariants: leftOut }) },
];

type Mode = 'VpcOnly' | 'PublicInternetOnly';
const mode = (appNetworkAccessType: Mode): Json => ({ appNetworkAccessType });
const domainNetwork = ({ vpc, subnet, group: securityGroup }: Ids): Json => ({
  vpcId: vpc,
  subnetIds: [subnet],
  defaultUserSettings: { securityGroups: [securityGroup] },
});
const domain = (members: Json): Json => ({ domainName: 'domain', ...members });
const domainUpdate = (members: Json): Json => ({ domainId: 'd-0123456789ab', ...members });

export const domainCases: readonly Case[] = [
  ...prefixed(
    'VpcOnly',
    attachments((network) => domain({ ...mode('VpcOnly'), ...domainNetwork(network) })),
  ),
  { words: 'PublicInternetOnly: approved network', request: domain({ ...mode('PublicInternetOnly'), ...domainNetwork(ids.approved) }) },
  { words: 'mode not given: approved network', request: domain(domainNetwork(ids.approved)) },
  { words: 'no network member', request: domain({}) },
  {
    words: 'VpcOnly: user settings left out for size',
    request: domain({ ...mode('VpcOnly'), ...domainNetwork(ids.approved), defaultUserSettings: leftOut }),
  },
];
export const domainUpdateCases: readonly Case[] = [
  { words: 'to VpcOnly', request: domainUpdate(mode('VpcOnly')) },
  { words: 'to PublicInternetOnly', request: domainUpdate(mode('PublicInternetOnly')) },
  ...prefixed(
    'mode left alone',
    attachments((network) => domainUpdate(domainNetwork(network))),
  ),
  ...leftAlone(domainUpdate({ tagPropagation: 'ENABLED' }), 'CreateDomain', [
    { words: 'VpcOnly, approved network', request: domain({ ...mode('VpcOnly'), ...domainNetwork(ids.approved) }) },
    { words: 'mode not given, wrong network', request: domain(domainNetwork(ids.wrong)) },
  ]),
];

const internet = (directInternetAccess: 'Enabled' | 'Disabled'): Json => ({ directInternetAccess });
const notebookNetwork = ({ subnet, group: securityGroup }: Ids): Json => ({ subnetId: subnet, securityGroupIds: [securityGroup] });
const notebook = (members: Json): Json => ({ notebookInstanceName: 'notebook', ...members });

export const notebookCases: readonly Case[] = [
  ...prefixed(
    'internet Disabled',
    attachments((network) => notebook({ ...internet('Disabled'), ...notebookNetwork(network) })),
  ),
  { words: 'internet Enabled: approved network', request: notebook({ ...internet('Enabled'), ...notebookNetwork(ids.approved) }) },
  { words: 'internet Enabled: no subnet', request: notebook(internet('Enabled')) },
  { words: 'internet not given: approved network', request: notebook(notebookNetwork(ids.approved)) },
  { words: 'no network member', request: notebook({}) },
];
export const notebookUpdateCases: readonly Case[] = leftAlone(notebook({ instanceType: 'ml.t3.medium' }), 'CreateNotebookInstance', [
  { words: 'internet Disabled, approved network', request: notebook({ ...internet('Disabled'), ...notebookNetwork(ids.approved) }) },
  { words: 'internet not given, wrong network', request: notebook(notebookNetwork(ids.wrong)) },
]);

const profile = (members: Json): Json => ({ domainId: 'd-0123456789ab', userProfileName: 'ana', ...members });
const profileIn = (network: Ids): Json => profile({ userSettings: { securityGroups: [network.group] } });
export const profileCases: readonly Case[] = [...attachments(profileIn), { words: 'no network member', request: profile({}) }];
export const profileUpdateCases: readonly Case[] = [
  ...attachments(profileIn),
  ...leftAlone(profile({ userSettings: { executionRole: 'role' } }), 'CreateUserProfile', attachments(profileIn).slice(0, 2)),
];

const workforce = (members: Json): Json => ({ workforceName: 'people', ...members });
const workforceIn = (network: Ids): Json =>
  workforce(within('workforceVpcConfig', { vpcId: network.vpc, subnets: [network.subnet], securityGroupIds: [network.group] }));
export const workforceCases: readonly Case[] = [...attachments(workforceIn), { words: 'no network member', request: workforce({}) }];
export const workforceUpdateCases: readonly Case[] = [
  ...attachments(workforceIn),
  ...leftAlone(workforce({ sourceIpConfig: { cidrs: ['203.0.113.0/24'] } }), 'CreateWorkforce', attachments(workforceIn).slice(0, 2)),
];
