import type { ResourceType } from '../resources/types.ts';

/** One listing of a type in one account and Region. */
export interface ListedType {
  readonly account: string;
  readonly region: string;
  readonly resourceType: ResourceType;
  readonly operation: string;
  readonly listed: number;
  /** `null`: it answered to the end. `not-offered`: the Region does not have the operation, so that nothing of the type is there. */
  readonly why: ListWhy | null;
}

export const listWhys = ['access-denied', 'throttled', 'no-answer', 'opaque', 'not-offered'] as const;
export type ListWhy = (typeof listWhys)[number];

export const besideNames = ['cross-check.json', 'config-evaluations.json'] as const;
export type BesideName = (typeof besideNames)[number];

/** Of a run that judged what exists, and not what a trail records. */
export interface PostureScope {
  /** ISO 8601: only what was created from then on was looked for; `null`: everything. */
  readonly since: string | null;
  /** What was looked for. */
  readonly types: readonly ResourceType[];
  /** The one resource that was asked for; `null`: what List says. */
  readonly resourceArn: string | null;
  readonly listings: readonly ListedType[];
  /** Listed, and gone when it was described. */
  readonly gone: number;
  /** `answers.jsonl`. */
  readonly answers: { readonly lines: number; readonly sha256: string };
  /** What the run was held against; absent: nothing. */
  readonly beside?: readonly { readonly name: BesideName; readonly sha256: string }[];
}
