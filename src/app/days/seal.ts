import { type DaySeal, isFromAthena, readSeal, type SealedFile, schema } from '../../core/day-seal.ts';
import { dayAfter, dayAt, daysIn, startOfDay } from '../../core/days.ts';
import { type RowClass, rowClasses } from '../../core/evidence/population.ts';
import type { Problem } from '../../core/evidence/reading.ts';
import type { Policy } from '../../core/policy.ts';
import { msPerDay, msPerHour } from '../../core/time.ts';
import type { ObjectReader } from '../../trail/reader.ts';
import { notLookedInto, SourceError, type TrailSource } from '../../trail/source.ts';
import { assess } from '../assess.ts';
import type { Clock, Log } from '../ports.ts';
import { scanTrail } from '../scan.ts';
import { objectsOf, sha256Of } from './chain.ts';
import { collect, identityOf } from './collect.ts';
import { encodeObjects, type SealedObject } from './objects-file.ts';
import { type DayStore, fileName, folderOf, sealedDays, sealName } from './ports.ts';
import { sealedSource } from './sealed-source.ts';

export interface SealWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: DayStore;
  /**
   * The trail's objects in the folders of these publish dates, both in it; digests too. What lies in others is left out here. One that finds
   * them by Athena looks at the last of these dates alone.
   */
  readonly source: (first: string, last: string) => TrailSource | Promise<TrailSource>;
  /** One that hashes. */
  readonly reader: ObjectReader;
  readonly policy: Policy;
  readonly policySha256: string;
  readonly version: string;
  /** `population.jsonl` of rows. */
  readonly lines: (rows: ReturnType<typeof assess>['rows']) => string;
  /** Epoch milliseconds: no further day is begun after this. */
  readonly deadline: number;
}

export interface SealRequest {
  /** Absent: the day after the newest that is sealed; where there is none, the last one that is over. */
  readonly from?: string | undefined;
  /** Absent: the last one that is over. */
  readonly to?: string | undefined;
}

export interface SealResult {
  readonly sealed: readonly string[];
  /** The newest day now: its sha256 is worth writing down elsewhere. */
  readonly head: { readonly day: string; readonly sha256: string } | null;
  /** Days that there was no time for: the next run goes on with them. */
  readonly left: number;
}

/** Something of the day could not be read: it is tried again before the day is sealed without it. */
export class NotSealed extends Error {
  override name = 'NotSealed';
}

/** A folder is complete some hours after its day: CloudTrail delivers within minutes, and is late at times. */
const settled = 3 * msPerHour;

/** What comes into a folder after its day was sealed is found on one of the next days. */
const lookBack = 2;

/** Days after its end during which a day is not sealed while something in it cannot be read. */
const patience = 3 * msPerDay;

/** Seals day after day, each chained to the one before; nothing is written twice. @throws SourceError, NotSealed */
export async function sealDays(asked: SealRequest, world: SealWorld): Promise<SealResult> {
  const { clock, store, log } = world;
  const already = await sealedDays(store);
  const over = dayAt(clock.now() - settled - msPerDay);
  const days = daysIn({ first: beginning(asked.from, already, over), last: earlier(asked.to ?? over, over) });
  const sealed: string[] = [];
  let head = await headOf(store, already.at(-1));
  for (const day of days) {
    if (clock.now() > world.deadline) break;
    const seal = await sealDay(day, head, [...already, ...sealed], world);
    const bytes = Buffer.from(`${JSON.stringify(seal, null, 2)}\n`);
    if (!(await store.create(folderOf(day) + sealName, bytes)))
      throw new SourceError(`${store.url}${folderOf(day)}: somebody else sealed it`);
    head = { day, sha256: sha256Of(bytes) };
    sealed.push(day);
    log.info('day sealed', { day, sha256: head.sha256, records: seal.records, unreadable: seal.objects.unreadable });
  }
  return { sealed, head, left: days.length - sealed.length };
}

const earlier = (a: string, b: string): string => (a < b ? a : b);

/** A chain has no gaps, and is made forwards. */
function beginning(from: string | undefined, already: readonly string[], over: string): string {
  const newest = already.at(-1);
  if (from !== undefined && startOfDay(from) === undefined) throw new SourceError(`${from}: expected a day such as 2026-11-20`);
  if (newest === undefined) return from ?? over;
  const next = dayAfter(newest);
  if (from !== undefined && from !== next)
    throw new SourceError(`the chain has days up to ${newest}: it goes on with ${next}, not with ${from}`);
  return next;
}

