import type { WhatWasListed } from '../app/posture/against.ts';
import type { PostureResource } from '../app/posture/resource.ts';
import type { Limit } from '../core/evidence/limit.ts';
import type { TieOutLine } from '../core/evidence/reading.ts';
import type { BesideFile } from '../report/reporter.ts';

/** What was found beside the rules' own judgement. */
export interface Told {
  readonly files: readonly BesideFile[];
  readonly limits: readonly Limit[];
  readonly tieOut: readonly TieOutLine[];
  /** For `--json`. */
  readonly result: Readonly<Record<string, unknown>>;
  /** Sections of the summary, each ends with a line break. */
  readonly text: string;
}

/** What a posture run is held against: in this order, `begin` when all is listed, `take` for each resource, `finish`. */
export interface Beside {
  begin(): Promise<void>;
  take(resource: PostureResource): void;
  finish(input: WhatWasListed): Promise<Told>;
}

/** Neither --against nor --config-evaluations. */
export const nothingBeside: Beside = {
  begin: async () => {},
  take: () => {},
  finish: async () => ({ files: [], limits: [], tieOut: [], result: {}, text: '' }),
};
