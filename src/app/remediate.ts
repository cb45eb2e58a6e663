import { text } from '../core/json.ts';
import { judge } from '../core/judge.ts';
import type { NetworkFacts } from '../core/network.ts';
import { networkNeeds } from '../core/network-needs.ts';
import type { Policy } from '../core/policy.ts';
import { known, type Posture, type VpcConfig } from '../core/posture.ts';
import { parseArn } from '../core/remediate/arn.ts';
import { asChange, asPlanned } from '../core/remediate/as-change.ts';
import { costOf } from '../core/remediate/cost.ts';
import { approvedForDomain, demandSameVpc, withoutGroups } from '../core/remediate/domain-network.ts';
import { isJob } from '../core/remediate/forms.ts';
import { planHosting, replaceModel, type Wanted } from '../core/remediate/hosting.ts';
import { replacementsOf } from '../core/remediate/iam.ts';
import { isolationHints, jobHints } from '../core/remediate/isolation-hints.ts';
import { imageOf, planJob, toldTo } from '../core/remediate/jobs.ts';
import { approvedVpcConfig, demandVpcConfig } from '../core/remediate/network-choice.ts';
import { howElse } from '../core/remediate/other-types.ts';
import type { Break, Fix, Old, Place, Plan, Seen } from '../core/remediate/plan.ts';
import { prerequisitesOf } from '../core/remediate/prerequisites.ts';
import { RemediationRefused } from '../core/remediate/refusal.ts';
import { containersOf } from '../core/remediate/shapes.ts';
import { planDomain, planNotebook } from '../core/remediate/studio.ts';
import type { RuleId } from '../core/rule.ts';
import { subnetFacts } from '../core/rules/network-facts.ts';
import type { Networks } from './ports.ts';
import { type Hosting, hostingFacts } from './remediate/hosting-facts.ts';
import { withNamesTaken } from './remediate/names-taken.ts';
import { listAll, type RemediateWorld as Resources, see, seeTarget } from './remediate/seen.ts';

export interface RemediateRequest {
  readonly arn: string;
  readonly policy: Policy;
  /** Given by flags; both or neither. */
  readonly network?: VpcConfig | undefined;
  readonly name?: string | undefined;
  readonly alarms: readonly string[];
  readonly endpointHourPrice: number | null;
}

export interface RemediateWorld extends Resources {
  readonly networks: Networks;
}

export type Remediation =
  | { readonly kind: 'fix'; readonly plan: Plan }
  /** The rules find nothing that a fix would change. */
  | { readonly kind: 'conforms'; readonly target: Old };

/** What a fix changes. The rules on the network itself are its prerequisites. */
const fixable: readonly RuleId[] = [
  'vpc-required',
  'network-isolation-required',
  'inter-container-encryption-required',
  'direct-internet-disabled',
  'vpc-only-domain',
  'approved-network',
];

/** The fix of one resource, as data. Reads, and changes nothing. @throws RemediationRefused */
export async function remediate(request: RemediateRequest, world: RemediateWorld): Promise<Remediation> {
  const place = parseArn(request.arn);
  if (!place)
    throw new RemediationRefused(
      `${JSON.stringify(request.arn)}: expected the ARN of a SageMaker resource, arn:aws:sagemaker:REGION:ACCOUNT:TYPE/NAME`,
    );
  if (Object.hasOwn(howElse, place.type))
    throw new RemediationRefused(`no fix is written for ${place.type}: ${howElse[place.type as keyof typeof howElse]}`);
  const target = await seeTarget(world, place, place.type, place.name, place.arn);
  const scene = await sceneOf(world, place, target);
  const facts = await factsFor(world, place, request, scene);
  const failing = scene.judged.flatMap((each) => failuresOf(place, each, request.policy, facts));
  const broken = scene.judged.filter(({ arn }) => failing.some(({ resource }) => resource === arn));
  if (broken.length === 0) return { kind: 'conforms', target };

  const chosen = chooseNetwork(place, request, broken, target, facts);
  const isolated = request.policy.rules['network-isolation-required'].enabled;
  const wanted = { ...chosen, isolated, name: request.name, alarms: request.alarms };
  const fix = await withNamesTaken(world, place, await fixOf(world, place, target, scene, broken, wanted));
  const draft = { ...place, target, fix };
  const plan: Plan = {
    partition: place.partition,
    account: place.account,
    region: place.region,
    target: { type: target.type, name: target.name, arn: target.arn, creationTime: target.creationTime, status: target.status },
    failing,
    network: chosen.network,
    vpcId: vpcOf(chosen.network, facts),
    networkFrom: chosen.from,
    prerequisites: prerequisitesOf(plannedChanges(place, draft, scene, chosen.network), request.policy, facts, place),
    cost: costOf(chosen.network, facts, request.endpointHourPrice),
    breaks: isolated ? breaksOf(fix) : [],
    notes: [...(scene.hosting?.notes ?? []), ...managed([target, ...(scene.hosting?.configs ?? []), ...(scene.hosting?.endpoints ?? [])])],
    fix,
  };
  return { kind: 'fix', plan };
}

