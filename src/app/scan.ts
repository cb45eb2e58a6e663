import type { Change, FailedAttempt, Lifecycle, Reading, TrailControl } from '../core/change.ts';
import type { LateDelivery } from '../core/coverage.ts';
import type { Activity, Problem } from '../core/evidence.ts';
import { resolveLineage } from '../core/lineage.ts';
import type { Policy } from '../core/policy.ts';
import { blindAtEnd } from '../core/trail-control.ts';
import { isSidecar } from '../trail/digests/keys.ts';
import type { DigestVerifier } from '../trail/digests/verifier.ts';
import { isOfOrganisation, type SkipReason, skipReason } from '../trail/key.ts';
import type { Counted, ObjectReading, PlacedReading, RecordCell } from '../trail/object-reading.ts';
import { inThisThread, type KnownReadings, type ObjectReader, readInOrder } from '../trail/reader.ts';
import { type TrailObject, TrailObjectError, type TrailSource } from '../trail/source.ts';
import { looksLikeLog } from '../trail/text.ts';
import { activityOf, HourCount } from './activity.ts';
import { Counters } from './counters.ts';
import { type Kind, type Located, withoutDuplicates } from './duplicates.ts';
import { startOf } from './hour.ts';
import { Lateness } from './lateness.ts';

export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface ScanOptions {
  readonly policy: Policy;
  /** Absent: what the records span. */
  readonly period?: Period;
  /** Absent: one object after the other, in this thread. */
  readonly reader?: ObjectReader;
  /** What was read before: it is not read again, and what is read is added. */
  readonly known?: KnownReadings;
  /** Is given every digest and log file as it is read; the reader hashes, then. */
  readonly verifier?: DigestVerifier;
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
  /** Records by place and hour, of the hours of the period and in scope. */
  readonly cells: readonly RecordCell[];
  readonly lateDelivery: LateDelivery;
  /** The archive is of an organisation's trail. */
  readonly organisation: boolean;
  /** Versions of the objects that rows come from, where the bucket keeps versions; by key. */
  readonly objectVersions: ReadonlyMap<string, string>;
  /** `<account> <region>` of every record in scope, in the hours of the period. */
  readonly pairs: ReadonlySet<string>;
}

/**
 * Reads a trail once, object by object, and keeps what matters. Whatever cannot be read is a problem with a name; that nothing can be
 * read any more is an error: `SourceError`, `ReaderError`.
 */
export async function scanTrail(source: TrailSource, options: ScanOptions): Promise<Scanned> {
  const pass = new Pass(options);
  const { objects, records } = pass.counters;
  const files = logFiles(source, options, pass);
  const readings = readInOrder(files, options.reader ?? inThisThread({ sha256: false }), withGiven(options.known));
  for await (const { object, reading } of readings) {
    pass.takeObject(object.key, reading);
    options.onProgress?.({ objects: objects.listed, records: records.read });
  }
  return pass.finish();
}

/** What the source knows of an object is not read from it, nor kept. */
function withGiven(known: KnownReadings | undefined): KnownReadings {
  return {
    get: (object) => object.reading ?? known?.get(object),
    put: (object, reading) => known?.put(object, reading),
  };
}

/** What is to be read; the rest is counted. */
async function* logFiles(source: TrailSource, { period }: ScanOptions, pass: Pass): AsyncIterable<TrailObject> {
  for await (const object of source.objects()) {
    pass.counters.objects.listed += object.reading?.counted?.objects ?? 1;
    if (object.reading) {
      yield object;
      continue;
    }
    const skip: SkipReason | undefined = skipReason(object.key, period);
    if (skip && skip !== 'not-a-log-file') {
      pass.counters.objects.skipped[skip]++;
      if (skip === 'digest') await pass.takeDigest(object);
    }
    // Only what its bytes say is left out for its name: a log file that was renamed is read.
    else if (!skip || (await pass.looksLikeLog(object))) yield object;
  }
}

