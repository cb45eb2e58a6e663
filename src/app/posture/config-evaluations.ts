import type { Evaluation, EvaluationComparison, Unasked } from '../../core/config-evaluations/model.ts';
import { EvaluationComparer } from '../../core/config-evaluations.ts';
import type { Policy } from '../../core/policy.ts';
import type { Place } from './ports.ts';
import type { PostureResource } from './resource.ts';

/** AWS Config and Security Hub, in one account and Region. What goes wrong is a value; only bugs reject. */
export interface EvaluationService {
  ask(place: Place): Promise<{ readonly evaluations: readonly Evaluation[]; readonly unasked: readonly Unasked[] }>;
}

export interface ConfigEvaluations {
  readonly comparison: EvaluationComparison;
  readonly unasked: readonly Unasked[];
}

/** Accounts and Regions are asked one after the other: AWS Config's limits are low, and few requests are needed. */
export async function askEvaluations(
  places: readonly Place[],
  service: EvaluationService,
): Promise<{ readonly evaluations: Evaluation[]; readonly unasked: Unasked[] }> {
  const evaluations: Evaluation[] = [];
  const unasked: Unasked[] = [];
  for (const place of places) {
    const answer = await service.ask(place);
    for (const each of answer.evaluations) evaluations.push(each);
    unasked.push(...answer.unasked);
  }
  return { evaluations, unasked };
}

/** Takes each resource as it is judged, and says in the end what AWS says of the same. */
export class EvaluationsBeside {
  readonly #comparer: EvaluationComparer;
  readonly #unasked: readonly Unasked[];

  constructor(told: { readonly evaluations: readonly Evaluation[]; readonly unasked: readonly Unasked[] }, { rules }: Policy) {
    this.#comparer = new EvaluationComparer(told.evaluations, (rule) => rules[rule].enabled);
    this.#unasked = told.unasked;
  }

  take(resource: PostureResource): void {
    this.#comparer.take(resource);
  }

  finish(): ConfigEvaluations {
    return { comparison: this.#comparer.finish(), unasked: this.#unasked };
  }
}
