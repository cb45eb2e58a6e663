import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { parseJson } from '../core/json.ts';
import { rebuildInto, rebuildViews } from '../report/rebuild.ts';
import { publicKey } from '../report/verify/signature.ts';
import { verifyRun } from '../report/verify.ts';
import { verificationText } from '../report/verify-text.ts';
import { terminalSafe } from '../text/safe-text.ts';
import { version } from '../version.ts';
import { coloured } from './coloured.ts';
import { UsageError } from './errors.ts';
import { demandRun, type FoldFlags, isFold, reportDays, withFoldOptions } from './report-days.ts';
import { runRecord } from './run-record.ts';

interface ReportFlags extends FoldFlags {
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

interface VerifyFlags {
  readonly key?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function reportCommand(): Command {
  const command = new Command('report')
    .description(
      'makes the views of a run again from its evidence.json and population.jsonl, when nothing in it was altered; with --from and --to, folds sealed days into the evidence of a period',
    )
    .argument('<dir>', 'folder of a run; or sealed days: s3://bucket/prefix, or a folder')
    .option('--out <dir>', 'write the whole run there: a new or empty folder (default: only what is missing, in its own folder)')
    .option('--force', 'replace what is in --out')
    .option('--json', 'what was made, as JSON on stdout')
    .option('--quiet', 'the exit code only');
  return withFoldOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  sagewarden report q3
  sagewarden report q3 --out q3-again
  sagewarden report s3://evidence-bucket/sealed --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --verify --out q3

Exit codes: of a run: 0 made, 2 could not: a file was altered or is malformed (it is named, and nothing was made). Of sealed days, as
scan: 0 confirmed, 1 not confirmed (findings), 2 could not run, 3 inconclusive: a day is missing or altered (it is named).`,
    )
    .action((dir: string, flags: ReportFlags) => (isFold(flags) ? reportDays(dir, flags) : report(dir, flags)))
    .addCommand(verifyCommand());
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('the check of an auditor: hashes, counts, findings and verdict of a run, and its signature; needs no AWS')
    .argument('<dir>', 'folder of a run')
    .option('--key <file>', 'public key (PEM) that must have signed; without it, the key that came along is used, and that is said')
    .option('--json', 'as JSON on stdout')
    .option('--quiet', 'the exit code only')
    .addHelpText(
      'after',
      `
Examples:
  sagewarden report verify q3
  sagewarden report verify q3 --key auditor-copy.pub.pem

Exit codes: 0 nothing was found altered, 1 something was altered or does not agree (each is named), 2 could not run.`,
    )
    .action(verify);
}

function report(dir: string, flags: ReportFlags): void {
  const started = new Date();
  demandRun(flags);
  demandFolder(dir);
  if (flags.out === undefined && flags.force) throw new UsageError('--force goes with --out');
  if (flags.out !== undefined && resolve(flags.out) === resolve(dir)) throw new UsageError('--out is the run itself: leave it out');
  const scan = existsSync(join(dir, 'run.json')) ? parseJson(readFileSync(join(dir, 'run.json'), 'utf8')) : null;
  const made =
    flags.out === undefined
      ? rebuildViews(dir)
      : rebuildInto(dir, flags.out, { force: flags.force ?? false, runRecord: { ...runRecord(started), of: scan ?? null } });
  const out = flags.out ?? dir;
  if (flags.json) process.stdout.write(`${JSON.stringify({ out: resolve(out), made }, null, 2)}\n`);
  else if (!flags.quiet)
    process.stdout.write(`${terminalSafe(out)}: ${made.length === 0 ? 'nothing is missing' : `made ${made.join(', ')}`}\n`);
}

function verify(dir: string, flags: VerifyFlags): void {
  demandFolder(dir);
  const key = flags.key === undefined ? undefined : readKey(flags.key);
  const verification = verifyRun(dir, { version, ...(key && { key }) });
  process.exitCode = verification.ok ? 0 : 1;
  if (flags.json) process.stdout.write(`${JSON.stringify(verification, null, 2)}\n`);
  else if (!flags.quiet) process.stdout.write(verificationText(verification, dir, coloured()));
}

function demandFolder(dir: string): void {
  const stats = statSync(dir, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) throw new UsageError(`${dir}: ${stats ? 'not a folder' : 'no such folder'}; expected the folder of a run`);
}

function readKey(path: string): KeyObject {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
  const key = publicKey(pem);
  if (!key) throw new UsageError(`${path}: not a public key in PEM (-----BEGIN PUBLIC KEY-----)`);
  return key;
}
