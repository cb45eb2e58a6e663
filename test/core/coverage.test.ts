import { expect, test } from 'vitest';
import { type CoverageInput, coverageOf, type Gap } from '../../src/core/coverage.ts';
import type { LogControlEvent } from '../../src/core/evidence/reading.ts';

const ours = { account: '111122223333', region: 'eu-west-1' };
const other = { account: '444455556666', region: 'us-east-1' };
const nothing: CoverageInput = {
  period: { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' },
  cells: [],
  trailControl: [],
  organisation: false,
  verified: [],
  gaps: [],
  expected: [],
  lateDelivery: { records: 0, objects: 0, longestHours: 0 },
};
const hours = (input: Partial<CoverageInput>) => coverageOf({ ...nothing, ...input }).places.map((place) => place.hours);
const gap = (from: string, to: string, more: Partial<Gap> = {}): Gap => ({
  ...ours,
  from,
  to,
  cause: 'digest-missing',
  source: null,
  ...more,
});

function control(eventName: string, eventTime: string, resumedAt: string | null): LogControlEvent {
  const actor = { type: 'IAMUser', name: 'a', principal: 'a' };
  return {
    ...ours,
    eventId: eventName,
    eventName,
    eventTime,
    actor,
    sourceIp: '',
    userAgent: '',
    trail: 't',
    blinding: true,
    takes: ['logging'],
    restores: [],
    errorCode: null,
    minutesLost: null,
    resumedBy: resumedAt === null ? null : { eventId: 'b', eventName: 'StartLogging', eventTime: resumedAt, actor: 'a' },
  };
}

test('a place that is expected and has nothing is silent all along', () => {
  expect(hours({ expected: [ours] })).toEqual([{ verified: 0, read: 0, silent: 24, gap: 0 }]);
});

test('records make an hour read, whatever their number, and none outside the period counts', () => {
  const cells = ['2026-03-01T00', '2026-03-01T00', '2026-03-01T23', '2026-03-02T00', '2026-02-28T23'].map((hour) => ({
    ...ours,
    hour,
    records: 5,
  }));
  expect(hours({ cells })).toEqual([{ verified: 0, read: 2, silent: 22, gap: 0 }]);
});

test.each([
  ['the whole day', [['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z']], 24],
  [
    'two digests that join in an hour',
    [
      ['2026-03-01T00:00:00Z', '2026-03-01T00:38:00Z'],
      ['2026-03-01T00:38:00Z', '2026-03-01T01:00:00Z'],
    ],
    1,
  ],
  ['part of an hour is not the hour', [['2026-03-01T00:00:00Z', '2026-03-01T00:59:59Z']], 0],
  ['what lies outside the period', [['2026-02-27T00:00:00Z', '2026-02-28T00:00:00Z']], 0],
])('verified: %s', (_, spans, verified) => {
  expect(hours({ expected: [ours], verified: spans.map(([from = '', to = '']) => ({ ...ours, from, to })) })[0]?.verified).toBe(verified);
});

test('the parts of an hour at the edge of the period are enough for it', () => {
  const period = { from: '2026-03-01T10:30:00Z', to: '2026-03-01T11:30:00Z' };
  expect(hours({ period, verified: [{ ...ours, ...period }] })).toEqual([{ verified: 2, read: 0, silent: 0, gap: 0 }]);
});

test('a gap outweighs what vouches for its hours, in its place alone', () => {
  const verified = [ours, other].map((place) => ({ ...place, ...nothing.period }));
  expect(hours({ verified, gaps: [gap('2026-03-01T03:59:00Z', '2026-03-01T05:00:00Z')] })).toEqual([
    { verified: 22, read: 0, silent: 0, gap: 2 },
    { verified: 24, read: 0, silent: 0, gap: 0 },
  ]);
});

test('logging that was stopped is a gap in every Region of the account, and in every account of an organisation', () => {
  const trailControl = [control('StopLogging', '2026-03-01T12:00:00Z', '2026-03-01T14:00:00Z')];
  const expected = [ours, { ...ours, region: 'us-east-1' }, other];
  expect(hours({ expected, trailControl }).map((counts) => counts.gap)).toEqual([2, 2, 0]);
  expect(hours({ expected, trailControl, organisation: true }).map((counts) => counts.gap)).toEqual([2, 2, 2]);
});

test('what is not known to be undone lasts to the end of the period', () => {
  const { gaps } = coverageOf({ ...nothing, expected: [ours], trailControl: [control('PutEventSelectors', '2026-03-01T20:00:00Z', null)] });
  expect(gaps).toEqual([
    {
      account: ours.account,
      region: null,
      from: '2026-03-01T20:00:00Z',
      to: '2026-03-02T00:00:00Z',
      cause: 'logging-changed',
      source: 'PutEventSelectors',
    },
  ]);
});

test('a gap is cut to the period, and one outside it is none', () => {
  const { gaps } = coverageOf({
    ...nothing,
    gaps: [gap('2026-02-20T00:00:00Z', '2026-03-01T01:00:00Z'), gap('2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z')],
  });
  expect(gaps.map(({ from, to }) => [from, to])).toEqual([['2026-03-01T00:00:00Z', '2026-03-01T01:00:00Z']]);
});

test('days add up to all hours; a silent day is left out', () => {
  const [place] = coverageOf({
    ...nothing,
    period: { from: '2026-03-01T12:00:00Z', to: '2026-03-04T00:00:00Z' },
    cells: [{ ...ours, hour: '2026-03-03T05', records: 1 }],
    gaps: [gap('2026-03-01T00:00:00Z', '2026-03-01T13:00:00Z')],
  }).places;
  expect(place?.byDay).toEqual({
    '2026-03-01': { verified: 0, read: 0, silent: 11, gap: 1 },
    '2026-03-03': { verified: 0, read: 1, silent: 23, gap: 0 },
  });
  expect(place?.hours).toEqual({ verified: 0, read: 1, silent: 58, gap: 1 });
});
