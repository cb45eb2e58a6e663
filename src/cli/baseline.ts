import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { baselineOf } from '../app/baseline.ts';
import { withExemptions } from '../config/append.ts';
import { loadPolicy } from '../config.ts';
import { orOutputError } from '../report/output-errors.ts';
import { UsageError } from './errors.ts';
import { daysAfter, instant } from './instant.ts';
import { judgedScan, type ScanRequest } from './judged-scan.ts';
import { networkSnapshotHelp, sourceHelp, withSourceOptions } from './source.ts';
import { approverOf } from './user.ts';

interface BaselineFlags extends Omit<ScanRequest, 'source'> {
  readonly out?: string;
  readonly force?: boolean;
  readonly expires?: string;
  readonly approver?: string;
  readonly reason: string;
  readonly ticket?: string;
  readonly json?: boolean;
}

const defaultDays = 90;

export function baselineCommand(): Command {
  return withSourceOptions(
    new Command('baseline')
      .description('writes a policy that exempts, with an expiry, exactly what a scan finds: so that only what is new shows')
      .argument('<source...>', sourceHelp)
      .option('--from <time>', 'start of the period, in it (ISO 8601 with zone)', instant)
      .option('--to <time>', 'end of the period, not in it', instant),
  )
    .option('--config <file>', 'policy to start from (default: ./sagewarden.yml, else the built-in defaults); its comments are kept')
    .option('--network-snapshot <file>', networkSnapshotHelp)
    .option('--out <file>', 'where the policy goes (default: stdout)')
    .option('--force', 'replace the file of --out')
    .option('--expires <time>', `when the exemptions end (default: in ${defaultDays} days)`, instant)
    .option('--approver <name>', 'who answers for it (default: the user who runs this)')
    .option('--reason <text>', 'why', 'Found by a baseline scan; to be fixed before it expires')
    .option('--ticket <id>', 'where it is followed up')
    .option('--json', 'the exemptions alone, as JSON on stdout')
    .option('--quiet', 'no progress, no warnings')
    .addHelpText(
      'after',
      `
Examples:
  sagewarden baseline trail/ --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --out sagewarden.yml --force
  sagewarden baseline trail/ --approver "J. Doe" --ticket SEC-12 --expires 2027-01-01T00:00:00Z

A baseline names single events: a new resource, even of the same name, is a finding. The evidence says that it was accepted after the fact.`,
    )
    .action(baseline);
}

async function baseline(source: string[], flags: BaselineFlags): Promise<void> {
  const now = instant(new Date().toISOString().replace(/\.\d+Z$/, 'Z'));
  if (flags.out !== undefined && existsSync(flags.out) && !flags.force) throw new UsageError(`${flags.out}: exists; --force replaces it`);
  for (const option of ['reason', 'approver', 'ticket'] as const) {
    if (flags[option]?.trim() === '') throw new UsageError(`--${option} is empty`);
  }
  const expires = flags.expires ?? daysAfter(now, defaultDays);
  if (Date.parse(expires) <= Date.parse(now)) throw new UsageError(`--expires ${expires} has passed`);
  const approver = approverOf(flags.approver);
  const { loaded, assessed } = await judgedScan({ ...flags, source }, now);
  const exemptions = baselineOf(assessed.findings, {
    approved: now,
    expires,
    approver,
    reason: flags.reason,
    taken: loaded.policy.exemptions.map(({ id }) => id),
    ...(flags.ticket !== undefined && { ticket: flags.ticket }),
  });
  const written = flags.json ? `${JSON.stringify(exemptions, null, 2)}\n` : withExemptions(startingPolicy(flags.config), exemptions);
  // What a scan would refuse must not be written.
  if (!flags.json) loadPolicy(written, flags.out ?? 'baseline', { now });
  if (flags.out === undefined) process.stdout.write(written);
  else orOutputError(flags.out, () => writeFileSync(flags.out ?? '', written));
  const events = exemptions.reduce((sum, { baseline: named }) => sum + (named?.events.length ?? 0), 0);
  if (!flags.quiet) process.stderr.write(`sagewarden: ${exemptions.length} exemptions for ${events} findings, until ${expires}\n`);
}

function startingPolicy(config: string | undefined): string {
  if (config !== undefined) return readFileSync(config, 'utf8');
  return existsSync('sagewarden.yml') ? readFileSync('sagewarden.yml', 'utf8') : 'version: 1\n';
}
