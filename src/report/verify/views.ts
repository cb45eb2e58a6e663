import { createHash } from 'node:crypto';
import { layOut } from '../lay-out.ts';
import type { Run } from '../reporter.ts';
import { type Check, check, notChecked } from './check.ts';

export const viewsMean = 'every view, made again from the evidence and the population, has the same bytes';

/** Finds a page or table that was altered together with its sum. Only the version that wrote them makes the same bytes. */
export function viewCheck(run: Run, sums: ReadonlyMap<string, string>, version: string): Check {
  const { tool } = run.evidence;
  if (tool.version !== version)
    return notChecked('views', viewsMean, `written by version ${tool.version}, this is ${version}: install that one to ask`);
  const made = new Map<string, string>();
  layOut(run, (name, chunks) => {
    const hash = createHash('sha256');
    let bytes = 0;
    for (const chunk of chunks) {
      const data = Buffer.from(chunk, 'utf8');
      hash.update(data);
      bytes += data.length;
    }
    const sha256 = hash.digest('hex');
    made.set(name, sha256);
    return { name, bytes, sha256 };
  });
  const wrong = [
    ...[...sums].flatMap(([name, sha256]) =>
      made.has(name) && made.get(name) !== sha256 ? [`${name} is another when it is made again`] : [],
    ),
    ...[...sums.keys()].filter((name) => !made.has(name)).map((name) => `${name} is none of the files of a run`),
    ...[...made.keys()].filter((name) => !sums.has(name)).map((name) => `${name} is not in the sums`),
  ];
  return check('views', viewsMean, wrong, [`${made.size} files`]);
}
