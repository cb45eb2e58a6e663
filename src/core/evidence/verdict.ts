import type { Limit } from './limit.ts';

export type EvidenceVerdict = 'CONFIRMED' | 'CONFIRMED_WITH_EXCEPTIONS' | 'NOT_CONFIRMED' | 'INCONCLUSIVE';

/** NOT_CONFIRMED wins over INCONCLUSIVE: a finding is a finding, whatever else could not be seen. */
export function verdictOf(open: number, exempt: number, limits: readonly Limit[]): EvidenceVerdict {
  if (open > 0) return 'NOT_CONFIRMED';
  if (limits.some((limit) => limit.inconclusive)) return 'INCONCLUSIVE';
  return exempt > 0 ? 'CONFIRMED_WITH_EXCEPTIONS' : 'CONFIRMED';
}

/** Exit codes of every command that gives a verdict; 2 is "could not run". */
export const exitCodes: Readonly<Record<EvidenceVerdict, 0 | 1 | 3>> = {
  CONFIRMED: 0,
  CONFIRMED_WITH_EXCEPTIONS: 0,
  NOT_CONFIRMED: 1,
  INCONCLUSIVE: 3,
};
