import { expect, it } from 'vitest';
import { readingOf } from '../../../src/trail/athena/reading.ts';
import { resultRow } from '../../../src/trail/athena/row.ts';

const row = (hour: string, kind: string, inside: string, late = '0') =>
  resultRow([null, '111122223333', 'eu-west-1', hour, kind, inside, late, null, '3', '1']);
const place = { account: '111122223333', region: 'eu-west-1' };

it('counts what matters no further on its side of the period', () => {
  const period = { from: '2026-07-01T00:30:00Z', to: '2026-08-01T00:00:00Z' };
  const { counted } = readingOf([row('2026-07-01T00', 'ours', 'true'), row('2026-07-01T00', 'ours', 'false')], period);
  expect(counted?.others.map(({ eventTime }) => eventTime)).toEqual([period.from, period.to]);
});

it('counts it by its hour where no period was asked for, and keeps the hour of what was late', () => {
  const { counted, cells, otherServices } = readingOf(
    [row('2026-07-01T00', 'ours', 'false'), row('2026-07-02T05', 'other', 'false', '7')],
    undefined,
  );
  expect(counted).toEqual({
    objects: 2,
    others: [{ ...place, eventTime: '2026-07-01T00:00:00Z', records: 3 }],
    late: [{ ...place, hour: '2026-07-02T05', hours: 7, records: 3, objects: 1 }],
  });
  expect(cells.map(({ hour }) => hour)).toEqual(['2026-07-01T00', '2026-07-02T05']);
  expect(otherServices).toBe(3);
});
