import { Command, InvalidArgumentError } from 'commander';
import { type SealResult, sealDays } from '../app/days/seal.ts';
import { formatMessage, readPolicyFile } from '../config.ts';
import { startOfDay } from '../core/day-seal.ts';
import { jsonl } from '../report/jsonl.ts';
import { terminalSafe } from '../text/safe-text.ts';
import { version } from '../version.ts';
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
      .argument('<source...>', 'the trail: s3://bucket/prefix, or a local copy (AWSLogs/...)'),
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
  sagewarden seal trail/ --into sealed/ --from 2026-07-01 --to 2026-10-31
  sagewarden report s3://evidence-bucket/sealed --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z

A day is a publish date, in UTC: what CloudTrail delivered on it, whenever it happened. It can be sealed three hours after its end.

Exit codes: 0 sealed, or nothing was left to seal; 2 could not.`,
    )
    .action(seal);
}

async function seal(source: string[], flags: SealFlags): Promise<void> {
  const loaded = readPolicyFile(flags.config, new Date().toISOString());
  const quiet = flags.quiet ?? false;
  if (!quiet) for (const warning of loaded.warnings) process.stderr.write(`sagewarden: warning: ${terminalSafe(formatMessage(warning))}\n`);
  const { scope } = loaded.policy;
  if (/^(lookup|athena):/.test(source[0] ?? ''))
    throw new UsageError(`${source[0]} has no publish dates: seal the trail's bucket (s3://bucket/prefix) or a copy of it`);
  const startOf = (each: string) => startOfDay(each) ?? Number.NaN;
  const reader = readerOf(flags.jobs, { sha256: true });
  try {
    const result = await sealDays(flags, {
      clock: Date,
      log: {
        info: (_, fields) => quiet || flags.json || process.stdout.write(`${fields?.day} ${fields?.sha256}\n`),
        warn() {},
        error() {},
      },
      store: await openDays(flags.into),
      source: (first, last) =>
        openSource(source, flags, { scope, digests: true, published: { first: startOf(first), last: startOf(last) } }),
      reader,
      policy: loaded.policy,
      policySha256: loaded.sha256,
      version,
      lines: (rows) => [...jsonl({ population: { rows: () => rows, count: rows.length } })].join(''),
      deadline: Number.POSITIVE_INFINITY,
    });
    if (flags.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else if (!quiet) process.stdout.write(summary(result));
  } finally {
    await reader.close();
  }
}

function summary({ sealed, head }: SealResult): string {
  const days = sealed.length === 0 ? 'nothing is left to seal' : `${sealed.length} ${sealed.length === 1 ? 'day' : 'days'} sealed`;
  return head ? `${days}; the newest is ${head.day}, sha256 ${head.sha256}\n` : `${days}\n`;
}

function day(value: string): string {
  if (startOfDay(value) === undefined) throw new InvalidArgumentError('expected a day such as 2026-11-20');
  return value;
}
