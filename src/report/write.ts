import { readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { jsonText } from '../text/safe-text.ts';
import { fileNames, layOut, sumsOf } from './lay-out.ts';
import { orOutputError } from './output-errors.ts';
import type { Run } from './reporter.ts';
import { publicKeyName, type SignatureFiles, signatureName, sumsName } from './signature-file.ts';
import { checkOutput, kindOf, makeStaging, syncFolder } from './staging.ts';
import { type WrittenFile, writeFile } from './write-file.ts';

export { checkOutput } from './staging.ts';

/** In the order they are moved: the sums last, because a folder without them is not complete. */
const allNames = [...fileNames, 'run.json', publicKeyName, signatureName, sumsName];

interface WriteOptions {
  /** Write into a folder that is not empty; of what is there, only files of an earlier run are replaced. */
  readonly force?: boolean;
  /** What differs from run to run: command line, caller, clock, durations. `run.json`, outside the sums. */
  readonly runRecord: unknown;
}

/** A run that is written, but not yet where it was asked for: to be signed, then moved there whole, or dropped. */
export interface StagedRun {
  /** The reproducible files with bytes and sha256, in the order of their names. */
  readonly files: readonly WrittenFile[];
  /** The text of SHA256SUMS. */
  readonly sums: string;
  /** @throws OutputError when the file system refuses. */
  commit(signature?: SignatureFiles): void;
  /** After a commit: nothing is left to do. */
  discard(): void;
}

/**
 * Writes the run's folder, whole or not at all: everything goes into a folder beside it that is renamed at the end. An existing
 * folder is kept (it may be a mount point or someone's working directory): there the files are moved in one by one, sums last.
 *
 * @returns the reproducible files with bytes and sha256, in the order of their names.
 * @throws OutputExists where `checkOutput` does; OutputError when the file system refuses; what the population throws.
 */
export function writeRun(dir: string, run: Run, options: WriteOptions): readonly WrittenFile[] {
  const staged = stageRun(dir, run, options);
  try {
    staged.commit();
  } finally {
    staged.discard();
  }
  return staged.files;
}

/** The first half of `writeRun`. The caller discards what it does not commit. @throws what `writeRun` does */
export function stageRun(dir: string, run: Run, { force = false, runRecord }: WriteOptions): StagedRun {
  const target = resolve(dir);
  checkOutput(target, { force });
  const exists = kindOf(target) === 'folder';
  const staging = makeStaging(target);
  const discard = () => rmSync(staging, { recursive: true, force: true });
  try {
    const files = writeAll(staging, run, runRecord);
    const sums = sumsOf(files);
    const commit = (signature: SignatureFiles = {}) => {
      for (const [name, text] of Object.entries(signature)) writeFile(staging, name, [text]);
      syncFolder(staging);
      orOutputError(target, () => (exists ? moveFiles(staging, target) : renameSync(staging, target)));
      syncFolder(exists ? target : dirname(target));
    };
    return { files, sums, commit, discard };
  } catch (error) {
    discard();
    throw error;
  }
}

function writeAll(staging: string, run: Run, runRecord: unknown): WrittenFile[] {
  const written = layOut(run, (name, chunks) => writeFile(staging, name, chunks));
  const population = written.find((file) => file.name === 'population.jsonl');
  if (population?.sha256 !== run.evidence.population.jsonlSha256) {
    throw new Error('the population that was written is not the one that the evidence names: its rows changed between two readings');
  }
  written.sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFile(staging, 'run.json', [`${jsonText(runRecord, 2)}\n`]);
  writeFile(staging, sumsName, [sumsOf(written)]);
  return written;
}

/** An earlier run's files go first, its signature too: none of them may seem to belong to this run. */
function moveFiles(staging: string, target: string): void {
  for (const name of allNames.toReversed()) rmSync(join(target, name), { force: true });
  const written = new Set(readdirSync(staging));
  for (const name of allNames) if (written.has(name)) renameSync(join(staging, name), join(target, name));
}
