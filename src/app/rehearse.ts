import type { TamperingAlert } from '../core/alert.ts';
import type { Reading } from '../core/change.ts';
import { type Decisions, decide, type EnforcementFacts } from '../core/decide.ts';
import { type Finding, type JudgeContext, judge } from '../core/judge.ts';
import { unknown } from '../core/posture.ts';
import { read } from '../core/read.ts';
import type { ParsedRecord } from '../core/record.ts';
import { isInScope } from '../core/scope.ts';

/** What the monitor would make of one record, with nothing but the record at hand. */
export interface Rehearsal {
  readonly reading: Reading;
  /** Else the monitor passes it by. Log control is told of wherever it happens. */
  readonly isInScope: boolean;
  readonly findings: readonly Finding[];
  /** `null`: not a change or failed attempt of ours. */
  readonly decisions: Decisions | null;
  /** What is told at once of a log control that blinds a trail; `null`: it is none. */
  readonly tampering: Pick<TamperingAlert, 'kind' | 'severity'> | null;
}

/** Describe and the count of stops are asked live, and only then. */
const nothingAsked: EnforcementFacts = { described: unknown('not-recorded'), stopsInLastHour: unknown('not-recorded') };

export function rehearse(parsed: ParsedRecord, context: JudgeContext): Rehearsal {
  const { enforcement, scope } = context.policy;
  const reading = read(parsed);
  const nothing = { reading, isInScope: true, findings: [], decisions: null, tampering: null };
  switch (reading.kind) {
    case 'failed-attempt':
      if (!isInScope(scope, reading.attempt)) return { ...nothing, isInScope: false };
      return { ...nothing, decisions: decide(reading.attempt, [], enforcement, nothingAsked) };
    case 'trail-control':
      return reading.control.blinding ? { ...nothing, tampering: { kind: 'trail-tampering', severity: 'critical' } } : nothing;
    case 'change': {
      if (!isInScope(scope, reading.change)) return { ...nothing, isInScope: false };
      const findings = judge(reading.change, context);
      return { ...nothing, findings, decisions: decide(reading.change, findings, enforcement, nothingAsked) };
    }
    default:
      return nothing;
  }
}
