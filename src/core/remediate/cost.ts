import type { NetworkFacts } from '../network.ts';
import type { VpcConfig } from '../posture.ts';
import { subnetFacts, unique, vpcFacts } from '../rules/network-facts.ts';
import type { Cost } from './plan.ts';

const needed = ['ecr.api', 'ecr.dkr'];
/** As `vpc-prerequisites` advises; a container in isolation makes none of these calls itself. */
const worthHaving = ['logs', 'sagemaker.api', 'sagemaker.runtime', 'sts', 'kms'];

/** Which interface endpoints the VPC lacks, and in how many zones each would be billed. */
export function costOf({ subnets }: VpcConfig, facts: NetworkFacts | undefined, endpointHourPrice: number | null): Cost {
  const known = subnets.flatMap((id) => subnetFacts(facts, id) ?? []);
  const vpcs = unique(known.map(({ vpcId }) => vpcId)).flatMap((id) => vpcFacts(facts, id) ?? []);
  const existing = vpcs.flatMap((vpc) => (vpc.endpoints ?? []).filter(({ type }) => type === 'Interface').map(({ service }) => service));
  const lacks = (service: string) => !existing.includes(service);
  const isKnown = known.length === subnets.length;
  const nat = isKnown && known.every(({ routesToNat }) => routesToNat);
  return {
    zones: isKnown ? unique(known.map(({ availabilityZone }) => availabilityZone)).sort() : null,
    atMostZones: subnets.length,
    required: nat ? [] : needed.filter(lacks),
    advised: worthHaving.filter(lacks),
    endpointHourPrice,
  };
}
