import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Measure {
  /** Wall time. */
  readonly seconds: number;
  /** Processor time, user and system, of all its processes; `null` where nothing here can measure it. */
  readonly cpu: number | null;
  /** Peak resident memory of the largest process in MB; `null` where nothing here can measure it. */
  readonly megabytes: number | null;
  readonly stdout: string;
}

const time = '/usr/bin/time';

/** Prints the peak of a Node process on stderr as it ends. `maxRSS` is in KB. */
const peakOnExit = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(2, '\\nMaximum resident set size (kbytes): ' + process.resourceUsage().maxRSS + '\\n'));",
)}`;

/** Runs a command to its end. Any exit code but those expected is an error, with what the command said. */
export function measure(command: string, args: readonly string[], expected: readonly number[]): Measure {
  const [program, all] = watched(command, args);
  const started = process.hrtime.bigint();
  const { status, stdout, stderr, error } = spawnSync(program, all, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (error) throw error;
  if (status === null || !expected.includes(status)) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stderr}`);
  const kilobytes = /Maximum resident set size \(kbytes\): (\d+)/.exec(stderr)?.[1];
  const [, user, system] = /User time \(seconds\): ([\d.]+)\s+System time \(seconds\): ([\d.]+)/.exec(stderr) ?? [];
  const cpu = user === undefined || system === undefined ? null : Number(user) + Number(system);
  return { seconds, cpu, megabytes: kilobytes === undefined ? null : Number(kilobytes) / 1024, stdout };
}

function watched(command: string, args: readonly string[]): [string, readonly string[]] {
  if (existsSync(time)) return [time, ['-v', command, ...args]];
  return command === process.execPath ? [command, ['--import', peakOnExit, ...args]] : [command, args];
}
