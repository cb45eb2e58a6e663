import { rowClasses } from '../src/core/evidence/population.ts';
import type { Compliance } from '../src/core/rule.ts';
import { rules } from '../src/core/rules/index.ts';
import { type DecisionRow, decisionRows } from './decision-table/table.ts';

const letters: Readonly<Record<Compliance, string>> = {
  COMPLIANT: 'C',
  NON_COMPLIANT: 'N',
  INSUFFICIENT_DATA: '?',
  NOT_APPLICABLE: '-',
};

const introduction = `# Decision table

This page is generated from the operations, the rules and the requests of \`scripts/decision-table\`: edit those, then \`npm run docs\`.

What each rule says of each operation, for every kind of request that matters. Each row is a CloudTrail record that went through the same
reading and judging as those of a scan, with every rule on, allow-lists for \`approved-network\`, and the EC2 facts of \`test/fixtures/network-facts.json\`.
Where the case says how something was created, or names a tuning job, that record is in the same archive, an hour before.
A failed attempt (\`errorCode\`) has the class \`failed-attempt\`, and no verdicts.

| cell | verdict |
| --- | --- |
${Object.entries(letters)
  .map(([compliance, letter]) => `| ${letter} | ${compliance} |\n`)
  .join('')}
| column | rule | by default |
| --- | --- | --- |
${rules.map(({ id, enabledByDefault }, index) => `| ${index + 1} | [${id}](rules.md#${id}) | ${enabledByDefault ? 'on' : 'off'} |\n`).join('')}
The last column is the class of the row under the default policy: ${rowClasses.join(', ')}. Exempt needs an exemption.
`;

/** The whole of docs/decision-table.md. */
export function decisionTableMarkdown(): string {
  const rows = decisionRows();
  const types = [...new Set(rows.map(({ operation }) => operation.resource))].sort();
  const section = (type: string) => `## ${type}\n\n${table(rows.filter(({ operation }) => operation.resource === type))}`;
  return [introduction, ...types.map(section)].join('\n');
}

const letter = (verdict: Compliance | undefined): string => (verdict ? letters[verdict] : '');

/** Padded, so that the file reads as a table too and a changed verdict is one changed letter. */
function table(rows: readonly DecisionRow[]): string {
  const head = ['operation', 'request', ...rules.map((_, index) => String(index + 1)), 'class'];
  const body = rows.map(({ operation, words, verdicts, class: rowClass }) => [
    operation.eventName,
    words,
    ...rules.map(({ id }) => letter(verdicts.get(id))),
    rowClass,
  ]);
  const columns = [...head.keys()];
  const widths = columns.map((column) => Math.max(3, ...[head, ...body].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('');
}
