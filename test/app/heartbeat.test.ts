import { describe, expect, test } from 'vitest';
import { type HeartbeatWorld, heartbeat } from '../../src/app/heartbeat.ts';
import type { DueGroup, LedgerEntry } from '../../src/app/ports.ts';
import type { Alert, ChangeAlert } from '../../src/core/alert.ts';

const now = Date.parse('2026-08-02T00:03:00Z');

const group = {
  rules: ['vpc-required'],
  account: '111122223333',
  region: 'eu-west-1',
  principal: 'arn:aws:iam::111122223333:role/R',
} as const;

const alert = (eventId: string, members: Partial<ChangeAlert> = {}): ChangeAlert => ({
  kind: 'change',
  id: eventId,
  at: '2026-08-01T22:10:05Z',
  stage: 'test',
  policySha256: 'p',
  verdict: 'NON_COMPLIANT',
  severity: 'medium',
  eventId,
  eventTime: '2026-08-01T22:10:00Z',
  eventName: 'CreateModel',
  account: group.account,
  region: group.region,
  resource: { type: 'Model', name: eventId, arn: { known: false, why: 'not-recorded' } },
  actor: { kind: 'unknown', name: 'R', principal: group.principal } as unknown as ChangeAlert['actor'],
  sourceIp: '',
  userAgent: '',
  failures: [],
  actions: [],
  tags: {},
  delaySeconds: 5,
  late: false,
  group,
  ...members,
});

const due = (id: string, alerts: readonly ChangeAlert[]): DueGroup => ({
  id,
  group,
  alerts,
  count: alerts.length,
  since: '2026-08-01T22:00:00Z',
});

const entry = (members: Partial<LedgerEntry>): LedgerEntry => ({
  account: group.account,
  region: group.region,
  eventId: 'e',
  eventTime: '2026-08-01T12:00:00Z',
  eventName: 'CreateModel',
  resourceType: 'Model',
  resourceName: 'm',
  class: 'compliant',
  rules: [],
  steps: {},
  actions: [],
  seenAt: '2026-08-01T12:00:10Z',
  late: false,
  grouped: false,
  doneAt: '2026-08-01T12:00:11Z',
  ...members,
});

const stop = { action: 'stop', target: { type: 'TrainingJob', name: 'j' }, outcome: 'done', at: null, conditions: [] } as const;

function world({
  groups = [],
  entries = [],
  refuse = () => false,
}: {
  groups?: DueGroup[];
  entries?: LedgerEntry[];
  refuse?: (alert: Alert) => boolean;
} = {}) {
  const told: Alert[] = [];
  const steps: string[] = [];
  const open = new Map(groups.map((each) => [each.id, each]));
  const sent = new Set<string>();
  let clock = now;
  const leases = new Map<string, number>();
  const it: HeartbeatWorld & { told: Alert[]; steps: string[]; open: typeof open; tick(ms: number): void } = {
    told,
    steps,
    open,
    tick: (ms) => (clock += ms),
    clock: { now: () => clock },
    publisher: {
      async publish(given) {
        if (refuse(given)) throw new Error('SNS did not answer');
        told.push(given);
        steps.push(`told ${given.kind}`);
      },
    },
    ledger: {
      async *dueGroups() {
        yield* [...open.values()];
      },
      async closeGroup({ id }) {
        open.delete(id);
        steps.push(`closed ${id}`);
      },
      async *entries(from, to) {
        yield* entries.filter(({ eventTime }) => eventTime >= from && eventTime < to);
      },
      async claimHeartbeat(id, at) {
        if (sent.has(id) || (leases.get(id) ?? 0) > at) return false;
        leases.set(id, at + 60_000);
        return true;
      },
      async heartbeatSent(id) {
        sent.add(id);
      },
    },
    metrics: { count: (name) => steps.push(`metric ${name}`) },
    stage: 'test',
    policySha256: 'p',
    hours: 24,
    log: { error: () => {} },
  };
  return it;
}

