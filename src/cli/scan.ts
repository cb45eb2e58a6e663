import { Command } from 'commander';
import { buildEvidence } from '../app/evidence.ts';
import { sha256OfJsonl } from '../report/jsonl.ts';
import { checkOutput } from '../report/write.ts';
import { version } from '../version.ts';
import { checkApart } from './apart.ts';
import { tellRan } from './athena.ts';
import { asksForStatements, type StatementFlags, statements, withStatementOptions } from './athena-statements.ts';
import { defaultOut } from './default-out.ts';
import { instant } from './instant.ts';
import { jobs, jobsHelp } from './jobs.ts';
import { judgedScan, type ScanRequest } from './judged-scan.ts';
import { publicKeysHelp } from './key-source.ts';
import { ledgerHelp, readLedger } from './ledger.ts';
import { openRedaction, type RedactFlags, redactKinds } from './redact.ts';
import { openResume, queryLogOf, resumeHelp } from './resume.ts';
import { runRecord } from './run-record.ts';
import { openSigner, signHelp } from './sign.ts';
import { networkSnapshotHelp, sourceHelp, withSourceOptions } from './source.ts';
import { tellRun } from './tell-run.ts';
import { writeSigned } from './write-run.ts';

export interface ScanFlags extends Omit<ScanRequest, 'source' | 'quiet' | 'checkpoint' | 'queryLog'>, RedactFlags {
  readonly out?: string;
  readonly force?: boolean;
  readonly resume?: boolean;
  readonly ledger?: string;
  readonly json?: boolean;
  readonly acceptUnverified?: boolean;
  readonly generatedAt?: string;
  readonly sign?: string;
  /** For `run.json`, beside what every run has there. */
  readonly recorded?: Readonly<Record<string, unknown>>;
}

export function scanCommand(): Command {
  return withStatementOptions(
    withSourceOptions(
      new Command('scan')
        .description('judges an audit period of a trail and writes the evidence')
        .argument('<source...>', sourceHelp)
        .option('--from <time>', 'start of the period, in it (ISO 8601 with zone)', instant)
        .option('--to <time>', 'end of the period, not in it', instant),
    ),
  )
    .option('--out <dir>', 'folder for the evidence: new or empty (default: evidence/<time of the run>)')
    .option('--force', 'replace what is in --out')
    .option('--resume', resumeHelp)
    .option('--config <file>', 'policy file (default: ./sagewarden.yml, else the built-in defaults)')
    .option('--network-snapshot <file>', networkSnapshotHelp)
    .option('--ledger <table>', ledgerHelp)
    .option('--verify', "hold the log files against CloudTrail's digests, in the same pass")
    .option('--public-keys <file...>', publicKeysHelp)
    .option('--accept-unverified', "let a source that was not verified against CloudTrail's digests be conclusive; the evidence says so")
    .option('--generated-at <time>', 'time that the evidence is said to be made at: the same input then gives the same bytes', instant)
    .option('--sign <key>', signHelp)
    .option(
      '--redact [kinds]',
      'pseudonyms in every file, of: accounts, actors, names, ips (with user agents); alone: all but accounts',
      redactKinds,
    )
    .option('--redact-key <file>', 'key that the pseudonyms are made with: the same key gives the same ones')
    .option('--new-redact-key <file>', 'make such a key, and leave it there')
    .option('--jobs <n>', jobsHelp, jobs)
    .option('--json', 'the result as JSON on stdout')
    .option('--quiet', 'no summary, no progress, no warnings')
    .addHelpText(
      'after',
      `
Examples:
  sagewarden scan trail/ --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z
  sagewarden scan trail/AWSLogs --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --out q3 --config sagewarden.yml
  sagewarden scan s3://trail-bucket/prefix --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --regions eu-west-1 --out q3 --resume
  sagewarden scan athena:security.cloudtrail_logs --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --show-sql
  sagewarden scan athena:security.cloudtrail_logs --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --out q3 --resume
  sagewarden scan lookup: --regions eu-west-1,us-east-1 --accounts 111122223333,444455556666 --role Audit --from ... --to ...
  sagewarden scan s3://trail-bucket/prefix --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --verify
  sagewarden scan one-file.json.gz --json | jq .verdict
  sagewarden scan trail/ --out q3 --sign ed25519:key.pem
  sagewarden scan trail/ --out q3 --sign kms:alias/audit-evidence
  sagewarden scan trail/ --out q3 --redact --new-redact-key redact.key
  sagewarden scan trail/ --out q3 --redact accounts,actors,names,ips --redact-key redact.key

Exit codes: 0 confirmed, 1 not confirmed (findings), 2 could not run, 3 inconclusive.`,
    )
    .action((source: string[], flags: ScanFlags & StatementFlags) =>
      asksForStatements(source, flags) ? statements(source[0] ?? '', flags) : scan(source, flags),
    );
}

/** Also of sealed days, for `report`: what is read differs, not what is made of it. */
export async function scan(source: readonly string[], flags: ScanFlags): Promise<void> {
  const started = new Date();
  const generatedAt = flags.generatedAt ?? instant(started.toISOString().replace(/\.\d+Z$/, 'Z'));
  const out = flags.out ?? defaultOut('evidence/', flags.generatedAt ?? started.toISOString());
  checkApart(source, out);
  checkOutput(out, { force: flags.force ?? false });
  const redaction = openRedaction(flags);
  const signer = flags.sign === undefined ? undefined : await openSigner(flags.sign, { quiet: flags.quiet ?? false });
  const checkpoint = flags.resume ? openResume(flags.out, { ...flags, source }) : undefined;
  const { loaded, network, period, scanned, integrity, assessed, sourceLimits, sourceRan } = await judgedScan(
    { ...flags, source, checkpoint, queryLog: queryLogOf(flags) },
    generatedAt,
  );
  tellRan(sourceRan, flags);
  const seen = buildEvidence({
    scanned,
    assessed,
    policy: loaded.policy,
    policyOrigin: { source: loaded.source, sha256: loaded.sha256 },
    networkSnapshot: network ? { takenAt: network.facts.takenAt, sha256: network.sha256 } : null,
    periodGiven: period !== undefined,
    acceptUnverified: flags.acceptUnverified ?? false,
    sourceLimits,
    ...(integrity && { integrity }),
    ...(flags.ledger !== undefined && { ledger: await readLedger(flags.ledger, period) }),
    generatedAt,
    version,
    jsonlSha256: '',
  });
  const redactor = redaction?.();
  const { evidence: shown, rows } = redactor?.redact(seen, assessed.rows) ?? { evidence: seen, rows: assessed.rows };
  const population = { rows: () => rows, count: rows.length };
  const evidence = { ...shown, population: { ...shown.population, jsonlSha256: sha256OfJsonl(population) } };
  const record = { ...runRecord(started), ...flags.recorded, ...sourceRan };
  const written = { force: flags.force ?? false, runRecord: redactor?.other(record) ?? record };
  const { keyId } = signer ?? {};
  // The ARN of a KMS key has an account in it.
  const signing = signer && redactor && keyId !== undefined ? { ...signer, keyId: redactor.other(keyId) } : signer;
  await writeSigned(out, { evidence, population }, written, signing);
  checkpoint?.remove();
  tellRun(evidence, out, { json: flags.json ?? false, quiet: flags.quiet ?? false, signed: signer !== undefined });
}
