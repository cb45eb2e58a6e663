import type { ResourceType } from './resources/types.ts';

/** Of a row of the population: which change, and of what class. */
interface Judged {
  readonly eventId: string;
  readonly eventTime: string;
  readonly account: string;
  readonly region: string;
  readonly resourceType: ResourceType;
  readonly resourceName: string | null;
  readonly class: string;
}

/** What the live monitor's ledger keeps of one change; times in ISO 8601, UTC. */
export interface LedgerFact {
  readonly account: string;
  readonly region: string;
  readonly eventId: string;
  /** When the monitor first took it up. */
  readonly seenAt: string;
  /** When the alert was handed over; `null`: it is still owed. */
  readonly publishedAt: string | null;
  /** Found by reading the trail, not delivered by EventBridge. */
  readonly late: boolean;
  /** The alert went into a roll-up. */
  readonly grouped: boolean;
  readonly actions: readonly { readonly action: string; readonly outcome: string; readonly at: string | null }[];
}

/** `late`: sent after the trail told of it. `owed`: taken up, not told. `missed`: the ledger does not have the change. */
export type AlertState = 'sent' | 'grouped' | 'late' | 'owed' | 'missed';

export const alertStates: readonly AlertState[] = ['sent', 'grouped', 'late', 'owed', 'missed'];

/** One change that an alert was due for, and what came of it. */
export interface ResponseRow {
  readonly eventId: string;
  readonly eventTime: string;
  readonly account: string;
  readonly region: string;
  readonly resourceType: ResourceType;
  readonly resourceName: string | null;
  readonly alert: AlertState;
  /** Seconds from the event; `null`: it did not happen. */
  readonly detectedAfter: number | null;
  readonly notifiedAfter: number | null;
  readonly actions: readonly { readonly action: string; readonly outcome: string; readonly after: number | null }[];
}

/** Seconds: the median, the 95th percentile (nearest rank) and the longest, of `count` measured. */
export interface Delays {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
}

export interface Response {
  /** Entries of the ledger in the period, of whatever class. */
  readonly entries: number;
  readonly expected: number;
  readonly alerts: Readonly<Record<AlertState, number>>;
  /** Actions by outcome: `stop done`, `tag dry-run`... */
  readonly actions: Readonly<Record<string, number>>;
  readonly timeToDetect: Delays | null;
  readonly timeToNotify: Delays | null;
  readonly timeToStop: Delays | null;
  /** In order of the population. */
  readonly rows: readonly ResponseRow[];
}

/** An alert is due for what was outside the boundary and for what could not be judged. */
const due = new Set(['non-compliant', 'not-evaluable']);

/** Holds the population against the ledger: what should have been told, and what was. */
export function responseOf(population: readonly Judged[], ledger: readonly LedgerFact[]): Response {
  const facts = new Map(ledger.map((fact) => [keyOf(fact), fact]));
  const rows = population.filter((row) => due.has(row.class)).map((row) => responseRow(row, facts.get(keyOf(row))));
  const stops = rows.flatMap(({ actions }) =>
    actions.flatMap((taken) => (taken.action === 'stop' && taken.outcome === 'done' ? [taken.after] : [])),
  );
  return {
    entries: ledger.length,
    expected: rows.length,
    alerts: Object.fromEntries(alertStates.map((state) => [state, rows.filter(({ alert }) => alert === state).length])) as Record<
      AlertState,
      number
    >,
    actions: countActions(rows),
    timeToDetect: delays(rows.map(({ detectedAfter }) => detectedAfter)),
    timeToNotify: delays(rows.map(({ notifiedAfter }) => notifiedAfter)),
    timeToStop: delays(stops),
    rows,
  };
}

const keyOf = ({ account, region, eventId }: { account: string; region: string; eventId: string }) =>
  JSON.stringify([account, region, eventId]);

function responseRow(row: Judged, fact: LedgerFact | undefined): ResponseRow {
  const after = (time: string | null | undefined) =>
    time ? Math.max(0, Math.round((Date.parse(time) - Date.parse(row.eventTime)) / 1000)) : null;
  return {
    eventId: row.eventId,
    eventTime: row.eventTime,
    account: row.account,
    region: row.region,
    resourceType: row.resourceType,
    resourceName: row.resourceName,
    alert: stateOf(fact),
    detectedAfter: after(fact?.seenAt),
    notifiedAfter: after(fact?.publishedAt),
    actions: (fact?.actions ?? []).map(({ action, outcome, at }) => ({ action, outcome, after: after(at) })),
  };
}

function stateOf(fact: LedgerFact | undefined): AlertState {
  if (!fact) return 'missed';
  if (fact.publishedAt === null) return 'owed';
  if (fact.late) return 'late';
  return fact.grouped ? 'grouped' : 'sent';
}

function countActions(rows: readonly ResponseRow[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { actions } of rows)
    for (const { action, outcome } of actions) {
      const key = `${action} ${outcome}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function delays(values: readonly (number | null)[]): Delays | null {
  const measured = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (measured.length === 0) return null;
  const rank = (share: number) => measured[Math.max(0, Math.ceil(share * measured.length) - 1)] ?? 0;
  return { count: measured.length, median: rank(0.5), p95: rank(0.95), longest: rank(1) };
}
