import { minified } from '../core/prevent/pack.ts';
import type { NotExpressed, Prevention, Uncovered } from '../core/prevent/prevention.ts';
import { counted } from '../text/numbers.ts';
import { terminalSafe } from '../text/safe-text.ts';

const uncoveredWords: Readonly<Record<Uncovered['why'], string>> = {
  'no-condition-key': 'no IAM condition key has this setting of its request',
  'absent-is-valid': 'a request that conforms may lack the condition key, too',
  'no-instance-count': 'no condition key has the number of instances; `always: on` would ask for it with one, too',
  'pipeline-steps': 'its steps are requests of their own, with the pipeline’s role: these policies bind it',
  'no-vpc-key': 'no condition key has the VPC: list its subnets and security groups',
  'ec2-facts': 'the rule asks EC2 what no request says',
  'places-differ':
    'a statement denies it, but a request may have the setting in several places that differ, and all have one condition key',
};

const notExpressedWords: Readonly<Record<NotExpressed['why'], string>> = {
  name: 'no condition key has the name of what is to be created',
  baseline: 'it accepts what was, not what is to come',
  expired: 'it has expired',
  'too-many': 'with the others it would take too many statements',
};

/** What the documents do, and what they leave: for a terminal. */
export function preventionText({ statements, documents, uncovered, notExpressed }: Prevention): string {
  const sizes = documents.map((document) => `${minified(document).length} bytes`).join(', ');
  const lines = [
    `${counted(statements.length, 'Deny statement')} in ${counted(documents.length, 'document')}${documents.length > 0 ? ` (${sizes}; at most 5,120 each)` : ''}`,
    ...statements.map(({ rule, statement }) => `  ${statement.Sid}: ${rule}, ${counted([statement.Action].flat().length, 'operation')}`),
    ...section('No policy can prevent these; detection is the only control:', byReason(uncovered)),
    ...section(
      'Exemptions that the documents do not let through:',
      notExpressed.map(({ exemption, rule, why }) => `${exemption} (${rule}): ${notExpressedWords[why]}`),
    ),
  ];
  return `${lines.map(terminalSafe).join('\n')}\n`;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

/** One line for a rule and reason, with its operations. */
function byReason(uncovered: readonly Uncovered[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { rule, operation, why } of uncovered) {
    const title = `${rule}: ${uncoveredWords[why]}`;
    groups.set(title, [...(groups.get(title) ?? []), ...(operation === null ? [] : [operation])]);
  }
  return [...groups].map(([title, operations]) => (operations.length === 0 ? title : `${title}: ${operations.join(', ')}`));
}
