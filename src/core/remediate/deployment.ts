import { isObject, type JsonObject, member, object, text } from '../json.ts';

/**
 * How the endpoint is switched: blue/green, at first with one instance where every variant has two or more, and back again when an
 * alarm goes off. The endpoint's own policy stays, where it is blue/green. AWS's limits: a canary is at most half of the instances
 * (API reference, TrafficRoutingConfig); Inf1 and accelerators have no guardrails (developer guide, "deployment-guardrails-exclusions").
 */
export function deploymentConfig(config: JsonObject, endpoint: JsonObject, alarms: readonly string[]): JsonObject | null {
  const variants = list(config, 'ProductionVariants');
  if (variants.some((variant) => text(variant, 'InstanceType')?.startsWith('ml.inf1') || text(variant, 'AcceleratorType'))) return null;
  const last = object(endpoint, 'LastDeploymentConfig');
  const own = last && object(last, 'BlueGreenUpdatePolicy');
  const rollback = alarms.length > 0 ? alarms.map((AlarmName) => ({ AlarmName })) : alarmsOf(last);
  return {
    BlueGreenUpdatePolicy: own ?? policyFor(config, endpoint),
    ...(rollback.length > 0 && { AutoRollbackConfiguration: { Alarms: rollback } }),
  };
}

function policyFor(config: JsonObject, endpoint: JsonObject): JsonObject {
  const counts = list(endpoint, 'ProductionVariants').map((variant) =>
    Number(member(variant, 'DesiredInstanceCount') ?? member(variant, 'CurrentInstanceCount') ?? 0),
  );
  const canary = counts.length > 0 && counts.every((count) => count >= 2) && list(config, 'ShadowProductionVariants').length === 0;
  return {
    TrafficRoutingConfiguration: canary
      ? { Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: 300 }
      : { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 300 },
    // The old fleet stays this long, so that an alarm can still switch back to it.
    TerminationWaitInSeconds: 600,
    MaximumExecutionTimeoutInSeconds: 7200,
  };
}

function alarmsOf(last: JsonObject | undefined): JsonObject[] {
  return list(object(last ?? {}, 'AutoRollbackConfiguration') ?? {}, 'Alarms');
}

export function list(parent: JsonObject, name: string): JsonObject[] {
  const value = member(parent, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}
