import type { Period } from '../app/scan/model.ts';
import { UsageError } from './errors.ts';

/** `--from` and `--to`, both or neither. @throws UsageError */
export function periodOf({ from, to }: { readonly from?: string; readonly to?: string }): Period | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined)
    throw new UsageError(`--from and --to go together: ${from === undefined ? '--from' : '--to'} is missing`);
  if (Date.parse(from) >= Date.parse(to))
    throw new UsageError(`the period is empty: --from ${from} is not before --to ${to} (it is half-open: from is in it, to is not)`);
  return { from, to };
}
