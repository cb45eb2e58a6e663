import type { Alert } from '../../src/core/alert.ts';
import { brakeOf, type Planned } from './population.ts';
import type { Run } from './run.ts';
import type { Taken } from './wire.ts';

/** Why something was told twice, though once is enough. */
export type Cause = 'killed' | 'the answer was lost' | 'the ledger did not take it' | 'unexplained';

export interface Findings {
  /** What must not be, one line each. */
  readonly violations: readonly string[];
  readonly duplicates: ReadonlyMap<Cause, number>;
  readonly counts: Readonly<Record<string, number>>;
}

interface Take {
  readonly taken: Taken;
  readonly alert: Alert;
}

/** @param dead ids of the events that are in a dead-letter queue */
export function check(run: Run, size: number, dead: ReadonlySet<string>): Findings {
  const violations: string[] = [];
  const takes = takesOf(run);
  const told = byEvent(takes);
  const done = new Set(run.stage.wire.taken.flatMap(({ step, status }) => (step.done && status === 200 ? [eventOf(step.key)] : [])));
  const counts = { alerted: 0, 'not alerted, and nothing to alert on': 0, 'in a dead-letter queue': 0 };
  for (const event of run.events) {
    const problem = problemOf(event, told.get(event.id) ?? [], dead.has(event.id), done.has(event.id));
    if (problem) violations.push(`${event.id} (${event.kind}): ${problem}`);
    if (told.has(event.id)) counts.alerted++;
    else if (dead.has(event.id)) counts['in a dead-letter queue']++;
    else counts['not alerted, and nothing to alert on']++;
  }
  violations.push(...stopsOf(run, dead), ...brakeProblems(run, size), ...slackProblems(run));
  const duplicates = new Map<Cause, number>();
  for (const [id, all] of byAlert(takes)) {
    for (const { taken, alert } of all.slice(0, -1)) {
      const cause = causeOf(taken, alert, run);
      duplicates.set(cause, (duplicates.get(cause) ?? 0) + 1);
      if (cause === 'unexplained') violations.push(`${id}: told ${all.length} times, for no reason`);
    }
  }
  return { violations, duplicates, counts };
}

function takesOf({ stage }: Run): Take[] {
  return stage.wire.taken.flatMap((taken) =>
    taken.step.alert && taken.status === 200 ? [{ taken, alert: taken.step.alert as unknown as Alert }] : [],
  );
}

/** The events that an alert is about. */
function eventsOf(alert: Alert): string[] {
  if (alert.kind === 'change') return [alert.eventId];
  if (alert.kind === 'trail-tampering') return [alert.control.eventId];
  return alert.kind === 'roll-up' ? alert.changes.map(({ eventId }) => eventId) : [];
}

function grouped<Key, Value>(pairs: Iterable<readonly [Key, Value]>): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

const byEvent = (takes: readonly Take[]) => grouped(takes.flatMap((take) => eventsOf(take.alert).map((id) => [id, take] as const)));

/** Twice is: an event in two first alerts, or in one and in a roll-up; the same follow-up again. */
function byAlert(takes: readonly Take[]) {
  return grouped(
    takes.flatMap((take) => {
      const isFollowUp = take.alert.kind === 'change' && take.alert.id.split(':').length > 3;
      return (isFollowUp ? [take.alert.id] : eventsOf(take.alert)).map((id) => [id, take] as const);
    }),
  );
}

const eventOf = (key = '') => key.split('#')[3] ?? '';

function causeOf(taken: Taken, alert: Alert, { stage }: Run): Cause {
  const { instance } = taken.sent;
  const died = instance.isDead && instance.invocation === taken.invocation;
  if (!taken.delivered) return died ? 'killed' : 'the answer was lost';
  const isRecorded = stage.wire.taken.some(
    ({ sent, invocation, step, status, at }) =>
      sent.instance === instance &&
      invocation === taken.invocation &&
      at >= taken.at &&
      step.tells &&
      status === 200 &&
      isAbout(step.key, alert),
  );
  if (isRecorded) return 'unexplained';
  return died ? 'killed' : 'the ledger did not take it';
}

