import type { ListWhy } from '../../core/evidence/posture-scope.ts';
import type { Unknown } from '../../core/posture.ts';
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

/**
 * A List that did not answer: what it would have named is not known, and nothing may be concluded from the rest. `not-offered`: SageMaker
 * does not have the operation in that Region, so that nothing of the type can be there.
 */
export class ListError extends Error {
  override readonly name = 'ListError';
  readonly why: ListWhy;
  /** The IAM action that is missing, `sagemaker:ListModels`. */
  readonly action: string;

  constructor(why: ListWhy, action: string) {
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

/** One line of `answers.jsonl`: what List and Describe said of one resource. Its canonical JSON (RFC 8785) is what is hashed. */
export interface AnswerLine extends Place, Listed {
  readonly type: ResourceType;
  /** What was asked last; List alone, where a type has no setting of its own. */
  readonly operation: string;
  /** ISO 8601, to the second. */
  readonly askedAt: string;
  /** Redacted. `null`: there is none, `why` says why not. */
  readonly answer: Readonly<Record<string, unknown>> | null;
  readonly why: Unknown | 'not-asked' | null;
}

/** What one listing of a type came to. */
export interface Listing extends Place {
  readonly type: ResourceType;
  readonly operation: string;
  readonly listed: number;
  /** `null`: it answered to the end. */
  readonly why: ListWhy | null;
}

/** What was said, kept on the disk: memory does not grow with what exists. */
export interface AnswerStore {
  /** Of listings that ended. */
  listings(): readonly Listing[];
  /** Names or ARNs of what an earlier run was answered for, of a type whose listing did not end. */
  known(place: Place, type: ResourceType): ReadonlySet<string>;
  put(line: AnswerLine): void;
  ended(listing: Listing): void;
  /** In order of place, type and listing; can be called again. */
  lines(): Iterable<AnswerLine>;
}

/** By which `AnswerStore.known` goes: the same before and after Describe, whose ARNs have names in lower case where List's may not. */
export const keyOf = ({ arn, name }: Pick<Listed, 'arn' | 'name'>): string => arn?.toLowerCase() ?? name;
