import type { Change, EventFacts, FailedAttempt, TrailControl } from '../core/change.ts';
import { read } from '../core/read.ts';
import { type ParsedRecord, recordsIn } from '../core/record.ts';
import { isInScope } from '../core/scope.ts';
import { act, secondsSince } from './monitor/act.ts';
import { alerting, tamperingAlert } from './monitor/alerts.ts';
import type { Correction } from './monitor/correction.ts';
import { newEntry, verdictOf } from './monitor/entry.ts';
import { asksDescribe, type Judged, judgeRecord, settle } from './monitor/judged.ts';
import { publish, tell } from './monitor/tell.ts';
import { Work } from './monitor/work.ts';
import { ActionOwed, Busy, deferSeconds, type MonitorWorld, UnreadableEvent } from './monitor/world.ts';
import type { LedgerEntry } from './ports.ts';

export { ActionOwed, Busy, type MonitorWorld, UnreadableEvent };

/** `deferred`: the event comes again. `corrected`: what it corrects was handled before. `ignored`: not a change of ours. */
export type MonitorOutcome = 'done' | 'duplicate' | 'deferred' | 'corrected' | 'ignored' | 'out-of-scope';

export interface MonitorOptions {
  /** Found by reading the trail, not delivered by EventBridge. */
  readonly late?: boolean;
}

/**
 * Every record of an event, each by itself: one that fails does not keep the others from being handled. Rejects when something stays
 * owed, so that the event is tried again and then lands in a dead-letter queue.
 */
