import { readdirSync } from 'node:fs';
import { sha256OfFile } from '../load/sums.ts';
import { publicKeyName, signatureName, sumsName } from '../signature-file.ts';
import { type Check, check } from './check.ts';

/** Not in the sums: the sums themselves, their signature, and what differs from run to run. */
const known = new Set<string>([sumsName, signatureName, publicKeyName, 'run.json']);

export function fileChecks(dir: string, sums: ReadonlyMap<string, string>): Check[] {
  const wrong: string[] = [];
  for (const [name, expected] of sums) {
    const found = sha256OfFile(dir, name);
    if (found === undefined) wrong.push(`${name} is missing`);
    else if (found !== expected) wrong.push(`${name} was altered: sha256 ${found}`);
  }
  const strangers = readdirSync(dir)
    .filter((name) => !sums.has(name) && !known.has(name))
    .sort()
    .map((name) => `${name} is in no sum`);
  return [
    check('files', 'every file has the bytes that SHA256SUMS says', wrong, [`${sums.size} files`]),
    check('strangers', 'nothing is in the folder that SHA256SUMS does not name', strangers, [
      'run.json and signature files are no part of the sums',
    ]),
  ];
}
