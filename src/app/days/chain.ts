import { createHash } from 'node:crypto';
import { type DaySeal, readSeal } from '../../core/day-seal.ts';
import { dayAfter, daysIn } from '../../core/days.ts';
import { decodeObjects, type SealedObject } from './objects-file.ts';
import { type DayStore, folderOf, sealName } from './ports.ts';

/** What the chain says of one day. */
export type Day =
  | { readonly day: string; readonly sha256: string; readonly seal: DaySeal; readonly fault?: undefined }
  | { readonly day: string; readonly sha256?: string; readonly seal?: undefined; readonly fault: DayFault };

/**
 * `missing`: no seal. `malformed`: not the seal of a day. `misplaced`: of another day. `altered`: not the one that the next day was
 * chained to. `unchained`: it does not follow the day before.
 */
export type DayFault = 'missing' | 'malformed' | 'misplaced' | 'altered' | 'unchained';

export interface Chain {
  readonly days: readonly Day[];
  /** The newest seal of the store, and its sha256: who has written that down can tell whether the chain was made anew. */
  readonly head: { readonly day: string; readonly sha256: string } | null;
}

interface Range {
  readonly first: string;
  readonly last: string;
  /** The newest that has a seal. */
  readonly newest: string;
}

/**
 * The days from the first to the last, each held against its neighbours. What a day was is told by the one after it, so what follows
 * the last is looked at too, up to the head of the chain.
 */
export async function readChain(store: DayStore, { first, last, newest }: Range): Promise<Chain> {
  const days: Day[] = [];
  let head: Chain['head'] = null;
  let expected: string | undefined;
  for (const day of daysIn({ first, last: newest > last ? newest : last }).reverse()) {
    const found = await dayOf(store, day, expected);
    if (day === newest) head = { day, sha256: found.sha256 ?? '' };
    // A day that is not what it was says nothing of the one before it.
    expected = found.fault ? undefined : found.seal.previous?.sha256;
    if (day <= last) days.push(found);
  }
  return { days: days.reverse(), head };
}

async function dayOf(store: DayStore, day: string, expected: string | undefined): Promise<Day> {
  const bytes = await store.get(folderOf(day) + sealName);
  if (!bytes) return { day, fault: 'missing' };
  const sha256 = sha256Of(bytes);
  const seal = readSeal(bytes.toString('utf8'));
  if (!seal) return { day, sha256, fault: 'malformed' };
  if (seal.day !== day) return { day, sha256, fault: 'misplaced' };
  if (expected !== undefined && expected !== sha256) return { day, sha256, fault: 'altered' };
  if (seal.previous && seal.previous.day !== dayAfter(day, -1)) return { day, sha256, fault: 'unchained' };
  return { day, sha256, seal };
}

/** A file of a day is not what its seal says; `what` is one line. */
export class DayFileError extends Error {
  override name = 'DayFileError';
}

/** @throws DayFileError */
export async function objectsOf(store: DayStore, { day, files }: DaySeal): Promise<SealedObject[]> {
  const stated = files.find(({ name }) => name.startsWith('objects.'));
  if (!stated) throw new DayFileError('the seal names no objects');
  const bytes = await store.get(folderOf(day) + stated.name);
  if (!bytes) throw new DayFileError(`${stated.name} is not there`);
  if (sha256Of(bytes) !== stated.sha256) throw new DayFileError(`${stated.name} is not the one that was sealed: another sha256`);
  return decodeObjects(bytes);
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