export async function monitorEvent(event: unknown, world: MonitorWorld, options: MonitorOptions = {}): Promise<void> {
  const failures: unknown[] = [];
  for (const parsed of recordsIn(event)) {
    try {
      await monitor(parsed, world, options);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} records were not handled`);
  if (failures.length === 1) throw failures[0];
}

/** One record: read, claim, describe what the record does not say, judge, decide, act, publish, done. */
export async function monitor(parsed: ParsedRecord, world: MonitorWorld, { late = false }: MonitorOptions = {}): Promise<MonitorOutcome> {
  const reading = read(parsed);
  switch (reading.kind) {
    case 'unreadable':
      world.log.error('an event cannot be read', { problems: reading.problems });
      throw new UnreadableEvent(`unreadable event: ${reading.problems.join('; ')}`);
    case 'trail-control':
      return reading.control.blinding ? tampering(reading.control, late, world) : 'ignored';
    case 'failed-attempt':
      return isInScope(world.policy.scope, reading.attempt) ? failedAttempt(reading.attempt, late, world) : 'out-of-scope';
    case 'change':
      return isInScope(world.policy.scope, reading.change) ? takeUp(reading.change, parsed, late, world) : 'out-of-scope';
    default:
      return 'ignored';
  }
}

async function takeUp(change: Change, parsed: ParsedRecord, late: boolean, world: MonitorWorld): Promise<MonitorOutcome> {
  const correction = await correctionOf(change, world);
  const outcome = await handle(change, parsed, late && !correction, correction, world);
  return correction ? 'corrected' : outcome;
}

async function correctionOf(facts: EventFacts, world: MonitorWorld): Promise<Correction | undefined> {
  if (facts.corrects === undefined) return undefined;
  const { correctionOf } = await import('./monitor/correction.ts');
  return correctionOf(facts, world);
}

async function handle(
  change: Change,
  parsed: ParsedRecord,
  late: boolean,
  correction: Correction | undefined,
  world: MonitorWorld,
): Promise<MonitorOutcome> {
  const byRecord = judgeRecord(change, world);
  const work = await claim(firstEntry(byRecord, late, world), world);
  if (!work) return 'duplicate';
  if (work.entry.doneAt !== null) return 'done';

  const judged = await settle(byRecord, work, world);
  if (judged === 'later') return defer(parsed, work, world);
  if (await correction?.(work, verdictOf(judged))) return 'done';
  keepVerdict(judged, work, world);
  if (alerting(judged.findings).length > 0) {
    await act(judged, work, world);
    await tell(judged, work, world);
  }

  const { owes = [], actions } = work.entry;
  if (owes.length === 0) {
    await work.finish();
    logDone(work.entry, world);
    return 'done';
  }
  await work.save();
  const isWaiting = actions.some(({ action, outcome }) => owes.includes(action) && outcome === 'deferred');
  if (isWaiting) await defer(parsed, work, world);
  const failing = actions.filter(({ action, outcome }) => owes.includes(action) && outcome !== 'deferred');
  if (failing.length > 0) throw new ActionOwed(failing.map(({ action, error }) => `${action}: ${error ?? 'no answer'}`).join('; '));
  return 'deferred';
}

/** What the record alone settles is kept in the write that claims it. */
function firstEntry(judged: Judged, late: boolean, world: MonitorWorld): LedgerEntry {
  const now = new Date(world.clock.now()).toISOString();
  const entry = newEntry(judged.change, judged.change.resource, now, late);
  if (asksDescribe(judged) || alerting(judged.findings).length > 0) return entry;
  return { ...entry, ...verdictOf(judged), steps: { judged: now }, doneAt: now };
}

/** A refused request created nothing: it is kept, and nothing else. */
async function failedAttempt(attempt: FailedAttempt, late: boolean, world: MonitorWorld): Promise<MonitorOutcome> {
  const now = new Date(world.clock.now()).toISOString();
  const entry = newEntry(attempt, attempt.resource, now, late);
  return (await claim({ ...entry, class: 'failed-attempt', doneAt: now }, world)) ? 'done' : 'duplicate';
}

/** At once, whatever the account or group: what follows may go unseen. */
async function tampering(control: TrailControl, late: boolean, world: MonitorWorld): Promise<MonitorOutcome> {
  const now = new Date(world.clock.now()).toISOString();
  const correction = await correctionOf(control, world);
  const work = await claim({ ...newEntry(control, null, now, late && !correction), class: 'trail-tampering' }, world);
  if (!work) return 'duplicate';
  if (await correction?.(work)) return 'corrected';
  work.done('judged');
  await work.save();
  await publish(tamperingAlert(control, work.entry.late, world), control.eventTime, work, world);
  await work.finish();
  logDone(work.entry, world);
  return 'done';
}

/** `undefined`: it is done already. Rejects while somebody else is at it. */
async function claim(fresh: LedgerEntry, world: MonitorWorld): Promise<Work | undefined> {
  const { account, region, eventId } = fresh;
  const claimed = await world.ledger.claim(fresh);
  if (claimed.state === 'granted') {
    if (claimed.entry === fresh) countSeen(fresh, world);
    return new Work(world, claimed.entry, claimed.lease);
  }
  world.metrics.count('Duplicates');
  if (claimed.state === 'done') return undefined;
  world.log.info('somebody else is at it', { account, region, eventId, until: claimed.until });
  throw new Busy(`${account} ${region} ${eventId}: somebody else is at it until ${claimed.until}`);
}

function countSeen({ late }: LedgerEntry, { metrics }: MonitorWorld): void {
  metrics.count('EventsSeen');
  if (late) metrics.count('Late');
}

function keepVerdict(judged: Judged, work: Work, world: MonitorWorld): void {
  if (work.entry.steps.judged !== undefined) return;
  const { findings, change, tagsUnseen } = judged;
  const verdict = verdictOf(judged);
  work.update({ ...verdict, findings, tags: change.tags, ...(tagsUnseen && { tagsUnseen }) });
  work.done('judged');
  if (verdict.class === 'non-compliant') world.metrics.count('NonCompliant');
  if (verdict.class === 'not-evaluable') world.metrics.count('NotEvaluable');
  world.metrics.seconds('TimeToDetect', secondsSince(change.eventTime, world));
}

async function defer(parsed: ParsedRecord, work: Work, world: MonitorWorld): Promise<MonitorOutcome> {
  if (!parsed.ok || !world.deferrer) throw new ActionOwed('there is nothing to defer to');
  const seconds = deferSeconds(world.clock.now() - Date.parse(work.entry.seenAt));
  await world.deferrer.defer(parsed.record.raw, seconds);
  world.log.info('to be taken up again', { ...work.key, seconds });
  return 'deferred';
}

function logDone(entry: LedgerEntry, { log }: MonitorWorld): void {
  const { account, region, eventId, eventName, resourceType, resourceName, rules, actions, grouped, late } = entry;
  const fields = { account, region, eventId, eventName, resourceType, resourceName, class: entry.class, rules, grouped, late };
  const isAlert = rules.length > 0 || entry.class === 'trail-tampering';
  log[isAlert ? 'warn' : 'info']('handled', { ...fields, actions: actions.map(({ action, outcome }) => `${action}: ${outcome}`) });
}
