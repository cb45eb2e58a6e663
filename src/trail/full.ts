import { hashLog } from './digests/log-file.ts';
import { readLarge, windowsOf } from './large/read.ts';
import { maxWholeBytes } from './limits.ts';
import type { ObjectReading } from './object-reading.ts';
import { placeOf } from './place.ts';
import { recordsOfText } from './records.ts';
import { TrailObjectError } from './source.ts';
import { Tally } from './tally.ts';
import { decoded, TooLargeError, unpacked } from './text.ts';

export interface FullOptions {
  readonly sha256: boolean;
  /** Above this, inflated, a file is parsed piece by piece. */
  readonly wholeBytes?: number;
}

/** What an object holds, whoever wrote it and however: every record is parsed. The fast reader answers as this one does. */
export async function readFully(key: string, stored: Buffer, { sha256, wholeBytes = maxWholeBytes }: FullOptions): Promise<ObjectReading> {
  const tally = new Tally(placeOf(key));
  let bytes = 0;
  let fault: ObjectReading['fault'];
  try {
    const plain = unpacked(key, stored, wholeBytes);
    bytes = plain.length;
    for (const { parsed } of recordsOfText(decoded(plain))) tally.take(parsed);
  } catch (error) {
    if (error instanceof TooLargeError) return readLarge(key, windowsOf(stored), { sha256 });
    if (!(error instanceof TrailObjectError)) throw error;
    fault = { what: error.message, fix: error.fix };
  }
  return tally.finish({ bytes, ...(sha256 && { hash: hashLog(stored).fact }), ...(fault && { fault }) });
}
