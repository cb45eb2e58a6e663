import type { Wanted } from '../app/network-snapshot.ts';
import { UsageError } from './errors.ts';
import { namesInPopulation } from './network-names.ts';

export interface SnapshotFlags {
  readonly regions?: readonly string[];
  readonly accounts?: readonly string[];
  readonly role?: string;
  readonly externalId?: string;
  readonly vpcs?: readonly string[];
  readonly subnets?: readonly string[];
  readonly for?: string;
}

/** Who calls; @param region where STS is asked, unless the environment names one. */
type CallerIn = (region: string) => Promise<string>;

/** Flags -> which networks, where. What the flags themselves forbid is said before AWS is asked. @throws UsageError */
export async function wantedBy(flags: SnapshotFlags, callerIn: CallerIn): Promise<Wanted & { readonly homeAccount: string }> {
  const { accounts, role, vpcs, subnets } = flags;
  if (flags.externalId !== undefined && role === undefined) throw new UsageError('--external-id needs --role');
  if (flags.for !== undefined) return named(flags, callerIn);
  if (role === undefined && accounts !== undefined)
    throw new UsageError('--accounts needs --role, the name of the role to look into them by');
  if (role !== undefined && accounts === undefined) throw new UsageError('--role needs --accounts, or --for');
  const own = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  const regions = flags.regions ?? (own ? [own] : []);
  const [first] = regions;
  if (first === undefined) throw new UsageError('network-snapshot needs --regions (or AWS_REGION)');
  const homeAccount = await callerIn(first);
  return {
    homeAccount,
    places: [...(accounts ?? [homeAccount])].sort().flatMap((account) => [...regions].sort().map((region) => ({ account, region }))),
    only: vpcs || subnets ? { vpcs: vpcs ?? [], subnets: subnets ?? [] } : undefined,
  };
}

async function named(flags: SnapshotFlags, callerIn: CallerIn): Promise<Wanted & { readonly homeAccount: string }> {
  const { for: run = '', regions, accounts, vpcs, subnets, role } = flags;
  for (const [flag, value] of Object.entries({ '--regions': regions, '--accounts': accounts, '--vpcs': vpcs, '--subnets': subnets }))
    if (value !== undefined) throw new UsageError(`${flag} says nothing beside --for: the population says it all`);
  const places = await namesInPopulation(run);
  const [first] = places;
  if (!first) throw new UsageError(`--for ${run}: its population names no subnet, security group or VPC`);
  const homeAccount = await callerIn(first.region);
  const others = [...new Set(places.map(({ account }) => account))].filter((account) => account !== homeAccount);
  if (others.length > 0 && role === undefined)
    throw new UsageError(
      `--for ${run}: it names networks of ${others.slice(0, 5).join(', ')}, the caller is in ${homeAccount}: name a role in them with --role`,
    );
  return { homeAccount, places };
}
