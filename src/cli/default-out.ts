import { kindOf } from '../report/staging.ts';

/** A folder that is not there yet, named by the time of the run; runs that begin at the same time get a number besides. */
export function defaultOut(prefix: string, time: string): string {
  const named = `${prefix}${time.replaceAll(':', '')}`;
  let out = named;
  for (let number = 2; kindOf(out) !== 'none'; number++) out = `${named}-${number}`;
  return out;
}
