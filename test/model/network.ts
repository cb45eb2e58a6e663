import type { Outcome, Truth } from './key.ts';
import type { Random } from './random.ts';
import { child, type Draft } from './request.ts';

/** Network members put into a request at random, each with what it comes to. */

/** In a pipeline definition a value may be an expression, whose result the definition does not say. */
export interface Style {
  readonly expressions: boolean;
}
const plain: Style = { expressions: false };

const subnet = (random: Random) => `subnet-${random.hex(17)}`;
const group = (random: Random) => `sg-${random.hex(17)}`;
const expression = (random: Random) => ({ Get: `Parameters.${random.pick(['Subnets', 'Groups', 'Isolation', 'Network'])}` });
export const goodVpc = (random: Random) => ({
  SecurityGroupIds: random.times(1, 3, () => group(random)),
  Subnets: random.times(1, 3, () => subnet(random)),
});

export function setVpc(holder: Draft, random: Random, name = 'VpcConfig', style = plain): Outcome {
  if (style.expressions && random.chance(0.2)) {
    const good = goodVpc(random);
    holder[name] = random.pick<unknown>([
      expression(random),
      { ...good, Subnets: expression(random) },
      { ...good, SecurityGroupIds: [expression(random)] },
    ]);
    return 'unknown';
  }
  if (random.chance(0.55)) {
    holder[name] = goodVpc(random);
    return 'pass';
  }
  const good = goodVpc(random);
  setOrLeave(holder, name, random, [
    undefined,
    undefined,
    null,
    { ...good, Subnets: [] },
    { ...good, SecurityGroupIds: [] },
    { Subnets: [], SecurityGroupIds: [] },
    { Subnets: good.Subnets },
    { SecurityGroupIds: good.SecurityGroupIds },
    { ...good, Subnets: null },
    { ...good, SecurityGroupIds: null },
  ]);
  return 'fail';
}

export function setIsolation(holder: Draft, random: Random, style = plain): Outcome {
  if (style.expressions && random.chance(0.2)) {
    holder.EnableNetworkIsolation = expression(random);
    return 'unknown';
  }
  return setFlag(holder, 'EnableNetworkIsolation', random) ? 'pass' : 'fail';
}

function setFlag(holder: Draft, name: string, random: Random): boolean {
  if (random.chance(0.55)) {
    holder[name] = true;
    return true;
  }
  setOrLeave(holder, name, random, [false, null, undefined]);
  return false;
}

/** `many` and `one`: the request says how many instances talk to each other; `silent`: it does not; `auto`: the service decides. */
export type Count = 'one' | 'many' | 'silent' | 'auto';

export function setEncryption(holder: Draft, random: Random, count: Count, style = plain): Outcome {
  const name = 'EnableInterContainerTrafficEncryption';
  // With one instance the traffic does not exist, so an expression there proves nothing either way: only where it matters.
  if (style.expressions && count === 'many' && random.chance(0.2)) {
    holder[name] = expression(random);
    return 'unknown';
  }
  if (setFlag(holder, name, random) || count === 'one') return 'pass';
  return count === 'silent' ? 'unknown' : 'fail';
}

export function setNetworkConfig(holder: Draft, random: Random, count: Count, style = plain): Truth {
  if (random.chance(0.15)) {
    setOrLeave(holder, 'NetworkConfig', random, [undefined, null, {}]);
    const encryption: Outcome = { one: 'pass', many: 'fail', silent: 'unknown', auto: 'fail' }[count] as Outcome;
    return { 'vpc-required': ['fail'], 'network-isolation-required': ['fail'], 'inter-container-encryption-required': [encryption] };
  }
  const config = child(holder, 'NetworkConfig');
  return {
    'vpc-required': [setVpc(config, random, 'VpcConfig', style)],
    'network-isolation-required': [setIsolation(config, random, style)],
    'inter-container-encryption-required': [setEncryption(config, random, count, style)],
  };
}

/** `ClusterConfig.InstanceCount` of a processing or monitoring job. */
export function setClusterCount(resources: Draft, random: Random, style = plain): Count {
  const cluster = child(resources, 'ClusterConfig');
  for (const name of ['InstanceCount', 'InstancePreferences', 'SelectedInstanceType', 'SelectedInstanceCount']) delete cluster[name];
  return setCount(cluster, random, style);
}

export function setCount(holder: Draft, random: Random, style = plain): Count {
  const count = random.pick<Count>(['one', 'one', 'many', 'many', 'silent']);
  if (count === 'one') holder.InstanceCount = 1;
  if (count === 'many') holder.InstanceCount = random.int(2, 16);
  if (count === 'silent' && style.expressions) holder.InstanceCount = { Get: 'Parameters.InstanceCount' };
  return count;
}

/** The first that is `undefined` leaves the member out. */
export function setOrLeave(holder: Draft, name: string, random: Random, values: readonly unknown[]): void {
  delete holder[name];
  const value = random.pick([...values.map((each) => ({ each }))]).each;
  if (value !== undefined) holder[name] = value;
}
