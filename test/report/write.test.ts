import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutputError, OutputExists, orOutputError } from '../../src/report/output-errors.ts';
import type { Run } from '../../src/report/reporter.ts';
import { checkOutput, writeRun } from '../../src/report/write.ts';
import { hostile, makeRun } from './evidence-factory.ts';

const summed = [
  'evidence.json',
  'findings.asff.json',
  'findings.ocsf.json',
  'manifest.json',
  'oscal-assessment-results.json',
  'population.csv',
  'population.jsonl',
  'report.html',
];
const files = ['SHA256SUMS', ...summed, 'run.json'];
const run = makeRun({ findings: 10, compliant: 600, names: Object.values(hostile) });
const runRecord = { command: ['scan', '--from'], ms: 12 };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-run-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The same run, whose population ends in an error after some rows, at its nth reading. */
function breaking(at: number): Run {
  let reading = 0;
  return {
    evidence: run.evidence,
    population: {
      count: run.population.count,
      *rows() {
        reading += 1;
        let row = 0;
        for (const each of run.population.rows()) {
          if (reading === at && row === 300) throw new Error('the reading broke');
          row += 1;
          yield each;
        }
      },
    },
  };
}

describe('a run that is written', () => {
  it('has its files, and sums that sha256sum confirms', () => {
    const dir = join(folder, 'new', 'run');
    const written = writeRun(dir, run, { runRecord });
    expect(readdirSync(dir).sort()).toEqual(files);
    expect(readdirSync(join(folder, 'new'))).toEqual(['run']);
    expect(checkSums(dir)).toBe(summed.map((name) => `${name}: OK\n`).join(''));
    expect(readFileSync(join(dir, 'SHA256SUMS'), 'utf8')).toBe(written.map((file) => `${file.sha256}  ${file.name}\n`).join(''));
    expect(written.map((file) => file.bytes)).toEqual(written.map((file) => statSync(join(dir, file.name)).size));
    expect(JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8'))).toEqual(runRecord);
  });

  it('has sums that a changed byte breaks', () => {
    const dir = join(folder, 'run');
    writeRun(dir, run, { runRecord });
    writeFileSync(join(dir, 'population.csv'), readFileSync(join(dir, 'population.csv'), 'utf8').replace('non-compliant', 'non-c0mpliant'));
    expect(() => checkSums(dir)).toThrow(/population\.csv: FAILED/);
  });

  it('names the population in the evidence by the hash in the sums', () => {
    const dir = join(folder, 'run');
    writeRun(dir, run, { runRecord });
    expect(readFileSync(join(dir, 'SHA256SUMS'), 'utf8')).toContain(`${run.evidence.population.jsonlSha256}  population.jsonl`);
  });

  it('gives the same bytes again, whatever run.json says', () => {
    writeRun(join(folder, 'one'), run, { runRecord });
    writeRun(join(folder, 'two'), run, { runRecord: { ms: 99 } });
    const sums = ['one', 'two'].map((name) => readFileSync(join(folder, name, 'SHA256SUMS'), 'utf8'));
    expect(sums[1]).toBe(sums[0]);
  });

  it('lets group and owner read, and nobody else', () => {
    const dir = join(folder, 'run');
    writeRun(dir, run, { runRecord });
    for (const name of files) expect(statSync(join(dir, name)).mode & 0o137).toBe(0);
  });
});

describe('a folder that exists', () => {
  it('is used when it is empty, and stays the same folder', () => {
    const before = statSync(folder).ino;
    writeRun(folder, run, { runRecord });
    expect(readdirSync(folder).sort()).toEqual(files);
    expect(statSync(folder).ino).toBe(before);
  });

  it('is refused when it is not, and left as it is', () => {
    writeFileSync(join(folder, 'thesis.txt'), 'mine');
    expect(() => writeRun(folder, run, { runRecord })).toThrow(OutputExists);
    expect(() => checkOutput(folder)).toThrow(/is not empty: name another folder, or say --force/);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it('is written to with force: an earlier run is replaced, other files stay', () => {
    writeRun(folder, makeRun(), { runRecord });
    writeFileSync(join(folder, 'thesis.txt'), 'mine');
    writeRun(folder, run, { runRecord, force: true });
    expect(readdirSync(folder).sort()).toEqual([...files, 'thesis.txt'].sort());
    expect(checkSums(folder)).toContain('population.jsonl: OK');
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('mine');
  });

  it('is refused, forced or not, when it is a file', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'mine');
    for (const force of [false, true]) expect(() => writeRun(file, run, { runRecord, force })).toThrow(OutputExists);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

describe('a run that breaks', () => {
  it.each([1, 2, 3])('at reading %i of the population leaves nothing', (at) => {
    expect(() => writeRun(join(folder, 'run'), breaking(at), { runRecord })).toThrow('the reading broke');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves an earlier run whole when it was to replace it', () => {
    writeRun(folder, makeRun(), { runRecord });
    expect(() => writeRun(folder, breaking(2), { runRecord, force: true })).toThrow('the reading broke');
    expect(readdirSync(folder).sort()).toEqual(files);
    expect(checkSums(folder)).toContain('report.html: OK');
  });

  it('while it replaces an earlier one leaves no sums: the folder does not look complete', () => {
    writeRun(folder, makeRun(), { runRecord });
    rmSync(join(folder, 'evidence.json'));
    mkdirSync(join(folder, 'evidence.json', 'kept'), { recursive: true });
    expect(() => writeRun(folder, run, { runRecord, force: true })).toThrow(OutputError);
    expect(readdirSync(folder)).toEqual(['evidence.json']);
  });

  it('is refused when the rows are not those that the evidence names', () => {
    const other = { evidence: run.evidence, population: makeRun({ compliant: 3 }).population };
    expect(() => writeRun(join(folder, 'run'), other, { runRecord })).toThrow(/not the one that the evidence names/);
    expect(existsSync(join(folder, 'run'))).toBe(false);
  });
});

describe('a file system that refuses', () => {
  it.each([
    [
      'a part of the path is a file',
      () => {
        writeFileSync(join(folder, 'file'), '');
        return join(folder, 'file', 'run');
      },
    ],
    ['a name that is too long', () => join(folder, 'x'.repeat(300))],
  ])('%s: one error that says so, and nothing is left', (_, prepare) => {
    const dir = prepare();
    const error = thrown(() => writeRun(dir, run, { runRecord }));
    expect(error).toBeInstanceOf(OutputError);
    expect((error as OutputError).message).toMatch(/^cannot write .+: .+ \((ENOTDIR|EEXIST|ENAMETOOLONG)\)$/);
    expect((error as OutputError).cause).toHaveProperty('code');
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it.each([
    ['ENOSPC', 'cannot write run/report.html: no space left on the device (ENOSPC)'],
    ['EACCES', 'cannot write run/report.html: permission denied (EACCES)'],
    ['EIO', 'cannot write run/report.html: EIO: as Node says it'],
  ])('%s in plain words, with its own error as the cause', (code, message) => {
    const cause = Object.assign(new Error(`${code}: as Node says it`), { code });
    const error = thrown(() => orOutputError('run/report.html', () => raise(cause)));
    expect(error).toBeInstanceOf(OutputError);
    expect(error).toMatchObject({ message, cause });
  });
});

function raise(error: Error): never {
  throw error;
}

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** What a reader would run: `sha256sum` on Linux, `shasum` where that is not installed (macOS). */
const sumTools = [
  ['sha256sum', '-c', 'SHA256SUMS'],
  ['shasum', '-a', '256', '-c', 'SHA256SUMS'],
] as const;

function checkSums(dir: string): string {
  for (const [tool, ...args] of sumTools) {
    const { error, status, stdout } = spawnSync(tool, args, { cwd: dir, encoding: 'utf8' });
    if (error) continue;
    if (status !== 0) throw new Error(`${tool} found a difference: ${stdout}`);
    return stdout;
  }
  throw new Error('neither sha256sum nor shasum is installed');
}
