import type { Evidence } from '../../core/evidence/model.ts';
import type { PopulationRow } from '../../core/evidence/population.ts';
import type { Policy } from '../../core/policy.ts';
import type { TrailObject, TrailSource } from '../../trail/source.ts';
import type { Clock, Log } from '../ports.ts';
import type { Period } from '../scan/model.ts';

/** A folder of a bucket, for evidence. */
export interface EvidenceStore {
  /** With a slash at its end. */
  readonly url: string;
  get(name: string): Promise<Buffer | undefined>;
  put(name: string, body: Buffer): Promise<void>;
  /** `false`: something else is there already. */
  create(name: string, body: Buffer): Promise<boolean>;
  remove(name: string): Promise<void>;
}

/** An audit period, as it is asked of the function. */
export interface Backfill {
  /** ISO 8601, UTC; half-open. */
  readonly from: string;
  readonly to: string;
  /** Empty: all that the policy's scope has. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly acceptUnverified: boolean;
  /** Of a run that goes on: what the function hands to itself. `round` is the how-manieth invocation. */
  readonly run?: { readonly id: string; readonly generatedAt: string; readonly round: number } | undefined;
}

/** One run, over all its invocations. */
export type Run = NonNullable<Backfill['run']>;

export interface BackfillWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: EvidenceStore;
  readonly source: (asked: Asked) => TrailSource;
  readonly policy: Policy;
  readonly policyOrigin: { readonly source: string; readonly sha256: string };
  readonly version: string;
  /** Lays a run out in a folder, and names its files, SHA256SUMS last. */
  readonly layOut: (folder: string, run: LaidOut) => Promise<readonly string[]>;
  /** Hands the rest to another invocation. */
  readonly again: (request: Backfill) => Promise<void>;
  /** A folder on this machine, for the checkpoint and the files. */
  readonly scratch: string;
  /** Epoch milliseconds at which the invocation ends. */
  readonly deadline: number;
}

export interface Asked {
  readonly period: Period;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly isKnown: (object: Pick<TrailObject, 'key' | 'size' | 'stamp'>) => boolean;
}

export interface LaidOut {
  readonly evidence: Evidence;
  readonly rows: readonly PopulationRow[];
  /** What differs from run to run. */
  readonly runRecord: Readonly<Record<string, unknown>>;
}
