import type { ActionTaken } from '../../core/alert.ts';
import { decide, type EnforcementDecision, type EnforcementFacts } from '../../core/decide.ts';
import { unknown } from '../../core/posture.ts';
import { resources } from '../../core/resources/resources.ts';
import type { ActionResult } from '../ports.ts';
import { type Facts, gatherFacts } from './facts.ts';
import { type Judged, placeOf } from './judged.ts';
import { isUnanswered } from './unanswered.ts';
import type { Work } from './work.ts';
import { deferWithin, type MonitorWorld } from './world.ts';

const nothingAsked: EnforcementFacts = { described: unknown('not-recorded'), stopsInLastHour: unknown('not-recorded') };

/**
 * Does what the policy plans and is not done yet; each outcome is in the ledger before the next. A failure is an outcome: it must not
 * hold back the alert.
 */
export async function act(judged: Judged, work: Work, world: MonitorWorld): Promise<void> {
  const { policy } = world;
  const planned = decide(judged.change, judged.findings, policy.enforcement, nothingAsked).enforcement.filter(({ action }) =>
    isOwed(action, work),
  );
  if (planned.length === 0) return;
  await work.save();
  if (planned.every(({ outcome }) => outcome === 'withheld')) {
    for (const decision of planned) keep(taken(decision, 'withheld'), false, work);
    return;
  }
  const facts = await gatherFacts(judged, work, world);
  for (const decision of decide(judged.change, judged.findings, policy.enforcement, facts).enforcement) {
    if (!isOwed(decision.action, work)) continue;
    const { taken: done, owed } = await carryOut(decision, judged, facts, work, world);
    keep(done, owed, work);
    await work.save();
    if (isHeldByBrake(done)) world.metrics.count('BrakeEngaged');
  }
}

/** Nothing else speaks against it. */
export function isHeldByBrake({ outcome, conditions }: ActionTaken): boolean {
  return outcome === 'withheld' && conditions.every(({ id, holds }) => (id === 'brake-released') === (holds === false));
}

function isOwed(action: ActionTaken['action'], { entry }: Work): boolean {
  return !entry.actions.some((done) => done.action === action) || (entry.owes ?? []).includes(action);
}

function keep(done: ActionTaken, owed: boolean, work: Work): void {
  const { actions, owes = [] } = work.entry;
  const others = owes.filter((action) => action !== done.action);
  work.update({
    actions: [...actions.filter(({ action }) => action !== done.action), done],
    owes: owed ? [...others, done.action] : others,
  });
  if (done.outcome === 'done') work.done(steps[done.action]);
}

const steps = { stop: 'stopped', tag: 'tagged', delete: 'deleted' } as const;

interface Outcome {
  readonly taken: ActionTaken;
  /** To be tried again. */
  readonly owed: boolean;
}

function taken(decision: EnforcementDecision, outcome: ActionTaken['outcome'], more: Partial<ActionTaken> = {}): ActionTaken {
  const { action, target, conditions } = decision;
  return { action, target, outcome, at: null, conditions, ...more };
}

async function carryOut(decision: EnforcementDecision, judged: Judged, facts: Facts, work: Work, world: MonitorWorld): Promise<Outcome> {
  if (decision.outcome === 'act') return send(decision, judged, facts, work, world);
  if (decision.outcome === 'undecided') return { taken: taken(decision, 'undecided'), owed: isOpen(facts) };
  if (decision.outcome === 'withheld' && isOver(decision)) return ended(decision, work, world);
  return { taken: taken(decision, decision.outcome), owed: false };
}

/** Nothing speaks against it but that there is nothing to stop, or not yet. */
function isOver({ conditions }: EnforcementDecision): boolean {
  return conditions.every(({ id, holds }) => holds === true || id === 'policy-enforces' || (id === 'still-running' && holds === false));
}

function isOpen({ described, parent }: Facts): boolean {
  return isUnanswered(described) || (parent !== undefined && (isUnanswered(parent.described) || isUnanswered(parent.exemptions)));
}

function ended(decision: EnforcementDecision, work: Work, world: MonitorWorld): Outcome {
  const status = decision.conditions.find(({ id }) => id === 'still-running')?.detail ?? '';
  const sent = work.entry.sent?.stop;
  // An earlier try sent it, and did not live to say so.
  if (sent !== undefined && /^stop/i.test(status)) return { taken: taken(decision, 'done', { at: sent }), owed: false };
  const isYetToRun = resources[decision.target.type].becoming?.includes(status) ?? false;
  if (!isYetToRun) return { taken: taken(decision, 'already-finished'), owed: false };
  if (world.policy.enforcement.mode !== 'enforce') return { taken: taken(decision, 'dry-run'), owed: false };
  const isTimeLeft = world.clock.now() - Date.parse(work.entry.seenAt) < deferWithin;
  if (world.deferrer && isTimeLeft) return { taken: taken(decision, 'deferred'), owed: true };
  return { taken: taken(decision, 'failed', { at: work.now(), error: world.deferrer ? 'NotRunningInTime' : 'NoDeferQueue' }), owed: false };
}

async function send(decision: EnforcementDecision, judged: Judged, facts: Facts, work: Work, world: MonitorWorld): Promise<Outcome> {
  const { action } = decision;
  const { policy, ledger, clock } = world;
  if (action !== 'tag' && !(await ledger.reserveStop(work.key, policy.enforcement.maxStopsPerHour, clock.now())))
    return { taken: taken(decision, 'withheld', { conditions: decision.conditions.map(braked) }), owed: false };
  work.update({ sent: { ...work.entry.sent, [action]: work.entry.sent?.[action] ?? work.now() } });
  await work.save();
  const result = await perform(decision, judged, facts, world);
  const at = work.now();
  const error = 'error' in result ? { error: result.error } : {};
  const outcome = result.outcome === 'retry' ? 'failed' : result.outcome;
  if (outcome === 'done' && action === 'stop') world.metrics.seconds('TimeToStop', secondsSince(judged.change.eventTime, world));
  if (outcome === 'done' && action !== 'delete') world.metrics.count(action === 'stop' ? 'Stopped' : 'Tagged');
  return { taken: taken(decision, outcome, { at, ...error }), owed: result.outcome === 'retry' };
}

function braked(condition: EnforcementDecision['conditions'][number]): EnforcementDecision['conditions'][number] {
  return condition.id === 'brake-released' ? { ...condition, holds: false, detail: 'the stops of this hour are used up' } : condition;
}

function perform(
  decision: EnforcementDecision,
  { change }: Judged,
  facts: Facts,
  world: MonitorWorld,
): Promise<ActionResult> | ActionResult {
  const own = placeOf(change);
  if (decision.action === 'stop' && facts.parent?.described.known && facts.parentPlace)
    return world.sageMaker.stop({ ...facts.parentPlace, arn: facts.parent.described.value.arn });
  if (!own?.arn) return { outcome: 'failed', error: 'NoArn' };
  if (decision.action === 'stop') return world.sageMaker.stop(own);
  if (decision.action === 'delete') return world.sageMaker.delete(own);
  return decision.tag ? world.sageMaker.tag(own.arn, own, decision.tag) : { outcome: 'failed', error: 'NoTag' };
}

export function secondsSince(eventTime: string, { clock }: Pick<MonitorWorld, 'clock'>): number {
  return Math.max(0, (clock.now() - Date.parse(eventTime)) / 1000);
}
