import type { Against } from '../app/posture/against.ts';
import type { ConfigEvaluations } from '../app/posture/config-evaluations.ts';
import { disagreementReasons } from '../core/config-evaluations/model.ts';
import { weightOfExplanation, weightOfOutcome } from '../core/cross-check/weights.ts';
import type { TieOutLine } from '../core/evidence/reading.ts';
import { disagreementSentence, oursOnlyWords, reasonWords, sourceWords, theirsOnlyWords } from '../report/config-evaluations-words.ts';
import { driftSentence, recordSentence, resourceSentence, subjectWords } from '../report/cross-check-words.ts';
import { count, counted } from '../text/numbers.ts';
import { shortened, terminalSafe } from '../text/safe-text.ts';

/** Lines of one kind that a terminal is shown; the file has all of them. */
const shown = 10;

/** Sections of a summary; every name in them is escaped. */
export function besideText(crossChecked: Against | undefined, evaluated: ConfigEvaluations | undefined): string {
  const sections = [...(crossChecked ? [crossCheckLines(crossChecked)] : []), ...(evaluated ? [evaluationLines(evaluated)] : [])];
  return sections.map((lines) => `\n${lines.map((line) => terminalSafe(shortened(line, 400))).join('\n')}\n`).join('');
}

function crossCheckLines({ check }: Against): string[] {
  const { period, resources, records, drift, tieOut } = check;
  const doubtful = [
    ...resources
      .filter(({ explanation }) => weightOfExplanation(explanation) !== 'expected')
      .map((each) => ({
        finding: weightOfExplanation(each.explanation) === 'finding',
        text: `${subjectWords(each)}: ${resourceSentence(each)}`,
      })),
    ...records
      .filter(({ outcome }) => weightOfOutcome(outcome) !== 'expected')
      .map((each) => ({
        finding: weightOfOutcome(each.outcome) === 'finding',
        text: `${subjectWords(each)}, ${each.record.eventName} at ${each.record.eventTime}: ${recordSentence(each)}`,
      })),
    ...drift.map((each) => ({ finding: each.cause === 'no-update-record', text: `${subjectWords(each)}: ${driftSentence(each)}` })),
  ].sort((a, b) => Number(b.finding) - Number(a.finding));
  const deleted = records.filter(({ outcome }) => outcome.kind === 'deleted');
  return [
    `Against the trail, ${period.from} to ${period.to}`,
    ...tieOut.map(tieOutLine),
    ...some(doubtful.map(({ finding, text }) => `  ${finding ? '✗' : '?'} ${text}`)),
    ...(doubtful.length === 0 ? ['  Every resource has its record, and nothing is gone without one.'] : []),
    ...some(deleted.map((each) => `  - ${subjectWords(each)}: ${recordSentence(each)}`)),
  ];
}

/** Terms that are none are left out: the file has them. */
function tieOutLine({ total, terms, balances }: TieOutLine): string {
  const parts = terms.filter((term) => term.count > 0).map((term) => `${count(term.count)} ${term.label}`);
  return `  ${count(total.count)} ${total.label} = ${parts.join(' + ') || '0'}${balances ? '' : ' (DOES NOT BALANCE)'}`;
}

function evaluationLines({ comparison, unasked }: ConfigEvaluations): string[] {
  const { evaluations, agree, disagree, theirsOnly, oursOnly } = comparison;
  const agreed = agree.reduce((sum, { compliant, nonCompliant, notApplicable }) => sum + compliant + nonCompliant + notApplicable, 0);
  const reasons = disagreementReasons.flatMap((reason) => {
    const all = disagree.filter((each) => each.reason === reason);
    return all.length === 0
      ? []
      : [`  ${count(all.length)} disagree: ${reasonWords[reason]}`, ...some(all.map((each) => `    - ${disagreementSentence(each)}`))];
  });
  const alone = Object.entries(theirsOnlyWords).flatMap(([reason, words]) => {
    const { length } = theirsOnly.filter((each) => each.reason === reason);
    return length === 0 ? [] : [`  ${count(length)} theirs only: ${words}`];
  });
  return [
    `AWS Config and Security Hub: ${counted(evaluations, 'evaluation')}`,
    `  ${count(agreed)} agree${agree.length > 0 ? ` (${agree.map(({ source, check }) => `${sourceWords[source]} ${check}`).join(', ')})` : ''}`,
    ...reasons,
    ...alone,
    ...some(
      oursOnly.map(
        ({ rule, type, reason, resources, nonCompliant }) =>
          `  ${count(resources)} ours only: ${rule} of ${type}, ${count(nonCompliant)} of them NON_COMPLIANT: ${oursOnlyWords[reason]}`,
      ),
    ),
    ...unasked.map(({ action, account, region, why }) => `  ? ${action} in ${account} ${region}: ${why}`),
  ];
}

function some(lines: readonly string[]): string[] {
  return lines.length > shown ? [...lines.slice(0, shown), `    and ${count(lines.length - shown)} more, in the file`] : [...lines];
}
