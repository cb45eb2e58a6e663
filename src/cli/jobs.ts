import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { inThisThread, type ObjectReader } from '../trail/reader.ts';
import { inThreads } from '../trail/threads.ts';

export const jobsHelp = 'threads that read, one of which a core can keep busy (default: one for each core)';

const mostJobs = 64;

export function jobs(value: string): number {
  if (!/^\d+$/.test(value) || Number(value) < 1 || Number(value) > mostJobs)
    throw new InvalidArgumentError(`expected a number from 1 to ${mostJobs}`);
  return Number(value);
}

/** Small archives are read in this thread, whatever is asked for; so is everything where the command runs from its sources. */
export function readerOf(asked: number | undefined, { sha256 }: { sha256: boolean }): ObjectReader {
  const threads = asked ?? Math.min(availableParallelism(), mostJobs);
  const script = new URL('../read-worker.js', import.meta.url);
  return threads > 1 && existsSync(script) ? inThreads({ threads, script, sha256 }) : inThisThread({ sha256 });
}
