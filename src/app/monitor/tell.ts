import type { EventAlert } from '../../core/alert.ts';
import { secondsSince } from './act.ts';
import { alerting, changeAlert, notDone, toldOf } from './alerts.ts';
import type { Judged } from './judged.ts';
import type { Work } from './work.ts';
import type { MonitorWorld } from './world.ts';

/**
 * One alert per change, with what was done; another when that ended otherwise than was told. A change of a group that was told of
 * already goes into its roll-up, unless an action failed; what was left undone is a group of its own.
 */
export async function tell(judged: Judged, work: Work, world: MonitorWorld): Promise<void> {
  const { entry } = work;
  if (alerting(judged.findings).length === 0) return;
  const outcomes = toldOf(entry);
  const isToldSo = entry.told?.join() === outcomes.join();
  const failed = entry.actions.some(({ outcome }) => outcome === 'failed');
  const isLeft = notDone(entry).length > 0;
  if (isToldSo || (entry.grouped && !failed && !isLeft)) {
    work.update({ told: outcomes });
    return;
  }
  const alert = changeAlert(judged, entry, world);
  const mayJoin = !failed && (entry.told === undefined || (entry.grouped && isLeft));
  if (mayJoin && (await world.ledger.joinGroup(alert.group, alert, world.clock.now())) === 'grouped') {
    work.update({ grouped: true, told: outcomes });
    work.done('published');
    return;
  }
  await work.save();
  await publish(alert, judged.change.eventTime, work, world);
  work.update({ grouped: false, told: outcomes });
}

/** At least once: twice only when the answer was lost, or the process was, between here and the ledger. */
export async function publish(alert: EventAlert, eventTime: string, work: Work, world: MonitorWorld): Promise<void> {
  const isFirst = work.entry.steps.published === undefined;
  try {
    await world.publisher.publish(alert);
  } catch (error) {
    world.metrics.count('AlertFailures');
    world.log.error('an alert was not taken', { ...work.key, alert: alert.id, error: error instanceof Error ? error.name : 'unknown' });
    throw error;
  }
  if (isFirst) world.metrics.seconds('TimeToNotify', secondsSince(eventTime, world));
  work.done('published');
}
