import type { WhyUnknown } from './truth.ts';

/** What a request context says of one condition key. A key without a value is absent; one that a record does not show is unknown. */
export type ContextValue = KnownValue | UnknownValue;

export type KnownValue = { readonly state: 'present'; readonly values: readonly string[] } | { readonly state: 'absent' };

export interface UnknownValue {
  readonly state: 'unknown';
  readonly why: WhyUnknown;
  /** It is one of these; absent: it may be anything. */
  readonly oneOf?: readonly KnownValue[];
}

/** By key; keys are not case-sensitive, so it is asked in lower case. Total: what it does not know is unknown. */
export type Context = (key: string) => ContextValue;

export const present = (...values: string[]): KnownValue => ({ state: 'present', values });
export const absent: KnownValue = { state: 'absent' };
export const unseen = (why: WhyUnknown, ...oneOf: KnownValue[]): UnknownValue => ({
  state: 'unknown',
  why,
  ...(oneOf.length > 0 && { oneOf }),
});

/** What is asked of IAM. */
export interface IamRequest {
  /** `sagemaker:CreateModel` */
  readonly action: string;
  readonly resource: RequestedResource;
  readonly context: Context;
}

/** `complete: false`: an id follows that is not known. */
export interface RequestedResource {
  readonly arn: string;
  readonly complete: boolean;
}
