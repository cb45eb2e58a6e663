import { hostname, userInfo } from 'node:os';

/** What differs from run to run; the evidence itself does not. No option takes a secret: keys are given by file. */
export function runRecord(started: Date): Record<string, unknown> {
  return {
    commandLine: process.argv.slice(2),
    caller: { user: userInfo().username, host: hostname() },
    node: process.version,
    startedAt: started.toISOString(),
    finishedAt: new Date().toISOString(),
    durationMs: Date.now() - started.getTime(),
  };
}
