import { createHash } from 'node:crypto';
import { type Assessed, assess } from '../app/assess.ts';
import { type Period, type Scanned, scanTrail } from '../app/scan.ts';
import { canonicalJson } from '../config/canonical.ts';
import { type LoadedSnapshot, readNetworkSnapshot } from '../config/network-snapshot.ts';
import { formatMessage, type LoadedPolicy, readPolicyFile } from '../config.ts';
import { terminalSafe } from '../report/safe-text.ts';
import { UsageError } from './errors.ts';
import { progressLine } from './progress.ts';
import { openSource } from './source.ts';

export interface ScanRequest {
  readonly source: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly config?: string;
  readonly networkSnapshot?: string;
  readonly quiet?: boolean;
}

export interface JudgedScan {
  readonly loaded: LoadedPolicy;
  readonly network: LoadedSnapshot | undefined;
  readonly period: Period | undefined;
  readonly scanned: Scanned;
  readonly assessed: Assessed;
}

/** Policy, source, pass, judgement: what `scan` and `baseline` share. */
export async function judgedScan(request: ScanRequest, now: string): Promise<JudgedScan> {
  const period = periodOf(request);
  const loaded = readPolicyFile(request.config, now);
  if (!request.quiet)
    for (const warning of loaded.warnings) process.stderr.write(`sagewarden: warning: ${terminalSafe(formatMessage(warning))}\n`);
  const network = request.networkSnapshot === undefined ? undefined : readNetworkSnapshot(request.networkSnapshot);
  const progress = progressLine(request.quiet ?? false);
  const scanned = await scanTrail(await openSource(request.source), {
    policy: loaded.policy,
    recordSha256,
    onProgress: progress.show,
    ...(period && { period }),
  }).finally(progress.clear);
  if (scanned.counters.objects.listed === 0)
    throw new UsageError(`${request.source.join(', ')}: no files there; expected ${'*.json.gz or *.json'} log files of CloudTrail`);
  const context = { policy: loaded.policy, asOf: now, ...(network && { network: network.facts }) };
  return { loaded, network, period, scanned, assessed: assess(scanned.changes, scanned.attempts, context) };
}

function periodOf({ from, to }: ScanRequest): Period | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined)
    throw new UsageError(`--from and --to go together: ${from === undefined ? '--from' : '--to'} is missing`);
  if (Date.parse(from) >= Date.parse(to))
    throw new UsageError(`the period is empty: --from ${from} is not before --to ${to} (it is half-open: from is in it, to is not)`);
  return { from, to };
}

function recordSha256(raw: unknown): string {
  return createHash('sha256').update(canonicalJson(raw), 'utf8').digest('hex');
}
