import { hostname } from 'node:os';
import { caller } from './user.ts';

/** What differs from run to run; the evidence itself does not. No option takes a secret: keys are given by file. */
export function runRecord(started: Date): Record<string, unknown> {
  return {
    commandLine: process.argv.slice(2),
    caller: { user: caller(), host: hostname() },
    node: process.version,
    startedAt: started.toISOString(),
    finishedAt: new Date().toISOString(),
    durationMs: Date.now() - started.getTime(),
  };
}
