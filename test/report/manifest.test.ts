import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { Run } from '../../src/report/reporter.ts';
import { RowCount } from '../../src/report/row-count.ts';
import { writeRun } from '../../src/report/write.ts';
import { hostile, makeRun } from './evidence-factory.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Manifest {
  readonly files: readonly { readonly name: string; readonly rows?: number; readonly bytes: number; readonly sha256: string }[];
}

describe.each<[string, Run]>([
  ['0 findings', makeRun({ findings: 0 })],
  ['3 findings', makeRun()],
  ['400 findings and 600 other changes', makeRun({ findings: 400, compliant: 600 })],
  ['hostile names', makeRun({ findings: 10, names: Object.values(hostile) })],
])('the manifest of a run with %s', (_, run) => {
  const written = (): Manifest => {
    writeRun(join(folder, 'run'), run, { runRecord: {} });
    return JSON.parse(readFileSync(join(folder, 'run', 'manifest.json'), 'utf8')) as Manifest;
  };

  it('lists each file but itself, the sums and run.json, with bytes and sha256', () => {
    const { files } = written();
    const apart = ['SHA256SUMS', 'manifest.json', 'run.json'];
    expect(files.map(({ name }) => name)).toEqual(
      readdirSync(join(folder, 'run'))
        .filter((name) => !apart.includes(name))
        .sort(),
    );
    for (const { name, bytes, sha256 } of files) {
      const path = join(folder, 'run', name);
      expect(bytes).toBe(statSync(path).size);
      expect(sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
    }
    expect(readFileSync(join(folder, 'run', 'SHA256SUMS'), 'utf8')).toMatch(/^[0-9a-f]{64} {2}manifest\.json$/m);
  });

  it('says the rows of each file that has rows', () => {
    const rows = Object.fromEntries(written().files.flatMap((file) => (file.rows === undefined ? [] : [[file.name, file.rows]])));
    expect(rows).toEqual({
      'population.jsonl': run.evidence.population.rows,
      'population.csv': run.evidence.population.rows,
      'findings.ocsf.json': run.evidence.findings.length,
      'findings.asff.json': run.evidence.findings.length,
    });
  });
});

/** The same run, whose population has a row less at its nth reading. */
function losing(run: Run, at: number): Run {
  let reading = 0;
  return {
    evidence: run.evidence,
    population: {
      count: run.population.count,
      *rows() {
        reading += 1;
        const rows = [...run.population.rows()];
        yield* reading === at ? rows.slice(1) : rows;
      },
    },
  };
}

it.each([
  ['population.jsonl', 1, 10],
  ['population.csv', 2, 10],
])('a run whose %s lacks a row is not written', (name, reading, found) => {
  const message = `${name} is not the one that the evidence names: ${found} rows were written, evidence.json says 11`;
  expect(() => writeRun(join(folder, 'run'), losing(makeRun(), reading), { runRecord: {} })).toThrow(message);
  expect(readdirSync(folder)).toEqual([]);
});

test.each<[string, string[], string, number, number]>([
  ['nothing', [], '{', 0, 0],
  ['lines in one chunk', ['{}\n{}\n'], '{', 0, 2],
  ['lines cut anywhere', ['{', '}', '\n', '{}', '\n{}\n'], '{', 0, 3],
  ['a line cut before an inner brace', ['{"a":', '{}}\n'], '{', 0, 1],
  ['an empty chunk at the start of a line', ['{}\n', '', '{}\n'], '{', 0, 2],
  ['brackets around rows', ['[\n{}', ',\n{}', '\n]\n'], '{', 0, 2],
  ['a last line without its end', ['{}\n{}'], '{', 0, 2],
  ['a header', ['a,b\r\n1,2\r\n'], '', 1, 1],
  ['a header alone', ['a,b\r\n'], '', 1, 0],
])('rows of %s', (_, chunks, begin, header, rows) => {
  const count = new RowCount({ begin, header });
  expect([...count.through(chunks)]).toEqual(chunks);
  expect(count.rows).toBe(rows);
});
