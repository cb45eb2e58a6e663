import { expect, test } from 'vitest';
import { dynamoLedger } from '../../../src/adapters/ledger.ts';
import { readAlert } from '../../../src/alert/read.ts';
import { snsMessage } from '../../../src/alert/sns.ts';
import { heartbeat } from '../../../src/app/heartbeat.ts';
import { monitor } from '../../../src/app/monitor.ts';
import type { Alert, ChangeAlert, RollUp } from '../../../src/core/alert.ts';
import { call } from '../../support/records.ts';
import { ledgerStore } from './store.ts';
import { arnOf, type FakeWorld, fakeWorld, parsed, principal, stopping, strayJob } from './world.ts';

const store = ledgerStore();
const outcomes = ({ alerts }: FakeWorld) =>
  (alerts as ChangeAlert[]).map(({ resource, actions }) => `${resource.name}: ${actions.map(({ outcome }) => outcome).join()}`);

/** What of these is told together once the window is over. */
async function rollUps(there: FakeWorld, names: readonly string[]): Promise<RollUp[]> {
  const sent: Alert[] = [];
  there.time += 2 * 3_600_000;
  const ledger = dynamoLedger({ table: store.table, leaseSeconds: 45, ttlDays: 400, groupWindowSeconds: 3600, now: () => there.time });
  await heartbeat({ ...there, ledger, publisher: { publish: async (alert) => void sent.push(alert) }, hours: 24 });
  return sent
    .filter((alert) => alert.kind === 'roll-up')
    .filter(({ changes }) => changes.some(({ resource }) => names.includes(resource.name ?? '')));
}

const named = ({ changes }: RollUp) => changes.map(({ resource }) => resource.name);

test('what the brake let run is told: the first by itself, the others together', async () => {
  const there = fakeWorld({ table: store.table, enforcement: { ...stopping, maxStopsPerHour: 3 } });
  const loop = { ...principal(), recipientAccountId: '333344445555' };
  const names: string[] = [];
  for (let at = 0; at < 7; at++) {
    const { name, record } = strayJob(there, loop);
    names.push(name);
    await monitor(parsed(record), there);
  }
  expect(outcomes(there)).toEqual([`${names[0]}: done`, `${names[3]}: withheld`]);
  const together = await rollUps(there, names);
  expect(together.map(named).toSorted((a, b) => a.length - b.length)).toEqual([names.slice(1, 3), names.slice(4)]);
  const left = together.find(({ group }) => group.notDone);
  expect(left?.group.notDone).toEqual(['stop: withheld']);
  const { body, attributes } = snsMessage(left as RollUp);
  expect(body).toContain('stop: withheld');
  expect(readAlert(attributes.alert?.value ?? '')).toEqual(left);
});

test('and what was undecided', async () => {
  const there = fakeWorld({ table: store.table, enforcement: stopping });
  const same = principal();
  const names: string[] = [];
  for (let at = 0; at < 4; at++) {
    const { name, record } = strayJob(there, same);
    names.push(name);
    if (at > 0) there.account.set(`TrainingJob/${name}`, 'access-denied');
    await monitor(parsed(record), there);
  }
  expect(outcomes(there)).toEqual([`${names[0]}: done`, `${names[1]}: undecided`]);
  expect((await rollUps(there, names)).map((each) => [named(each), each.group.notDone])).toEqual([[names.slice(2), ['stop: undecided']]]);
});

test('what is withheld for another reason stays in its group', async () => {
  const there = fakeWorld({ table: store.table, enforcement: stopping });
  const same = principal();
  for (let at = 0; at < 3; at++) {
    const { name, record } = strayJob(there, same);
    if (at > 0) there.account.delete(`TrainingJob/${name}`);
    await monitor(parsed(record), there);
  }
  expect(there.alerts).toHaveLength(1);
});

test('what went into a roll-up, was put off and then met the brake is told', async () => {
  const enforcement = {
    ...stopping,
    maxStopsPerHour: 1,
    actions: [{ rules: ['direct-internet-disabled' as const], resourceTypes: [], action: 'stop' as const }],
  };
  const there = fakeWorld({ table: store.table, enforcement });
  const who = { ...principal(), recipientAccountId: '555566667777' };
  const events = ['nb1', 'nb2'].map((name) => {
    const arn = arnOf('notebook-instance', name).replace('111122223333', '555566667777');
    there.account.set(`NotebookInstance/${name}`, { arn, creationTime: '2026-08-01T12:00:01Z', status: 'Pending' });
    return call('CreateNotebookInstance', { notebookInstanceName: name }, { responseElements: { notebookInstanceArn: arn }, ...who });
  });
  for (const event of events) await monitor(parsed(event), there);
  expect(outcomes(there)).toEqual(['nb1: deferred']);
  for (const resource of there.account.values()) if (typeof resource === 'object') resource.status = 'InService';
  there.time += 60_000;
  for (const event of events) await monitor(parsed(event), there);
  expect(outcomes(there)).toEqual(['nb1: deferred', 'nb1: done', 'nb2: withheld']);
});
