import type { IntegrityGap } from './integrity.ts';
import { msPerHour } from './time.ts';

/** Which account, Region and hour was read, what vouches for it, and where the gaps are. */
export interface Coverage {
  /** In order of account, then Region. */
  readonly places: readonly CoveredPlace[];
  /** In order of time, then place. */
  readonly gaps: readonly Gap[];
  readonly lateDelivery: LateDelivery;
}

export interface CoveredPlace {
  readonly account: string;
  readonly region: string;
  /** Hours of the period: `verified + read + silent + gap` are all of them. */
  readonly hours: HourCounts;
  /** By UTC day, for the days that are not wholly silent. */
  readonly byDay: Readonly<Record<string, HourCounts>>;
}

/**
 * `verified`: a valid digest vouches for the hour, with records or without. `read`: records of it were read, and nothing vouches
 * that they are all. `silent`: neither. `gap`: known not to be covered.
 */
export interface HourCounts {
  readonly verified: number;
  readonly read: number;
  readonly silent: number;
  readonly gap: number;
}

/** What was not covered, and why. */
export interface Gap {
  /** `null`: every account that the trail logs. */
  readonly account: string | null;
  /** `null`: every Region that the trail logs. */
  readonly region: string | null;
  /** Half-open, inside the period. */
  readonly from: string;
  readonly to: string;
  readonly cause: GapCause;
  /** What tells of it: an event id, an object's key. */
  readonly source: string | null;
}

/** From the digests, from the log-control events, or from what could not be read. */
export type GapCause = IntegrityGap['cause'] | 'logging-changed' | 'no-records';

export const gapCauses = [
  'logging-stopped',
  'logging-changed',
  'chain-restarted',
  'before-first-digest',
  'digest-missing',
  'digest-invalid',
  'digest-not-proven',
  'other-bucket',
  'log-missing',
  'log-invalid',
  'log-unreadable',
  'newest-end-not-covered',
  'no-digests',
  'no-records',
] as const satisfies readonly GapCause[];

/** Records that were delivered more than an hour after their event, as the names of their objects tell. */
export interface LateDelivery {
  readonly records: number;
  readonly objects: number;
  readonly longestHours: number;
}

export interface Span {
  readonly account: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
}

/** Of a log-control event: what it took away, and until when. */
interface ControlEvent {
  readonly eventId: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly account: string;
  readonly blinding: boolean;
  readonly resumedBy: { readonly eventTime: string } | null;
}

export interface CoverageInput {
  readonly period: { readonly from: string; readonly to: string };
  /** Records by account, Region and UTC hour (`2026-07-01T13`). */
  readonly cells: readonly { readonly account: string; readonly region: string; readonly hour: string; readonly records: number }[];
  readonly trailControl: readonly ControlEvent[];
  /** The archive is of an organisation's trail: what stops it, stops it for every account. */
  readonly organisation: boolean;
  /** What valid digests vouch for; their log files are all there and as they were delivered. */
  readonly verified: readonly Span[];
  readonly gaps: readonly Gap[];
  /** Accounts and Regions that should be there. */
  readonly expected: readonly { readonly account: string; readonly region: string }[];
  readonly lateDelivery: LateDelivery;
}

export function coverageOf(input: CoverageInput): Coverage {
  const from = Date.parse(input.period.from);
  const to = Date.parse(input.period.to);
  const gaps = [...input.gaps, ...input.trailControl.flatMap((event) => lostTo(event, input))]
    .map((gap) => ({ ...gap, from: later(gap.from, input.period.from), to: earlier(gap.to, input.period.to) }))
    .filter((gap) => Date.parse(gap.from) < Date.parse(gap.to));
  const places = placesOf(input);
  const cells = groupBy(input.cells, keyOf);
  const verified = groupBy(input.verified, keyOf);
  return {
    places: [...places].sort().flatMap(([key, { account, region }]) => {
      const hours = new Hours(from, to);
      for (const cell of cells.get(key) ?? []) hours.read(Date.parse(`${cell.hour}:00:00Z`));
      for (const span of verified.get(key) ?? []) hours.vouch(Date.parse(span.from), Date.parse(span.to));
      for (const gap of gaps) if (concerns(gap, account, region)) hours.miss(Date.parse(gap.from), Date.parse(gap.to));
      return [{ account, region, ...hours.counts() }];
    }),
    gaps: gaps.sort(byTimeAndPlace),
    lateDelivery: input.lateDelivery,
  };
}

