import { isObject, type JsonObject, object, text } from '../json.ts';
import type { VpcConfig } from '../posture.ts';
import { arnOf } from './arn.ts';
import { listOf, userGroups, withoutGroups } from './domain-network.ts';
import { oldOf, type Wanted } from './hosting.ts';
import { demandLegal, replacementName } from './names.ts';
import type { DomainPlan, NotebookPlan, Place, Seen } from './plan.ts';
import { RemediationRefused } from './refusal.ts';
import { requestOf, withTags } from './request.ts';

/** DirectInternetAccess is set for life (UpdateNotebookInstance has no such member): a new instance, in the subnet. @throws RemediationRefused */
export function planNotebook(place: Place, notebook: Seen, { network, name }: Wanted): NotebookPlan {
  demandLegal(notebook.name, 'the notebook instance');
  const base = requestOf('NotebookInstance', notebook.answer);
  const settings = JSON.stringify([notebook.arn, notebook.creationTime, network]);
  const newName = name === undefined ? replacementName(notebook.name, settings) : demandLegal(name, '--name');
  if (newName === notebook.name)
    throw new RemediationRefused(`--name ${newName}: the old instance has that name, and is kept until the new one is verified`);
  const request: JsonObject = {
    ...base,
    NotebookInstanceName: newName,
    SubnetId: network.subnets[0],
    SecurityGroupIds: network.securityGroupIds,
    DirectInternetAccess: 'Disabled',
  };
  return {
    kind: 'notebook',
    notebook: {
      old: oldOf(notebook),
      create: {
        type: 'NotebookInstance',
        name: newName,
        arn: arnOf(place, 'NotebookInstance', newName),
        request: withTags(request, notebook.tags),
      },
    },
  };
}

/**
 * UpdateDomain changes AppNetworkAccessType only while no app is InService, Pending or Deleting, and not at all once RStudio's
 * DomainExecutionRoleArn is set; it changes subnets and groups, and no VPC that is there (API reference, UpdateDomain). What conforms
 * already is left out, and the way back is what Describe said.
 *
 * @param network `null`: what it has stays
 * @throws RemediationRefused
 */
export function planDomain(domain: Seen, apps: readonly string[], network: VpcConfig | null): DomainPlan {
  const { answer } = domain;
  const domainId = text(answer, 'DomainId') ?? '';
  if (!/^d-[a-z0-9-]{1,61}$/.test(domainId)) throw new RemediationRefused(`DescribeDomain gave no DomainId for ${domain.arn}`);
  if (!network && userGroups(answer).length === 0) throw withoutGroups(domain.name);
  const now = networkOf(answer);
  const changed = Object.entries(wantedOf(now, network)).filter(([path, value]) => !isSame(now[path], value));
  const [first] = changed;
  if (!first)
    throw new RemediationRefused(`domain ${domainId} is VpcOnly, with these subnets and security groups: there is nothing to change`);
  const settings = object(answer, 'DomainSettings') ?? {};
  const hasRStudio = text(object(settings, 'RStudioServerProDomainSettings') ?? {}, 'DomainExecutionRoleArn') !== undefined;
  if (hasRStudio && first[0] === 'AppNetworkAccessType')
    throw new RemediationRefused(
      `domain ${domainId} has RStudio: AWS does not change AppNetworkAccessType of such a domain. Create a new domain with AppNetworkAccessType VpcOnly and move its users`,
    );
  const before = changed.flatMap(([path]) => (now[path] === undefined ? [] : [[path, now[path]] as const]));
  return {
    kind: 'domain',
    domain: oldOf(domain),
    domainId,
    apps,
    update: { DomainId: domainId, ...requestFor(changed) },
    back: { DomainId: domainId, ...requestFor(before) },
  };
}

type Settings = Readonly<Record<string, unknown>>;

/** By their paths in Describe's answer; `undefined`: it does not say any. */
function networkOf(answer: JsonObject): Settings {
  const own = (list: readonly string[]) => (list.length > 0 ? list : undefined);
  const inside = (parent: string, name: string) => own(listOf(object(answer, parent) ?? {}, name));
  return {
    AppNetworkAccessType: text(answer, 'AppNetworkAccessType'),
    SubnetIds: own(listOf(answer, 'SubnetIds')),
    'DefaultUserSettings.SecurityGroups': inside('DefaultUserSettings', 'SecurityGroups'),
    'DefaultSpaceSettings.SecurityGroups': inside('DefaultSpaceSettings', 'SecurityGroups'),
    'DomainSettings.SecurityGroupIds': inside('DomainSettings', 'SecurityGroupIds'),
  };
}

/** VpcOnly needs groups for its users; those of spaces and of the domain itself change where it has any. */
function wantedOf(now: Settings, network: VpcConfig | null): Settings {
  const others = ['DefaultSpaceSettings.SecurityGroups', 'DomainSettings.SecurityGroupIds'].filter((path) => now[path] !== undefined);
  return {
    AppNetworkAccessType: 'VpcOnly',
    ...(network && {
      SubnetIds: network.subnets,
      'DefaultUserSettings.SecurityGroups': network.securityGroupIds,
      ...Object.fromEntries(others.map((path) => [path, network.securityGroupIds])),
    }),
  };
}

const isSame = (now: unknown, wanted: unknown): boolean =>
  JSON.stringify(Array.isArray(now) ? [...now].sort() : now) === JSON.stringify(Array.isArray(wanted) ? [...wanted].sort() : wanted);

/** UpdateDomain calls Describe's DomainSettings otherwise. */
const requestFor = (settings: readonly (readonly [string, unknown])[]): JsonObject =>
  Object.fromEntries(
    settings.map(([path, value]) => {
      const [parent = '', name] = path.replace('DomainSettings', 'DomainSettingsForUpdate').split('.');
      return [parent, name === undefined ? value : { [name]: value }];
    }),
  );

/** What an update of a domain sets, by its path in Describe's answer. */
export function settingsIn({ DomainId: _, ...request }: JsonObject): { readonly path: string; readonly value: string }[] {
  return Object.entries(request).flatMap(([parent, value]) =>
    (isObject(value) ? Object.entries(value).map(([name, each]) => [`${parent}.${name}`, each] as const) : [[parent, value] as const]).map(
      ([path, each]) => ({
        path: path.replace('DomainSettingsForUpdate', 'DomainSettings'),
        value: Array.isArray(each) ? each.join(' ') : String(each),
      }),
    ),
  );
}
