/** A file of the fix. Mode 0600 for whatever holds, or may hold, environment variables or hyperparameters. */
export interface OutputFile {
  /** Below the folder of the fix; from words of ours and names that SageMaker allows. */
  readonly path: string;
  readonly content: string;
  readonly mode: 0o600 | 0o700;
}

/** A format that cannot say all of it says nothing, and why. */
export type Written = { readonly files: readonly OutputFile[] } | { readonly refused: readonly string[] };
