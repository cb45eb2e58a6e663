import { pMapIterable } from 'p-map';
import type { Reading } from '../core/change.ts';
import { isObject } from '../core/json.ts';
import type { ParsedRecord } from '../core/record.ts';
import { msPerHour } from '../core/time.ts';
import { skipReason } from '../trail/key.ts';
import { publishedAt } from '../trail/published-at.ts';
import { readObject } from '../trail/read-object.ts';
import { recordsOfText } from '../trail/records.ts';
import { type TrailObject, TrailObjectError, type TrailSource } from '../trail/source.ts';
import { looksLikeLog, textOf } from '../trail/text.ts';
import { Busy, type MonitorOutcome } from './monitor.ts';
import type { ChangeKey, Clock, Ledger, Log, Metrics } from './ports.ts';
import type { Period } from './scan/model.ts';

export interface ReconcileWorld {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'known'>;
  readonly source: TrailSource;
  /** The source is a trail's bucket, where CloudTrail delivers whenever something happens; event history may well be empty. */
  readonly isBucket: boolean;
  /** The monitor's own use case, with the alert marked late. Rejects when something stays owed. */
  readonly takeLate: (parsed: ParsedRecord) => Promise<MonitorOutcome>;
  /** Epoch milliseconds at which the work must be over. */
  readonly deadline: number;
  /** What the scheduled runs look back, hours. */
  readonly scheduledHours: number;
  readonly metrics: Pick<Metrics, 'count'>;
  readonly log: Log;
}

export interface Reconciled {
  readonly objects: number;
  readonly records: number;
  /** Changes and log-control events that the live path should have met, those out of the policy's scope too. */
  readonly expected: number;
  /** Of these, the ledger did not have. */
  readonly missed: number;
  /** Of the missed, not finished. */
  readonly failed: number;
  readonly unreadable: number;
  /** Objects for which there was no time; the next run meets them again where the windows overlap. */
  readonly left: number;
  /** Of these, no scheduled run will meet. */
  readonly lost: number;
}

/** When a trail's record is younger than this, the live path may still be at it. CloudTrail's own delay to the bucket is 5 minutes on average. */
const settledAfter = 15 * 60_000;

/** Scheduled runs are this far apart: what is younger than their lookback less this is met again. */
const runsApart = 60 * 60_000;

/** Requests to the bucket at a time. */
const concurrentReads = 32;

/**
 * The window: what of the source may hold events of `[now - lookback, now)`. A record counts by when its object was published, so
 * that one that CloudTrail delivers days late (it tries for 30 days) is met by the run after its delivery.
 */
export function windowOf(now: number, lookbackHours: number): Period {
  return { from: new Date(now - lookbackHours * msPerHour).toISOString(), to: new Date(now).toISOString() };
}

/** Event history keeps 90 days. @throws when it is asked for something else */
export function lookbackHours(event: unknown, otherwise: number): number {
  const asked = isObject(event) ? event.lookbackHours : undefined;
  if (asked === undefined) return otherwise;
  if (typeof asked === 'number' && asked > 0 && asked <= 90 * 24) return asked;
  throw new RangeError('lookbackHours: expected a number of hours, at most 2160');
}

/** What somebody must look at; `undefined`: everything was looked at and finished, or a later run will. */
export function problemOf({ failed, unreadable, lost }: Reconciled): string | undefined {
  const problems = [
    ...(unreadable > 0 ? [`${unreadable} objects of the trail could not be read`] : []),
    ...(failed > 0 ? [`${failed} missed events could not be finished`] : []),
    ...(lost > 0
      ? [`there was no time for ${lost} objects that no later run will meet: give the function more memory, or narrow the policy's scope`]
      : []),
  ];
  return problems.length > 0 ? problems.join('; ') : undefined;
}

/** What the trail has and the ledger has not, through the monitor. Every object that cannot be read is named and counted. */
export async function reconcile(window: Period, world: ReconcileWorld): Promise<Reconciled> {
  const counts = { objects: 0, records: 0, expected: 0, missed: 0, failed: 0, unreadable: 0, left: 0, lost: 0 };
  const objects = await inWindow(window, world.source);
  if (objects.length === 0 && world.isBucket) tellSilence(window, world);
  const left = new Set(objects);
  const readings = pMapIterable(objects, (object) => (world.clock.now() < world.deadline ? wanted(object) : undefined), {
    concurrency: concurrentReads,
  });
  for await (const found of readings) {
    if (found === undefined || world.clock.now() >= world.deadline) break;
    counts.objects++;
    counts.records += found.records;
    if (found.problem) {
      counts.unreadable++;
      world.log.error('an object of the trail could not be read', { object: found.object.key, ...found.problem });
    }
    if (await takeUp(found, settled(found.ours, Date.parse(window.to)), counts, world)) left.delete(found.object);
  }
  counts.left = left.size;
  if (left.size > 0) world.log.warn('there was no time for some objects', { left: left.size, first: [...left][0]?.key });
  const metAgain = Date.parse(window.to) - world.scheduledHours * msPerHour + runsApart;
  counts.lost = [...left].filter(({ key }) => (publishedAt(key) ?? 0) < metAgain).length;
  return counts;
}

