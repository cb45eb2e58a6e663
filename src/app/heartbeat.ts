import type { Heartbeat } from '../core/alert.ts';
import { msPerHour } from '../core/time.ts';
import type { AlertPublisher, Clock, Ledger, LedgerEntry, Log, Metrics } from './ports.ts';
import { rollUpsOf } from './roll-up.ts';

export interface HeartbeatWorld {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'dueGroups' | 'closeGroup' | 'entries' | 'claimHeartbeat' | 'heartbeatSent'>;
  readonly publisher: AlertPublisher;
  readonly metrics: Pick<Metrics, 'count'>;
  readonly stage: string;
  readonly policySha256: string;
  /** How often the figures are sent. */
  readonly hours: number;
  readonly log: Pick<Log, 'error'>;
}

export interface HeartbeatRun {
  /** Groups that were told of, each in as many parts as it takes. */
  readonly rollUps: number;
  /** Roll-ups that were not taken: they stay due. */
  readonly failed: number;
  readonly heartbeat: 'sent' | 'not-due';
}

/**
 * Sends the roll-ups whose window is over, and once a period the figures of the period before. Told, then closed: a crash in between
 * tells again, under the same id. Rejects when something stays owed, after everything else was done.
 */
export async function heartbeat(world: HeartbeatWorld): Promise<HeartbeatRun> {
  const now = world.clock.now();
  let [rollUps, failed] = [0, 0];
  let failure: unknown;
  for await (const group of world.ledger.dueGroups(now)) {
    try {
      for (const part of rollUpsOf(group, world)) await world.publisher.publish(part);
      await world.ledger.closeGroup(group);
      rollUps++;
    } catch (error) {
      failed++;
      failure ??= error;
      world.metrics.count('AlertFailures');
      world.log.error('a roll-up was not sent; it stays due', { group: group.id, error: (error as Error).name });
    }
  }
  const sent = await sendFigures(now, world);
  if (failed > 0) throw new Error(`${failed} roll-ups were not sent`, { cause: failure });
  return { rollUps, failed, heartbeat: sent };
}

async function sendFigures(now: number, world: HeartbeatWorld): Promise<HeartbeatRun['heartbeat']> {
  const period = world.hours * msPerHour;
  const to = Math.floor(now / period) * period;
  const id = `heartbeat:${new Date(to).toISOString()}`;
  if (!(await world.ledger.claimHeartbeat(id, now))) return 'not-due';
  const figures = await figuresOf(to - period, to, world.ledger);
  await world.publisher.publish({
    kind: 'heartbeat',
    id,
    at: new Date(now).toISOString(),
    stage: world.stage,
    policySha256: world.policySha256,
    from: new Date(to - period).toISOString(),
    to: new Date(to).toISOString(),
    ...figures,
  });
  await world.ledger.heartbeatSent(id, now);
  return 'sent';
}

/** An event that was taken up later than this after it happened is told by its own alert only. */
const lateWithin = 48 * msPerHour;

type Figures = Omit<Heartbeat, 'kind' | 'id' | 'at' | 'stage' | 'policySha256' | 'from' | 'to'>;

/** Counted by when a change was taken up, not by when it happened: what comes late is in exactly one heartbeat, too. */
async function figuresOf(from: number, to: number, ledger: HeartbeatWorld['ledger']): Promise<Figures> {
  const entries: LedgerEntry[] = [];
  for await (const entry of ledger.entries(new Date(from - lateWithin).toISOString(), new Date(to).toISOString())) {
    const seenAt = Date.parse(entry.seenAt);
    if (seenAt >= from && seenAt < to) entries.push(entry);
  }
  const count = (holds: (entry: LedgerEntry) => boolean) => entries.filter(holds).length;
  return {
    seen: entries.length,
    nonCompliant: count((entry) => entry.class === 'non-compliant' || entry.class === 'trail-tampering'),
    notEvaluable: count((entry) => entry.class === 'not-evaluable'),
    exempt: count((entry) => entry.class === 'exempt'),
    stopped: count((entry) => did(entry, 'stop')),
    tagged: count((entry) => did(entry, 'tag')),
    late: count(({ late }) => late),
    alertsOwed: count(({ doneAt }) => doneAt === null),
    secondsToNotify: median(entries.flatMap(secondsToNotify)),
  };
}

/** A change that went into a roll-up was not told by itself. */
function secondsToNotify({ grouped, steps: { published }, eventTime }: LedgerEntry): number[] {
  return published === undefined || grouped ? [] : [(Date.parse(published) - Date.parse(eventTime)) / 1000];
}

function did({ actions }: LedgerEntry, action: 'stop' | 'tag'): boolean {
  return actions.some((taken) => taken.action === action && taken.outcome === 'done');
}

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return Math.round(sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2);
}
