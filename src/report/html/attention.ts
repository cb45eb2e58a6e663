import type { RowClass } from '../../core/evidence/population.ts';

/** What an auditor looks at first, first. */
export const attention: readonly RowClass[] = ['non-compliant', 'not-evaluable', 'exempt', 'failed-attempt', 'compliant', 'not-applicable'];
