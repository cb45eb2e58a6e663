import { expect, test } from 'vitest';
import type { PopulationRow, RowClass } from '../../src/core/evidence/population.ts';
import { type LedgerFact, responseOf } from '../../src/core/response.ts';

const at = '2026-03-01T10:00:00Z';
const place = { account: '111122223333', region: 'eu-west-1' };

const row = (eventId: string, rowClass: RowClass = 'non-compliant'): PopulationRow => ({
  ...place,
  eventId,
  eventTime: at,
  eventName: 'CreateTrainingJob',
  resourceType: 'TrainingJob',
  resourceName: `job-${eventId}`,
  resourceArn: null,
  actor: 'a',
  sourceIp: '',
  userAgent: '',
  via: 'api',
  posture: {},
  verdicts: {},
  class: rowClass,
  reason: '',
  object: 'k',
  recordIndex: 0,
  recordSha256: '0'.repeat(64),
});

const fact = (eventId: string, more: Partial<LedgerFact> = {}): LedgerFact => ({
  ...place,
  eventId,
  seenAt: '2026-03-01T10:00:10Z',
  publishedAt: '2026-03-01T10:00:12Z',
  late: false,
  grouped: false,
  actions: [],
  ...more,
});

test('each state of an alert that was due', () => {
  const response = responseOf(
    [
      row('a'),
      row('b'),
      row('c'),
      row('d', 'not-evaluable'),
      row('e'),
      row('f', 'compliant'),
      row('g', 'exempt'),
      row('h', 'failed-attempt'),
    ],
    [
      fact('a'),
      fact('b', { grouped: true }),
      fact('c', { late: true, publishedAt: '2026-03-01T11:00:00Z' }),
      fact('d', { publishedAt: null }),
      fact('f'),
    ],
  );
  expect(response.rows.map(({ eventId, alert }) => `${eventId} ${alert}`)).toEqual(['a sent', 'b grouped', 'c late', 'd owed', 'e missed']);
  expect(response.alerts).toEqual({ sent: 1, grouped: 1, late: 1, owed: 1, missed: 1 });
  expect([response.entries, response.expected]).toEqual([5, 5]);
});

test('an entry of another account or Region is not this change', () => {
  const response = responseOf([row('a')], [fact('a', { account: '444455556666' }), fact('a', { region: 'us-east-1' })]);
  expect(response.alerts.missed).toBe(1);
});

test('delays count what happened, by nearest rank, never below zero', () => {
  const rows = Array.from({ length: 20 }, (_, n) => row(String(n)));
  const facts = rows.map(({ eventId }, n) =>
    fact(eventId, { seenAt: n === 0 ? '2026-03-01T09:59:59Z' : at, publishedAt: new Date(Date.parse(at) + (n + 1) * 1000).toISOString() }),
  );
  const response = responseOf([...rows, row('missed')], facts);
  expect(response.timeToNotify).toEqual({ count: 20, median: 10, p95: 19, longest: 20 });
  expect(response.timeToDetect).toEqual({ count: 20, median: 0, p95: 0, longest: 0 });
  expect(response.timeToStop).toBeNull();
});

test('only a stop that was done has a time to stop; every outcome is counted', () => {
  const response = responseOf(
    [row('a'), row('b')],
    [
      fact('a', { actions: [{ action: 'stop', outcome: 'done', at: '2026-03-01T10:00:30Z' }] }),
      fact('b', {
        actions: [
          { action: 'stop', outcome: 'dry-run', at: '2026-03-01T10:00:05Z' },
          { action: 'tag', outcome: 'failed', at: null },
        ],
      }),
    ],
  );
  expect(response.timeToStop).toEqual({ count: 1, median: 30, p95: 30, longest: 30 });
  expect(response.actions).toEqual({ 'stop done': 1, 'stop dry-run': 1, 'tag failed': 1 });
});
