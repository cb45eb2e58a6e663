import type { Change, FailedAttempt, Lifecycle, Reading, TrailControl } from '../core/change.ts';
import type { Problem } from '../core/evidence.ts';
import { resolveLineage } from '../core/lineage.ts';
import type { Policy } from '../core/policy.ts';
import { read } from '../core/read.ts';
import { type SkipReason, skipReason } from '../trail/key.ts';
import { recordsOf } from '../trail/records.ts';
import { TrailObjectError, type TrailSource } from '../trail/source.ts';
import { Counters } from './counters.ts';
import { type Located, withoutDuplicates } from './duplicates.ts';

export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface ScanOptions {
  readonly policy: Policy;
  /** Absent: what the records span. */
  readonly period?: Period;
  /** Hash of a record's canonical JSON (RFC 8785), hex. */
  readonly recordSha256: (raw: unknown) => string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly objects: number;
  readonly records: number;
}

/** What a pass over the trail found, before anything is judged. */
export interface Scanned {
  readonly period: Period;
  readonly counters: Counters;
  readonly problems: readonly Problem[];
  /** In the period, in scope, one per event; lineage resolved. */
  readonly changes: readonly Located<Change>[];
  readonly attempts: readonly Located<FailedAttempt>[];
  readonly lifecycle: readonly Located<Lifecycle>[];
  readonly controls: readonly Located<TrailControl>[];
  /** Event ids of which two copies say different things. */
  readonly conflicts: readonly string[];
  readonly accounts: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
}

/** Reads a trail once, object by object, and keeps what matters. Whatever cannot be read is a problem with a name. */
export async function scanTrail(source: TrailSource, options: ScanOptions): Promise<Scanned> {
  const pass = new Pass(options);
  for await (const object of source.objects()) {
    pass.counters.objects.listed++;
    const skip: SkipReason | undefined = skipReason(object.key, options.period);
    if (skip) {
      pass.counters.objects.skipped[skip]++;
      continue;
    }
    try {
      for (const { index, parsed } of await recordsOf(object)) {
        pass.take(read(parsed), object.key, index, parsed.ok ? parsed.record.raw : undefined);
      }
      pass.counters.objects.read++;
    } catch (error) {
      if (!(error instanceof TrailObjectError)) throw error;
      pass.counters.objects.unreadable++;
      pass.problems.push({ object: object.key, what: error.message, fix: error.fix });
    }
    options.onProgress?.({ objects: pass.counters.objects.listed, records: pass.counters.records.read });
  }
  return pass.finish();
}

