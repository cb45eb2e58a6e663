import type { NetworkFacts, NetworkProblem, SecurityGroupFacts, SubnetFacts, VpcFacts } from '../../core/network.ts';
import type { NetworkNeeds } from '../../core/network-needs.ts';
import { type Collected, collect } from './collect.ts';
import { Held, type Round, roundOf } from './held.ts';
import type { Questions } from './questions.ts';
import { interfacesOf } from './vpcs.ts';

export interface PlaceOptions {
  readonly questions: () => Questions;
  readonly now: () => number;
  /** Milliseconds. */
  readonly keepFor: number;
}

/** What is known of the networks of one account and Region. One round of questions at a time: who comes next finds its answers. */
export class PlaceFacts {
  readonly #options: PlaceOptions;
  readonly #vpcs = new Held<VpcFacts>();
  readonly #subnets = new Held<SubnetFacts>();
  readonly #groups = new Held<SecurityGroupFacts>();
  readonly #types = new Held<readonly string[]>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PlaceOptions) {
    this.#options = options;
  }

  factsOf(needs: NetworkNeeds): Promise<NetworkFacts> {
    const answer = this.#last.then(() => this.#answer(legal(needs)));
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #answer(needs: NetworkNeeds): Promise<NetworkFacts> {
    const { questions, now, keepFor } = this.#options;
    const at = now();
    const missing = this.#missing(needs, at);
    if (Object.values(missing).some((ids) => ids.length > 0)) {
      const collected = await collect(missing, questions());
      this.#keep(missing, collected, roundOf(collected, at, keepFor));
    }
    const facts = this.#compose(needs, at);
    for (const held of [this.#vpcs, this.#subnets, this.#groups, this.#types]) held.trim();
    return facts;
  }

  /** A subnet that is new, or whose VPC is, is asked for together with its VPC: its route table may be new too. */
  #missing({ vpcs, subnets, securityGroups, instanceTypes }: NetworkNeeds, at: number): NetworkNeeds {
    return {
      vpcs: vpcs.filter((id) => !this.#vpcs.get(id, at)),
      subnets: subnets.filter((id) => {
        const held = this.#subnets.get(id, at);
        return !held || (held.value !== undefined && !this.#vpcs.get(held.value.vpcId, at));
      }),
      securityGroups: securityGroups.filter((id) => !this.#groups.get(id, at)),
      instanceTypes: instanceTypes.filter((id) => !this.#types.get(id, at)),
    };
  }

  #keep(missing: NetworkNeeds, { vpcs, subnets, securityGroups, instanceTypeZones }: Collected, round: Round): void {
    keep(this.#vpcs, missing.vpcs, vpcs, round);
    keep(this.#subnets, missing.subnets, subnets, round);
    keep(this.#groups, missing.securityGroups, securityGroups, round);
    keep(this.#types, missing.instanceTypes, instanceTypeZones, round);
  }

  #compose(needs: NetworkNeeds, at: number): NetworkFacts {
    const rounds = new Set<Round>();
    const take = <T>(held: Held<T>, ids: readonly string[]): Record<string, T> => {
      const found = unique(ids).flatMap((id): [string, T][] => {
        const entry = held.get(id, at);
        if (entry) rounds.add(entry.round);
        return entry?.value === undefined ? [] : [[id, entry.value]];
      });
      return Object.fromEntries(found);
    };
    const asked = take(this.#subnets, needs.subnets);
    const vpcs = take(this.#vpcs, [...needs.vpcs, ...Object.values(asked).map(({ vpcId }) => vpcId)]);
    const ends = Object.values(vpcs).flatMap(interfacesOf);
    const subnets = take(this.#subnets, [...needs.subnets, ...ends.flatMap(({ subnetIds }) => subnetIds)]);
    const securityGroups = take(this.#groups, [...needs.securityGroups, ...ends.flatMap(({ securityGroupIds = [] }) => securityGroupIds)]);
    const instanceTypeZones = take(this.#types, needs.instanceTypes);
    const named = new Set([
      ...[needs.subnets, needs.securityGroups, needs.vpcs, needs.instanceTypes].flat(),
      ...[subnets, securityGroups, vpcs].flatMap((facts) => Object.keys(facts)),
    ]);
    const problems = problemsOf(rounds, named);
    return {
      takenAt: new Date(Math.min(at, ...[...rounds].map((round) => round.at))).toISOString(),
      vpcs,
      subnets,
      securityGroups,
      ...(needs.instanceTypes.length > 0 && { instanceTypeZones }),
      ...(problems.length > 0 && { problems }),
    };
  }
}

function keep<T>(held: Held<T>, asked: readonly string[], found: ReadonlyMap<string, T>, round: Round): void {
  for (const id of asked) if (!found.has(id)) held.set(id, undefined, round);
  for (const [id, value] of found) held.set(id, value, round);
}

/** What the rounds could not see of the ids that this answer is about. */
function problemsOf(rounds: ReadonlySet<Round>, named: ReadonlySet<string>): NetworkProblem[] {
  return [...rounds].flatMap(({ problems }) =>
    problems.flatMap((problem) => {
      const ids = problem.ids.filter((id) => named.has(id));
      return ids.length > 0 ? [{ ...problem, ids }] : [];
    }),
  );
}

/** In a filter `*` and `?` stand for anything, and ids come from records: what cannot be an id is not asked for. */
function legal({ vpcs, subnets, securityGroups, instanceTypes }: NetworkNeeds): NetworkNeeds {
  const only = (ids: readonly string[], form: RegExp) =>
    unique(ids)
      .filter((id) => form.test(id))
      .sort();
  return {
    vpcs: only(vpcs, /^vpc-[\w-]{1,60}$/),
    subnets: only(subnets, /^subnet-[\w-]{1,60}$/),
    securityGroups: only(securityGroups, /^sg-[\w-]{1,60}$/),
    instanceTypes: only(instanceTypes, /^[\w.-]{1,60}$/),
  };
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