const msPerHour = 3_600_000;

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
  readonly #hours = new HourCount();
  readonly #lateness = new Lateness();
  #organisation = false;
  readonly #versions = new Map<string, string>();
  readonly #from: number;
  readonly #to: number;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#from = options.period ? Date.parse(options.period.from) : Number.NEGATIVE_INFINITY;
    this.#to = options.period ? Date.parse(options.period.to) : Number.POSITIVE_INFINITY;
  }

  async looksLikeLog(object: TrailObject): Promise<boolean> {
    try {
      if (looksLikeLog(await object.head())) return true;
      this.counters.objects.skipped['not-a-log-file']++;
      this.#leftOut.push(object.key);
    } catch (error) {
      if (!(error instanceof TrailObjectError)) throw error;
      this.#unreadableObject(object.key, { what: error.message, fix: error.fix });
    }
    return false;
  }

  async takeDigest(object: TrailObject): Promise<void> {
    const { verifier } = this.#options;
    if (!verifier || isSidecar(object.key) || !verifier.wantsDigest(object.key)) return;
    try {
      verifier.addDigest(object.key, await object.read(), await object.metadata(), object.bucket);
    } catch (error) {
      if (!(error instanceof TrailObjectError)) throw error;
      this.problems.push({ object: object.key, what: error.message, fix: error.fix });
      verifier.addDigest(object.key, undefined, undefined, object.bucket);
    }
  }

  takeObject(key: string, reading: ObjectReading): void {
    const { records, otherServices, readings, cells, span, fault, hash, versionId, counted: given } = reading;
    this.counters.records.read += records;
    this.counters.records.otherServices += otherServices;
    const counted = cells.filter((cell) => this.#takeCell(cell));
    if (given) this.#takeCounted(given);
    else this.#lateness.add(key, counted);
    this.#organisation ||= isOfOrganisation(key);
    this.#options.verifier?.addLog(key, hash ?? { fault: 'unreadable' }, counted.length > 0);
    for (const placed of readings) this.#take(placed, key);
    if (versionId !== undefined && readings.some(({ reading: { kind } }) => kind === 'change' || kind === 'failed-attempt'))
      this.#versions.set(key, versionId);
    if (span) {
      this.#first = Math.min(this.#first, span.first);
      this.#last = Math.max(this.#last, span.last);
    }
    if (fault) this.#unreadableObject(key, fault);
    else this.counters.objects.read += given?.objects ?? 1;
  }

  #takeCounted({ others, late }: Counted): void {
    for (const { records, eventTime, ...place } of others) {
      const time = Date.parse(eventTime);
      const inPeriod = time >= this.#from && time < this.#to;
      this.counters.records[inPeriod ? (this.#isInScope(place) ? 'otherSageMaker' : 'outOfScope') : 'outOfPeriod'] += records;
    }
    for (const one of late) if (this.#isHourIn(one) && this.#isInScope(one)) this.#lateness.addCounted(one);
  }

  /** Is it counted? An hour is in the period where a part of it is: the period may begin and end inside one. */
  #takeCell(cell: RecordCell): boolean {
    const { account, region, records } = cell;
    const { hours } = this.counters;
    if (!this.#isHourIn(cell)) hours.outOfPeriod += records;
    else if (!this.#isInScope({ account, region })) hours.outOfScope += records;
    else {
      this.#hours.add(cell);
      return true;
    }
    return false;
  }

  #isHourIn({ hour }: Pick<RecordCell, 'hour'>): boolean {
    const start = startOf(hour);
    return !(start + msPerHour <= this.#from || start >= this.#to);
  }

  #unreadableObject(object: string, { what, fix }: { readonly what: string; readonly fix: string }): void {
    this.counters.objects.unreadable++;
    this.problems.push({ object, what, fix });
  }

  #unreadableRecord(object: string, recordIndex: number | null, problems: readonly string[]): void {
    this.counters.records.unreadable++;
    const count = (this.#unreadable.get(object) ?? 0) + 1;
    this.#unreadable.set(object, count);
    const fix = 'look at the record in the object; what it says could not be judged';
    if (count <= namedPerObject)
      this.problems.push({ object, ...(recordIndex !== null && { recordIndex }), what: problems.join('; '), fix });
  }

  #take(placed: PlacedReading, object: string): void {
    const { records } = this.counters;
    const { index, reading } = placed;
    if (reading.kind === 'trail-control') this.#options.verifier?.addControl({ object, control: reading.control });
    if (reading.kind === 'unreadable') {
      this.#unreadableRecord(object, index, reading.problems);
      return;
    }
    const facts = factsOf(reading);
    const time = Date.parse(facts.eventTime);
    const inPeriod = time >= this.#from && time < this.#to;
    const place = this.#placeOf(reading);
    const counted = inPeriod && place === 'in-scope';
    if (reading.kind !== 'ignored' && isInReach(reading.kind, inPeriod, place)) {
      const { recordSha256 } = placed;
      this.#kept.push({ kind: reading.kind, value: keptOf(reading), object, recordIndex: index, recordSha256, counted });
    }
    if (counted && reading.kind === 'ignored' && reading.reason === 'uncatalogued') this.#uncatalogued.add(facts.eventName);
    if (!inPeriod) records.outOfPeriod++;
    else if (place === 'excluded-operation') records.excludedOperations++;
    else if (place === 'out-of-scope') records.outOfScope++;
    else records[counterOf(reading)]++;
  }

  #placeOf(reading: Readable): Place {
    const facts = factsOf(reading);
    if (!this.#isInScope(facts)) return 'out-of-scope';
    const isOurs = reading.kind === 'change' || reading.kind === 'failed-attempt';
    return isOurs && this.#options.policy.scope.excludeOperations.includes(facts.eventName) ? 'excluded-operation' : 'in-scope';
  }

  #isInScope({ account, region }: { readonly account: string; readonly region: string }): boolean {
    const { accounts, regions } = this.#options.policy.scope;
    return (accounts.length === 0 || accounts.includes(account)) && (regions.length === 0 || regions.includes(region));
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
    const cells = this.#hours.all();
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
      accounts: new Set(cells.map(({ account }) => account)),
      regions: new Set(cells.map(({ region }) => region)),
      pairs: new Set(cells.map(({ account, region }) => `${account} ${region}`)),
      activity: activityOf(cells),
      cells,
      lateDelivery: this.#lateness.all(),
      organisation: this.#organisation,
      objectVersions: this.#versions,
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
      return 'otherSageMaker';
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