class Pass {
  readonly counters = new Counters();
  readonly problems: Problem[] = [];
  readonly #options: ScanOptions;
  readonly #changes: Located<Change>[] = [];
  readonly #attempts: Located<FailedAttempt>[] = [];
  readonly #lifecycle: Located<Lifecycle>[] = [];
  readonly #controls: Located<TrailControl>[] = [];
  readonly #accounts = new Set<string>();
  readonly #regions = new Set<string>();
  readonly #from: number;
  readonly #to: number;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#from = options.period ? Date.parse(options.period.from) : Number.NEGATIVE_INFINITY;
    this.#to = options.period ? Date.parse(options.period.to) : Number.POSITIVE_INFINITY;
  }

  #unreadable(object: string, recordIndex: number, problems: readonly string[]): void {
    this.counters.records.unreadable++;
    const fix = 'look at the record in the object; what it says could not be judged';
    this.problems.push({ object, recordIndex, what: problems.join('; '), fix });
  }

  take(reading: Reading, object: string, recordIndex: number, raw: unknown): void {
    const { records } = this.counters;
    records.read++;
    if (reading.kind === 'unreadable') {
      this.#unreadable(object, recordIndex, reading.problems);
      return;
    }
    const facts = factsOf(reading);
    const time = Date.parse(facts.eventTime);
    this.#first = Math.min(this.#first, time);
    this.#last = Math.max(this.#last, time);
    const inPeriod = time >= this.#from && time < this.#to;
    const inScope = this.#inScope(facts.account, facts.region, reading);
    // Changes before the period are in reach: an update in it may leave alone what they set.
    const kept = inScope && (reading.kind === 'change' || (inPeriod && reading.kind !== 'ignored'));
    const hash = kept ? this.#hash(raw) : '';
    if (hash === undefined) {
      this.#unreadable(object, recordIndex, ['nested too deeply to be hashed']);
      return;
    }
    if (kept) this.#keep(reading, { object, recordIndex, recordSha256: hash, inPeriod });
    if (inPeriod && inScope) {
      this.#accounts.add(facts.account);
      this.#regions.add(facts.region);
    }
    if (!inPeriod) records.outOfPeriod++;
    else if (!inScope) records.outOfScope++;
    else records[counterOf(reading)]++;
  }

  #keep(reading: Readable, place: Omit<Located<unknown>, 'value'>): void {
    if (reading.kind === 'change') this.#changes.push({ value: reading.change, ...place });
    else if (reading.kind === 'failed-attempt') this.#attempts.push({ value: reading.attempt, ...place });
    else if (reading.kind === 'lifecycle') this.#lifecycle.push({ value: reading.lifecycle, ...place });
    else if (reading.kind === 'trail-control') this.#controls.push({ value: reading.control, ...place });
  }

  /** `undefined`: canonical JSON is made by recursion, and a hostile record can be too deep for it. */
  #hash(raw: unknown): string | undefined {
    try {
      return this.#options.recordSha256(raw);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #inScope(account: string, region: string, reading: Readable): boolean {
    const { accounts, regions, excludeOperations } = this.#options.policy.scope;
    if (accounts.length > 0 && !accounts.includes(account)) return false;
    if (regions.length > 0 && !regions.includes(region)) return false;
    const eventName =
      reading.kind === 'change' ? reading.change.eventName : reading.kind === 'failed-attempt' ? reading.attempt.eventName : '';
    return !excludeOperations.includes(eventName);
  }

  finish(): Scanned {
    const changes = withoutDuplicates(this.#changes);
    const attempts = withoutDuplicates(this.#attempts);
    const lifecycle = withoutDuplicates(this.#lifecycle);
    const controls = withoutDuplicates(this.#controls);
    const resolved = resolveLineage(changes.kept.map(({ value }) => value));
    this.counters.duplicates = changes.duplicates + attempts.duplicates;
    this.counters.corrected = changes.corrected + attempts.corrected;
    return {
      period: this.#options.period ?? this.#span(),
      counters: this.counters,
      problems: this.problems,
      changes: changes.kept.flatMap((located, index) => {
        const value = resolved[index];
        return located.inPeriod && value ? [{ ...located, value }] : [];
      }),
      attempts: attempts.kept,
      lifecycle: lifecycle.kept,
      controls: controls.kept,
      conflicts: [...changes.conflicts, ...attempts.conflicts].sort(),
      accounts: this.#accounts,
      regions: this.#regions,
    };
  }

  /** Half-open, so that the last record's second is in it. */
  #span(): Period {
    if (this.#first > this.#last) return { from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:00:00Z' };
    const iso = (time: number) => new Date(time).toISOString().replace(/\.000Z$/, 'Z');
    return { from: iso(this.#first), to: iso(Math.floor(this.#last / 1000) * 1000 + 1000) };
  }
}

type Readable = Exclude<Reading, { kind: 'unreadable' }>;

function counterOf(reading: Readable): keyof Counters['records'] {
  switch (reading.kind) {
    case 'change':
      return 'changes';
    case 'failed-attempt':
      return 'failedAttempts';
    case 'lifecycle':
      return 'lifecycle';
    case 'trail-control':
      return 'trailControl';
    case 'ignored':
      return reading.reason === 'other-service' ? 'otherServices' : 'otherSageMaker';
  }
}

function factsOf(reading: Readable): { eventTime: string; account: string; region: string } {
  switch (reading.kind) {
    case 'change':
      return reading.change;
    case 'failed-attempt':
      return reading.attempt;
    case 'lifecycle':
      return reading.lifecycle;
    case 'trail-control':
      return reading.control;
    case 'ignored':
      return reading;
  }
}
