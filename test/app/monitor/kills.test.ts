import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monitor } from '../../../src/app/monitor.ts';
import type { ChangeAlert } from '../../../src/core/alert.ts';
import { call } from '../../support/records.ts';
import { ledgerStore } from './store.ts';
import { arnOf, type FakeWorld, fakeWorld, parsed, principal, stoppingAndTagging, strayJob } from './world.ts';

/** The process dies at a call of a port, before it is sent or after it was carried out; Lambda then tries again after a minute. */

const store = ledgerStore();

class Killed extends Error {}

interface Scenario {
  readonly world: FakeWorld;
  readonly event: unknown;
  readonly stops: number;
}

const scenarios: Record<string, () => Scenario> = {
  'a stray job': () => {
    const world = fakeWorld({ table: store.table, enforcement: stoppingAndTagging });
    return { world, event: strayJob(world).record, stops: 1 };
  },
  'a stray job whose record says nothing of it': () => {
    const world = fakeWorld({ table: store.table, enforcement: stoppingAndTagging });
    const arn = arnOf('training-job', strayJob(world).name);
    return { world, event: call('CreateTrainingJob', null, { responseElements: { trainingJobArn: arn }, ...principal() }), stops: 1 };
  },
  'a job that has finished': () => {
    const world = fakeWorld({ table: store.table, enforcement: stoppingAndTagging });
    const { record, name } = strayJob(world);
    const job = world.account.get(`TrainingJob/${name}`);
    if (typeof job === 'object') job.status = 'Completed';
    return { world, event: record, stops: 0 };
  },
};

/** Dies at the calls of these numbers, counted over all tries. @returns the ports at which it did */
function killAt(world: FakeWorld, moments: readonly number[]): string[] {
  const died: string[] = [];
  let at = 0;
  let dead = false;
  world.hook = (port, moment) => {
    if (moment === 'before' && port === 'claim') dead = false;
    if (!dead && !moments.includes(at++)) return;
    if (!dead) died.push(`${moment} ${port}`);
    // Whatever would still run after this does not reach anybody.
    dead = true;
    throw new Killed(port);
  };
  return died;
}

async function untilDone({ world, event }: Scenario): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    try {
      await monitor(parsed(event), world);
      return;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      world.time += 60_000;
    }
  }
  throw new Error('never done');
}

async function holds(scenario: Scenario, died: readonly string[]): Promise<void> {
  const { world, event, stops } = scenario;
  const stopped = world.effects.filter((each) => each.startsWith('stop'));
  expect(stopped).toHaveLength(stops);
  const last = world.alerts.at(-1) as ChangeAlert;
  expect(world.alerts.length).toBeGreaterThanOrEqual(1);
  // A second alert only where the process died with the first one out and not yet in the ledger.
  const ambiguous = died.filter((where) => where === 'after publish' || where === 'before record').length;
  expect(world.alerts.length).toBeLessThanOrEqual(1 + ambiguous);
  expect(new Set(world.alerts.map(({ id }) => id)).size).toBe(1);
  const [stop] = last.actions;
  expect(stop).toMatchObject({ action: 'stop', outcome: stops === 1 ? 'done' : 'already-finished' });
  world.hook = () => undefined;
  expect(await monitor(parsed(event), world)).toBe('duplicate');
}

describe.each(Object.entries(scenarios))('%s', (_, make) => {
  test('is handled once, killed at each boundary in turn', async () => {
    const clean = make();
    let boundaries = 0;
    clean.world.hook = () => void boundaries++;
    await untilDone(clean);
    expect(boundaries).toBeGreaterThanOrEqual(14);
    for (let at = 0; at < boundaries; at++) {
      const scenario = make();
      const died = killAt(scenario.world, [at]);
      await untilDone(scenario);
      expect(died).toHaveLength(1);
      await holds(scenario, died);
    }
  });

  test('is handled, killed again and again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(60), { maxLength: 8 }), async (moments) => {
        const scenario = make();
        const died = killAt(scenario.world, moments);
        await untilDone(scenario);
        await holds(scenario, died);
      }),
      { numRuns: 25 },
    );
  });
});

test('who has lost the lease does nothing more', async () => {
  const world = fakeWorld({ table: store.table, enforcement: stoppingAndTagging });
  const { record } = strayJob(world);
  // The process hangs while it asks; meanwhile the lease runs out and another one does the work.
  let other: Promise<unknown> | undefined;
  world.hook = (port, moment) => {
    if (port !== 'describe' || moment !== 'after' || other) return;
    world.time += 46_000;
    other = monitor(parsed(record), world);
  };
  await expect(monitor(parsed(record), world)).rejects.toThrow();
  await other;
  expect([world.effects.filter((each) => each.startsWith('stop')).length, world.alerts.length]).toEqual([1, 1]);
});
