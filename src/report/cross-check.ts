import type { CrossCheck } from '../core/cross-check/model.ts';
import { jsonText } from '../text/safe-text.ts';

export interface CrossCheckFile {
  readonly check: CrossCheck;
  readonly periodGiven: boolean;
  readonly trail: unknown;
  readonly inconclusive: boolean;
}

export const crossCheckName = 'cross-check.json';

/** `cross-check.json`, a row to a line: there may be hundreds of thousands. The same input gives the same bytes. */
export function* crossCheckJson({ check, periodGiven, trail, inconclusive }: CrossCheckFile): Generator<string> {
  const { resources, records, drift, tieOut, period, findings, unknown } = check;
  const head = {
    schema: 'https://sagewarden.dev/cross-check/1',
    period: { ...period, given: periodGiven },
    inconclusive,
    findings,
    unknown,
    trail,
    tieOut,
  };
  yield jsonText(head, 2).replace(/\n\}$/, '');
  yield* list('drift', drift);
  yield* list('resources', resources);
  yield* list('records', records);
  yield '\n}\n';
}

function* list(name: string, rows: readonly unknown[]): Generator<string> {
  yield `,\n  ${jsonText(name)}: [`;
  let first = true;
  for (const row of rows) {
    yield `${first ? '' : ','}\n    ${jsonText(row)}`;
    first = false;
  }
  yield rows.length === 0 ? ']' : '\n  ]';
}
