import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { csv } from './csv.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { OutputExists, orOutputError } from './output-errors.ts';
import type { Reporter, Run } from './reporter.ts';
import { jsonText } from './safe-text.ts';
import { type WrittenFile, writeFile } from './write-file.ts';

/** The reproducible files, in the order they are written. The run's hash is the sha256 of the first. */
const reporters: Readonly<Record<string, Reporter>> = {
  'evidence.json': json,
  'population.jsonl': jsonl,
  'population.csv': csv,
  'report.html': html,
};
const sums = 'SHA256SUMS';
/** In the order they are moved: the sums last, because a folder without them is not complete. */
const fileNames = [...Object.keys(reporters), 'run.json', sums];

interface WriteOptions {
  /** Write into a folder that is not empty; of what is there, only files of an earlier run are replaced. */
  readonly force?: boolean;
  /** What differs from run to run: command line, caller, clock, durations. `run.json`, outside the sums. */
  readonly runRecord: unknown;
}

/**
 * Writes the run's folder, whole or not at all: everything goes into a folder beside it that is renamed at the end. An existing
 * folder is kept (it may be a mount point or someone's working directory): there the files are moved in one by one, sums last.
 *
 * @returns the reproducible files with bytes and sha256, in the order of their names.
 * @throws OutputExists where `checkOutput` does; OutputError when the file system refuses; what the population throws.
 */
export function writeRun(dir: string, run: Run, { force = false, runRecord }: WriteOptions): WrittenFile[] {
  const target = resolve(dir);
  checkOutput(target, { force });
  const exists = kindOf(target) === 'folder';
  const staging = makeStaging(target, exists);
  try {
    const written = writeAll(staging, run, runRecord);
    orOutputError(target, () => (exists ? moveFiles(staging, target) : renameSync(staging, target)));
    return written;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Can the run be written there? For asking before the work, too. @throws OutputExists, OutputError */
export function checkOutput(dir: string, { force = false }: { readonly force?: boolean } = {}): void {
  const kind = kindOf(dir);
  if (kind === 'other') throw new OutputExists(dir, 'is not a folder');
  if (kind === 'folder' && !force && orOutputError(dir, () => readdirSync(dir)).length > 0) {
    throw new OutputExists(dir, 'is not empty: name another folder, or say --force to replace an earlier run in it');
  }
}

function kindOf(path: string): 'none' | 'folder' | 'other' {
  const stats = orOutputError(path, () => statSync(path, { throwIfNoEntry: false }));
  if (stats === undefined) return 'none';
  return stats.isDirectory() ? 'folder' : 'other';
}

function makeStaging(target: string, exists: boolean): string {
  return orOutputError(target, () => {
    if (exists) return mkdtempSync(join(target, '.partial-'));
    mkdirSync(dirname(target), { recursive: true });
    const staging = join(dirname(target), `.${basename(target)}.partial-${randomBytes(4).toString('hex')}`);
    // Not mkdtemp, whose mode is 0700: this folder becomes the run's and has the mode that the user's umask gives.
    mkdirSync(staging);
    return staging;
  });
}

function writeAll(staging: string, run: Run, runRecord: unknown): WrittenFile[] {
  const written: WrittenFile[] = [];
  for (const [name, reporter] of Object.entries(reporters)) written.push(writeFile(staging, name, reporter(run)));
  const population = written.find((file) => file.name === 'population.jsonl');
  if (population?.sha256 !== run.evidence.population.jsonlSha256) {
    throw new Error('the population that was written is not the one that the evidence names: its rows changed between two readings');
  }
  written.sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFile(staging, 'run.json', [`${jsonText(runRecord, 2)}\n`]);
  writeFile(staging, sums, [written.map((file) => `${file.sha256}  ${file.name}\n`).join('')]);
  return written;
}

function moveFiles(staging: string, target: string): void {
  for (const name of fileNames.toReversed()) rmSync(join(target, name), { force: true });
  for (const name of fileNames) renameSync(join(staging, name), join(target, name));
}
