import { Command, InvalidArgumentError } from 'commander';
import { type SealResult, type SealWorld, sealDays } from '../app/days/seal.ts';
import { formatMessage, readPolicyFile } from '../config.ts';
import { startOfDay } from '../core/days.ts';
import { jsonlText } from '../report/jsonl.ts';
import { terminalSafe } from '../text/safe-text.ts';
import type { TrailSource } from '../trail/source.ts';
import { version } from '../version.ts';
import { tableOf, tellRan } from './athena.ts';
import { openDays } from './day-store.ts';
import { UsageError } from './errors.ts';
import { jobs, jobsHelp, readerOf } from './jobs.ts';
import { openSource, type SourceFlags, withSourceOptions } from './source.ts';

interface SealFlags extends SourceFlags {
  readonly into: string;
  readonly from?: string;
  readonly to?: string;
  readonly config?: string;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function sealCommand(): Command {
  return withSourceOptions(
    new Command('seal')
      .description('keeps what a trail delivered on each day, chained to the day before: continuous evidence, that report folds')
      .argument('<source...>', 'the trail: s3://bucket/prefix, a local copy (AWSLogs/...), or athena:DATABASE.TABLE'),
  )
    .requiredOption('--into <store>', 'where sealed days are kept: s3://bucket/prefix (with Object Lock), or a folder')
    .option('--from <day>', 'first publish date (default: the one after the newest that is sealed)', day)
    .option('--to <day>', 'last publish date (default: the last that is over)', day)
    .option('--config <file>', 'policy file (default: ./sagewarden.yml, else the built-in defaults)')
    .option('--jobs <n>', jobsHelp, jobs)
    .option('--json', 'the result as JSON on stdout')
    .option('--quiet', 'no summary, no warnings')
    .addHelpText(
      'after',
      `
Examples:
  sagewarden seal s3://trail-bucket/prefix --into s3://evidence-bucket/sealed --from 2026-07-01
  sagewarden seal athena:trails.logs --into s3://evidence-bucket/sealed --workgroup evidence --from 2026-07-01
  sagewarden seal trail/ --into sealed/ --from 2026-07-01 --to 2026-10-31
  sagewarden report s3://evidence-bucket/sealed --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z

A day is a publish date, in UTC: what CloudTrail delivered on it, whenever it happened. It can be sealed three hours after its end.
What comes into its folder later is found on the two days after it. From athena: it is not, since each day is one query, of that day alone,
and there are no digests: a report on such days cannot be verified against CloudTrail's, and needs --accept-unverified to be conclusive.

Exit codes: 0 sealed, or nothing was left to seal; 2 could not.`,
    )
    .action(seal);
}

async function seal(source: string[], flags: SealFlags): Promise<void> {
  const loaded = readPolicyFile(flags.config, new Date().toISOString());
  const quiet = flags.quiet ?? false;
  if (!quiet) for (const warning of loaded.warnings) process.stderr.write(`sagewarden: warning: ${terminalSafe(formatMessage(warning))}\n`);
  const { scope } = loaded.policy;
  const [only = ''] = source;
  if (only.startsWith('lookup:'))
    throw new UsageError(`${only} has no publish dates: seal the trail's bucket (s3://bucket/prefix) or a copy of it`);
  const open = only.startsWith('athena:') ? byAthena(source, flags, scope) : inFolders(source, flags, scope);
  let opened: TrailSource | undefined;
  const reader = readerOf(flags.jobs, { sha256: true });
  try {
    const result = await sealDays(flags, {
      clock: Date,
      log: {
        info(_, fields) {
          if (!quiet && !flags.json) process.stdout.write(`${fields?.day} ${fields?.sha256}\n`);
          tellRan(opened?.ran?.(), { quiet });
        },
        warn() {},
        error() {},
      },
      store: await openDays(flags.into),
      source: async (first, last) => {
        opened = await open(first, last);
        return opened;
      },
      reader,
      policy: loaded.policy,
      policySha256: loaded.sha256,
      version,
      lines: jsonlText,
      deadline: Number.POSITIVE_INFINITY,
    });
    if (flags.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else if (!quiet) process.stdout.write(summary(result));
  } finally {
    await reader.close();
  }
}

type Scope = NonNullable<NonNullable<Parameters<typeof openSource>[2]>['scope']>;

/** The log files and digests of some publish dates. */
function inFolders(source: readonly string[], flags: SealFlags, scope: Scope): SealWorld['source'] {
  return (first, last) => openSource(source, flags, { scope, digests: true, published: { first, last } });
}

/** The last of the days alone: what an earlier one has anew, nobody could tell from what was sealed of it. */
function byAthena(source: readonly string[], flags: SealFlags, scope: Scope): SealWorld['source'] {
  const [url = '', ...more] = source;
  tableOf(url);
  if (more.length > 0) throw new UsageError(`${url} stands alone: seal other sources apart`);
  if (flags.objects === false) throw new UsageError('--no-objects says nothing about seal: the log files that Athena finds are read');
  if (flags.sliceDays !== undefined) throw new UsageError('--slice-days says nothing about seal: each day is a query');
  return (_, day) => openSource(source, flags, { scope, published: { first: day, last: day }, quiet: flags.quiet });
}

function summary({ sealed, head }: SealResult): string {
  const days = sealed.length === 0 ? 'nothing is left to seal' : `${sealed.length} ${sealed.length === 1 ? 'day' : 'days'} sealed`;
  return head ? `${days}; the newest is ${head.day}, sha256 ${head.sha256}\n` : `${days}\n`;
}

function day(value: string): string {
  if (startOfDay(value) === undefined) throw new InvalidArgumentError('expected a day such as 2026-11-20');
  return value;
}
