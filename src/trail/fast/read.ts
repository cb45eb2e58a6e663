import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { recordsIn } from '../../core/record.ts';
import { maxInflatedBytes, maxRecordsPerObject } from '../limits.ts';
import type { ObjectReading } from '../object-reading.ts';
import { placeOf } from '../place.ts';
import { isBareRecord, repeatsRecords } from '../repeated.ts';
import { Tally } from '../tally.ts';
import { Unpacker } from '../unpack.ts';
import { Frames } from './frames.ts';

/** Large enough that calls do not count, small enough for the processor's cache. */
const windowBytes = 128 * 1024;

/** Reads log files as CloudTrail writes them: one gzip member, one document on one line, under its own key. Not for two files at once. */
export class FastReader {
  readonly #frames: Frames;
  readonly #unpacker: Unpacker;

  private constructor(frames: Frames, unpacker: Unpacker) {
    this.#frames = frames;
    this.#unpacker = unpacker;
  }

  /** `undefined`: this Node.js cannot. */
  static create(): FastReader | undefined {
    const frames = Frames.create();
    const unpacker = Unpacker.create();
    return frames && unpacker ? new FastReader(frames, unpacker) : undefined;
  }

  /** `undefined`: anything is unusual about the file; whoever parses it says what. */
  read(key: string, stored: Buffer, { sha256 }: { sha256: boolean }): ObjectReading | undefined {
    const place = placeOf(key);
    if (!place || !this.#unpacker.open(stored)) return undefined;
    const reading = new Reading(new Tally(place), this.#frames);
    const hash = sha256 ? createHash('sha256') : undefined;
    const bytes = this.#inflate(reading, hash);
    if (bytes === undefined || !this.#unpacker.isWhole(this.#frames.checksum.value()) || !reading.finish()) return undefined;
    return reading.tally.finish({ bytes, ...(hash && { hash: { sha256: hash.digest('hex') } }) });
  }

  /** Bytes; `undefined`: unusual. */
  #inflate(reading: Reading, hash: Hash | undefined): number | undefined {
    const frames = this.#frames;
    frames.start();
    frames.checksum.begin(this.#unpacker.statedLength);
    for (let bytes = 0; bytes <= maxInflatedBytes; ) {
      const room = Math.min(windowBytes, frames.room);
      // A record that leaves no room is none of CloudTrail's.
      if (room < windowBytes / 2) return undefined;
      const written = this.#unpacker.next(frames.text, frames.writeAt, room);
      if (written === undefined) return undefined;
      frames.checksum.take(frames.writeAt, written);
      hash?.update(frames.text.subarray(frames.writeAt, frames.writeAt + written));
      const isLast = written < room;
      if (!reading.window(written, { isFirst: bytes === 0, isLast })) return undefined;
      bytes += written;
      if (isLast) return bytes;
    }
    return undefined;
  }
}

/** What is known of one file while it is read. */
class Reading {
  readonly tally: Tally;
  readonly #frames: Frames;
  #hour = 0;
  #inHour = 0;
  /** yyyymmddhhmmss */
  #first = Number.POSITIVE_INFINITY;
  #last = 0;
  #isUsual = true;
  #from = 0;
  #to = 0;

  constructor(tally: Tally, frames: Frames) {
    this.tally = tally;
    this.#frames = frames;
  }

  window(length: number, ends: { isFirst: boolean; isLast: boolean }): boolean {
    this.#from = 0;
    const state = this.#frames.take(length, ends, this.#onFrame, this.#onFrames);
    return this.#isUsual && state === (ends.isLast ? 'ended' : 'going');
  }

  finish(): boolean {
    this.#flush();
    if (this.#last > 0) {
      this.tally.seen(epochOf(this.#first));
      this.tally.seen(epochOf(this.#last));
    }
    return this.#isUsual;
  }

  readonly #onFrame = (start: number, end: number, hour: number, mmss: number): void => {
    if (this.#from === 0) this.#from = start;
    this.#to = end;
    if (hour === 0) {
      this.#flush();
      this.#parse(start, end);
      return;
    }
    const time = hour * 10_000 + mmss;
    if (time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
    if (hour !== this.#hour) {
      this.#flush();
      this.#hour = hour;
    }
    this.#inHour++;
  };

  readonly #onFrames = (): void => {
    if (this.#from !== 0 && !isUtf8(this.#frames.text.subarray(this.#from, this.#to))) this.#isUsual = false;
  };

  #flush(): void {
    if (this.#inHour === 0) return;
    this.tally.takeOthers(hourOf(this.#hour), this.#inHour);
    this.#inHour = 0;
    if (this.tally.records > maxRecordsPerObject) this.#isUsual = false;
  }

  #parse(start: number, end: number): void {
    if (!this.#isUsual) return;
    const text = this.#frames.text.toString('utf8', start, end);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#isUsual = false;
      return;
    }
    // An element that holds records is none of CloudTrail's; the full parser looks whether it holds them once.
    if (this.tally.records >= maxRecordsPerObject || (!isBareRecord(value) && repeatsRecords(text))) this.#isUsual = false;
    else for (const parsed of recordsIn(value, 2)) this.tally.take(parsed);
  }
}

/** yyyymmddhh -> `2026-07-01T13` */
function hourOf(hour: number): string {
  const digits = String(hour);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}T${digits.slice(8)}`;
}

/** yyyymmddhhmmss -> epoch milliseconds */
function epochOf(time: number): number {
  const date = Math.floor(time / 1_000_000);
  const clock = time % 1_000_000;
  const [year, month, day] = [Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100];
  return Date.UTC(year, month - 1, day, Math.floor(clock / 10_000), Math.floor(clock / 100) % 100, clock % 100);
}
