import { isDigest } from '../../trail/digests/keys.ts';
import { Sidecars } from '../../trail/digests/sidecars.ts';
import { skipReason } from '../../trail/key.ts';
import { type ObjectReader, readInOrder } from '../../trail/reader.ts';
import { nameTheTrail, type TrailObject, TrailObjectError, type TrailSource } from '../../trail/source.ts';
import { looksLikeLog } from '../../trail/text.ts';
import type { SealedIdentity, SealedObject } from './objects-file.ts';

export interface Collected {
  /** In order of key. */
  readonly objects: readonly SealedObject[];
  /** Of these, those that lie in an earlier day's folder. */
  readonly late: number;
}

export interface Wanted {
  /** The earliest publish date to look at. */
  readonly first: string;
  readonly day: string;
  /** Is it in an earlier day's seal? By {@link identityOf}. */
  readonly isKnown: (identity: string) => boolean;
}

/** Another stamp means other bytes under the same key: an object that changed since it was sealed is a new one. */
export const identityOf = ({ key, size, stamp }: SealedIdentity): string => JSON.stringify([key, size, stamp ?? null]);

/** Everything that lies in a day's folders, and in those of the days before it what they did not have when they were sealed. */
export async function collect(source: TrailSource, reader: ObjectReader, { first, day, isKnown }: Wanted): Promise<Collected> {
  const objects: SealedObject[] = [];
  const sidecars = new Sidecars();
  let late = 0;
  async function* logs(): AsyncIterable<TrailObject> {
    for await (const object of source.objects()) {
      // What somebody else counted has no key of its own, and nothing to be read.
      if (object.reading) {
        objects.push({ ...facts(object), kind: 'log', reading: object.reading });
        continue;
      }
      const isSidecar = sidecars.has(object.key);
      const published = publishDay(object.key);
      if (published < first || published > day || isKnown(identityOf(object))) continue;
      if (published < day) late++;
      const beside = isSidecar ? ({ ...facts(object), kind: 'other' } as const) : await unlessLog(object);
      if (beside) objects.push(beside);
      else yield object;
    }
  }
  for await (const { object, reading } of readInOrder(logs(), reader)) objects.push({ ...facts(object), kind: 'log', reading });
  objects.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { objects, late };
}

/** `AWSLogs/.../2026/11/20/name` -> `2026-11-20`. @throws TrailObjectError */
function publishDay(key: string): string {
  const [, year, month, date] = /\/(\d{4})\/(\d{2})\/(\d{2})\/[^/]+$/.exec(key) ?? [];
  if (!year) throw new TrailObjectError(`${key}: not below a publish date (YYYY/MM/DD)`, nameTheTrail);
  return `${year}-${month}-${date}`;
}

const facts = ({ key, size, stamp, bucket }: TrailObject): SealedIdentity => ({
  key,
  size,
  ...(stamp !== undefined && { stamp }),
  ...(bucket !== undefined && { bucket }),
});

/** A digest, or something else that lies beside log files; `undefined`: it is one. */
async function unlessLog(object: TrailObject): Promise<SealedObject | undefined> {
  const skip = skipReason(object.key, undefined);
  if (skip === 'digest' && isDigest(object.key)) return digestOf(object);
  if (!skip || (skip === 'not-a-log-file' && (await isLog(object)))) return undefined;
  return { ...facts(object), kind: 'other' };
}

/** What cannot be looked into may be one: it is read, and named. */
async function isLog(object: TrailObject): Promise<boolean> {
  try {
    return looksLikeLog(await object.head());
  } catch (error) {
    if (error instanceof TrailObjectError) return true;
    throw error;
  }
}

async function digestOf(object: TrailObject): Promise<SealedObject> {
  try {
    const [bytes, metadata] = [await object.read(), await object.metadata()];
    return { ...facts(object), kind: 'digest', stored: bytes.toString('base64'), ...(metadata && { metadata }) };
  } catch (error) {
    if (!(error instanceof TrailObjectError)) throw error;
    return { ...facts(object), kind: 'digest', stored: null, problem: { what: error.message, fix: error.fix } };
  }
}
