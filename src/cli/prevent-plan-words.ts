import type { PlanJudgement, PlannedFinding, PlannedResource } from '../app/prevent/plan/judge.ts';
import type { PlannedVerdict } from '../app/prevent/plan/verdict.ts';
import { becauseWords } from '../text/because.ts';
import { counted } from '../text/numbers.ts';
import { terminalSafe } from '../text/safe-text.ts';

/** A plan's resources and what is found of each: for a terminal. */
export function planText({ resources, unchanged, deleted, incomplete }: PlanJudgement): string {
  const width = Math.max(0, ...resources.map(({ address }) => address.length));
  const lines = resources.flatMap((each) => [`${each.action.padEnd(8)} ${each.address.padEnd(width)}  ${each.class}`, ...details(each)]);
  const failing = resources.filter((each) => each.class === 'non-compliant').length;
  const open = resources.filter((each) => each.class === 'not-evaluable').length;
  const summary = [
    `${counted(resources.length, 'SageMaker resource')} with a network in the plan: ${failing} NON_COMPLIANT, ${open} INSUFFICIENT_DATA`,
    ...(unchanged + deleted > 0 ? [`not judged: ${unchanged} unchanged, ${deleted} deleted`] : []),
    ...(incomplete ? ['the plan failed, or leaves something for a later one: what it lacks is not judged'] : []),
  ];
  return `${[...lines, ...(lines.length > 0 ? [''] : []), ...summary].map(terminalSafe).join('\n')}\n`;
}

function details({ findings, class: verdict, type }: PlannedResource): string[] {
  if (findings.length === 0 && verdict === 'not-evaluable') return [`         ${type} cannot be read here: INSUFFICIENT_DATA`];
  return findings.flatMap((finding) => {
    const words = wordsOf(finding);
    return words === null ? [] : [`         ${finding.rule}: ${words}`];
  });
}

/** `null`: nothing to say. */
function wordsOf({ verdict, exemption }: PlannedFinding): string | null {
  if (verdict.compliance === 'NON_COMPLIANT') {
    const exempt = exemption ? ` (exemption ${exemption.id}: ${exemption.status})` : '';
    return `NON_COMPLIANT${exempt}: ${becauseWords(verdict.because)}`;
  }
  return verdict.compliance === 'INSUFFICIENT_DATA' ? `INSUFFICIENT_DATA: ${missingWords(verdict.missing)}` : null;
}

function missingWords({ setting, at, why }: Extract<PlannedVerdict, { missing: unknown }>['missing']): string {
  return `${at || setting} ${why === 'after-apply' ? 'is known only after apply' : `could not be seen (${why})`}`;
}
