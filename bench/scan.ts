import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { iso, period } from '../test/model/record.ts';
import { benchArchive } from './archive.ts';
import { type Measure, measure } from './measure.ts';

/** `scan` against `zcat | jq` doing the same selection: see README.md. */

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, records: { type: 'string', default: '100000' } } });
const rounds = positive('rounds', values.rounds);
const records = positive('records', values.records);

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
if (!existsSync(cli)) throw new Error('dist/cli.js is not there: run npm run build first');

const { folder, files } = benchArchive(records);
const out = mkdtempSync(join(tmpdir(), 'sagewarden-bench-out-'));
const select =
  '.Records[] | select(.eventSource == "sagemaker.amazonaws.com" and (.eventName | test("^(Create|Update)"))) | [.eventTime, .eventID, .eventName, (.requestParameters.vpcConfig? != null)]';

const contestants: Record<string, () => Measure> = {
  'sagewarden scan': () =>
    measure(
      process.execPath,
      [cli, 'scan', folder, '--from', iso(period.from), '--to', iso(period.to), '--out', out, '--force', '--accept-unverified', '--quiet'],
      [0, 1, 3],
    ),
};
if (installed('jq')) {
  contestants['zcat | jq'] = () =>
    measure('sh', ['-c', `find "$0" -name '*.json.gz' -print0 | xargs -0 zcat | jq -c '${select}'`, folder], [0]);
}

const results = new Map(Object.keys(contestants).map((name) => [name, [] as Measure[]]));
// In turn, so that a busy minute of the machine falls on all of them.
for (let round = 0; round < rounds; round++) {
  for (const [name, run] of Object.entries(contestants)) results.get(name)?.push(run());
}
rmSync(out, { recursive: true, force: true });

console.log(`${records} records in ${files} files, ${rounds} rounds, Node ${process.version}`);
console.table(
  Object.fromEntries(
    [...results].map(([name, runs]) => {
      const seconds = runs.map((run) => run.seconds);
      const peaks = runs.flatMap(({ megabytes }) => (megabytes === null ? [] : [megabytes]));
      const peak = peaks.length === 0 ? 'not measured' : Math.max(...peaks).toFixed(0);
      return [name, { 'min s': Math.min(...seconds).toFixed(2), 'median s': median(seconds).toFixed(2), 'peak MB': peak }];
    }),
  ),
);
const [ours, theirs] = ['sagewarden scan', 'zcat | jq'].map((name) => results.get(name)?.map((run) => run.seconds));
if (ours && theirs) console.log(`scan takes ${(median(ours) / median(theirs)).toFixed(2)} of the time of zcat | jq (medians)`);
else console.log('jq is not installed: nothing to compare with');

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} takes a whole number above 0, not ${value}`);
  return number;
}

function installed(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
