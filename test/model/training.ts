import type { Truth } from './key.ts';
import { together } from './key.ts';
import { type Count, type Style, setCount, setEncryption, setIsolation, setVpc } from './network.ts';
import type { Random } from './random.ts';
import { child, type Draft } from './request.ts';

/** Training jobs, and the definitions of a tuning job, which are training jobs to be. */

const plain: Style = { expressions: false };

export function setTraining(job: Draft, random: Random, style = plain): Truth {
  delete job.HyperParameterTuningResourceConfig;
  delete job.ServerlessJobConfig;
  return network(job, random, setResources(job, random, style), style);
}

/** One or several definitions, in either member; all of them count. */
export function setTuning(job: Draft, random: Random, definition: () => Draft, style = plain): Truth {
  const make = () => {
    const made = definition();
    return { made, truth: random.chance(0.3) ? setFlexible(made, random) : setTraining(made, random, style) };
  };
  const single = random.chance(0.5) ? make() : undefined;
  const several = single && random.chance(0.7) ? [] : random.times(1, 4, make);
  if (single) job.TrainingJobDefinition = single.made;
  else if (random.chance(0.3)) job.TrainingJobDefinition = null;
  if (several.length > 0) job.TrainingJobDefinitions = several.map(({ made }) => made);
  else if (random.chance(0.3)) job.TrainingJobDefinitions = random.pick<unknown>([null, []]);
  return together([...(single ? [single] : []), ...several].map(({ truth }) => truth));
}

function setResources(job: Draft, random: Random, style: Style): Count {
  delete job.ResourceConfig;
  if (random.chance(0.1)) return 'silent';
  const resources = child(job, 'ResourceConfig');
  resources.VolumeSizeInGB = random.int(10, 500);
  if (random.chance(0.8)) {
    resources.InstanceType = 'ml.g5.xlarge';
    return setCount(resources, random, style);
  }
  // A heterogeneous cluster: the count is the sum over its groups.
  const groups = random.times(1, 3, (index) => ({
    InstanceType: 'ml.c5.xlarge',
    InstanceGroupName: `g${index}`,
    InstanceCount: random.int(1, 2),
  }));
  resources.InstanceGroups = groups;
  return groups.reduce((sum, { InstanceCount }) => sum + InstanceCount, 0) > 1 ? 'many' : 'one';
}

/** Instance type flexibility: `InstanceConfigs` are alternatives of which a training job takes one, so the largest decides. */
function setFlexible(definition: Draft, random: Random): Truth {
  delete definition.ResourceConfig;
  delete definition.HyperParameterTuningResourceConfig;
  const resources = child(definition, 'HyperParameterTuningResourceConfig');
  if (random.chance(0.5)) {
    resources.InstanceType = 'ml.m5.xlarge';
    return network(definition, random, setCount(resources, random), plain);
  }
  const configs = random.times(1, 3, () => ({ InstanceType: 'ml.m5.xlarge', InstanceCount: random.int(1, 2), VolumeSizeInGB: 30 }));
  resources.AllocationStrategy = 'Prioritized';
  resources.InstanceConfigs = configs;
  return network(definition, random, configs.some(({ InstanceCount }) => InstanceCount > 1) ? 'many' : 'one', plain);
}

function network(job: Draft, random: Random, count: Count, style: Style): Truth {
  return {
    'vpc-required': [setVpc(job, random, 'VpcConfig', style)],
    'network-isolation-required': [setIsolation(job, random, style)],
    'inter-container-encryption-required': [setEncryption(job, random, count, style)],
  };
}
