import { parseArgs } from 'node:util';
import { check, type Findings } from './check.ts';
import { play, type Run } from './run.ts';
import { type Variant, variants } from './variants.ts';

/**
 * `npm run test:faults`: the live path under faults and kills, then the same with a safeguard taken out, which must be noticed. Exits 1 when
 * something is not as it must be. `--seed` gives another run (`random`: any), `--break` runs one variant only.
 */

/** What each safeguard prevents. */
const harms: Readonly<Record<Variant, RegExp>> = {
  lease: /told \d+ times, for no reason$/,
  'error-code': /^innocent, and stopped: .*failed-duplicate-name-call/,
  'creation-time': /^innocent, and stopped: .*namesake-created-later/,
};

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2026' },
    events: { type: 'string', default: '2000' },
    break: { type: 'string' },
    intact: { type: 'boolean' },
  },
});
const seed = values.seed === 'random' ? String(Math.floor(Math.random() * 1e9)) : values.seed;
const events = Number(values.events);
if (!Number.isInteger(events) || events < 100) throw new RangeError('--events takes a whole number, 100 or more');
const asked = values.break as Variant | undefined;
if (asked !== undefined && !(asked in variants)) throw new RangeError(`--break takes one of ${Object.keys(variants).join(', ')}`);

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
console.log(`seed ${seed}`);
if (asked) {
  await broken(asked, events);
} else {
  await intact();
  if (!values.intact) for (const variant of Object.keys(variants) as Variant[]) await broken(variant, 400);
}
process.exit();

async function intact(): Promise<void> {
  const started = Date.now();
  const run = await play({ seed, events });
  const first = check(run, events, deadIn(run));
  const faulty = summary(run, first);
  await run.settle();
  const last = check(run, events, unreadableIn(run));
  show(run, faulty, first, last);
  console.log(`${((Date.now() - started) / 1000).toFixed(0)} s`);
  const problems = [
    ...first.violations,
    ...last.violations.map((each) => `after the dead letters were given back: ${each}`),
    ...reach(run),
  ];
  fail(problems);
  if (problems.length === 0)
    console.log('nothing vanished, nothing innocent was stopped, nothing was stopped twice, no duplicate without a reason');
  await run.close();
}

/** Enough kills, and one at every boundary that was met. */
function reach({ stage }: Run): string[] {
  const met = [...stage.wire.boundaries];
  const kills = met.reduce((sum, [, { killed }]) => sum + killed, 0);
  const missed = met.filter(([, { seen, killed }]) => killed === 0 && seen > 1).map(([name]) => `nothing died at: ${name}`);
  return kills < events / 10 ? [...missed, `${kills} kills: too few`] : missed;
}

async function broken(variant: Variant, size: number): Promise<void> {
  const run = await play({ seed, events: size, variant });
  const { violations } = check(run, size, deadIn(run));
  const harm = violations.filter((each) => harms[variant].test(each));
  console.log(`without the ${variant} check: ${harm[0] ? `noticed, ${harm.length} times, first: ${harm[0]}` : 'NOT NOTICED'}`);
  if (harm.length === 0) process.exitCode = 1;
  await run.close();
}

function deadIn({ deadLetters, stage }: Run): Set<string> {
  const queued = stage.events.deadLetters.map(
    ({ body }) => JSON.parse(body) as { detail?: { eventID?: string; number?: number }; eventID?: string },
  );
  return new Set([
    ...deadLetters.map(({ id }) => id),
    ...queued.map(({ detail, eventID }) => eventID ?? detail?.eventID ?? `unreadable-${detail?.number}`),
  ]);
}

function unreadableIn({ events: all }: Run): Set<string> {
  return new Set(all.filter(({ kind }) => kind === 'unreadable').map(({ id }) => id));
}

function summary({ stage, reconcile }: Run, { counts }: Findings): Record<string, unknown> {
  const { monitor, slack, heartbeat } = stage.functions;
  return {
    ...counts,
    'published to SNS': stage.sns.published.length,
    'posted to Slack': stage.slack.posts.length,
    'in the dead-letter queue of Slack': stage.posts.deadLetters.length,
    'stops that had effect': stage.sageMaker.resources.reduce((sum, { stops }) => sum + stops, 0),
    'invocations of monitor, slack, heartbeat, reconcile': [monitor, slack, heartbeat, reconcile]
      .map((each) => each.invocations)
      .join(', '),
    'errors of monitor': JSON.stringify(Object.fromEntries(monitor.errors)),
    'errors of reconcile': JSON.stringify(Object.fromEntries(reconcile.errors)),
  };
}

function show({ stage }: Run, faulty: Record<string, unknown>, first: Findings, last: Findings): void {
  console.table(faulty);
  console.log(`duplicates: ${JSON.stringify(Object.fromEntries(last.duplicates))}`);
  console.log(`faults: ${JSON.stringify(Object.fromEntries([...stage.wire.faults].sort()))}`);
  console.table(Object.fromEntries([...stage.wire.boundaries].sort().map(([name, each]) => [name, each])));
  const kills = [...stage.wire.boundaries.values()].reduce((sum, { killed }) => sum + killed, 0);
  console.log(
    `${kills} kills at ${stage.wire.boundaries.size} boundaries; ${first.violations.length} + ${last.violations.length} violations`,
  );
}

function fail(problems: readonly string[]): void {
  for (const each of problems.slice(0, 40)) console.error(`NOT SO: ${each}`);
  if (problems.length > 40) console.error(`and ${problems.length - 40} more`);
  if (problems.length > 0) process.exitCode = 1;
}
