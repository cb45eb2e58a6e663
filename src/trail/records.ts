import { isObject, member } from '../core/json.ts';
import { type ParsedRecord, recordsIn } from '../core/record.ts';
import { documentsIn, tooMany } from './documents.ts';
import { maxRecordsPerObject } from './limits.ts';
import { repeatsRecords } from './repeated.ts';
import { TrailObjectError } from './source.ts';

export interface TrailRecord {
  /** Place in the object, from 0, over all its documents. */
  readonly index: number;
  readonly parsed: ParsedRecord;
}

/** Every record of a log file, in order, as it is parsed: what comes before a fault is read. */
export function* recordsOfText(text: string): Iterable<TrailRecord> {
  let index = 0;
  for (const { document, text: itsText } of documentsIn(text)) {
    demandRecords(document);
    demandOnce(itsText);
    for (const parsed of recordsIn(document)) {
      if (index >= maxRecordsPerObject) throw tooMany();
      yield { index: index++, parsed };
    }
  }
}

const fix = 'expected {"Records": [...]}: remove the file from the archive, or fetch it again';

/** Throws a `TrailObjectError` where nothing in a document says that it is a log file. */
export function demandRecords(document: unknown): void {
  if (carriesRecords(document)) return;
  throw new TrailObjectError('JSON, but not a CloudTrail log file: no Records', fix);
}

/** Throws a `TrailObjectError` where parsing a text has lost records of it. @param text JSON */
export function demandOnce(text: string): void {
  if (!repeatsRecords(text)) return;
  throw new TrailObjectError('records in more than one place: a list is named twice', fix);
}

function carriesRecords(document: unknown): boolean {
  if (Array.isArray(document)) return true;
  return (
    isObject(document) &&
    ['Records', 'Events', 'eventSource', 'detail', 'CloudTrailEvent'].some((name) => member(document, name) !== undefined)
  );
}
