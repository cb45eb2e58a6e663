import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { OutputExists, orOutputError } from '../report/output-errors.ts';
import { writeFile } from '../report/write-file.ts';

/** @throws OutputExists */
export function checkFile(path: string, force: boolean): void {
  if (existsSync(path) && !force) throw new OutputExists(path, 'exists; --force replaces it');
}

/** In place of what is there. @throws OutputError */
export function writeResult(path: string, text: string): void {
  orOutputError(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
  });
  writeFile(dirname(path), basename(path), [text]);
}
