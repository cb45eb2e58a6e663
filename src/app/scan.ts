import type { Change, FailedAttempt, Lifecycle, Reading, TrailControl } from '../core/change.ts';
import type { Activity, Problem } from '../core/evidence.ts';
import { resolveLineage } from '../core/lineage.ts';
import type { Policy } from '../core/policy.ts';
import { read } from '../core/read.ts';
import { blindAtEnd } from '../core/trail-control.ts';
import { type SkipReason, skipReason } from '../trail/key.ts';
import { recordsOf } from '../trail/records.ts';
import { TrailObjectError, type TrailSource } from '../trail/source.ts';
import { looksLikeLog } from '../trail/text.ts';
import { ActivityCount } from './activity.ts';
import { Counters } from './counters.ts';
import { type Kind, type Located, withoutDuplicates } from './duplicates.ts';

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
  /** From before the period: what their names mean in it. */
  readonly earlier: readonly Change[];
  readonly attempts: readonly Located<FailedAttempt>[];
  readonly lifecycle: readonly Located<Lifecycle>[];
  /** In the period, whatever the scope. */
  readonly controls: readonly Located<TrailControl>[];
  /** Log control from before the period that was still in force at its start. */
  readonly blindAtStart: readonly TrailControl[];
  /** Event ids of which two copies say different things. */
  readonly conflicts: readonly string[];
  /** SageMaker operations that the catalogue lacks, and whose requests carry a network setting. */
  readonly uncatalogued: readonly string[];
  /** Names of objects that look like nothing that CloudTrail writes, and were left out. */
  readonly leftOut: readonly string[];
  readonly accounts: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
  readonly activity: readonly Activity[];
  /** `<account> <region>` of every record in period and scope. */
  readonly pairs: ReadonlySet<string>;
}

