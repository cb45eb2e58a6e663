import type { EvaluationComparison, Unasked } from '../core/config-evaluations/model.ts';
import { jsonText } from '../text/safe-text.ts';

export const configEvaluationsName = 'config-evaluations.json';

export interface ConfigEvaluationsFile {
  readonly comparison: EvaluationComparison;
  readonly unasked: readonly Unasked[];
}

/** `config-evaluations.json`: the same input gives the same bytes. */
export function* configEvaluationsJson({ comparison, unasked }: ConfigEvaluationsFile): Generator<string> {
  const { evaluations, agree, disagree, theirsOnly, oursOnly } = comparison;
  const file = { schema: 'https://sagewarden.dev/config-evaluations/1', evaluations, agree, disagree, theirsOnly, oursOnly, unasked };
  yield `${jsonText(file, 2)}\n`;
}
