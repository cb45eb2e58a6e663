import { abandonedAfter } from '../../src/app/ports.ts';
import type { Chance } from './chance.ts';
import type { LambdaFunction } from './lambda.ts';
import { type Planned, populate } from './population.ts';
import { openStage, type Stage } from './stage.ts';
import type { Service, Step } from './steps.ts';
import type { Variant } from './variants.ts';
import type { Fault, Plan } from './wire.ts';

export interface RunOptions {
  readonly seed: string;
  readonly events: number;
  readonly variant?: Variant;
}

const minute = 60_000;

/** The run of reconcile that nothing kills and nothing fails: there is always a next one. What it fails at is an error, and met again. */
const last = 'reconcile, the last';

/** Share of the requests that go wrong, by what; and of the events for which a service is away for a while. */
const faulty: readonly (readonly [number, (of: number) => Fault])[] = [
  [0.02, () => 'internal'],
  [0.02, () => 'throttled'],
  [0.01, () => 'timeout'],
  [0.01, () => 'reset'],
  [0.015, () => 'reset-after'],
  [0.02, (of) => ({ delay: 300 + of * 5_000 })],
];
const away = 0.03;
const failing: readonly Service[] = ['dynamodb', 'sagemaker', 'sns', 'slack', 'sqs'];

/** A process dies at this share of the boundaries, and at each where none has died yet. A run of reconcile has hundreds of them. */
const deadly: Readonly<Record<string, number>> = { monitor: 0.011, slack: 0.02, heartbeat: 0.01, reconcile: 0.001 };