/** The target, and whose settings are judged for it. */
interface Scene {
  readonly judged: readonly Seen[];
  readonly hosting?: Hosting;
}

async function sceneOf(world: Resources, place: Place, target: Seen): Promise<Scene> {
  if (target.type === 'Model' || target.type === 'EndpointConfig' || target.type === 'Endpoint') {
    const hosting = await hostingFacts(world, place, target);
    return { hosting, judged: [...hosting.models, ...(target.type === 'Model' ? [] : hosting.configs)] };
  }
  if (target.type !== 'TransformJob') return { judged: [target] };
  const model = await see(world, place, 'Model', text(target.answer, 'ModelName') ?? '', null);
  return { judged: [model] };
}

function failuresOf(place: Place, seen: Seen, policy: Policy, facts: NetworkFacts | undefined): Plan['failing'] {
  const findings = judge(asChange(place, seen), { policy, ...(facts && { network: facts }) });
  return findings.flatMap(({ rule, verdict }) =>
    verdict.compliance === 'NON_COMPLIANT' && fixable.includes(rule)
      ? verdict.because.map(({ at, found, expected }) => ({
          resource: seen.arn,
          rule,
          found: at === '' ? found : `${at}: ${found}`,
          expected,
        }))
      : [],
  );
}

async function factsFor(
  world: RemediateWorld,
  place: Place,
  { network, policy }: RemediateRequest,
  { judged, hosting }: Scene,
): Promise<NetworkFacts> {
  const list = policy.rules['approved-network'];
  const changes = [...judged, ...(hosting?.configs ?? [])].map((each) => asChange(place, each));
  const needs = networkNeeds(changes);
  const all = (own: readonly string[], given: readonly string[] | undefined, listed: readonly string[]) =>
    [...new Set([...own, ...(given ?? listed)])].sort();
  return world.networks.factsOf(place, {
    ...needs,
    subnets: all(needs.subnets, network?.subnets, list.subnets),
    securityGroups: all(needs.securityGroups, network?.securityGroupIds, list.securityGroups),
  });
}

/** What was asked for; else what the resource has already, where only another setting fails; else what the policy approves. */
function chooseNetwork(
  place: Place,
  { network, policy }: RemediateRequest,
  broken: readonly Seen[],
  target: Seen,
  facts: NetworkFacts,
): { readonly network: VpcConfig; readonly from: Plan['networkFrom'] } {
  if (network) {
    const given = demandVpcConfig(network);
    if (target.type === 'Domain') demandSameVpc(target, given, facts);
    return { network: given, from: 'flags' };
  }
  const own = broken.map((each) => ownNetwork(place, each, policy, facts));
  const [first] = own;
  if (first && own.every((each) => JSON.stringify(each) === JSON.stringify(first))) return { network: first, from: 'resource' };
  const list = policy.rules['approved-network'];
  if (target.type !== 'Domain') return { network: approvedVpcConfig(list, facts), from: 'policy' };
  if (list.enabled) return { network: approvedForDomain(target, list, facts), from: 'policy' };
  throw withoutGroups(target.name);
}

/** Of all subnets, or none. */
function vpcOf({ subnets }: VpcConfig, facts: NetworkFacts): string | null {
  const vpcs = new Set(subnets.map((id) => subnetFacts(facts, id)?.vpcId));
  const [first] = vpcs;
  return vpcs.size === 1 && first !== undefined ? first : null;
}

