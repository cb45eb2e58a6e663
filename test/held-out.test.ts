import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { disagreements, type Row } from './model/agreement.ts';
import { heldOut, writeHeldOut } from './model/held-out.ts';
import { publishedNoise } from './model/published.ts';
import { iso, period } from './model/record.ts';
import { run } from './support/cli.ts';

/** SageMaker's events in noise of the published kind, every file delivered twice and hours late, judged by the command line. */

const work = mkdtempSync(join(tmpdir(), 'sagewarden-held-out-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Term {
  readonly label: string;
  readonly count: number;
}
interface Line {
  readonly id: string;
  readonly total: Term;
  readonly terms: readonly Term[];
  readonly balances: boolean;
}

describe.each([7, 20_230_710])('archive of seed %i', (seed) => {
  const archive = heldOut(seed, 400, publishedNoise);
  const folder = join(work, `archive-${seed}`);
  const out = join(work, `evidence-${seed}`);
  writeHeldOut(archive, folder, seed);
  // The folder has no policy file: the defaults hold.
  const ran = run(['scan', folder, '--from', iso(period.from), '--to', iso(period.to), '--out', out, '--accept-unverified'], { cwd: work });
  const evidence = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
  const line = (id: string) => (evidence.tieOut as Line[]).find((each) => each.id === id);
  const term = (id: string, label: string) => line(id)?.terms.find((each) => each.label === label)?.count;

  test('is mostly noise, and much of it is late', () => {
    expect(archive.records).toBeGreaterThan(archive.key.size * 20);
    expect(archive.late.records).toBeGreaterThan(archive.records / 3);
  });

  test('every verdict is right', () => {
    expect(ran.err).toBe('');
    expect(ran.code).toBe(1);
    const rows = readFileSync(join(out, 'population.jsonl'), 'utf8')
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as Row);
    expect(disagreements(archive.key, rows).slice(0, 5)).toEqual([]);
    expect(evidence.problems).toEqual([]);
  });

  test('every duplicate is counted once, and nothing else is one', () => {
    expect(line('records')?.total.count).toBe(archive.records);
    expect(line('population')?.total.count).toBe(archive.key.size * 2);
    expect(term('population', 'rows of the population')).toBe(archive.key.size);
    expect(term('population', 'duplicate deliveries')).toBe(archive.key.size);
    expect((evidence.tieOut as Line[]).filter(({ balances }) => !balances)).toEqual([]);
  });

  test('late deliveries are noted: records, files, and how late', () => {
    expect(evidence.coverage.lateDelivery).toEqual(archive.late);
  });
});
