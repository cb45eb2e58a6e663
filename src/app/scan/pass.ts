import type { Change, FailedAttempt, Lifecycle, TrailControl } from '../../core/change.ts';
import type { Problem } from '../../core/evidence/reading.ts';
import { resolveLineage } from '../../core/lineage.ts';
import { blindAtEnd } from '../../core/trail-control.ts';
import { isDigest } from '../../trail/digests/keys.ts';
import { hashLog } from '../../trail/digests/log-file.ts';
import type { DigestVerifier } from '../../trail/digests/verifier.ts';
import { isOfOrganisation, type SkipReason } from '../../trail/key.ts';
import type { Counted, ObjectReading, PlacedReading, RecordCell } from '../../trail/object-reading.ts';
import { notLookedInto, type TrailObject, TrailObjectError } from '../../trail/source.ts';
import { looksLikeLog } from '../../trail/text.ts';
import { activityOf, HourCount } from '../activity.ts';
import { Counters } from '../counters.ts';
import { type Located, withoutDuplicates } from '../duplicates.ts';
import { Lateness } from '../lateness.ts';
import { counterOf, factsOf, isInReach, type Kept, keptOf, ofKind, type Place, type Readable } from './kept.ts';
import type { Period, Scanned, ScanOptions } from './model.ts';
import { Scope } from './scope.ts';

/** Problems of single records that are named for one object; the rest of it is counted. */
const namedPerObject = 20;

/** What is counted and kept of a trail's objects, as they come in. */
export class Pass {
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
  readonly #scope: Scope;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#scope = new Scope(options.policy.scope, options.period);
  }

  async looksLikeLog(object: TrailObject): Promise<boolean> {
    try {
      if (looksLikeLog(await object.head())) return true;
      this.counters.objects.skipped['not-a-log-file']++;
      this.#leftOut.push(object.key);
    } catch (error) {
      if (!(error instanceof TrailObjectError)) throw error;
      this.#unreadableObject(object.key, { what: error.message, fix: error.fix });
      this.#options.verifier?.addLog(object.key, { fault: 'unreadable' });
    }
    return false;
  }

  /** What is not read as a log file may be what the digests are about. */
  async skip(object: TrailObject, reason: SkipReason): Promise<void> {
    this.counters.objects.skipped[reason]++;
    const { verifier } = this.#options;
    if (!verifier) return;
    if (reason !== 'digest') {
      if (verifier.isNamed(object.key)) await this.#hash(object, verifier);
    } else if (isDigest(object.key) && verifier.wantsDigest(object.key)) await this.#digest(object, verifier);
  }

  async #digest(object: TrailObject, verifier: DigestVerifier): Promise<void> {
    try {
      verifier.addDigest(object.key, await object.read(), await object.metadata(), object.bucket);
    } catch (error) {
      this.#problem(object, error);
      verifier.addDigest(object.key, undefined, undefined, object.bucket);
    }
  }

  /** A digest vouches for it, and nothing in it is judged. */
  async #hash(object: TrailObject, verifier: DigestVerifier): Promise<void> {
    this.counters.objects.hashed++;
    try {
      verifier.addLog(object.key, hashLog(await object.read()).fact);
    } catch (error) {
      this.#problem(object, error);
      verifier.addLog(object.key, { fault: 'unreadable' });
    }
  }

  #problem({ key }: TrailObject, error: unknown): void {
    if (!(error instanceof TrailObjectError)) throw error;
    this.problems.push({ object: key, what: error.message, fix: error.fix });
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
      const inPeriod = this.#scope.isInPeriod(eventTime);
      this.counters.records[inPeriod ? (this.#scope.has(place) ? 'otherSageMaker' : 'outOfScope') : 'outOfPeriod'] += records;
    }
    for (const one of late) if (this.#scope.hasHour(one.hour) && this.#scope.has(one)) this.#lateness.addCounted(one);
  }

  /** Is it counted? */
  #takeCell(cell: RecordCell): boolean {
    const { hours } = this.counters;
    if (!this.#scope.hasHour(cell.hour)) hours.outOfPeriod += cell.records;
    else if (!this.#scope.has(cell)) hours.outOfScope += cell.records;
    else {
      this.#hours.add(cell);
      return true;
    }
    return false;
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
    const inPeriod = this.#scope.isInPeriod(facts.eventTime);
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
    if (!this.#scope.has(facts)) return 'out-of-scope';
    const isOurs = reading.kind === 'change' || reading.kind === 'failed-attempt';
    return isOurs && this.#options.policy.scope.excludeOperations.includes(facts.eventName) ? 'excluded-operation' : 'in-scope';
  }

  /** @param unlisted folders of the source that were not looked into */
  finish(unlisted: readonly string[] = []): Scanned {
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
      problems: [...this.problems, ...unlisted.map(notLookedInto)],
      changes: changes.flatMap((located, index) => {
        const value = resolved[index];
        return located.counted && value ? [{ ...located, value }] : [];
      }),
      earlier: changes.flatMap(({ value, counted }) => (counted || !this.#scope.isBeforeEnd(value.eventTime) ? [] : [value])),
      attempts: ofKind<FailedAttempt>(kept, 'failed-attempt'),
      lifecycle: ofKind<Lifecycle>(kept, 'lifecycle'),
      controls: controls.filter(({ value }) => this.#scope.isInPeriod(value.eventTime)),
      blindAtStart: blindAtEnd(controls.map(({ value }) => value).filter(({ eventTime }) => this.#scope.isBeforeStart(eventTime))),
      conflicts,
      leftOut: this.#leftOut,
      unlisted,
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

  /** Half-open, so that the last record's second is in it. */
  #span(): Period {
    if (this.#first > this.#last) return { from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:00:00Z' };
    const iso = (time: number) => new Date(time).toISOString().replace(/\.000Z$/, 'Z');
    return { from: iso(this.#first), to: iso(Math.floor(this.#last / 1000) * 1000 + 1000) };
  }
}
