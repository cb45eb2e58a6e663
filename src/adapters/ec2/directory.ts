import type { NetworkDirectory, NetworkNames } from '../../app/network-snapshot.ts';
import type { Questions } from './questions.ts';

/** @see NetworkDirectory.namesIn */
export async function namesBy(questions: Questions, only: Parameters<NetworkDirectory['namesIn']>[1]): Promise<NetworkNames> {
  const vpcs = only ? await chosen(only, questions) : await every(questions);
  const [subnets, groups, types] = await Promise.all([
    questions.byIds('DescribeSubnets', 'vpc-id', vpcs, ({ Subnets }) => Subnets),
    questions.byIds('DescribeSecurityGroups', 'vpc-id', vpcs, ({ SecurityGroups }) => SecurityGroups),
    questions.all('DescribeInstanceTypeOfferings', { LocationType: 'region' }, ({ InstanceTypeOfferings }) => InstanceTypeOfferings, []),
  ]);
  const wanted = only && only.vpcs.length === 0 ? only.subnets : subnets.items.map(({ SubnetId }) => SubnetId);
  return {
    needs: {
      vpcs,
      subnets: sorted([...wanted, ...(only?.subnets ?? [])]),
      securityGroups: sorted(groups.items.map(({ GroupId }) => GroupId)),
      instanceTypes: sorted((types ?? []).map(({ InstanceType }) => InstanceType)),
    },
    problems: questions.problems,
  };
}

async function every(questions: Questions): Promise<string[]> {
  return sorted(((await questions.all('DescribeVpcs', {}, ({ Vpcs }) => Vpcs, [])) ?? []).map(({ VpcId }) => VpcId));
}

/** Of ids that are not here nothing is said yet: who asks for their facts is told. */
async function chosen({ vpcs, subnets }: { readonly vpcs: readonly string[]; readonly subnets: readonly string[] }, questions: Questions) {
  const { items } = await questions.byIds('DescribeSubnets', 'subnet-id', subnets, ({ Subnets }) => Subnets);
  return sorted([...vpcs, ...items.map(({ VpcId }) => VpcId)]);
}

const sorted = (ids: readonly (string | undefined)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))].sort();
