import { Command } from 'commander';
import { verifyTrail } from '../app/verify.ts';
import { type Integrity, integrityExitCodes } from '../core/integrity.ts';
import { jsonText } from '../text/safe-text.ts';
import { coloured } from './coloured.ts';
import { UsageError } from './errors.ts';
import { instant } from './instant.ts';
import { openKeys, publicKeysHelp } from './key-source.ts';
import { openSource, type SourceFlags, sourceHelp, withSourceOptions } from './source.ts';
import { integrityText } from './verify-text.ts';

interface VerifyFlags extends SourceFlags {
  readonly from?: string;
  readonly to?: string;
  readonly publicKeys?: string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description("holds a trail against CloudTrail's digest files: nothing altered, nothing missing, nothing added, no hour left out")
    .argument('<source...>', sourceHelp)
    .option('--from <time>', 'start of the window that must be covered, in it (ISO 8601 with zone); default: the oldest object', instant)
    .option('--to <time>', 'its end, not in it; default: the newest object, which cannot tell whether newer ones were removed', instant)
    .option('--public-keys <file...>', publicKeysHelp);
  return withSourceOptions(command)
    .option('--json', 'a verdict for each digest and log file, unnamed log files and gaps, as JSON on stdout')
    .option('--quiet', 'the exit code only')
    .addHelpText(
      'after',
      `
The window goes by the time of delivery, as the names of log files do; the period of a scan goes by the time of events, and scan --verify asks for
digests up to 15 minutes past its end.

A local copy needs S3's metadata, where signatures are: <digest>.json.gz.metadata.json beside a digest, as aws s3api head-object prints it.
Without one, the signature that the next digest has serves; the newest digest has no next one.

Examples:
  sagewarden verify s3://bucket/prefix --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z
  sagewarden verify trail/ --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --public-keys keys.json --json

Exit codes: 0 valid, 1 tampered, 2 could not run, 3 gap: nothing was found altered, and not everything is proven.`,
    )
    .action(verify);
}

async function verify(sources: string[], flags: VerifyFlags): Promise<void> {
  const { from, to } = flags;
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    throw new UsageError(`the window is empty: ${from} to ${to}`);
  const keys = openKeys(flags.publicKeys);
  const progress = progressLine(flags.quiet ?? false);
  const period = from !== undefined && to !== undefined ? { from, to } : undefined;
  const { integrity, problems } = await verifyTrail(await openSource(sources, flags, { period, digests: true }), {
    keys,
    onProgress: progress.show,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }).finally(progress.clear);
  if (integrity.counts.digestsListed + integrity.counts.logsListed === 0)
    throw new UsageError(`${sources.join(', ')}: neither digests nor log files of CloudTrail there${from || to ? ' in this window' : ''}`);
  process.exitCode = integrityExitCodes[integrity.verdict];
  if (flags.json) process.stdout.write(`${jsonText(result(integrity), 2)}\n`);
  else if (!flags.quiet) process.stdout.write(integrityText(integrity, problems, coloured()));
}

function result({ digests, logs, unnamed, gaps }: Integrity): Record<string, unknown> {
  return {
    digests: Object.fromEntries(digests),
    logs: Object.fromEntries(logs),
    unnamed: unnamed.map(({ key }) => key),
    gaps: gaps.map(({ account, region, from, to, cause }) => ({ account, region, from, to, cause })),
  };
}

const everyMs = 100;

/** One line on stderr, on a terminal only; it is gone when the work is done. */
function progressLine(quiet: boolean): { show: (objects: number, share: number | undefined) => void; clear: () => void } {
  if (quiet || !process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  let shown = 0;
  return {
    show(objects, share) {
      const now = Date.now();
      if (now - shown < everyMs) return;
      shown = now;
      const done = share === undefined ? '' : `, ${Math.floor(share * 100)} %`;
      process.stderr.write(`\r\u001b[Kverifying: ${objects} objects${done}`);
    },
    clear: () => void process.stderr.write('\r\u001b[K'),
  };
}
