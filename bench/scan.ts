import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { iso, period } from '../test/model/record.ts';
import { type ArchivePlan, type BenchArchive, benchArchive } from './archive.ts';
import { type Measure, measure } from './measure.ts';
import { type Peer, preparePeers } from './peers.ts';

/** `scan` against the limit and its peers, on archives that were written once: see README.md. */

const plans: Readonly<Record<string, ArchivePlan>> = {
  large: { name: 'large', files: 312, records: [200, 11_000] },
  small: { name: 'small', files: 100_000, records: [1, 5] },
  one: { name: 'one', files: 1, records: [400_000, 400_000] },
};

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    archive: { type: 'string', default: 'large' },
    cli: { type: 'string', default: fileURLToPath(new URL('../dist/cli.js', import.meta.url)) },
    'no-peers': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const plan = plans[values.archive];
if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError(`--rounds takes a whole number above 0, not ${values.rounds}`);
if (!plan) throw new RangeError(`--archive is one of ${Object.keys(plans).join(', ')}`);
if (!existsSync(values.cli)) throw new Error(`${values.cli} is not there: run npm run build first`);

const archive = await benchArchive(plan);
const out = mkdtempSync(join(tmpdir(), 'sagewarden-bench-out-'));
const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

interface Contestant {
  readonly name: string;
  readonly cores: 1 | 2;
  run(): Measure;
}

const scans = ([1, 2] as const).map((cores): Contestant => {
  const args = ['scan', archive.folder, '--from', iso(period.from), '--to', iso(period.to), '--out', join(out, `${cores}`), '--force'];
  const command = on(cores, process.execPath, [values.cli, ...args, '--accept-unverified', '--quiet', '--jobs', `${cores}`]);
  return {
    name: 'sagewarden scan',
    cores,
    run() {
      const result = measure(...command, [0, 1, 3]);
      checkScan(join(out, `${cores}`), archive);
      return result;
    },
  };
});
const reader = await bundledReader();
const readers = ([1, 2] as const).map((cores): Contestant => {
  const name = "sagewarden's reader, counting only";
  const command = on(cores, process.execPath, [reader, archive.folder, `${cores}`, join(dirname(values.cli), 'read-worker.js')]);
  return { name, cores, run: () => saying(name, archive.sageMaker, measure(...command, [0])) };
});
const peers = values['no-peers'] ? [] : preparePeers();
const contestants = [...scans, ...readers, ...peers.filter(({ command }) => command !== undefined).map(contestantOf)];
const results = new Map(contestants.map((contestant) => [contestant, [] as Measure[]]));
// The first run of each warms the page cache, and is not measured; then in turn, so that a busy minute falls on all.
for (let round = 0; round <= rounds; round++) {
  for (const contestant of contestants) {
    const result = contestant.run();
    if (round > 0) results.get(contestant)?.push(result);
  }
}
rmSync(out, { recursive: true, force: true });

const base = contestants.find(({ name }) => name.startsWith("Node's zlib")) ?? scans[0];
const baseline = median(seconds(base));
const mb = (bytes: number) => (bytes / 1e6).toFixed(0);
console.log(
  `${archive.files} files, ${mb(archive.stored)} MB, ${mb(archive.inflated)} MB inflated, ${archive.records} records, ${rounds} rounds, Node ${process.version}${pinned ? '' : ', not pinned to cores'}`,
);
console.log(
  `| variant | cores | rate against ${base?.name} | min s | median s | processor s | by processor time | MB/s inflated | peak MB |\n|---|---|---|---|---|---|---|---|---|`,
);
for (const contestant of contestants) {
  const peaks = (results.get(contestant) ?? []).flatMap(({ megabytes }) => megabytes ?? []);
  const middle = median(seconds(contestant));
  console.log(
    `| ${[
      contestant.name,
      contestant.cores,
      (baseline / middle).toFixed(2),
      Math.min(...seconds(contestant)).toFixed(2),
      middle.toFixed(2),
      processor(contestant)?.toFixed(2) ?? 'not measured',
      ((processor(base) ?? Number.NaN) / (processor(contestant) ?? Number.NaN)).toFixed(2),
      (archive.inflated / 1e6 / middle).toFixed(0),
      peaks.length === 0 ? 'not measured' : Math.max(...peaks).toFixed(0),
    ].join(' | ')} |`,
  );
}
for (const { name, cores } of peers.filter(({ command }) => command === undefined))
  console.log(`| ${name} | ${cores} | not installed | | | | | | |`);

function seconds(contestant: Contestant | undefined): number[] {
  return (contestant ? (results.get(contestant) ?? []) : []).map((run) => run.seconds);
}

/** Median. On a machine that does other things too, its ratios are steadier than those of the time on the clock. */
function processor(contestant: Contestant | undefined): number | undefined {
  const times = (contestant ? (results.get(contestant) ?? []) : []).flatMap(({ cpu }) => cpu ?? []);
  return times.length === 0 ? undefined : median(times);
}

/** One core is one core, also for who would like to take two. */
function on(cores: 1 | 2, command: string, args: readonly string[]): [string, readonly string[]] {
  return pinned ? ['taskset', ['-c', cores === 1 ? '0' : '0,1', command, ...args]] : [command, args];
}

function contestantOf({ name, cores, command = '', prints }: Peer): Contestant {
  const expected = { records: archive.sageMaker, bytes: archive.inflated, nothing: undefined }[prints];
  return {
    name,
    cores,
    run: () => saying(name, expected, measure(...on(cores, 'sh', ['-c', command, archive.folder]), [0])),
  };
}

function saying(name: string, expected: number | undefined, result: Measure): Measure {
  if (expected !== undefined && Number(result.stdout) !== expected)
    throw new Error(`${name} says ${result.stdout.trim()}, and there are ${expected}`);
  return result;
}

/** One file, as what is deployed is: to compile it while it is measured would be no part of reading. */
async function bundledReader(): Promise<string> {
  const outfile = join(out, 'reader.mjs');
  const entry = fileURLToPath(new URL('reader.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return outfile;
}

/** Everything was read, and what is SageMaker's was seen. */
function checkScan(folder: string, { records, sageMaker }: BenchArchive): void {
  const { tieOut } = JSON.parse(readFileSync(join(folder, 'evidence.json'), 'utf8'));
  const line = tieOut.find(({ id }: { id: string }) => id === 'records');
  const count = (labels: readonly string[]) =>
    line.terms
      .filter(({ label }: { label: string }) => labels.includes(label))
      .reduce((sum: number, term: { count: number }) => sum + term.count, 0);
  const seen = count(['changes', 'failed attempts', 'lifecycle', 'other SageMaker', 'out of period']);
  if (line.total.count !== records || seen !== sageMaker)
    throw new Error(`scan read ${line.total.count} of ${records} records, ${seen} of ${sageMaker}`);
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
