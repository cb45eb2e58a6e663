/** One thing that is wrong (or doubtful) in a policy file. Lines and columns count from 1; absent: the file as a whole. */
export interface ConfigMessage {
  readonly file: string;
  readonly at?: { readonly line: number; readonly column: number };
  /** One line, with values of the file quoted and escaped. */
  readonly text: string;
}

/** A problem before its place is known as line and column. */
export interface Problem {
  readonly offset: number;
  readonly text: string;
}

/** `sagewarden.yml:12:5: unknown rule "vpc-requred": did you mean "vpc-required"?` */
export function formatMessage({ file, at, text }: ConfigMessage): string {
  return at ? `${file}:${at.line}:${at.column}: ${text}` : `${file}: ${text}`;
}

const maxLines = 100;

/** The policy cannot be used. Its message has one line per problem, in line order. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly problems: readonly ConfigMessage[];

  constructor(file: string, problems: readonly Omit<ConfigMessage, 'file'>[]) {
    const messages = problems.map((problem) => ({ file, ...problem }));
    const lines = messages.slice(0, maxLines).map(formatMessage);
    const left = messages.length - lines.length;
    super([...lines, ...(left > 0 ? [`${file}: and ${left} more`] : [])].join('\n'));
    this.problems = messages;
  }
}
