import type { Known } from '../../core/posture.ts';
import type { ResourceType } from '../../core/resources/types.ts';

/** One account and Region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A resource as a List operation of SageMaker names it. */
export interface Listed {
  readonly name: string;
  readonly arn: string | null;
  /** ISO 8601. */
  readonly creationTime: string | null;
  readonly status: string | null;
}

/** A List that did not answer: what it would have named is not known, and nothing may be concluded from the rest. */
export class ListError extends Error {
  override readonly name = 'ListError';
  readonly why: 'access-denied' | 'throttled' | 'no-answer' | 'opaque';
  /** The IAM action that is missing, `sagemaker:ListModels`. */
  readonly action: string;

  constructor(why: ListError['why'], action: string) {
    super(`${action}: ${why}`);
    this.why = why;
    this.action = action;
  }
}

/** What exists, type by type. */
export interface Inventory {
  /**
   * All resources of a type in one place, by pages. Yields nothing for a type that SageMaker cannot list.
   *
   * @param since ISO 8601: only what was created from then on. Where the API cannot filter by it, the adapter does.
   * @throws ListError
   */
  list(place: Place, type: ResourceType, since?: string): AsyncIterable<Listed>;
}

/** What Describe said of a resource, kept as evidence. */
export interface Kept {
  readonly describedAt: string;
  /** Redacted: no environment, no hyperparameters. */
  readonly answer: Known<Readonly<Record<string, unknown>>>;
}