/** Reads a trail once, object by object, and keeps what matters. Whatever cannot be read is a problem with a name. */
export async function scanTrail(source: TrailSource, options: ScanOptions): Promise<Scanned> {
  const pass = new Pass(options);
  for await (const object of source.objects()) {
    pass.counters.objects.listed++;
    const skip: SkipReason | undefined = skipReason(object.key, options.period);
    if (skip && skip !== 'not-a-log-file') {
      pass.counters.objects.skipped[skip]++;
      continue;
    }
    try {
      // Only what its bytes say is left out for its name: a log file that was renamed is read.
      if (skip && !looksLikeLog(await object.head())) {
        pass.leaveOut(object.key);
        continue;
      }
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

/** Problems of single records that are named for one object; the rest of it is counted. */
const namedPerObject = 20;

class Pass {
  readonly counters = new Counters();
  readonly problems: Problem[] = [];
  readonly #options: ScanOptions;
  readonly #kept: Located<Kept>[] = [];
  readonly #leftOut: string[] = [];
  readonly #uncatalogued = new Set<string>();
  readonly #unreadable = new Map<string, number>();
  readonly #accounts = new Set<string>();
  readonly #regions = new Set<string>();
  readonly #activity = new ActivityCount();
  readonly #pairs = new Set<string>();
  readonly #from: number;
  readonly #to: number;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#from = options.period ? Date.parse(options.period.from) : Number.NEGATIVE_INFINITY;
    this.#to = options.period ? Date.parse(options.period.to) : Number.POSITIVE_INFINITY;
  }

  leaveOut(key: string): void {
    this.counters.objects.skipped['not-a-log-file']++;
    this.#leftOut.push(key);
  }

  #unreadableRecord(object: string, recordIndex: number, problems: readonly string[]): void {
    this.counters.records.unreadable++;
    const count = (this.#unreadable.get(object) ?? 0) + 1;
    this.#unreadable.set(object, count);
    const fix = 'look at the record in the object; what it says could not be judged';
    if (count <= namedPerObject) this.problems.push({ object, recordIndex, what: problems.join('; '), fix });
  }

  take(reading: Reading, object: string, recordIndex: number, raw: unknown): void {
    const { records } = this.counters;
    records.read++;
    if (reading.kind === 'unreadable') {
      this.#unreadableRecord(object, recordIndex, reading.problems);
      return;
    }
    const facts = factsOf(reading);
    const time = Date.parse(facts.eventTime);
    const inPeriod = time >= this.#from && time < this.#to;
    const place = this.#placeOf(reading);
    const counted = inPeriod && place === 'in-scope';
    if (reading.kind !== 'ignored' && isInReach(reading.kind, inPeriod, place)) {
      const recordSha256 = this.#hash(raw);
      if (recordSha256 === undefined) {
        this.#unreadableRecord(object, recordIndex, ['cannot be hashed: nested too deeply, or a number that JSON does not have']);
        return;
      }
      this.#kept.push({ kind: reading.kind, value: keptOf(reading), object, recordIndex, recordSha256, counted });
    }
    this.#first = Math.min(this.#first, time);
    this.#last = Math.max(this.#last, time);
    if (counted) {
      this.#accounts.add(facts.account);
      this.#regions.add(facts.region);
      this.#activity.add(facts.account, facts.region, time);
      this.#pairs.add(`${facts.account} ${facts.region}`);
      if (reading.kind === 'ignored' && reading.reason === 'uncatalogued') this.#uncatalogued.add(facts.eventName);
    }
    if (!inPeriod) records.outOfPeriod++;
    else if (place === 'excluded-operation') records.excludedOperations++;
    else if (place === 'out-of-scope') records.outOfScope++;
    else records[counterOf(reading)]++;
  }

  #placeOf(reading: Readable): Place {
    const { account, region, eventName } = factsOf(reading);
    const { accounts, regions, excludeOperations } = this.#options.policy.scope;
    if (accounts.length > 0 && !accounts.includes(account)) return 'out-of-scope';
    if (regions.length > 0 && !regions.includes(region)) return 'out-of-scope';
    const isOurs = reading.kind === 'change' || reading.kind === 'failed-attempt';
    return isOurs && excludeOperations.includes(eventName) ? 'excluded-operation' : 'in-scope';
  }

  /** `undefined`: a hostile record can be too deep for canonical JSON, or hold what JSON does not have (`1e400`). */
  #hash(raw: unknown): string | undefined {
    try {
      return this.#options.recordSha256(raw);
    } catch {
      return undefined;
    }
  }

  finish(): Scanned {
    const { kept, duplicates, corrected, conflicts } = withoutDuplicates(this.#kept);
    this.counters.duplicates = duplicates;
    this.counters.corrected = corrected;
    for (const [object, count] of this.#unreadable) {
      if (count > namedPerObject)
        this.problems.push({
          object,
          what: `${count - namedPerObject} more records could not be read`,
          fix: 'fetch the object again from the bucket',
        });
    }
    const changes = ofKind<Change>(kept, 'change');
    const resolved = resolveLineage(changes.map(({ value }) => value));
    const controls = ofKind<TrailControl>(kept, 'trail-control');
    return {
      period: this.#options.period ?? this.#span(),
      counters: this.counters,
      problems: this.problems,
      changes: changes.flatMap((located, index) => {
        const value = resolved[index];
        return located.counted && value ? [{ ...located, value }] : [];
      }),
      earlier: changes.flatMap(({ value, counted }) => (counted || Date.parse(value.eventTime) >= this.#to ? [] : [value])),
      attempts: ofKind<FailedAttempt>(kept, 'failed-attempt'),
      lifecycle: ofKind<Lifecycle>(kept, 'lifecycle'),
      controls: controls.filter(({ value }) => this.#inPeriod(value)),
      blindAtStart: blindAtEnd(controls.map(({ value }) => value).filter(({ eventTime }) => Date.parse(eventTime) < this.#from)),
      conflicts,
      leftOut: this.#leftOut,
      uncatalogued: [...this.#uncatalogued].sort(),
      accounts: this.#accounts,
      regions: this.#regions,
      pairs: this.#pairs,
      activity: this.#activity.all(),
    };
  }

  #inPeriod({ eventTime }: TrailControl): boolean {
    const time = Date.parse(eventTime);
    return time >= this.#from && time < this.#to;
  }

  /** Half-open, so that the last record's second is in it. */
  #span(): Period {
    if (this.#first > this.#last) return { from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:00:00Z' };
    const iso = (time: number) => new Date(time).toISOString().replace(/\.000Z$/, 'Z');
    return { from: iso(this.#first), to: iso(Math.floor(this.#last / 1000) * 1000 + 1000) };
  }
}

type Readable = Exclude<Reading, { kind: 'unreadable' }>;
type Ignored = Extract<Reading, { kind: 'ignored' }>;
type Kept = Change | FailedAttempt | Lifecycle | TrailControl;
type Place = 'in-scope' | 'out-of-scope' | 'excluded-operation';

/**
 * Changes from before the period are in reach: an update in it may leave alone what they set. Log control is so wherever it
 * happened: a trail is stopped in its home region, or in the organisation's management account.
 */
function isInReach(kind: Kind, inPeriod: boolean, place: Place): boolean {
  if (kind === 'trail-control') return true;
  if (place === 'out-of-scope') return false;
  return kind === 'change' || (inPeriod && place === 'in-scope');
}

function ofKind<T extends Kept>(kept: readonly Located<Kept>[], kind: Kind): Located<T>[] {
  return kept.filter((located): located is Located<T> => located.kind === kind);
}

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

function factsOf(reading: Readable): Kept | Ignored {
  return reading.kind === 'ignored' ? reading : keptOf(reading);
}

function keptOf(reading: Exclude<Readable, Ignored>): Kept {
  switch (reading.kind) {
    case 'change':
      return reading.change;
    case 'failed-attempt':
      return reading.attempt;
    case 'lifecycle':
      return reading.lifecycle;
    case 'trail-control':
      return reading.control;
  }
}
