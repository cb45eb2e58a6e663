import type { TieOutLine } from '../evidence/reading.ts';
import { goneCauses, notAskedReasons, type RecordCheck, type ResourceCheck, unexplainedCauses } from './model.ts';

/** The totals are counted on their own: the lines prove that nothing fell between two classes. */
export function crossCheckTieOut(
  counted: { readonly resources: number; readonly creates: number },
  resources: readonly ResourceCheck[],
  records: readonly RecordCheck[],
): TieOutLine[] {
  return [
    line('cross-check-resources', { label: 'resources', count: counted.resources }, [
      ...(['created', 'updated'] as const).map((kind) => ({
        label: `explained: ${kind}`,
        count: countIf(resources, ({ explanation }) => explanation.kind === kind),
      })),
      ...(['describe', 'name'] as const).map((proof) => ({
        label: `explained: spawned (by ${proof})`,
        count: countIf(resources, ({ explanation }) => explanation.kind === 'spawned' && explanation.proof === proof),
      })),
      ...unexplainedCauses.map((cause) => ({
        label: `unexplained: ${cause}`,
        count: countIf(resources, ({ explanation }) => explanation.kind === 'unexplained' && explanation.cause === cause),
      })),
    ]),
    line('cross-check-records', { label: 'creates', count: counted.creates }, [
      ...(['exists', 'deleted', 'ended-by-itself'] as const).map((kind) => ({
        label: kind,
        count: countIf(records, ({ outcome }) => outcome.kind === kind),
      })),
      ...goneCauses.map((cause) => ({
        label: `gone: ${cause}`,
        count: countIf(records, ({ outcome }) => outcome.kind === 'gone' && outcome.cause === cause),
      })),
      ...notAskedReasons.map((why) => ({
        label: `not asked: ${why}`,
        count: countIf(records, ({ outcome }) => outcome.kind === 'not-asked' && outcome.why === why),
      })),
    ]),
  ];
}

function line(id: string, total: TieOutLine['total'], terms: TieOutLine['terms']): TieOutLine {
  return { id, total, terms, balances: terms.reduce((sum, { count }) => sum + count, 0) === total.count };
}

function countIf<T>(all: readonly T[], test: (value: T) => boolean): number {
  let count = 0;
  for (const each of all) if (test(each)) count++;
  return count;
}
