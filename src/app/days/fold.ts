import { type DaySeal, isFromAthena } from '../../core/day-seal.ts';
import { dayAt } from '../../core/days.ts';
import { msPerDay, msPerHour } from '../../core/time.ts';
import { lateDelivery } from '../../trail/key.ts';
import { SourceError } from '../../trail/source.ts';
import type { Period } from '../scan/model.ts';
import { type Chain, type Day, type DayFault, DayFileError, objectsOf, readChain } from './chain.ts';
import { type DayStore, folderOf, sealedDays, sealName } from './ports.ts';
import { type Part, type Sealed, sealedSource } from './sealed-source.ts';

export interface Fold extends Sealed {
  readonly head: Chain['head'];
  /** Days that were asked for and are not whole, and why. */
  readonly faults: readonly { readonly day: string; readonly fault: DayFault }[];
}

export interface FoldOptions {
  readonly period: Period;
  /** Epoch milliseconds: a day that is not over cannot be sealed. */
  readonly now: number;
  /** sha256 of the newest seal, as it was written down elsewhere; absent: the store is believed. */
  readonly head?: string | undefined;
  /** The digests that were sealed will be held against the log files. */
  readonly verify?: boolean | undefined;
}

/** A day is sealed on the next one: what is older than this many milliseconds must be there. */
const dueAfter = 2 * msPerDay;

/**
 * The sealed days that hold the events of a period: delivery is late by up to a month, so publish dates up to then are read. A day
 * that is missing or altered is named, and limits the verdict.
 *
 * @throws SourceError when there is no sealed day at all, the head is another, or days from Athena cannot give what is asked
 */
export async function openFold(store: DayStore, { period, now, head: pinned, verify }: FoldOptions): Promise<Fold> {
  const newest = (await sealedDays(store)).at(-1);
  if (newest === undefined) throw new SourceError(`${store.url}: no sealed days there (days/YYYY/MM/DD/day.json)`);
  const first = dayAt(Date.parse(period.from) - lateDelivery.before);
  const wanted = dayAt(Date.parse(period.to) + lateDelivery.after - 1);
  const [last = wanted] = [wanted, later(newest, dayAt(now - dueAfter))].sort();
  const { days, head } = await readChain(store, { first, last, newest });
  if (pinned !== undefined && head?.sha256 !== pinned)
    throw new SourceError(
      `${store.url}: the newest day, ${newest}, has sha256 ${head?.sha256}, not ${pinned}: a day was sealed since, or days were altered or removed`,
    );
  const seals = days.flatMap(({ seal }) => seal ?? []);
  const counted = seals.find(isFromAthena);
  if (counted) demandFoldable(counted, { period, verify });
  const limits = [...new Set(seals.flatMap((seal) => seal.limits ?? []))];
  const notYet = last < wanted ? [`Days are sealed up to ${last}: what is delivered from then until ${wanted} is not in.`] : [];
  return {
    ...sealedSource(store.url, parts(store, days), [...limits, ...notYet]),
    head,
    faults: days.flatMap(({ day, fault }) => (fault ? [{ day, fault }] : [])),
  };
}

/** What Athena counted it counted by the hour, and it reads no digests. @throws SourceError */
function demandFoldable({ day }: DaySeal, { period: { from, to }, verify }: Pick<FoldOptions, 'period' | 'verify'>): void {
  if (verify)
    throw new SourceError(
      `${day} was sealed from Athena, without digests: these days cannot be verified (leave --verify out; --accept-unverified lets the period be conclusive)`,
    );
  const cut = [from, to].find((time) => Date.parse(time) % msPerHour !== 0);
  if (cut !== undefined)
    throw new SourceError(`${cut}: ${day} was sealed from Athena, and counted by the hour: begin and end the period with one`);
}

const later = (a: string, b: string): string => (a > b ? a : b);

async function* parts(store: DayStore, days: readonly Day[]): AsyncIterable<Part> {
  for (const each of days) {
    if (each.fault) yield { key: folderOf(each.day) + sealName, ...faultWords[each.fault] };
    else yield await partOf(store, each);
  }
}

async function partOf(store: DayStore, { day, seal }: Extract<Day, { seal: object }>): Promise<Part> {
  try {
    return { objects: await objectsOf(store, seal) };
  } catch (error) {
    if (!(error instanceof DayFileError)) throw error;
    return { key: folderOf(day) + sealName, what: error.message, fix: fixes.altered };
  }
}

const fixes = {
  missing: 'seal the day from the trail (sagewarden seal), or scan the trail itself',
  altered: 'look at the versions of the object in its bucket, and scan the trail itself for this period',
};

const faultWords: Readonly<Record<DayFault, { readonly what: string; readonly fix: string }>> = {
  missing: { what: 'the day is not sealed: nothing of what was delivered on it was read', fix: fixes.missing },
  malformed: { what: 'not the seal of a day', fix: fixes.altered },
  misplaced: { what: 'the seal of another day', fix: fixes.altered },
  altered: { what: 'not the seal that the next day is chained to: it was altered', fix: fixes.altered },
  unchained: { what: 'not chained to the day before it', fix: fixes.altered },
};
