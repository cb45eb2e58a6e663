import { mergedFacts } from '../core/merged-facts.ts';
import type { NetworkFacts, NetworkProblem } from '../core/network.ts';
import type { NetworkNeeds } from '../core/network-needs.ts';
import type { Clock, Networks } from './ports.ts';

export interface NetworkPlace {
  readonly account: string;
  readonly region: string;
}

/** The names of networks in one place. */
export interface NetworkNames {
  readonly needs: NetworkNeeds;
  readonly problems: readonly NetworkProblem[];
}

export interface NetworkDirectory {
  /**
   * VPCs with their subnets and security groups, and every instance type that the Region offers.
   *
   * @param only these VPCs, and the VPCs of these subnets; absent: all
   */
  namesIn(place: NetworkPlace, only?: { readonly vpcs: readonly string[]; readonly subnets: readonly string[] }): Promise<NetworkNames>;
}

/** Where to look; `needs`: the networks that are named already, instead of those that the directory finds. */
export interface Wanted {
  readonly places: readonly (NetworkPlace & { readonly needs?: NetworkNeeds })[];
  readonly only?: { readonly vpcs: readonly string[]; readonly subnets: readonly string[] } | undefined;
}

export interface NetworkSnapshotWorld {
  readonly networks: Networks;
  readonly directory: NetworkDirectory;
  readonly clock: Clock;
  readonly onPlace?: (place: NetworkPlace) => void;
}

/** One snapshot of all places, one after the other: EC2's rate is the account's, and others need it too. */
export async function networkSnapshot({ places, only }: Wanted, world: NetworkSnapshotWorld): Promise<NetworkFacts> {
  const takenAt = new Date(world.clock.now()).toISOString();
  const all: NetworkFacts[] = [];
  for (const { needs, ...place } of places) {
    world.onPlace?.(place);
    const names = needs ? { needs, problems: [] } : await world.directory.namesIn(place, only);
    const facts = await world.networks.factsOf(place, names.needs);
    all.push({ ...facts, problems: [...names.problems, ...(facts.problems ?? [])] });
  }
  return mergedFacts(all, takenAt);
}