function ownNetwork(place: Place, seen: Seen, policy: Policy, facts: NetworkFacts): VpcConfig | undefined {
  const refused = failuresOf(place, seen, policy, facts).some(({ rule }) => rule === 'vpc-required' || rule === 'approved-network');
  if (refused) return undefined;
  const { vpc = [], networkAttachment = [] } = asChange(place, seen).posture;
  const value = [...vpc, ...networkAttachment].map((each) => (each.value.known ? each.value.value : null));
  const [first] = value;
  const whole = first && first.subnets.length > 0 && first.securityGroupIds.length > 0;
  return whole ? { subnets: [...first.subnets], securityGroupIds: [...first.securityGroupIds] } : undefined;
}

async function fixOf(
  world: Resources,
  place: Place,
  target: Seen,
  { hosting }: Scene,
  broken: readonly Seen[],
  wanted: Wanted & { readonly from: Plan['networkFrom'] },
): Promise<Fix> {
  if (hosting) {
    const { usedElsewhere: kept, endpoints, configs } = hosting;
    return planHosting(place, { models: broken.filter(({ type }) => type === 'Model'), configs, endpoints, kept }, wanted);
  }
  if (isJob(target.type)) {
    const isTransform = target.type === 'TransformJob';
    const models = isTransform ? broken.map((model) => replaceModel(place, model, { ...wanted, name: undefined })) : [];
    return planJob(place, { ...target, type: target.type }, asChange(place, target).posture, models, wanted);
  }
  if (target.type === 'NotebookInstance') return planNotebook(place, target, wanted);
  const apps = await listAll(world, place, 'App');
  const id = text(target.answer, 'DomainId') ?? '';
  const inUse = apps.filter(({ arn, status }) => arn?.includes(`:app/${id}/`) && /^(InService|Pending|Deleting)$/.test(status ?? ''));
  return planDomain(
    target,
    inUse.map(({ name }) => name),
    wanted.from === 'resource' ? null : wanted.network,
  );
}

/** What the fix would create, as changes that the rules on networks can judge. */
function plannedChanges(place: Place, { fix }: { readonly fix: Fix }, { hosting }: Scene, network: VpcConfig) {
  const instances = (hosting?.configs ?? []).flatMap((config) =>
    (asChange(place, config).posture.instances ?? []).map(({ value }) => ({ at: '', value })),
  );
  const placed: Posture = {
    vpc: [{ at: 'VpcConfig', value: known({ subnets: network.subnets, securityGroupIds: network.securityGroupIds }) }],
  };
  if (fix.kind === 'notebook' || fix.kind === 'domain') return [asPlanned(place, 'Model', '', {}, placed)];
  const replaced = replacementsOf({ fix } as Plan).filter(({ create }) => create.type !== 'TransformJob');
  const changes = replaced.map(({ create }) =>
    asPlanned(place, create.type, create.name, create.request, create.type === 'Model' && instances.length > 0 ? { instances } : {}),
  );
  return changes.length > 0 ? changes : [asPlanned(place, 'Model', '', {}, placed)];
}

function breaksOf(fix: Fix): Break[] {
  if (fix.kind === 'domain' || fix.kind === 'notebook') return [];
  const models = fix.models.flatMap(({ old, create }) =>
    containersOf(create.request).flatMap(({ container }) => isolationHints(old.name, container)),
  );
  if (fix.kind === 'hosting') return models;
  const { old, create } = fix.job;
  const isIsolated = old.type !== 'AutoMLJob' && old.type !== 'TransformJob';
  return [...models, ...(isIsolated ? jobHints(old.name, toldTo(create.request), imageOf(create.request)) : [])];
}

/** Who would be surprised: a stack that finds its resource changed. */
function managed(resources: readonly Seen[]): string[] {
  return resources.flatMap(({ type, name, tags }) => {
    const stack = tags['aws:cloudformation:stack-name'];
    return stack === undefined
      ? []
      : [`${type} ${name} belongs to the CloudFormation stack ${stack}: make the change there too, or the stack puts the old one back.`];
  });
}
