import type { Change, FailedAttempt } from '../core/change.ts';
import type { EvidenceFinding } from '../core/evidence/finding.ts';
import type { PopulationRow, RowClass } from '../core/evidence/population.ts';
import { exempts } from '../core/exemptions.ts';
import { classify, type Finding, type JudgeContext, judge } from '../core/judge.ts';
import type { JudgedChange } from '../core/timelines.ts';
import type { Located } from './duplicates.ts';
import { byTimeAndPlace } from './order.ts';

export interface Assessed {
  readonly rows: readonly PopulationRow[];
  /** Every NON_COMPLIANT verdict, exempt ones too. */
  readonly findings: readonly EvidenceFinding[];
  readonly judged: readonly JudgedChange[];
  readonly exemptionUse: ReadonlyMap<string, ExemptionCount>;
}

/** The findings that are laid to an exemption: covered by it, from before its approval, from after its expiry. */
export interface ExemptionCount {
  readonly hits: number;
  readonly retroactive: number;
  readonly expired: number;
}

/** Judges every change and lays out the population: rows in order of time, then event id, then place. */
export function assess(changes: readonly Located<Change>[], attempts: readonly Located<FailedAttempt>[], context: JudgeContext): Assessed {
  const rows: PopulationRow[] = [];
  const findings: EvidenceFinding[] = [];
  const judgedChanges: JudgedChange[] = [];
  const exemptionUse = new Map<string, ExemptionCount>();
  for (const located of changes) {
    const judged = judge(located.value, context);
    const verdicts = Object.fromEntries(judged.map(({ rule, verdict }) => [rule, verdict.compliance]));
    rows.push(rowOf(located, classify(judged), reasonOf(judged), verdicts));
    const own: EvidenceFinding[] = [];
    for (const finding of judged) {
      const evidence = findingOf(located.value, finding);
      if (!evidence) continue;
      own.push(evidence);
      if (finding.exemption) countUse(exemptionUse, finding);
    }
    findings.push(...own);
    judgedChanges.push({ change: located.value, verdicts, findings: own });
  }
  for (const located of attempts) rows.push(rowOf(located, 'failed-attempt', located.value.errorCode, {}));
  rows.sort(byTimeAndPlace);
  return { rows, findings, judged: judgedChanges, exemptionUse };
}

function rowOf(located: Located<Change>, rowClass: RowClass, reason: string, verdicts: PopulationRow['verdicts']): PopulationRow {
  const { value, object, recordIndex, recordSha256 } = located;
  return {
    eventId: value.eventId,
    eventTime: value.eventTime,
    account: value.account,
    region: value.region,
    eventName: value.eventName,
    resourceType: value.resource.type,
    resourceName: value.resource.name,
    resourceArn: value.resource.arn.known ? value.resource.arn.value : null,
    actor: value.actor.name,
    sourceIp: value.sourceIp,
    userAgent: value.userAgent,
    via: value.via,
    posture: value.posture,
    verdicts,
    class: rowClass,
    reason,
    object,
    recordIndex,
    recordSha256,
  };
}

/** The finding as evidence; `undefined`: the rule does not fail. */
export function findingOf(change: Change, { rule, severity, verdict, exemption }: Finding): EvidenceFinding | undefined {
  if (verdict.compliance !== 'NON_COMPLIANT') return undefined;
  return {
    rule,
    severity,
    status: exempts(exemption) ? 'exempt' : 'open',
    exemption,
    because: verdict.because,
    eventId: change.eventId,
    eventTime: change.eventTime,
    account: change.account,
    region: change.region,
    eventName: change.eventName,
    resourceType: change.resource.type,
    resourceName: change.resource.name,
    resourceArn: change.resource.arn.known ? change.resource.arn.value : null,
    actor: change.actor.name,
    principal: change.actor.principal,
  };
}

/** In a cell: each rule that did not pass, with the values that decided it. */
export function reasonOf(findings: readonly Finding[]): string {
  return findings.flatMap(reasons).join('; ');
}

function reasons({ rule, verdict, exemption }: Finding): string[] {
  if (verdict.compliance === 'INSUFFICIENT_DATA')
    return [`${rule}: ${verdict.missing.at || verdict.missing.setting} not seen (${verdict.missing.why})`];
  if (verdict.compliance !== 'NON_COMPLIANT') return [];
  const exempt = exemption ? ` (exemption ${exemption.id}: ${exemption.status})` : '';
  return verdict.because.map(({ at, found, expected }) => `${rule}: ${at}: found ${found}, expected ${expected}${exempt}`);
}

export function countUse(use: Map<string, ExemptionCount>, { exemption }: Finding): void {
  if (!exemption) return;
  const before = use.get(exemption.id) ?? { hits: 0, retroactive: 0, expired: 0 };
  use.set(exemption.id, {
    hits: before.hits + (exempts(exemption) ? 1 : 0),
    retroactive: before.retroactive + (exemption.status === 'retroactive' ? 1 : 0),
    expired: before.expired + (exemption.status === 'expired' ? 1 : 0),
  });
}
