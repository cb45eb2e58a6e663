import { gunzipSync, gzipSync } from 'node:zlib';
import type { Trail, TrailOptions } from './trail.ts';

/** A way to tamper with a trail, or a control: what looks odd and is as CloudTrail delivers it. */
export interface Tampering {
  readonly name: string;
  readonly verdict: 'valid' | 'tampered' | 'gap';
  /** What must be said: keys of the trail with their reasons, and causes of gaps. */
  readonly said?: (trail: Trail) => { readonly [key: string]: string };
  readonly causes?: readonly string[];
  /** `aws cloudtrail validate-logs` ends with 0 all the same. */
  readonly awscliPasses?: boolean;
  readonly options?: TrailOptions;
  readonly apply: (trail: Trail) => void;
}

export function text(trail: Trail, key: string): string {
  return gunzipSync(trail.object(key).bytes).toString('utf8');
}

export function rewrite(trail: Trail, key: string, content: string): void {
  trail.object(key).bytes = gzipSync(content);
}

export function bytes(trail: Trail, key: string, change: (bytes: Buffer) => Buffer): void {
  trail.object(key).bytes = change(trail.object(key).bytes);
}

/** What is said of the first log file of an hour. */
export function log(reason: string, index = 2): (trail: Trail) => Record<string, string> {
  return (trail) => ({ [trail.log(index)]: reason });
}

export function digest(reason: string, index = 2): (trail: Trail) => Record<string, string> {
  return (trail) => ({ [trail.digest(index)]: reason });
}

export const tampered = 'tampered' as const;
