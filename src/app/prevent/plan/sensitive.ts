import { isObject } from '../../../core/json.ts';
import type { PlannedChange } from './document.ts';
import type { PlannedVerdict } from './verdict.ts';

/** What a plan calls sensitive is in its JSON in clear (Terraform, "JSON Output Format"): it is not told again. */
export function withoutSensitive(verdict: PlannedVerdict, { after, afterSensitive }: PlannedChange): PlannedVerdict {
  if (verdict.compliance !== 'NON_COMPLIANT') return verdict;
  const secrets = [...marked(after, afterSensitive)];
  if (secrets.length === 0) return verdict;
  const [first, ...others] = verdict.because.map((each) =>
    secrets.some((secret) => each.found.includes(secret)) ? { ...each, found: '(sensitive)' } : each,
  );
  return first ? { ...verdict, because: [first, ...others] } : verdict;
}

/** Every text and number below a mark. */
function* marked(value: unknown, mark: unknown): Iterable<string> {
  if (value === null || value === undefined || mark === false || mark === undefined) return;
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) yield* marked(element, Array.isArray(mark) ? mark[index] : mark);
  } else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) yield* marked(inner, isObject(mark) ? mark[name] : mark);
  } else if (mark === true && value !== '') yield String(value);
}
