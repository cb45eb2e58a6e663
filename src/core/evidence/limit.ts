/** Something that keeps the verdict from being more than it is. */
export interface Limit {
  readonly code: LimitCode;
  /** Does it make the run INCONCLUSIVE, or is it only said? */
  readonly inconclusive: boolean;
  readonly what: string;
  /** What would close it. */
  readonly closedBy: string;
  readonly count: number;
}

export const limitCodes = [
  'unverified',
  'unreadable-object',
  'unreadable-record',
  'not-evaluable',
  'logging-changed',
  'nothing-read',
  'period-not-given',
  'absent-account-or-region',
  'conflicting-copies',
  'publish-dates-left-out',
  'baseline',
  'no-rule-enabled',
  'operations-excluded',
  'uncatalogued-operation',
  'files-left-out',
  'source-limited',
  'folders-not-listed',
  'coverage-gap',
  'tampered',
  'does-not-balance',
  'list-failed',
  'nothing-there',
  'types-left-out',
  'not-listable',
  'created-before',
  'gone',
  'tags-unseen',
  'principal-untold',
  'cross-check-hole',
  'cross-check-unknown',
  'cross-check-trail',
  'evaluations-unasked',
  'evaluations-not-enabled',
] as const;
export type LimitCode = (typeof limitCodes)[number];
