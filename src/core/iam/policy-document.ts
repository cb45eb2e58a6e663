/** An IAM policy document, as IAM's JSON has it (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html). */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Conditions;
}

/** Operator -> condition key -> values. All must hold; the values of one key are alternatives. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
