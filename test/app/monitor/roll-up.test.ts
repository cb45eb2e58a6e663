import { describe, expect, test } from 'vitest';
import { dynamoLedger } from '../../../src/adapters/ledger.ts';
import { securityFindings } from '../../../src/alert/asff.ts';
import { readAlert } from '../../../src/alert/read.ts';
import { snsLimits, snsMessage } from '../../../src/alert/sns.ts';
import { heartbeat } from '../../../src/app/heartbeat.ts';
import { monitor } from '../../../src/app/monitor.ts';
import type { Alert, RollUp } from '../../../src/core/alert.ts';
import { call } from '../../support/records.ts';
import { ledgerStore } from './store.ts';
import { arnOf, type FakeWorld, fakeWorld, parsed, principal } from './world.ts';

/** From the events of a burst to what subscribers and Security Hub get: monitor, ledger and heartbeat as they are deployed. */

const store = ledgerStore();
const hub = { account: '111122223333', region: 'eu-west-1' };

interface Found {
  readonly ProductFields: Readonly<Record<string, string>>;
  readonly Compliance: { readonly Status: string };
  readonly Severity: { readonly Label: string };
  readonly Description: string;
}

const findingsOf = (alerts: readonly Alert[]) => alerts.flatMap((alert) => securityFindings(alert, hub)) as unknown as Found[];

/** What the heartbeat tells of the world's groups once their window is over, as who reads a queue has it. */
async function rollUps(world: FakeWorld): Promise<RollUp[]> {
  world.time += 2 * 3_600_000;
  const ledger = dynamoLedger({ table: store.table, leaseSeconds: 45, ttlDays: 400, groupWindowSeconds: 3600, now: () => world.time });
  const sent: RollUp[] = [];
  const publish = async (alert: Alert) => {
    const read = readAlert(snsMessage(alert).attributes.alert?.value ?? '');
    if ('kind' in read && read.kind === 'roll-up') sent.push(read);
  };
  await heartbeat({ ...world, ledger, publisher: { publish }, hours: 24 });
  return sent;
}

const model = (name: string, more: object, request: object = {}) =>
  parsed(
    call('CreateModel', { modelName: name, ...request }, { responseElements: { modelArn: arnOf('model', name) }, eventID: name, ...more }),
  );

describe('in Security Hub, a change of a roll-up is what its own alert would make it', () => {
  test('severity by rule, and what was found', async () => {
    const world = fakeWorld({ table: store.table });
    const who = principal('Burst');
    for (const name of ['s1', 's2', 's3']) await monitor(model(name, who), world);
    const facts = ({ ProductFields, Compliance, Severity, Description }: Found) => ({
      rule: ProductFields['sagewarden/rule'],
      status: Compliance.Status,
      severity: Severity.Label,
      found: Description.split(': ')[1],
    });
    const own = findingsOf(world.alerts).map(facts);
    expect(new Set(own.map(({ severity }) => severity)).size).toBeGreaterThan(1);
    expect(findingsOf(await rollUps(world)).map(facts)).toEqual([...own, ...own]);
  });

  test('what could not be judged is not available, and says why', async () => {
    const world = fakeWorld({ table: store.table });
    const who = principal('Unseen');
    for (const name of ['u1', 'u2']) {
      world.account.set(`Model/${name}`, 'access-denied');
      await monitor(model(name, { ...who, requestParameters: null }), world);
    }
    const found = findingsOf(await rollUps(world));
    expect(found.map(({ Compliance }) => Compliance.Status)).toEqual(findingsOf(world.alerts).map(() => 'NOT_AVAILABLE'));
    for (const { Description } of found) expect(Description).toContain('could not be seen, Describe was denied');
  });

  test('of a large group every change gets there, in parts that SNS takes', async () => {
    const world = fakeWorld({ table: store.table });
    const who = principal('Many');
    const names = Array.from({ length: 222 }, (_, at) => `many${at}`);
    for (const name of names) await monitor(model(name, who), world);
    const told = await rollUps(world);
    const found = findingsOf([...world.alerts, ...told]);
    expect(new Set(found.map(({ ProductFields }) => ProductFields['sagewarden/eventId']))).toEqual(new Set(names));
    expect(told.map(({ part, parts, count }) => [part, parts, count])).toEqual(told.map((_, at) => [at + 1, told.length, 221]));
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  }, 60_000);
});

test('who filters gets the roll-up that has one of theirs', async () => {
  const world = fakeWorld({ table: store.table });
  const who = principal('Pipeline');
  const tagged = (team: string) => ({ tags: [{ key: 'Team', value: team }] });
  for (const [name, team] of Object.entries({ t1: 'alpha', t2: 'research', t3: 'search' }))
    await monitor(model(name, who, tagged(team)), world);
  const attributesOf = (alert: Alert) => {
    const { alert: _, kind, ...filters } = snsMessage(alert).attributes;
    return Object.fromEntries(Object.entries(filters).map(([name, { value }]) => [name, value]));
  };
  const [own] = world.alerts.map(attributesOf);
  expect(own).toMatchObject({ verdict: 'NON_COMPLIANT', event: 'CreateModel', team: 'alpha' });
  expect((await rollUps(world)).map(attributesOf)).toEqual([{ ...own, team: '["research","search"]' }]);
});

test('a roll-up of long and many values loses none, within the limit of SNS', async () => {
  const world = fakeWorld({ table: store.table });
  const who = principal('Long');
  const long = (name: string) => ({ tags: ['owner', 'team'].map((key) => ({ key, value: `${name} ${'値'.repeat(250)}` })) });
  for (let at = 0; at < 120; at++) await monitor(model(`long${at}`, who, long(`long${at}`)), world);
  const messages = (await rollUps(world)).map((alert) => ({ alert, ...snsMessage(alert) }));
  expect(messages.reduce((sum, { alert }) => sum + alert.changes.length, 0)).toBe(119);
  for (const { alert, subject, body, attributes } of messages) {
    const all = Object.entries(attributes).map(([name, { type, value }]) => name + type + value);
    expect(Buffer.byteLength(subject + body + all.join(''))).toBeLessThan(snsLimits.bytes);
    expect(JSON.parse(attributes.owner?.value ?? '')).toHaveLength(alert.changes.length);
  }
}, 60_000);
