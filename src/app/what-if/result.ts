import type { Problem } from '../../core/evidence/reading.ts';
import type { SinceAttached } from './since-attached.ts';
import type { WhatIf } from './what-if.ts';

/** What is said of a replay, and how sure it is. */
export interface WhatIfResult extends WhatIf {
  readonly version: string;
  /** Of each document's bytes, or of the document that would be written. */
  readonly sha256: Readonly<Record<string, string>>;
  readonly sinceAttached: SinceAttached | null;
  /** What the replay does not look at, a sentence each. */
  readonly limits: readonly string[];
  /** What of the trail could not be read. */
  readonly problems: readonly Problem[];
  readonly exitCode: 0 | 1 | 3;
}
