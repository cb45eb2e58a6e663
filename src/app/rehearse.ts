import type { Reading } from '../core/change.ts';
import { type Decisions, decide, type EnforcementFacts } from '../core/decide.ts';
import { type Finding, judge } from '../core/judge.ts';
import { unknown } from '../core/posture.ts';
import { read } from '../core/read.ts';
import type { ParsedRecord } from '../core/record.ts';
import type { RuleContext } from '../core/rule.ts';

/** What the monitor would make of one record, with nothing but the record at hand. */
export interface Rehearsal {
  readonly reading: Reading;
  readonly findings: readonly Finding[];
  /** `null`: not a change or failed attempt of ours. */
  readonly decisions: Decisions | null;
}

/** Describe and the count of stops are asked live, and only then. */
const nothingAsked: EnforcementFacts = { described: unknown('not-recorded'), stopsInLastHour: unknown('not-recorded') };

export function rehearse(parsed: ParsedRecord, context: RuleContext): Rehearsal {
  const { policy } = context;
  const reading = read(parsed);
  if (reading.kind === 'failed-attempt')
    return { reading, findings: [], decisions: decide(reading.attempt, [], policy.enforcement, nothingAsked) };
  if (reading.kind !== 'change') return { reading, findings: [], decisions: null };
  const findings = judge(reading.change, context);
  return { reading, findings, decisions: decide(reading.change, findings, policy.enforcement, nothingAsked) };
}
