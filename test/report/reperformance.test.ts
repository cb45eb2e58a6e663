import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type PopulationRow, rowClasses } from '../../src/core/evidence/population.ts';
import { pullCommand, Sampler } from '../../src/report/reperformance.ts';
import { makeRun } from './evidence-factory.ts';

const rows = [...makeRun({ findings: 40, compliant: 400, exemptEvery: 9 }).population.rows()];
const draw = (from: readonly PopulationRow[], seed = 'c0ffee', size = 25) => {
  const sampler = new Sampler(seed, size);
  for (const row of from) sampler.add(row);
  return sampler.rows();
};
const ids = (drawn: readonly PopulationRow[]) => drawn.map(({ eventId }) => eventId);

describe('the sample', () => {
  it('can be drawn again by anyone: of each class the rows with the lowest sha256(seed + record sha256)', () => {
    const rank = ({ recordSha256 }: PopulationRow) => createHash('sha256').update(`c0ffee${recordSha256}`).digest('hex');
    for (const name of rowClasses) {
      const drawn = draw(rows).filter((row) => row.class === name);
      const lowest = rows.filter((row) => row.class === name).toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
      expect(drawn).toEqual(lowest.slice(0, drawn.length));
    }
  });

  it('has every class in it, as evenly as there are rows', () => {
    const counts = rowClasses.map((name) => draw(rows).filter((row) => row.class === name).length);
    expect(counts).toEqual([5, 4, 4, 4, 4, 4]);
  });

  it('is the same in any order of the rows, and another for another seed', () => {
    expect(ids(draw(rows.toReversed()))).toEqual(ids(draw(rows)));
    expect(ids(draw(rows, 'other'))).not.toEqual(ids(draw(rows)));
  });

  it.each([0, 1, 24, 25, 26])('of %d rows has all, or 25', (count) => {
    const drawn = draw(rows.slice(0, count));
    expect(drawn).toHaveLength(Math.min(25, count));
    expect(new Set(ids(drawn)).size).toBe(drawn.length);
  });

  it('gives what small classes leave over to the large ones', () => {
    const compliant = rows.filter((row) => row.class === 'compliant');
    const failing = rows.filter((row) => row.class === 'non-compliant').slice(0, 2);
    expect(draw([...compliant, ...failing]).map((row) => row.class)).toEqual([
      ...Array(23).fill('compliant'),
      ...Array(2).fill('non-compliant'),
    ]);
  });
});

const key =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/07/01/111122223333_CloudTrail_eu-west-1_20260701T0005Z_vqUVnY9wTm8yD8y2.json.gz';

describe('the command', () => {
  it.each([[key], [`audit/prod/${key}`], [key.replace('AWSLogs/', 'AWSLogs/o-abc123/')], [key.replace('T0005Z_', 'T0005Z')]])(
    'is given for %s, and means to a shell what it says',
    (object) => {
      const command = pullCommand({ object, recordIndex: 7 });
      expect(command).toBe(`aws s3 cp s3://BUCKET/${object} - | gunzip | jq '.Records[7]'`);
      const words = `aws() { printf '%s\\n' "$@"; }; gunzip() { cat; }; jq() { cat; printf '%s\\n' "$@"; }; ${command}`;
      expect(execFileSync('sh', ['-c', words], { encoding: 'utf8' })).toBe(`s3\ncp\ns3://BUCKET/${object}\n-\n.Records[7]\n`);
    },
  );

  it.each([
    [`${key};id`],
    [key.replace('eu-west-1/2026', '$(id)/2026')],
    [key.replace('AWSLogs', '`id`/AWSLogs')],
    [key.replace('AWSLogs', 'a b/AWSLogs')],
    [key.replace('AWSLogs', "a'b/AWSLogs")],
    [key.replace('AWSLogs', '../AWSLogs')],
    [key.replace('AWSLogs', '-x/AWSLogs')],
    [key.replace('AWSLogs', 'a\nid/AWSLogs')],
    [`${key}\n`],
    [key.replace('AWSLogs/', '')],
    ['x.json'],
    [''],
  ])('is not given for %j', (object) => {
    expect(pullCommand({ object, recordIndex: 7 })).toBeUndefined();
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 60])('is not given for record %d', (recordIndex) => {
    expect(pullCommand({ object: key, recordIndex })).toBeUndefined();
  });
});
