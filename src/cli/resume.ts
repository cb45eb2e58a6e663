import { resolve } from 'node:path';
import { type Checkpoint, openCheckpoint } from '../trail/checkpoint.ts';
import { version } from '../version.ts';
import { UsageError } from './errors.ts';
import { isRemote, type SourceFlags } from './source.ts';

export const resumeHelp = 'keep a checkpoint beside --out (<out>.checkpoint), and go on from the one that is there';

interface Resumed extends SourceFlags {
  readonly source: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly verify?: boolean;
}

/** Beside the output, so that replacing that leaves it alone. */
function checkpointOf(out: string): string {
  return `${out.replace(/\/+$/, '')}.checkpoint`;
}

/** In it: queries of Athena that were begun. */
export function queryLogOf({ resume, out }: { readonly resume?: boolean; readonly out?: string }): string | undefined {
  return resume && out !== undefined ? `${checkpointOf(out)}/queries.jsonl` : undefined;
}

/** The checkpoint of a run that is written to `out`. The policy is not in it: what was read does not depend on it. @throws UsageError, SourceError */
export function openResume(out: string | undefined, { source, from, to, accounts, regions, verify, objects }: Resumed): Checkpoint {
  if (out === undefined) throw new UsageError('--resume needs --out: the checkpoint lies beside it');
  const folder = checkpointOf(out);
  const run = {
    version,
    source: source.map((each) => (isRemote(each) ? each : resolve(each))),
    from: from ?? null,
    to: to ?? null,
    accounts: accounts ?? null,
    regions: regions ?? null,
    // Then the readings have hashes.
    verify: verify ?? false,
    // Then they come from a table's columns.
    ...(objects === false && { objects }),
  };
  return openCheckpoint(folder, run);
}
