import type { EvidenceFinding, ExemptionUse } from '../core/evidence/finding.ts';
import type { Limit } from '../core/evidence/limit.ts';
import type { Evidence } from '../core/evidence/model.ts';
import type { RowClass } from '../core/evidence/population.ts';
import type { PostureScope } from '../core/evidence/posture-scope.ts';
import type { EvidenceVerdict } from '../core/evidence/verdict.ts';
import { becauseWords } from '../text/because.ts';
import { count, counted, listed } from '../text/numbers.ts';
import { shortened } from '../text/safe-text.ts';

/*
 * The words of the terminal summary and of the page. They carry names from records as they are: whoever prints a sentence
 * escapes it for where it goes.
 */

export const verdictWords: Readonly<Record<EvidenceVerdict, string>> = {
  CONFIRMED: 'Confirmed',
  CONFIRMED_WITH_EXCEPTIONS: 'Confirmed with exceptions',
  NOT_CONFIRMED: 'Not confirmed',
  INCONCLUSIVE: 'Inconclusive',
};

export const classWords: Readonly<Record<RowClass, string>> = {
  compliant: 'compliant',
  exempt: 'exempt',
  'non-compliant': 'non-compliant',
  'failed-attempt': 'failed attempt',
  'not-evaluable': 'not evaluable',
  'not-applicable': 'not applicable',
};

const exemptionWords: Readonly<Record<ExemptionUse, string>> = {
  applied: 'covered by exemption',
  baseline: 'accepted after the fact by baseline',
  retroactive: 'not covered: approved after the event, exemption',
  expired: 'not covered: expired, exemption',
};

/** What the run is about to confirm or not: scope, period, rules. */
export function claimSentence({ scope, period, rules, posture }: Evidence): string {
  const enabled = rules.filter((rule) => rule.enabled).map((rule) => rule.id);
  const where = [place('account', scope.accounts), place('region', scope.regions)].filter(Boolean).join(', ');
  const against = enabled.length === 0 ? 'no rule' : `${enabled.length === 1 ? 'the rule' : 'the rules'} ${listed(enabled)}`;
  const without = scope.excludedOperations.length > 0 ? `, ${listed(scope.excludedOperations)} left out` : '';
  if (posture) return postureClaim(posture, `against ${against}${where && ` in ${where}`}`, period);
  return `No SageMaker resource was created or changed against ${against}${where && ` in ${where}`}, from ${period.from} until before ${period.to}${without}.`;
}

function postureClaim(posture: PostureScope, against: string, { from, to }: Evidence['period']): string {
  const asked = `as asked from ${from} until before ${to}`;
  if (posture.resourceArn !== null) return `The SageMaker resource ${shortened(posture.resourceArn, 200)} is not ${against}, ${asked}.`;
  const since = posture.since === null ? '' : `, of those created from ${posture.since} on`;
  return `No SageMaker resource that exists is ${against}, ${asked}${since}.`;
}

/** Whether the claim holds, why, and what the verdict rests on. */
export function verdictSentence(evidence: Evidence): string {
  return [outcome(evidence), otherReason(evidence), trust(evidence)].filter(Boolean).join(' ');
}

function outcome(evidence: Evidence): string {
  const { verdict, population, findings } = evidence;
  const open = findings.filter((finding) => finding.status === 'open');
  const thing = evidence.posture ? 'resource' : 'change';
  const rows = counted(population.rows, thing);
  switch (verdict) {
    case 'CONFIRMED':
      return `The claim holds: no finding among ${rows} in the population.`;
    case 'CONFIRMED_WITH_EXCEPTIONS':
      return `The claim holds except for ${counted(findings.length, 'finding')} covered by ${exemptionCount(findings)}, among ${rows} in the population.`;
    case 'NOT_CONFIRMED':
      return `The claim does not hold: ${counted(open.length, 'finding')} on ${counted(distinct(open, 'eventId'), thing)}${
        evidence.posture ? '' : ` by ${counted(distinct(open, 'principal'), 'principal')}`
      }, covered by no exemption, among ${rows} in the population.`;
    case 'INCONCLUSIVE':
      return `The claim can be neither confirmed nor denied: ${reasons(evidence.limits)}.`;
  }
}

/** A finding wins over what could not be seen, and both are said. */
function otherReason({ verdict, limits }: Evidence): string {
  const blocking = reasons(limits);
  return verdict === 'NOT_CONFIRMED' && blocking !== '' ? `Without them it would be inconclusive: ${blocking}.` : '';
}

function trust({ integrity }: Evidence): string {
  if (integrity.verified) return 'The integrity of the records was verified.';
  return integrity.acceptedUnverified ? 'The integrity of the records was not verified, and that was accepted for this run.' : '';
}

function reasons(limits: readonly Limit[]): string {
  return limits
    .filter((limit) => limit.inconclusive)
    .map((limit) => lowerFirst(limit.what.replace(/\.$/, '')))
    .join('; ');
}

/** A sentence goes on with it: `The digest` -> `the digest`, `SHA-256` and `CreateModel` as they are. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]*\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** What was changed, and what was found where: one finding in one sentence. */
export function findingSentence(finding: EvidenceFinding): string {
  return `${resourceWords(finding)}: ${becauseWords(finding.because)} (${finding.rule}).`;
}

export function resourceWords(resource: Pick<EvidenceFinding, 'resourceType' | 'resourceName'>): string {
  return `${resource.resourceType} ${shortened(resource.resourceName ?? '(name not recorded)', 100)}`;
}

/** Which exemption a finding met; empty where it met none. */
export function exemptionSentence({ exemption }: EvidenceFinding): string {
  return exemption ? `${exemptionWords[exemption.status]} ${exemption.id}` : '';
}

/** "None found" is a statement only with what was searched: how many records were read, where the tie-out says so. */
export function logControlSentence({ trailControl, tieOut }: Evidence): string {
  const records = tieOut.find((line) => line.id === 'records')?.total.count;
  const among = records === undefined ? 'the records that were read' : counted(records, 'record');
  if (trailControl.length === 0) return `None found in ${among}.`;
  const found = `${counted(trailControl.length, 'event')} found in ${among}`;
  const blinding = trailControl.filter((event) => event.blinding).length;
  if (blinding === 0) return `${found}; none stops the recording of SageMaker operations.`;
  const after = trailControl.length === 1 ? 'it' : `${count(blinding)} of them`;
  return `${found}; after ${after}, operations may have gone unrecorded.`;
}

export function tieOutSentence({ tieOut }: Evidence): string {
  const broken = tieOut.filter((line) => !line.balances).map((line) => line.id);
  if (tieOut.length === 0) return 'no line was counted';
  if (broken.length === 0)
    return `${count(tieOut.length)} of ${counted(tieOut.length, 'line')} ${tieOut.length === 1 ? 'balances' : 'balance'}`;
  return `${count(broken.length)} of ${counted(tieOut.length, 'line')} ${broken.length === 1 ? 'does' : 'do'} not balance: ${listed(broken)}`;
}

function place(word: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${word}${names.length === 1 ? '' : 's'} ${listed(names, 8)}`;
}

function exemptionCount(findings: readonly EvidenceFinding[]): string {
  return counted(new Set(findings.map((finding) => finding.exemption?.id)).size, 'exemption');
}

export function distinct<K extends keyof EvidenceFinding>(findings: readonly EvidenceFinding[], member: K): number {
  return new Set(findings.map((finding) => finding[member])).size;
}
