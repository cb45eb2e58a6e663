import type { Place } from '../../app/posture/ports.ts';
import type { Unasked } from '../../core/config-evaluations/model.ts';
import { SourceError } from '../../trail/source.ts';
import { credentialProblem } from '../credential-problem.ts';
import { isThrottle, patient, retrying, statusOf } from '../retry.ts';

/** Questions to one account and Region: those that were not answered are kept, by the IAM action. */
export class Asking {
  readonly #place: Place;
  readonly #unasked = new Map<string, Unasked>();

  constructor(place: Place) {
    this.#place = place;
  }

  get unasked(): Unasked[] {
    return [...this.#unasked.values()];
  }

  retry<T>(send: () => Promise<T>): Promise<T> {
    return retrying(send, patient);
  }

  /** @returns `otherwise` where there is no answer @throws SourceError without credentials */
  async ask<T>(action: string, otherwise: T, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      const problem = credentialProblem(error);
      if (problem !== undefined) throw new SourceError(problem, { cause: error });
      // A rule or pack that was deleted between two questions.
      if (/^NoSuchConfig|^NoSuchConformance/.test((error as Error).name)) return otherwise;
      const { account, region } = this.#place;
      this.#unasked.set(action, { account, region, action, why: whyOf(error) });
      return otherwise;
    }
  }
}

function whyOf(error: unknown): Unasked['why'] {
  const { name } = error as Error;
  if (isThrottle(error)) return 'throttled';
  // Security Hub's InvalidAccessException: the account is not subscribed to it (API reference, GetFindings, "Errors").
  if (name === 'InvalidAccessException') return 'not-enabled';
  if (/^(AccessDenied|UnauthorizedOperation|NotAuthorized)/.test(name) || statusOf(error) === 403) return 'access-denied';
  return 'no-answer';
}