export interface Run {
  readonly stage: Stage;
  readonly events: readonly Planned[];
  readonly innocents: Stage['sageMaker']['resources'];
  /** Events that Lambda gave up. */
  readonly deadLetters: Planned[];
  readonly reconcile: LambdaFunction;
  /** What `check` says before anybody looked into a dead-letter queue is about these, too. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Lets all happen; what is left afterwards is what the functions by themselves could not finish. */
export async function play({ seed, events: size, variant }: RunOptions): Promise<Run> {
  const stage = await openStage(seed, size, variant);
  const { clock, chance, wire, sageMaker, sns, events: queue, posts, functions } = stage;
  const population = populate(size, stage.start + minute, chance, sageMaker);
  const deadLetters: Planned[] = [];
  const byId = new Map(population.events.map((event) => [event.id, event]));
  wire.plan = planOf(chance, stage);
  wire.onTaken = ({ step, status, task }) => {
    if (step.service === 'sns' && status === 200) subscribe();
    // The job ends by itself between Describe and Stop.
    if (step.name !== 'describe') return;
    for (const id of task.split(' ')) {
      const planned = byId.get(id);
      const job = planned?.ends && sageMaker.resources.find(({ name, status }) => status === 'InProgress' && id === `${name}-event`);
      if (job) sageMaker.move(job.arn, 'Completed');
    }
  };
  let handed = 0;
  function subscribe(): void {
    for (const { message, attributes } of sns.published.slice(handed)) {
      handed++;
      const attribute = Object.entries(attributes).map(([name, { type, value }]) => [name, { dataType: type, stringValue: value }]);
      posts.send(message, Object.fromEntries(attribute));
    }
  }

  let open = 0;
  const follow = (work: Promise<unknown>) => {
    open++;
    void work.then(() => open--);
  };
  for (const event of population.events) {
    for (const { after, run } of event.then ?? []) clock.after(event.at + after - clock.now(), run);
    for (const delay of event.delivered ?? []) {
      open++;
      clock.after(event.at + delay - clock.now(), () => {
        open--;
        if (event.queued) queue.send(JSON.stringify(envelope(event.record)));
        else follow(functions.monitor.invokeLater(envelope(event.record), event.id, () => deadLetters.push(event)));
      });
    }
  }
  const isQuiet = () => open === 0 && queue.pending === 0;
  await clock.run(isQuiet);

  // Every ten minutes the heartbeat and reconcile, until every window is over.
  const reconcile = await stage.reconcileOver(population);
  const until = clock.now() + 160 * minute;
  for (let at = stage.start + 30 * minute; at < until + 2 * abandonedAfter + 85 * minute; at += 10 * minute) {
    const now = at;
    open++;
    clock.after(now - clock.now(), () => {
      open--;
      follow(functions.heartbeat.invokeLater({}, `heartbeat ${now}`, () => undefined));
    });
  }
  // By hand, over the whole: the schedule's three hours would be over before every boundary has had its kill.
  const runs = Array.from({ length: 12 }, (_, number) => ({ at: stage.start + (40 + 10 * number) * minute, task: `reconcile ${number}` }));
  // The last two are late enough to take up what those before them left undone.
  const late = [
    { at: until + abandonedAfter, task: 'reconcile, late' },
    { at: until + 2 * abandonedAfter + 5 * minute, task: last },
  ];
  for (const { at, task } of [...runs, ...late]) {
    open++;
    clock.after(at - clock.now(), () => {
      open--;
      follow(reconcile.invokeLater({ lookbackHours: 24 }, task, () => undefined));
    });
  }
  await clock.run(() => isQuiet() && posts.pending === 0);

  return {
    stage,
    events: population.events,
    innocents: population.innocents,
    deadLetters,
    reconcile,
    /** Nothing fails any more, and somebody gives the dead letters back. */
    async settle() {
      wire.plan = undefined;
      const again = [
        ...deadLetters.splice(0).map(({ record }) => envelope(record)),
        ...queue.deadLetters.splice(0).map(({ body }) => JSON.parse(body)),
      ];
      for (const event of again) queue.send(JSON.stringify(event));
      for (const message of posts.deadLetters.splice(0)) posts.send(message.body, message.messageAttributes);
      await clock.run(() => isQuiet() && posts.pending === 0);
      // Until every group's window is over.
      for (let times = 0; times < 8; times++) {
        follow(clock.wait(10 * minute).then(() => functions.heartbeat.invokeLater({}, `heartbeat ${clock.now()}`, () => undefined)));
        await clock.run(() => open === 0);
      }
      await clock.run(() => isQuiet() && posts.pending === 0);
    },
    async close() {
      reconcile.dispose();
      await stage.close();
    },
  };
}

const envelope = (detail: Readonly<Record<string, unknown>>) => ({
  version: '0',
  source: detail.eventSource === 'cloudtrail.amazonaws.com' ? 'aws.cloudtrail' : 'aws.sagemaker',
  'detail-type': detail.eventType === 'AwsServiceEvent' ? 'AWS Service Event via CloudTrail' : 'AWS API Call via CloudTrail',
  detail,
});

function planOf(chance: Chance, { clock }: Stage): Plan {
  const outages = new Map<string, number>();
  return {
    isSafe: (task) => task === last,
    fault({ service, name }: Step, task, nth) {
      if (!failing.includes(service) || task === last) return undefined;
      const outage = `${service} ${task}`;
      if (!outages.has(outage))
        outages.set(outage, chance.of('away', outage) < away ? clock.now() + chance.between(5_000, 40_000, outage) : 0);
      if (clock.now() < (outages.get(outage) ?? 0))
        return (['internal', 'throttled', 'timeout', 'reset'] as const)[chance.between(0, 3, 'how', outage)];
      let luck = chance.of('fault', service, task, name, nth);
      for (const [share, fault] of faulty) {
        if (luck < share) return fault(luck / share);
        luck -= share;
      }
      return undefined;
    },
    dies(boundary, { seen, killed }, task) {
      return (killed === 0 && seen > 1) || chance.of('death', boundary, task, seen) < (deadly[boundary.split(':')[0] ?? ''] ?? 0);
    },
  };
}
