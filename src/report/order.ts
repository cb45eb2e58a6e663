import type { EvidenceFinding } from '../core/evidence/finding.ts';
import { severities } from '../core/rule.ts';

/** Open before exempt, then by severity, then by time; ties by event and rule, so that the order is one. */
export function worstFirst(findings: readonly EvidenceFinding[]): EvidenceFinding[] {
  return [...findings].sort(
    (a, b) =>
      Number(a.status === 'exempt') - Number(b.status === 'exempt') ||
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      compare(a.eventTime, b.eventTime) ||
      compare(a.eventId, b.eventId) ||
      compare(a.rule, b.rule),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
