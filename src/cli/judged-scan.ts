import { type Assessed, assess } from '../app/assess.ts';
import type { Sealed } from '../app/days/sealed-source.ts';
import { expectedPlaces } from '../app/expected.ts';
import type { Period, Scanned } from '../app/scan/model.ts';
import { scanTrail } from '../app/scan.ts';
import { type LoadedSnapshot, readNetworkSnapshot } from '../config/network-snapshot.ts';
import { formatMessage, type LoadedPolicy, readPolicyFile } from '../config.ts';
import type { Integrity } from '../core/integrity.ts';
import type { Policy } from '../core/policy.ts';
import { terminalSafe } from '../text/safe-text.ts';
import type { Checkpoint } from '../trail/checkpoint.ts';
import { usualDelivery } from '../trail/digests/delivery.ts';
import { type Asked, DigestVerifier } from '../trail/digests/verifier.ts';
import { lateDelivery } from '../trail/key.ts';
import { UsageError } from './errors.ts';
import { readerOf } from './jobs.ts';
import { openKeys } from './key-source.ts';
import { periodOf } from './period.ts';
import { progressLine } from './progress.ts';
import { openSource, type SourceFlags } from './source.ts';

export interface ScanRequest extends SourceFlags {
  readonly source: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly config?: string;
  readonly networkSnapshot?: string;
  readonly jobs?: number;
  /** Hold the log files against CloudTrail's digests. */
  readonly verify?: boolean;
  readonly publicKeys?: readonly string[];
  /** What was read by a run before that did not end, and is read by this one. */
  readonly checkpoint?: Checkpoint | undefined;
  /** Sealed days instead of the source: nothing is read again. */
  readonly sealed?: Sealed | undefined;
  /** Where queries that were begun are kept, for a run that goes on. */
  readonly queryLog?: string | undefined;
  readonly quiet?: boolean;
}

export interface JudgedScan {
  readonly loaded: LoadedPolicy;
  readonly network: LoadedSnapshot | undefined;
  readonly period: Period | undefined;
  readonly scanned: Scanned;
  /** Absent: it was not asked for. */
  readonly integrity?: Integrity;
  readonly assessed: Assessed;
  /** What the source did not look at, a sentence each. */
  readonly sourceLimits: readonly string[];
  /** What it took to read it, for `run.json`. */
  readonly sourceRan: Readonly<Record<string, unknown>> | undefined;
}

/** Policy, source, pass, judgement: what `scan` and `baseline` share. */
export async function judgedScan(request: ScanRequest, now: string): Promise<JudgedScan> {
  const period = periodOf(request);
  if (request.publicKeys && !request.verify) throw new UsageError('--public-keys says nothing without --verify');
  const loaded = readPolicyFile(request.config, now);
  if (!request.quiet)
    for (const warning of loaded.warnings) process.stderr.write(`sagewarden: warning: ${terminalSafe(formatMessage(warning))}\n`);
  const network = request.networkSnapshot === undefined ? undefined : readNetworkSnapshot(request.networkSnapshot);
  const { checkpoint, sealed } = request;
  const source =
    sealed?.source ??
    (await openSource(request.source, request, {
      period,
      scope: loaded.policy.scope,
      digests: request.verify ?? false,
      ...(checkpoint && { isKnown: checkpoint.has }),
      queryLog: request.queryLog,
      quiet: request.quiet,
    }));
  const known = sealed?.known ?? checkpoint;
  const progress = progressLine({ quiet: request.quiet ?? false, share: () => source.share?.() });
  const reader = readerOf(request.jobs, { sha256: request.verify ?? false });
  const keys = openKeys(request.publicKeys);
  const verifier = request.verify ? new DigestVerifier(asked(period, loaded.policy)) : undefined;
  const scanned = await scanTrail(source, {
    policy: loaded.policy,
    reader,
    ...(known && { known }),
    onProgress: progress.show,
    ...(verifier && { verifier }),
    ...(period && { period }),
  }).finally(async () => {
    progress.clear();
    await reader.close();
  });
  if (scanned.counters.objects.listed === 0)
    throw new UsageError(`${request.source.join(', ')}: no files there; expected ${'*.json.gz or *.json'} log files of CloudTrail`);
  const context = { policy: loaded.policy, asOf: now, ...(network && { network: network.facts }) };
  const integrity = verifier && { integrity: verifier.finish(await keys(verifier.keyRanges())) };
  return {
    loaded,
    network,
    period,
    scanned,
    ...integrity,
    assessed: assess(scanned.changes, scanned.attempts, context),
    sourceLimits: source.limits ?? [],
    sourceRan: source.ran?.(),
  };
}

/** What happened in the period is delivered soon after it, or up to a month after it. */
function asked(period: Period | undefined, { scope }: Policy): Asked {
  const expected = expectedPlaces(scope);
  if (!period) return { expected };
  const reach = new Date(Date.parse(period.to) + lateDelivery.after).toISOString();
  return { ...period, delivery: usualDelivery, reach, expected };
}
