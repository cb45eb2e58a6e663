import { isObject, member } from '../core/json.ts';
import { type ParsedRecord, recordsIn } from '../core/record.ts';
import { documentsIn, tooMany } from './documents.ts';
import { maxRecordsPerObject } from './limits.ts';
import { TrailObjectError } from './source.ts';

export interface TrailRecord {
  /** Place in the object, from 0, over all its documents. */
  readonly index: number;
  readonly parsed: ParsedRecord;
}

/** Every record of a log file, in order, as it is parsed: what comes before a fault is read. */
export function* recordsOfText(text: string): Iterable<TrailRecord> {
  let index = 0;
  for (const document of documentsIn(text)) {
    demandRecords(document);
    for (const parsed of recordsIn(document)) {
      if (index >= maxRecordsPerObject) throw tooMany();
      yield { index: index++, parsed };
    }
  }
}

/** Throws a `TrailObjectError` where nothing in a document says that it is a log file. */
export function demandRecords(document: unknown): void {
  if (carriesRecords(document)) return;
  throw new TrailObjectError(
    'JSON, but not a CloudTrail log file: no Records',
    'expected {"Records": [...]}: remove the file from the archive, or fetch it again',
  );
}

function carriesRecords(document: unknown): boolean {
  if (Array.isArray(document)) return true;
  return (
    isObject(document) &&
    ['Records', 'Events', 'eventSource', 'detail', 'CloudTrailEvent'].some((name) => member(document, name) !== undefined)
  );
}
