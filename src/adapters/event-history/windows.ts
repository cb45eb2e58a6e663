import { msPerDay } from '../../core/time.ts';

/** What event history is asked for: one event source, one day at a time. */

export interface LookupWindow {
  readonly eventSource: string;
  /** ISO 8601, both in it: LookupEvents takes whole seconds and includes both ends, and CloudTrail writes whole seconds. */
  readonly first: string;
  readonly last: string;
}

/** SageMaker's operations; and CloudTrail's, which say whether what is missing was logged at all. */
const eventSources = ['cloudtrail.amazonaws.com', 'sagemaker.amazonaws.com'];

/** UTC days of a half-open period, in order; no second is in two of them, and none is in none. */
export function lookupWindows({ from, to }: { readonly from: string; readonly to: string }): LookupWindow[] {
  const windows: LookupWindow[] = [];
  const end = Date.parse(to);
  for (let start = Date.parse(from); start < end; ) {
    const next = Math.min(end, (Math.floor(start / msPerDay) + 1) * msPerDay);
    for (const eventSource of eventSources) {
      windows.push({ eventSource, first: second(Math.floor(start / 1000)), last: second(Math.ceil(next / 1000) - 1) });
    }
    start = next;
  }
  return windows;
}

function second(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().replace('.000Z', 'Z');
}