function concerns(gap: Gap, account: string, region: string): boolean {
  return (gap.account === null || gap.account === account) && (gap.region === null || gap.region === region);
}

/**
 * How long an operation kept its trail from logging, in every Region that it may log: its record does not say. What is not known to be
 * undone lasts to the end of the period.
 */
function lostTo(event: ControlEvent, { period, organisation }: CoverageInput): Gap[] {
  if (!event.blinding) return [];
  const stopped = event.eventName === 'StopLogging' || event.eventName === 'DeleteTrail';
  return [
    {
      account: organisation ? null : event.account,
      region: null,
      from: event.eventTime,
      to: event.resumedBy?.eventTime ?? period.to,
      cause: stopped ? 'logging-stopped' : 'logging-changed',
      source: event.eventId,
    },
  ];
}

const keyOf = ({ account, region }: { readonly account: string; readonly region: string }) => `${account} ${region}`;

function placesOf({ cells, verified, expected }: CoverageInput): Map<string, { account: string; region: string }> {
  return new Map([...cells, ...verified, ...expected].map(({ account, region }) => [`${account} ${region}`, { account, region }]));
}

function groupBy<T>(all: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of all) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}

const later = (a: string, b: string) => (Date.parse(a) > Date.parse(b) ? a : b);
const earlier = (a: string, b: string) => (Date.parse(a) < Date.parse(b) ? a : b);

function byTimeAndPlace(a: Gap, b: Gap): number {
  const key = (gap: Gap) => JSON.stringify([gap.account, gap.region, gap.cause, gap.source]);
  return Date.parse(a.from) - Date.parse(b.from) || (key(a) < key(b) ? -1 : 1);
}

/** The hours that a period touches, each once: a gap outweighs what vouches for the rest of its hour. */
class Hours {
  readonly #first: number;
  readonly #state: Uint8Array;
  /** Milliseconds of each hour that spans vouch for. */
  readonly #vouched: Float64Array;
  readonly #from: number;
  readonly #to: number;

  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
    this.#first = Math.floor(from / msPerHour);
    const count = Math.max(0, Math.ceil(to / msPerHour) - this.#first);
    this.#state = new Uint8Array(count);
    this.#vouched = new Float64Array(count);
  }

  read(at: number): void {
    const index = Math.floor(at / msPerHour) - this.#first;
    if (index >= 0 && index < this.#state.length) this.#state[index] = Math.max(1, this.#state[index] ?? 0);
  }

  /** Spans of one place do not overlap: chains are told apart before. */
  vouch(from: number, to: number): void {
    for (const [index, start, end] of this.#touched(from, to)) this.#vouched[index] = (this.#vouched[index] ?? 0) + (end - start);
  }

  miss(from: number, to: number): void {
    for (const [index] of this.#touched(from, to)) this.#state[index] = 3;
  }

  counts(): Pick<CoveredPlace, 'hours' | 'byDay'> {
    const all = empty();
    const days = new Map<string, Counting>();
    this.#state.forEach((state, index) => {
      const start = Math.max(this.#from, (this.#first + index) * msPerHour);
      const end = Math.min(this.#to, (this.#first + index + 1) * msPerHour);
      const name = state === 3 ? 'gap' : (this.#vouched[index] ?? 0) >= end - start ? 'verified' : state === 1 ? 'read' : 'silent';
      const day = new Date(start).toISOString().slice(0, 10);
      const counts = days.get(day) ?? empty();
      counts[name]++;
      all[name]++;
      days.set(day, counts);
    });
    return { hours: all, byDay: Object.fromEntries([...days].filter(([, { verified, read, gap }]) => verified + read + gap > 0)) };
  }

  *#touched(from: number, to: number): Iterable<[index: number, start: number, end: number]> {
    const [start, end] = [Math.max(from, this.#from), Math.min(to, this.#to)];
    for (let at = Math.floor(start / msPerHour); at * msPerHour < end; at++) {
      yield [at - this.#first, Math.max(start, at * msPerHour), Math.min(end, (at + 1) * msPerHour)];
    }
  }
}

type Counting = { -readonly [K in keyof HourCounts]: HourCounts[K] };
const empty = (): Counting => ({ verified: 0, read: 0, silent: 0, gap: 0 });
