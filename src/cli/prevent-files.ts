import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact } from '../app/prevent/artifact.ts';
import { orOutputError } from '../report/output-errors.ts';
import { checkOutput } from '../report/write.ts';
import { writeFile } from '../report/write-file.ts';

/** What an earlier call may have written. */
const ours =
  /^(sagewarden(-(scp|iam)(-\d+)?\.json|-prevention\.(tf|yaml)|-conformance-pack\.yaml|\.guard)|attach-[a-z-]+\.sh|prevention\.json)$/;

/** Writes into a folder that is not there or is empty; with `force`, what an earlier call left goes first. @throws OutputExists, OutputError */
export function writeArtifacts(folder: string, files: readonly Artifact[], force: boolean): void {
  checkOutput(folder, { force });
  orOutputError(folder, () => {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (ours.test(name)) rmSync(join(folder, name));
  });
  for (const { name, text, executable } of files) {
    writeFile(folder, name, [text]);
    if (executable) orOutputError(join(folder, name), () => chmodSync(join(folder, name), 0o750));
  }
}
