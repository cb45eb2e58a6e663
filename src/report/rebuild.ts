import { existsSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { layOut, sumsOf } from './lay-out.ts';
import { readText } from './load/sums.ts';
import { LoadError, loadRun } from './load.ts';
import { orOutputError } from './output-errors.ts';
import { publicKeyName, type SignatureFiles, signatureName } from './signature-file.ts';
import { makeStaging, syncFolder } from './staging.ts';
import { stageRun } from './write.ts';
import { writeFile } from './write-file.ts';

/**
 * Makes the views that a run's folder lacks, from its evidence and population, after nothing in it was found altered. They must
 * have the bytes that SHA256SUMS says: the sums, and a signature of them, stay as they are.
 *
 * @returns the names of the files that were made
 * @throws LoadError, OutputError
 */
export function rebuildViews(dir: string): readonly string[] {
  const { run, sums, missing } = loadRun(dir);
  const target = resolve(dir);
  const staging = makeStaging(target);
  try {
    const made = laidOut(() => layOut(run, (name, chunks) => writeFile(staging, name, chunks)));
    const found = new Map(made.map(({ name, sha256 }) => [name, sha256]));
    const differs =
      [...sums].find(([name, sha256]) => found.get(name) !== sha256)?.[0] ?? [...found.keys()].find((name) => !sums.has(name));
    if (differs !== undefined) {
      const { version } = run.evidence.tool;
      throw new LoadError(
        differs,
        `this version does not make it as SHA256SUMS says (made by version ${version}): --out DIR writes a folder of its own`,
      );
    }
    for (const name of missing) orOutputError(target, () => renameSync(join(staging, name), join(target, name)));
    syncFolder(target);
    return missing;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * The same run in another folder, its views as this version lays them out. A signature goes along where the sums stay the same.
 *
 * @returns the names of the files that were made
 * @throws LoadError, OutputExists, OutputError
 */
export function rebuildInto(
  dir: string,
  out: string,
  options: { readonly force: boolean; readonly runRecord: unknown },
): readonly string[] {
  const { run, sums } = loadRun(dir);
  const staged = laidOut(() => stageRun(out, run, options));
  try {
    const same = staged.sums === sumsOf([...sums].map(([name, sha256]) => ({ name, sha256, bytes: 0 })));
    staged.commit(same ? signatureOf(dir) : {});
  } finally {
    staged.discard();
  }
  return staged.files.map(({ name }) => name);
}

function signatureOf(dir: string): SignatureFiles {
  const names = [signatureName, publicKeyName].filter((name) => existsSync(join(dir, name)));
  return Object.fromEntries(names.map((name) => [name, readText(dir, name)]));
}

/** Evidence that agrees with its sums and still cannot be laid out was not written by any version: it is malformed, not our defect. */
function laidOut<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError)
      throw new LoadError('evidence.json', `cannot be laid out: ${error.message}`);
    throw error;
  }
}
