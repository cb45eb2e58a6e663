import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { member } from '../../core/json.ts';
import { recordsIn } from '../../core/record.ts';
import type { LogFact } from '../digests/logs.ts';
import { notJson } from '../documents.ts';
import { maxInflatedBytes, maxPieceBytes } from '../limits.ts';
import type { ObjectReading } from '../object-reading.ts';
import { type Place, placeOf } from '../place.ts';
import { demandOnce, demandRecords } from '../records.ts';
import { isBareRecord } from '../repeated.ts';
import { TrailObjectError } from '../source.ts';
import { Tally } from '../tally.ts';
import { demandName, gzipError, isGzip, notUtf8, TooLargeError, trailingBytes } from '../text.ts';
import { type Pieces, Splitter, splitMark } from './splitter.ts';

export interface LargeOptions {
  readonly sha256: boolean;
  /** Bytes of a record, or of what a document holds beside its records. */
  readonly pieceBytes?: number;
  readonly inflatedBytes?: number;
}

/**
 * A log file of any size, piece by piece: the same answer as from parsing it whole, but that the records before what is not JSON are
 * read. Rejects with what the chunks reject with.
 */
export async function readLarge(key: string, chunks: AsyncIterable<Buffer>, options: LargeOptions): Promise<ObjectReading> {
  const reading = new LargeReading(placeOf(key), options.pieceBytes ?? maxPieceBytes);
  const hash = options.sha256 ? createHash('sha256') : undefined;
  const limit = options.inflatedBytes ?? maxInflatedBytes;
  let bytes = 0;
  try {
    for await (const plain of inflated(key, chunks)) {
      bytes += plain.length;
      if (bytes > limit) throw new TooLargeError(limit);
      hash?.update(plain);
      reading.push(plain);
    }
  } catch (error) {
    if (!(error instanceof TrailObjectError)) throw error;
    const damaged: LogFact = { fault: error.message.includes('follow the end') ? 'trailing-bytes' : 'format' };
    return new Tally(undefined).finish({ bytes: 0, fault: { what: error.message, fix: error.fix }, ...(hash && { hash: damaged }) });
  }
  return reading.finish(bytes, hash && { sha256: hash.digest('hex') });
}

/** One object's text, and the first fault in it: what comes after that is not looked at. */
class LargeReading {
  #tally: Tally;
  #fault: TrailObjectError | undefined;
  #isFirst = true;
  readonly #splitter: Splitter;

  constructor(place: Place | undefined, pieceBytes: number) {
    this.#tally = new Tally(place);
    const fail = (error: TrailObjectError): never => {
      throw error;
    };
    const pieces: Pieces = {
      element: (bytes, at) => {
        const element = jsonOf(bytes, `in the record at byte ${at}: `);
        if (!isBareRecord(element)) demandOnce(bytes.toString('utf8'));
        for (const parsed of recordsIn(element, 2)) this.#tally.take(parsed);
      },
      document: (bytes, at, wasSplit) => {
        const document = jsonOf(bytes, `in the document at byte ${at}: `);
        if (wasSplit && Array.isArray(document)) return;
        demandRecords(document);
        demandOnce(bytes.toString('utf8'));
        if (!wasSplit) for (const parsed of recordsIn(document)) this.#tally.take(parsed);
        else if (!hasOnlyTheSplitList(document)) fail(severalLists(at));
      },
      tooLong: (at) =>
        fail(
          new TrailObjectError(
            `a piece of more than ${pieceBytes} bytes at byte ${at}, refused`,
            'no record of CloudTrail is so long: check where this file comes from',
          ),
        ),
      malformed: (what, at) => fail(notJson(new Error(`${what}, at byte ${at}`))),
    };
    this.#splitter = new Splitter(pieces, pieceBytes);
  }

  push(plain: Buffer): void {
    const hasMark = this.#isFirst && plain.subarray(0, 3).equals(byteOrderMark);
    this.#isFirst = false;
    this.#guarded(() => this.#splitter.push(hasMark ? plain.subarray(3) : plain));
  }

  finish(bytes: number, hash: LogFact | undefined): ObjectReading {
    this.#guarded(() => this.#splitter.finish());
    const fault = this.#fault && { what: this.#fault.message, fix: this.#fault.fix };
    return this.#tally.finish({ bytes, ...(hash && { hash }), ...(fault && { fault }) });
  }

  #guarded(step: () => void): void {
    if (this.#fault) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof TrailObjectError)) throw error;
      this.#fault = error;
    }
  }
}

const byteOrderMark = Buffer.from('\uFEFF');

function jsonOf(bytes: Buffer, where: string): unknown {
  if (!isUtf8(bytes)) throw notUtf8();
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw notJson(cause, where);
  }
}

/** Are its records those of the list that was split, and no others? See `recordsIn`. */
function hasOnlyTheSplitList(document: unknown): boolean {
  const holder = document as Readonly<Record<string, unknown>>;
  const lists = ['Records', 'Events'].map((name) => member(holder, name)).filter(Array.isArray);
  const [list] = lists;
  return lists.length === 1 && list?.length === 1 && list[0] === splitMark && member(holder, 'eventSource') === undefined;
}

function severalLists(at: number): TrailObjectError {
  return new TrailObjectError(
    `the document at byte ${at} holds records in more than one place, and is too large to be read whole`,
    'split the file, or check where it comes from',
  );
}

/** Bytes of the stored object that are handed to zlib at a time, and bytes it gives. */
const storedWindow = 256 * 1024;
const plainWindow = 256 * 1024;

async function* inflated(key: string, chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head: Buffer = first.done ? Buffer.alloc(0) : first.value;
  const all = (async function* () {
    yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  })();
  if (!isGzip(head)) {
    demandName(key, head);
    yield* all;
    return;
  }
  let stored = 0;
  const counted = (async function* () {
    for await (const chunk of all) {
      stored += chunk.length;
      yield chunk;
    }
  })();
  const gunzip = createGunzip({ chunkSize: plainWindow });
  const source = Readable.from(counted, { objectMode: false, highWaterMark: storedWindow });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const plain of source.pipe(gunzip)) yield plain as Buffer;
  } catch (error) {
    if (error instanceof TrailObjectError || !String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error;
    throw gzipError(error as NodeJS.ErrnoException);
  } finally {
    source.destroy();
  }
  if (gunzip.bytesWritten < stored) throw trailingBytes(stored - gunzip.bytesWritten);
}

/** An object that is in memory, in pieces that zlib takes one after the other. */
export async function* windowsOf(bytes: Buffer): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += storedWindow) yield bytes.subarray(at, at + storedWindow);
}
