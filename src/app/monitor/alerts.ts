import type { AlertedRule, AlertGroup, ChangeAlert, TamperingAlert } from '../../core/alert.ts';
import type { TrailControl } from '../../core/change.ts';
import { exempts } from '../../core/exemptions.ts';
import type { Finding } from '../../core/judge.ts';
import { worst } from '../../core/rule.ts';
import type { LedgerEntry } from '../ports.ts';
import { isHeldByBrake, secondsSince } from './act.ts';
import type { Judged } from './judged.ts';
import type { MonitorWorld } from './world.ts';

/** What an alert is about: the rules that fail; where none does, those that could not see. Empty: no alert. */
export function alerting(findings: readonly Finding[]): readonly Finding[] {
  const open = findings.filter(({ verdict, exemption }) => verdict.compliance === 'NON_COMPLIANT' && !exempts(exemption));
  return open.length > 0 ? open : findings.filter(({ verdict }) => verdict.compliance === 'INSUFFICIENT_DATA');
}

/** What was done, as an alert tells it: another alert is owed when this changes. */
export const toldOf = ({ actions }: LedgerEntry): string[] => actions.map(({ action, outcome }) => `${action}:${outcome}`);

/** What the policy would have done, and nobody did: for want of an answer, or of stops in this hour. */
export const notDone = ({ actions }: LedgerEntry): string[] =>
  actions.filter((taken) => taken.outcome === 'undecided' || isHeldByBrake(taken)).map(({ action, outcome }) => `${action}: ${outcome}`);

export function changeAlert({ change, findings }: Judged, entry: LedgerEntry, world: MonitorWorld): ChangeAlert {
  const failures = alerting(findings);
  const { account, region, eventId, eventTime, eventName, resource, actor, sourceIp, userAgent, tags } = change;
  const followUp = entry.told ? `:${toldOf(entry).join(',')}` : '';
  return {
    kind: 'change',
    id: `${account}:${region}:${eventId}${followUp}`,
    ...told(world),
    verdict: failures.some(({ verdict }) => verdict.compliance === 'NON_COMPLIANT') ? 'NON_COMPLIANT' : 'INSUFFICIENT_DATA',
    severity: worst(failures),
    eventId,
    eventTime,
    eventName,
    account,
    region,
    resource,
    actor,
    sourceIp,
    userAgent,
    failures: failures.map(alertedRule),
    actions: entry.actions,
    tags,
    delaySeconds: Math.round(secondsSince(eventTime, world)),
    late: entry.late,
    group: groupOf(failures, change, notDone(entry)),
  };
}

export function tamperingAlert(control: TrailControl, late: boolean, world: MonitorWorld): TamperingAlert {
  return {
    kind: 'trail-tampering',
    id: `${control.account}:${control.region}:${control.eventId}`,
    ...told(world),
    severity: 'critical',
    control,
    delaySeconds: Math.round(secondsSince(control.eventTime, world)),
    late,
  };
}

function told({ clock, stage, policySha256 }: MonitorWorld) {
  return { at: new Date(clock.now()).toISOString(), stage, policySha256 };
}

function alertedRule({ rule, severity, verdict }: Finding): AlertedRule {
  return {
    rule,
    severity,
    because: verdict.compliance === 'NON_COMPLIANT' ? verdict.because : [],
    missing: verdict.compliance === 'INSUFFICIENT_DATA' ? { setting: verdict.missing.setting, why: verdict.missing.why } : null,
  };
}

function groupOf(failures: readonly Finding[], { account, region, actor }: Judged['change'], left: readonly string[]): AlertGroup {
  const rules = failures.map(({ rule }) => rule);
  return { rules, account, region, principal: actor.principal, ...(left.length > 0 && { notDone: left }) };
}