/** No failure: an idle account may have hours like that. A day of them has an alarm. */
function tellSilence(window: Period, { source, metrics, log }: ReconcileWorld): void {
  metrics.count('TrailSilent');
  log.warn('the trail has no log file of this window: nothing was looked at', { ...window, source: source.name });
}

/** What the ledger lacks of an object's events. `false`: there was no time for all of them. */
async function takeUp(found: Wanted, ours: readonly Ours[], counts: Record<Counted, number>, world: ReconcileWorld): Promise<boolean> {
  counts.expected += ours.length;
  const known = await world.ledger.known(ours.map(({ key }) => key));
  const unknown = ours.filter(({ key: { eventId } }) => !known.has(eventId));
  const records = found.parsed(unknown.map(({ index }) => index));
  for (const { key, index } of unknown) {
    if (world.clock.now() >= world.deadline) return false;
    try {
      const parsed = records.get(index);
      if (!parsed) throw new Error('read once, and not again');
      const outcome = await world.takeLate(parsed);
      if (outcome !== 'done' && outcome !== 'deferred') continue;
      counts.missed++;
      world.log.warn('the live path missed an event', { ...key, object: found.object.key });
    } catch (error) {
      // The live path is at it after all.
      if (error instanceof Busy) continue;
      counts.missed++;
      counts.failed++;
      world.log.error('a missed event could not be finished', { ...key, error: (error as Error).name });
    }
  }
  return true;
}

type Counted = 'expected' | 'missed' | 'failed';

/** Log files that were published in the window, or whose name does not say when: oldest first, since they get no other chance. */
async function inWindow(window: Period, source: TrailSource): Promise<TrailObject[]> {
  const from = Date.parse(window.from);
  const found: { readonly object: TrailObject; readonly published: number }[] = [];
  for await (const object of source.objects()) {
    const skip = skipReason(object.key, undefined);
    if (skip && skip !== 'not-a-log-file') continue;
    const published = publishedAt(object.key) ?? from;
    if (published >= from) found.push({ object, published });
  }
  return found.sort((a, b) => a.published - b.published).map(({ object }) => object);
}

interface Ours {
  readonly key: ChangeKey;
  readonly eventTime: number;
  /** Place in the object. */
  readonly index: number;
}

interface Wanted {
  readonly object: TrailObject;
  readonly records: number;
  readonly ours: readonly Ours[];
  /** The records themselves, by place: the fast reader does not keep them, and few are missed. */
  readonly parsed: (places: readonly number[]) => ReadonlyMap<number, ParsedRecord>;
  readonly problem?: { readonly error: string; readonly fix: string };
}

/** What an object holds of ours: before a fault in it, too. */
async function wanted(object: TrailObject): Promise<Wanted> {
  const nothing = { object, records: 0, ours: [], parsed: () => new Map() };
  try {
    if (skipReason(object.key, undefined) && !looksLikeLog(await object.head())) return nothing;
    const stored = await object.read();
    const { records, readings, fault } = await readObject(object.key, stored, { sha256: false });
    const ours = readings.flatMap(({ index, reading }): Ours[] => {
      const facts = factsOf(reading);
      return facts ? [{ key: facts, eventTime: Date.parse(facts.eventTime), index: index ?? 0 }] : [];
    });
    const unreadable = readings.filter(({ reading }) => reading.kind === 'unreadable').length;
    const problem = fault
      ? { error: fault.what, fix: fault.fix }
      : unreadable > 0 && {
          error: `${unreadable} of ${records} records cannot be read`,
          fix: 'look at the records in the object; what they say could not be judged',
        };
    return { object, records, ours, parsed: (places) => parsedAt(object.key, stored, places), ...(problem && { problem }) };
  } catch (error) {
    if (!(error instanceof TrailObjectError)) throw error;
    return { ...nothing, problem: { error: error.message, fix: error.fix } };
  }
}

function parsedAt(key: string, stored: Buffer, places: readonly number[]): Map<number, ParsedRecord> {
  const found = new Map<number, ParsedRecord>();
  if (places.length === 0) return found;
  for (const { index, parsed } of recordsOfText(textOf(key, stored))) {
    if (places.includes(index)) found.set(index, parsed);
    if (found.size === places.length) break;
  }
  return found;
}

/** What the live path owes an answer to: changes that succeeded, and what blinds a trail. */
function factsOf(reading: Reading): (ChangeKey & { readonly eventTime: string }) | undefined {
  const facts =
    reading.kind === 'change' ? reading.change : reading.kind === 'trail-control' && reading.control.blinding ? reading.control : undefined;
  return facts && { account: facts.account, region: facts.region, eventId: facts.eventId, eventTime: facts.eventTime };
}

/** One of each event: what is not too young for the live path to have finished it. */
function settled(ours: readonly Ours[], to: number): readonly Ours[] {
  const old = ours.filter(({ eventTime }) => eventTime < to - settledAfter);
  return [...new Map(old.map((each) => [each.key.eventId, each])).values()];
}