async function headOf(store: DayStore, day: string | undefined): Promise<SealResult['head']> {
  const bytes = day === undefined ? undefined : await store.get(folderOf(day) + sealName);
  return day !== undefined && bytes ? { day, sha256: sha256Of(bytes) } : null;
}

async function sealDay(day: string, previous: SealResult['head'], already: readonly string[], world: SealWorld): Promise<DaySeal> {
  const { clock, store, policy, version } = world;
  const { first, known } = await knownBefore(day, already, store);
  const source = await world.source(first, day);
  const { objects, late } = await collect(source, world.reader, { first, day, isKnown: (identity) => known.has(identity) });
  const [unlisted] = source.unlisted?.() ?? [];
  if (unlisted !== undefined) throw new SourceError(`${unlisted}: ${notLookedInto(unlisted).what}`);
  const ran = source.ran?.();
  const limits = [...(source.limits ?? []), ...(isFromAthena({ source: source.name }) ? [notLookedBack] : [])];
  const faults = objects.flatMap(problemOf);
  if (faults.length > 0 && clock.now() < (startOfDay(day) ?? 0) + msPerDay + patience)
    throw new NotSealed(`${day}: ${faults.length} objects could not be read, such as ${faults[0]?.object}: ${faults[0]?.what}`);
  const { rows, scanned } = await judged(objects, source.name, policy, clock.now());
  const files = [
    await put(world, day, 'objects', encodeObjects(objects)),
    await put(world, day, 'population', Buffer.from(world.lines(rows))),
  ];
  const count = (kind: SealedObject['kind']) => objects.reduce((sum, object) => sum + (object.kind === kind ? objectsIn(object) : 0), 0);
  return {
    schema,
    day,
    sealedAt: new Date(clock.now()).toISOString(),
    tool: { name: 'sagewarden', version },
    source: source.name,
    ...(limits.length > 0 && { limits }),
    ...(ran && { ran }),
    previous,
    objects: { logs: count('log'), digests: count('digest'), other: count('other'), unreadable: faults.length, late },
    records: scanned.counters.records.read,
    policySha256: world.policySha256,
    population: Object.fromEntries(rowClasses.map((name) => [name, rows.filter((row) => row.class === name).length])) as Record<
      RowClass,
      number
    >,
    problems: [...faults, ...scanned.problems.filter(({ recordIndex }) => recordIndex !== undefined)],
    files,
  };
}

const notLookedBack = "What came into a day's folder after the query that sealed the day was not looked for.";

/** One, but for what an engine counted without naming it. */
const objectsIn = (object: SealedObject): number => (object.kind === 'log' ? (object.reading.counted?.objects ?? 1) : 1);

/** From which day on it is known what was sealed: that of a day from Athena is not, since it names few of its objects. */
async function knownBefore(day: string, already: readonly string[], store: DayStore) {
  const known = new Set<string>();
  let first = day;
  for (const each of already.filter((one) => one >= dayAfter(day, -lookBack) && one < day).reverse()) {
    const seal = await sealOf(store, each);
    if (isFromAthena(seal)) break;
    for (const object of await objectsOf(store, seal)) known.add(identityOf(object));
    first = each;
  }
  return { first, known };
}

async function sealOf(store: DayStore, day: string): Promise<DaySeal> {
  const seal = readSeal((await store.get(folderOf(day) + sealName))?.toString('utf8') ?? '');
  if (!seal) throw new SourceError(`${store.url}${folderOf(day)}${sealName}: not the seal of a day: the chain cannot go on from it`);
  return seal;
}

function problemOf(object: SealedObject): Problem[] {
  const fault = object.kind === 'log' ? object.reading.fault : object.kind === 'digest' ? object.problem : undefined;
  return fault ? [{ object: object.key, ...fault }] : [];
}

/** The day's own rows, for who looks at it today: what a name meant before that day is not in reach, as it is for a fold. */
async function judged(objects: readonly SealedObject[], name: string, policy: Policy, now: number) {
  async function* one() {
    yield { objects };
  }
  const { source, known } = sealedSource(name, one());
  const scanned = await scanTrail(source, { policy, known });
  const { rows } = assess(scanned.changes, scanned.attempts, { policy, asOf: new Date(now).toISOString() });
  return { rows, scanned };
}

async function put({ store }: SealWorld, day: string, kind: 'objects' | 'population', body: Buffer): Promise<SealedFile> {
  const sha256 = sha256Of(body);
  const name = fileName(kind, sha256);
  if (!(await store.create(folderOf(day) + name, body)))
    throw new SourceError(`${store.url}${folderOf(day)}${name}: other bytes are there`);
  return { name, bytes: body.length, sha256 };
}
