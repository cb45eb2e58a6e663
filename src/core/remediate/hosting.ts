import { isObject, type JsonObject, member, object, text } from '../json.ts';
import type { VpcConfig } from '../posture.ts';
import { arnOf } from './arn.ts';
import { deploymentConfig, list } from './deployment.ts';
import { demandLegal, replacementName } from './names.ts';
import { asRequestVpc } from './network-choice.ts';
import type { Creation, HostingPlan, Old, Place, Replacement, Seen, Switch } from './plan.ts';
import { RemediationRefused } from './refusal.ts';
import { requestOf, withTags } from './request.ts';

export interface HostingFacts {
  /** To be replaced. */
  readonly models: readonly Seen[];
  readonly configs: readonly Seen[];
  readonly endpoints: readonly Seen[];
  /** Old resources that something outside the plan uses. */
  readonly kept: readonly string[];
}

export interface Wanted {
  readonly network: VpcConfig;
  readonly isolated: boolean;
  readonly name?: string | undefined;
  readonly alarms: readonly string[];
}

/** New models with the network, configs with those models, and the endpoints switched over. @throws RemediationRefused */
export function planHosting(place: Place, facts: HostingFacts, wanted: Wanted): HostingPlan {
  if (wanted.name !== undefined && facts.models.length !== 1)
    throw new RemediationRefused(`--name names one model, and ${facts.models.length} are to be replaced: leave it out`);
  const models = facts.models.map((model) => replaceModel(place, model, wanted));
  const configs = facts.configs.map((config) => replaceConfig(place, config, models, wanted));
  const endpoints = facts.endpoints.map((endpoint) => switchOf(endpoint, facts.configs, configs, wanted));
  return { kind: 'hosting', models, configs, endpoints, kept: facts.kept };
}

export function replaceModel(place: Place, model: Seen, { network, isolated, name }: Wanted): Replacement {
  demandLegal(model.name, 'the model');
  const settings = JSON.stringify([model.arn, model.creationTime, network, isolated]);
  const newName = name === undefined ? replacementName(model.name, settings) : demandLegal(name, '--name');
  if (newName === model.name)
    throw new RemediationRefused(`--name ${newName}: a model keeps its settings for life; give a name that is not its own`);
  const request = {
    ...requestOf('Model', model.answer),
    ModelName: newName,
    VpcConfig: asRequestVpc(network),
    ...(isolated && { EnableNetworkIsolation: true }),
  };
  return replacement(place, model, { type: 'Model', name: newName, request });
}

function replaceConfig(place: Place, config: Seen, models: readonly Replacement[], { network, isolated }: Wanted): Replacement {
  demandLegal(config.name, 'the endpoint config');
  const renamed = new Map(models.map(({ old, create }) => [old.name, create.name]));
  const own = ownsNetwork(config.answer);
  const base = requestOf('EndpointConfig', config.answer);
  const settings = JSON.stringify([config.arn, config.creationTime, network, isolated, [...renamed]]);
  const request = {
    ...(swap(base, renamed) as JsonObject),
    EndpointConfigName: replacementName(config.name, settings),
    ...(own && { VpcConfig: asRequestVpc(network), ...(isolated && { EnableNetworkIsolation: true }) }),
  };
  return replacement(place, config, { type: 'EndpointConfig', name: request.EndpointConfigName, request });
}

function replacement(place: Place, seen: Seen, { type, name, request }: Omit<Creation, 'arn'>): Replacement {
  return { old: oldOf(seen), create: { type, name, arn: arnOf(place, type, name), request: withTags(request, seen.tags) } };
}

export const oldOf = ({ type, name, arn, creationTime, status }: Seen): Old => ({ type, name, arn, creationTime, status });

/** A variant without a model is for inference components: the config has the network itself. */
export function ownsNetwork(config: JsonObject): boolean {
  return variantsOf(config).some((variant) => text(variant, 'ModelName') === undefined);
}

export const variantsOf = (config: JsonObject): JsonObject[] => [
  ...list(config, 'ProductionVariants'),
  ...list(config, 'ShadowProductionVariants'),
];

/** Every model that a config names: variants, shadow variants, and the pools of instances that have a model of their own. */
export function modelsIn(config: JsonObject): string[] {
  const named = variantsOf(config).flatMap((variant) => [
    text(variant, 'ModelName') ?? [],
    list(variant, 'InstancePools').flatMap((pool) => text(pool, 'ModelNameOverride') ?? []),
  ]);
  return [...new Set(named.flat(2))];
}

export const isServerless = (config: JsonObject): boolean =>
  variantsOf(config).some((variant) => object(variant, 'ServerlessConfig') !== undefined);

/** Only where a model is named: a variant may be called as its model is. */
function swap(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => swap(each, renamed));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const isModel = (name === 'ModelName' || name === 'ModelNameOverride') && typeof each === 'string';
      return [name, isModel ? (renamed.get(each) ?? each) : swap(each, renamed)];
    }),
  );
}

function switchOf(endpoint: Seen, seen: readonly Seen[], configs: readonly Replacement[], { alarms }: Wanted): Switch {
  demandLegal(endpoint.name, 'the endpoint');
  const from = text(endpoint.answer, 'EndpointConfigName') ?? '';
  const to = configs.find(({ old }) => old.name === from);
  const config = seen.find(({ name }) => name === from);
  if (!to || !config)
    throw new RemediationRefused(`endpoint ${endpoint.name} uses ${JSON.stringify(from)}, which is not among the configs to replace`);
  const last = member(endpoint.answer, 'LastDeploymentConfig');
  return {
    endpoint: oldOf(endpoint),
    tags: endpoint.tags,
    from,
    to: to.create.name,
    deployment: deploymentConfig(config.answer, endpoint.answer, alarms),
    lastDeployment: isObject(last) ? last : null,
  };
}