describe('roll-ups', () => {
  test('are told with every event, the worst severity and the span, and only then closed', async () => {
    const alerts = [alert('a'), alert('b', { severity: 'critical', eventTime: '2026-08-01T22:40:00Z' })];
    const w = world({ groups: [due('g', alerts)] });
    expect(await heartbeat(w)).toMatchObject({ rollUps: 1, failed: 0 });
    expect(w.told[0]).toMatchObject({
      kind: 'roll-up',
      severity: 'critical',
      since: '2026-08-01T22:00:00Z',
      until: '2026-08-01T22:40:00Z',
      count: 2,
      changes: [{ eventId: 'a' }, { eventId: 'b' }],
    });
    expect(w.steps.slice(0, 2)).toEqual(['told roll-up', 'closed g']);
    expect(JSON.stringify(w.told[0])).not.toContain('sourceIp');
  });

  test('repeat under the same id after a crash between telling and closing; other content has another id', async () => {
    const w = world({ groups: [due('g', [alert('a'), alert('b')])] });
    const close = w.ledger.closeGroup;
    w.ledger.closeGroup = async () => Promise.reject(new Error('killed'));
    await expect(heartbeat(w)).rejects.toThrow('1 roll-ups were not sent');
    w.ledger.closeGroup = close;
    await heartbeat(w);
    w.open.set('g', due('g', [alert('c'), alert('d')]));
    await heartbeat(w);
    const ids = w.told.filter(({ kind }) => kind === 'roll-up').map(({ id }) => id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('one that is not taken stays due, is counted, and holds up neither the others nor the heartbeat', async () => {
    const w = world({
      groups: [due('bad', [alert('a')]), due('good', [alert('b')])],
      refuse: (given) => given.kind === 'roll-up' && given.changes[0]?.eventId === 'a',
    });
    await expect(heartbeat(w)).rejects.toThrow('1 roll-ups');
    expect([...w.open.keys()]).toEqual(['bad']);
    expect(w.steps).toEqual(['metric AlertFailures', 'told roll-up', 'closed good', 'told heartbeat']);
  });

  test('of many changes are told in parts of at most 200, closed after the last', async () => {
    const alerts = Array.from({ length: 500 }, (_, at) => alert(`e${at}`));
    const w = world({ groups: [due('g', alerts)] });
    expect(await heartbeat(w)).toMatchObject({ rollUps: 1 });
    const told = w.told.filter((given) => given.kind === 'roll-up');
    expect(told.map(({ changes, count, part, parts }) => [changes.length, count, part, parts])).toEqual([
      [200, 500, 1, 3],
      [200, 500, 2, 3],
      [100, 500, 3, 3],
    ]);
    expect(told.flatMap(({ changes }) => changes.map(({ eventId }) => eventId))).toEqual(alerts.map(({ eventId }) => eventId));
    expect(w.steps.slice(0, 4)).toEqual(['told roll-up', 'told roll-up', 'told roll-up', 'closed g']);
  });

  test('of which one part is not taken stay due, and are told again under the same ids', async () => {
    const alerts = Array.from({ length: 300 }, (_, at) => alert(`e${at}`));
    let down = true;
    const w = world({ groups: [due('g', alerts)], refuse: (given) => down && given.kind === 'roll-up' && given.part === 2 });
    await expect(heartbeat(w)).rejects.toThrow('1 roll-ups');
    expect([...w.open.keys()]).toEqual(['g']);
    down = false;
    await heartbeat(w);
    const ids = w.told.filter(({ kind }) => kind === 'roll-up').map(({ id }) => id);
    expect([ids.length, ids[0], new Set(ids).size]).toEqual([3, ids[1], 2]);
  });
});

describe('the heartbeat', () => {
  test('is sent when all is quiet', async () => {
    const w = world();
    expect(await heartbeat(w)).toEqual({ rollUps: 0, failed: 0, heartbeat: 'sent' });
    expect(w.told).toEqual([
      {
        kind: 'heartbeat',
        id: 'heartbeat:2026-08-02T00:00:00.000Z',
        at: '2026-08-02T00:03:00.000Z',
        stage: 'test',
        policySha256: 'p',
        from: '2026-08-01T00:00:00.000Z',
        to: '2026-08-02T00:00:00.000Z',
        seen: 0,
        nonCompliant: 0,
        notEvaluable: 0,
        exempt: 0,
        stopped: 0,
        tagged: 0,
        late: 0,
        alertsOwed: 0,
        secondsToNotify: null,
      },
    ]);
  });

  test('has the figures of what was taken up in its period, late events of earlier days too', async () => {
    const w = world({
      entries: [
        entry({}),
        entry({ class: 'non-compliant', actions: [stop], steps: { published: '2026-08-01T12:00:04Z' } }),
        entry({ class: 'non-compliant', actions: [{ ...stop, outcome: 'dry-run' }], steps: { published: '2026-08-01T12:00:10Z' } }),
        entry({ class: 'not-evaluable', doneAt: null }),
        entry({ class: 'exempt', actions: [{ ...stop, action: 'tag' }] }),
        entry({ class: 'trail-tampering', late: true, eventTime: '2026-07-31T23:50:00Z', steps: { published: '2026-08-01T00:50:00Z' } }),
        entry({ seenAt: '2026-07-31T23:59:59Z', eventTime: '2026-07-31T23:59:50Z', class: 'non-compliant' }),
        entry({ seenAt: '2026-08-02T00:00:00Z', eventTime: '2026-08-01T23:59:59Z', class: 'non-compliant' }),
      ],
    });
    await heartbeat(w);
    expect(w.told[0]).toMatchObject({
      seen: 6,
      nonCompliant: 3,
      notEvaluable: 1,
      exempt: 1,
      stopped: 1,
      tagged: 1,
      late: 1,
      alertsOwed: 1,
      secondsToNotify: 10,
    });
  });

  test('is sent once a period, however often the function runs', async () => {
    const w = world();
    for (const minutes of [0, 5, 5, 60 * 23, 60]) {
      w.tick(minutes * 60_000);
      await heartbeat(w);
    }
    expect(w.told.map(({ id }) => id)).toEqual(['heartbeat:2026-08-02T00:00:00.000Z', 'heartbeat:2026-08-03T00:00:00.000Z']);
  });

  test('that was not taken is sent by a later run, when the lease is over', async () => {
    let down = true;
    const w = world({ refuse: () => down });
    await expect(heartbeat(w)).rejects.toThrow('SNS did not answer');
    down = false;
    expect((await heartbeat(w)).heartbeat).toBe('not-due');
    w.tick(5 * 60_000);
    expect((await heartbeat(w)).heartbeat).toBe('sent');
  });
});