function isAbout(key: string | undefined, alert: Alert): boolean {
  if (alert.kind === 'roll-up') return key === `group#${alert.id.split('@')[0]}`;
  return eventsOf(alert).includes(eventOf(key));
}

function problemOf(event: Planned, takes: readonly Take[], isDead: boolean, isDone: boolean): string | undefined {
  if (event.kind === 'unreadable') return isDead ? undefined : 'not in a dead-letter queue';
  if (event.alert === 'always' && takes.length === 0 && !isDead) return 'vanished: neither alerted nor in a dead-letter queue';
  if (event.alert === 'never' && takes.length > 0) return 'alerted, and there is nothing to alert on';
  if (event.alert === 'no-describe' && takes.some(({ alert }) => alert.kind === 'change' && alert.verdict === 'NON_COMPLIANT'))
    return 'alerted as non-compliant, and it is not';
  if (event.kind === 'none of ours' || isDone || isDead) return undefined;
  return event.kind === 'failed duplicate-name call' && event.delivered === null ? undefined : 'not finished, and in no dead-letter queue';
}

/** Whose jobs may end by a stop of ours, whose must, and how often. */
function stopsOf({ events, innocents, stage }: Run, dead: ReadonlySet<string>): string[] {
  const violations = innocents.filter(({ stops }) => stops > 0).map(({ arn }) => `innocent, and stopped: ${arn}`);
  for (const { arn, name, tags } of innocents) {
    const isTouchable = /^(already-finished|tuning-child)/.test(name);
    if (tags.has('sagewarden') && !isTouchable) violations.push(`innocent, and tagged: ${arn}`);
  }
  for (const { arn, stops } of stage.sageMaker.resources) if (stops > 1) violations.push(`stopped ${stops} times: ${arn}`);
  const isBraked = ({ account }: Planned) => account === '999900001111';
  for (const event of events) {
    if (event.stops?.stops === 0 && !dead.has(event.id) && !isBraked(event)) violations.push(`${event.id} (${event.kind}): not stopped`);
  }
  return violations;
}

const hour = 60 * 60_000;

function brakeProblems({ stage, events }: Run, size: number): string[] {
  const accountOf = new Map(stage.sageMaker.resources.map(({ name, account }) => [name, account]));
  const stops = stage.wire.taken.filter(({ step, status }) => step.name === 'stop' && status === 200);
  const byAccount = grouped(stops.map(({ step, at }) => [accountOf.get(String(Object.values(step.input ?? {})[0])) ?? '', at] as const));
  const most = brakeOf(size);
  const violations = [...byAccount].flatMap(([account, times]) => {
    const worst = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + hour - 60_000).length));
    return worst > most ? [`the brake of ${account} let ${worst} stops through, of ${most}`] : [];
  });
  const runaway = byAccount.get('999900001111')?.length ?? 0;
  const wanted = events.filter(({ account, stops: job }) => account === '999900001111' && job).length;
  if (wanted <= most) violations.push(`the brake was not tried: ${wanted} stops wanted, ${most} allowed`);
  if (runaway < most * 0.8) violations.push(`the brake is too strong: ${runaway} stops of ${most}`);
  return violations;
}

/** What reached the queue was posted, or is in Slack's dead-letter queue. */
function slackProblems({ stage }: Run): string[] {
  const posted = stage.slack.posts.map((post) => JSON.stringify(post)).join('\n');
  const dead = new Set(stage.posts.deadLetters.map(({ messageAttributes }) => JSON.stringify(messageAttributes.alert)));
  return stage.sns.published.flatMap(({ attributes }) => {
    const alert = attributes.alert;
    if (!alert) return ['a message without an alert'];
    const { id, kind } = JSON.parse(alert.value) as Alert;
    const isDead = dead.has(JSON.stringify({ dataType: alert.type, stringValue: alert.value }));
    return isDead || kind === 'sink-broken' || posted.includes(id) ? [] : [`${id}: not posted to Slack, and in no dead-letter queue`];
  });
}
