import { type Command, InvalidArgumentError } from 'commander';
import { UsageError } from './errors.ts';
import { instant } from './instant.ts';
import { jobs, jobsHelp } from './jobs.ts';
import { networkSnapshotHelp, withSourceOptions } from './source.ts';

export interface WhatIfFlags {
  readonly whatIf?: readonly string[];
  readonly policy?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly sinceAttached?: string | true;
  readonly policyName?: string;
  readonly networkSnapshot?: string;
  readonly jobs?: number;
  readonly quiet?: boolean;
}

const whatIfHelp = `
What if: each call of a trail under the policy, with the statement that would have denied it; what it would break; what it would not
have prevented. --out is then the file that the result is written to, as JSON. What a record does not show is never taken for allowed.
  sagewarden prevent --what-if trail/ --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z
  sagewarden prevent --what-if s3://trail-bucket/prefix --from ... --to ... --policy scp.json --out what-if.json
  sagewarden prevent --what-if trail/ --from ... --to ... --since-attached auto
Exit codes of --what-if: 0 every call is decided, and none that the rules pass is denied; 1 one is, or one got past the attached policy;
2 could not run; 3 a call could not be decided, or the trail not be read whole.`;

/** The options of `prevent --what-if`. */
export function withWhatIfOptions(command: Command): Command {
  return withSourceOptions(
    command
      .option('--what-if <source...>', 'replay the policy over this trail: folders, files, s3://bucket/prefix or lookup:')
      .option('--policy <file...>', '--what-if: these policy documents (JSON) instead of those that it would write')
      .option('--from <time>', '--what-if: start of the period, in it (ISO 8601 with zone)', instant)
      .option('--to <time>', '--what-if: end of the period, not in it', instant),
  )
    .option(
      '--since-attached [time]',
      "--what-if: what was refused before and after the policy was attached; auto: when, by the trail's own records",
      autoOrInstant,
    )
    .option('--policy-name <name>', '--since-attached auto: its name, ARN or id (default: sagewarden-prevention)')
    .option('--network-snapshot <file>', networkSnapshotHelp)
    .option('--jobs <n>', jobsHelp, jobs)
    .option('--quiet', '--what-if: no progress, no warnings')
    .addHelpText('after', whatIfHelp);
}

function autoOrInstant(value: string): string {
  if (value === 'auto') return value;
  try {
    return instant(value);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new InvalidArgumentError(`${error.message}, or auto`);
  }
}

const ofWhatIf = [
  ...['policy', 'from', 'to', 'sinceAttached', 'policyName', 'networkSnapshot', 'jobs', 'quiet'],
  ...['accounts', 'regions', 'requestPayer', 'expectedBucketOwner', 'roleArn', 'role', 'externalId'],
];
const spelled = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** What would be ignored is refused. @throws UsageError */
export function demandWhatIf(flags: WhatIfFlags): void {
  if (flags.whatIf !== undefined) return;
  const alone = Object.entries(flags).find(([name, value]) => ofWhatIf.includes(name) && value !== undefined)?.[0];
  if (alone) throw new UsageError(`${spelled(alone)} says nothing without --what-if`);
}
