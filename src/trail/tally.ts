import { hash } from 'node:crypto';
import { canonicalJson } from '../canonical.ts';
import type { Reading } from '../core/change.ts';
import { text } from '../core/json.ts';
import { isOfInterest, read } from '../core/read.ts';
import { isInstant, type ParsedRecord } from '../core/record.ts';
import { tooMany } from './documents.ts';
import { maxRecordsPerObject } from './limits.ts';
import type { ObjectReading, PlacedReading, RecordCell } from './object-reading.ts';
import type { Place } from './place.ts';

/** What is counted and kept of an object's records, as they come. */
export class Tally {
  records = 0;
  readonly #place: Place | undefined;
  readonly #readings: PlacedReading[] = [];
  readonly #cells = new Map<string, { account: string; region: string; hour: string; records: number }>();
  #otherServices = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** @param place what the object's key says of its records; `undefined`: each record says it */
  constructor(place: Place | undefined) {
    this.#place = place;
  }

  /** Throws a `TrailObjectError` where it is one too many. */
  take(parsed: ParsedRecord): void {
    if (this.records >= maxRecordsPerObject) throw tooMany();
    const index = this.records++;
    const other = this.#otherService(parsed);
    if (other) {
      this.#otherServices++;
      this.#see(other.place, other.eventTime);
      return;
    }
    const reading = read(parsed);
    const placed = placedReading(index, reading, parsed);
    if (reading.kind === 'ignored' && reading.reason === 'other-service') this.#otherServices++;
    else this.#readings.push(placed);
    if (parsed.ok && placed.reading.kind !== 'unreadable') this.#see(parsed.record, parsed.record.eventTime);
  }

  /** Records of other services, whose place the key says. @param hour `2026-07-01T13` */
  takeOthers(hour: string, records: number): void {
    this.records += records;
    this.#otherServices += records;
    if (this.#place) this.#count(this.#place, hour, records);
  }

  /** @param time epoch milliseconds */
  seen(time: number): void {
    this.#first = Math.min(this.#first, time);
    this.#last = Math.max(this.#last, time);
  }

  finish(rest: Pick<ObjectReading, 'bytes' | 'hash' | 'fault'>): ObjectReading {
    return {
      records: this.records,
      otherServices: this.#otherServices,
      readings: this.#readings,
      cells: [...this.#cells.values()].sort(inOrder),
      ...(this.#first <= this.#last && { span: { first: this.#first, last: this.#last } }),
      ...rest,
    };
  }

  /** A record of another service needs a time and a place to be counted, and nothing else: it is not judged. */
  #otherService(parsed: ParsedRecord): { place: Place; eventTime: string } | undefined {
    if (parsed.ok) {
      const { eventSource, eventTime } = parsed.record;
      return isOfInterest(eventSource) ? undefined : { place: parsed.record, eventTime };
    }
    if (!parsed.raw || !this.#place) return undefined;
    const source = text(parsed.raw, 'eventSource');
    const eventTime = text(parsed.raw, 'eventTime');
    if (source === undefined || isOfInterest(source) || eventTime === undefined || !isInstant(eventTime)) return undefined;
    return { place: this.#place, eventTime };
  }

  #see(place: Place, eventTime: string): void {
    this.seen(Date.parse(eventTime));
    this.#count(this.#place ?? place, eventTime.slice(0, 13), 1);
  }

  #count({ account, region }: Place, hour: string, records: number): void {
    const key = `${account}\n${hour}\n${region}`;
    const cell = this.#cells.get(key);
    if (cell) cell.records += records;
    else this.#cells.set(key, { account, region, hour, records });
  }
}

function placedReading(index: number, reading: Reading, parsed: ParsedRecord): PlacedReading {
  if (reading.kind === 'ignored' || reading.kind === 'unreadable') return { index, reading, recordSha256: null };
  const recordSha256 = parsed.ok ? sha256(parsed.record.raw) : undefined;
  return recordSha256 === undefined ? { index, reading: unhashable, recordSha256: null } : { index, reading, recordSha256 };
}

const unhashable = {
  kind: 'unreadable',
  problems: ['cannot be hashed: nested too deeply, or a number that JSON does not have'],
} as const satisfies Reading;

/** `undefined`: a hostile record can be too deep for canonical JSON, or hold what JSON does not have (`1e400`). */
function sha256(raw: unknown): string | undefined {
  try {
    return hash('sha256', canonicalJson(raw), 'hex');
  } catch {
    return undefined;
  }
}

function inOrder(a: RecordCell, b: RecordCell): number {
  return compare(a.account, b.account) || compare(a.region, b.region) || compare(a.hour, b.hour);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
