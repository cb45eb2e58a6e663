import pc from 'picocolors';
import type { TamperingAlert } from '../core/alert.ts';
import type { EventFacts, Reading } from '../core/change.ts';
import type { Condition, Decisions, EnforcementDecision } from '../core/decide.ts';
import type { Finding } from '../core/judge.ts';
import type { Severity } from '../core/rule.ts';
import { terminalSafe } from '../text/safe-text.ts';

interface Shown {
  readonly file: string;
  readonly reading: Reading;
  readonly isInScope: boolean;
  readonly findings: readonly Finding[];
  readonly decisions: Decisions | null;
  readonly tampering: Pick<TamperingAlert, 'kind' | 'severity'> | null;
}

/** What the monitor would do with one event, for a terminal. */
export function rehearsalText({ file, reading, isInScope, findings, decisions, tampering }: Shown, colour: boolean): string {
  const colours = pc.createColors(colour);
  const lines = [
    `${colours.bold(file)}`,
    ...aboutReading(reading),
    ...(isInScope ? [] : ['outside the scope of the policy: not judged, and no alert']),
    ...findings.map(aboutFinding),
    ...(decisions ? aboutDecisions(decisions) : []),
    ...(tampering ? [alerting(tampering.severity, [tampering.kind])] : []),
  ];
  return `${lines
    .map((line, index) => (index === 0 ? line : `  ${line}`))
    .map(terminalSafe)
    .join('\n')}\n`;
}

function aboutReading(reading: Reading): string[] {
  switch (reading.kind) {
    case 'change':
      return [`change: ${headline(reading.change)} ${reading.change.resource.type} ${reading.change.resource.name ?? '(no name)'}`];
    case 'failed-attempt':
      return [
        `failed attempt (${reading.attempt.errorCode}): ${headline(reading.attempt)} ${reading.attempt.resource.type} ${reading.attempt.resource.name ?? '(no name)'}`,
        'nothing was created: recorded, not judged',
      ];
    case 'lifecycle':
      return [
        `lifecycle (${reading.lifecycle.effect}): ${headline(reading.lifecycle)}`,
        'ends, moves or takes up an exposure: recorded, not judged',
      ];
    case 'trail-control':
      return [
        `log control: ${headline(reading.control)}`,
        reading.control.blinding ? 'what follows may not be recorded' : 'logging goes on',
      ];
    case 'ignored':
      return [`ignored: ${reading.reason === 'other-service' ? 'another service' : 'no SageMaker operation that the catalogue has'}`];
    case 'unreadable':
      return reading.problems.map((problem) => `unreadable: ${problem}`);
  }
}

function headline({ eventName, eventTime, account, region, actor }: EventFacts): string {
  return `${eventName} at ${eventTime} in ${account} ${region} by ${actor.name}:`;
}

function aboutFinding({ rule, severity, verdict, exemption }: Finding): string {
  const name = `${rule.padEnd(36)} ${verdict.compliance}`;
  if (verdict.compliance === 'INSUFFICIENT_DATA')
    return `${name}: ${verdict.missing.at || verdict.missing.setting} not seen (${verdict.missing.why})`;
  if (verdict.compliance !== 'NON_COMPLIANT') return name;
  const because = verdict.because.map(({ at, found, expected }) => `${at}: found ${found}, expected ${expected}`).join('; ');
  return `${name} (${severity}): ${because}${exemption ? `; exemption ${exemption.id}: ${exemption.status}` : ''}`;
}

function aboutDecisions({ alert, why, enforcement }: Decisions): string[] {
  const told = alert ? alerting(alert.severity, alert.rules) : `alert: no (${why})`;
  return [told, ...(enforcement.length === 0 ? ['enforcement: none planned by the policy'] : enforcement.flatMap(aboutEnforcement))];
}

function alerting(severity: Severity, why: readonly string[]): string {
  return `alert: yes, ${severity} (${why.join(', ')})`;
}

const outcomes: Readonly<Record<EnforcementDecision['outcome'], string>> = {
  act: 'would be done',
  'dry-run': 'would be logged only (dry run)',
  undecided: 'would be decided live: something is not known from the record',
  withheld: 'would not be done',
};

function aboutEnforcement({ action, target, outcome, conditions }: EnforcementDecision): string[] {
  return [`${action} ${target.type} ${target.name ?? '(no name)'}: ${outcomes[outcome]}`, ...conditions.map(aboutCondition)];
}

function aboutCondition({ id, holds, detail }: Condition): string {
  return `  ${holds === true ? 'yes' : holds === false ? 'no ' : '?  '} ${id}: ${detail}`;
}
