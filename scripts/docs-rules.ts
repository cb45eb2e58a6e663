import { documentedRules } from '../src/core/guidance/index.ts';
import type { DocumentedRule, Mapping, Severity } from '../src/core/rule.ts';

const introduction = `# Rules

This page is generated from \`src/core/rules\` and \`src/core/guidance\`: edit those, then \`npm run docs\`.

A rule gives one of four verdicts on each change: COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE (the type has no such setting, inherits it, or an
update left it alone) or INSUFFICIENT_DATA (it could not be seen). Nothing passes because it could not be seen.

In the tables of mappings, *published* means that the publisher itself asks this question under that identifier, or maps its own check of
it to the framework; who did stands in brackets. *own* is our reading of the requirement, and nobody else's. In commands, words in capitals are yours to
fill in.
`;

/** The whole of docs/rules.md. */
export function rulesMarkdown(): string {
  return [introduction, contents(documentedRules), ...documentedRules.map(section)].join('\n');
}

function contents(all: readonly DocumentedRule[]): string {
  const rows = all.map((rule) => [`[${rule.id}](#${rule.id})`, rule.title, severities(rule), onOff(rule), rule.profile]);
  return table(['rule', 'what it asks', 'severity', 'default', 'profile'], rows);
}

function section(rule: DocumentedRule): string {
  return [
    `## ${rule.id}\n`,
    `**${rule.title}.**\n`,
    bullets([
      `**Applies to:** ${rule.appliesTo}`,
      `**Fails when:** ${rule.failsWhen}`,
      `**Severity:** ${severities(rule)}`,
      `**By default:** ${onOff(rule)}`,
      `**Profile:** ${rule.profile}`,
      `**When unset, AWS has:** ${rule.defaultValue}`,
    ]),
    `### Risk\n\n${rule.risk}\n`,
    `### Impact\n\nFor:\n\n${bullets(rule.impact.for)}\nAgainst:\n\n${bullets(rule.impact.against)}`,
    `### Remediation\n\n${rule.remedy}\n`,
    `Console:\n\n${rule.remediation.console.map((step, index) => `${index + 1}. ${step}\n`).join('')}`,
    `CLI:\n\n\`\`\`sh\n${rule.remediation.cli}\n\`\`\`\n`,
    `### References\n\n${bullets(rule.references.map((url) => `<${url}>`))}`,
    `### Mappings\n\n${table(['framework', 'identifiers', 'source'], rule.mappings.map(mappingRow))}`,
  ].join('\n');
}

function mappingRow({ framework, ids, source }: Mapping): string[] {
  return [framework, ids.map((id) => `\`${id}\``).join(', '), source];
}

/** `high; medium for Model, EndpointConfig` */
function severities({ severity, severityOf = {} }: DocumentedRule): string {
  const exceptions = Object.entries(severityOf) as [string, Severity][];
  const levels = [...new Set(exceptions.map(([, level]) => level))];
  const typesAt = (level: Severity) => exceptions.filter(([, each]) => each === level).map(([type]) => type);
  return [severity, ...levels.map((level) => `${level} for ${typesAt(level).join(', ')}`)].join('; ');
}

const onOff = ({ enabledByDefault }: DocumentedRule): string => (enabledByDefault ? 'on' : 'off');

const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}\n`).join('');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('');
}
