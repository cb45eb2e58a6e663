import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { iso, period } from '../test/model/record.ts';
import { type ArchivePlan, type BenchArchive, benchArchive } from './archive.ts';
import { measure } from './measure.ts';
import { assumptions, type Figures, limitsOf, type Scale, scaleOf, scales } from './scale/model.ts';

/** A year of 1, 100 and 10,000 accounts: what was measured here, and what is reckoned from it (README.md). */

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
if (!existsSync(cli)) throw new Error(`${cli} is not there: run npm run build first`);

const options = Object.fromEntries(Object.keys(assumptions).map((name) => [name, { type: 'string' as const }]));
const { values } = parseArgs({ options: { ...options, rounds: { type: 'string', default: '3' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError(`--rounds takes a whole number above 0, not ${values.rounds}`);
const assumed = Object.fromEntries(
  Object.entries(assumptions).map(([name, { value }]) => {
    const given = (values as Record<string, string | undefined>)[name];
    const number = given === undefined ? value : Number(given);
    if (!(number > 0)) throw new RangeError(`--${name} takes a number above 0, not ${given}`);
    return [name, number];
  }),
) as Record<keyof typeof assumptions, number>;

const hours = (value: number) =>
  value < 0.1
    ? `${(value * 60).toFixed(1)} min`
    : value < 100
      ? `${value.toFixed(1)} h`
      : `${Math.round(value / 24).toLocaleString('en')} days`;
const dollars = (value: number) => `$${value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en')}`;
const big = (value: number) => Math.round(value).toLocaleString('en');

const rows: readonly [string, (scale: Scale) => string][] = [
  ['log files', ({ files }) => big(files)],
  ['records', ({ records }) => big(records)],
  ['GB stored', ({ storedGb }) => big(storedGb)],
  ['GB of JSON', ({ jsonGb }) => big(jsonGb)],
  ['**one machine, `s3://`**: time', ({ machine }) => hours(machine.hours)],
  ['… of that, the processors alone would take', ({ machine }) => hours(machine.processor)],
  ['… dollars: requests and the machine', ({ machine }) => dollars(machine.dollars)],
  ['**`athena:`**: TB read', ({ athena }) => athena.terabytes.toFixed(athena.terabytes < 1 ? 4 : 1)],
  ['… time', ({ athena }) => hours(athena.hours)],
  ['… dollars: bytes and its GETs', ({ athena }) => dollars(athena.dollars)],
  ['… queries of at most 30 minutes', ({ athena }) => big(athena.queries)],
  ['**`seal`**, one day as it comes, one machine: time', ({ seal }) => hours(seal.hours)],
  ['**`lookup:`**, 90 days of it: time, all places at once', ({ lookup }) => hours(lookup.hours)],
  ['… the rest of the year', () => 'not there any more'],
  ['sensible', ({ sensible }) => sensible],
];

const figures = await measured();
console.log('Measured here, on one core (medians):\n');
console.log(`| figure | value |\n|---|---|`);
for (const [name, value] of [
  ['start of `scan`, with an evidence of nothing', `${(figures.start * 1000).toFixed(0)} ms`],
  ['a MB of JSON, inflated and searched', `${(figures.perMegabyte * 1000).toFixed(2)} ms`],
  ['a file, opened and read', `${(figures.perFile * 1e6).toFixed(0)} µs`],
  ['bytes of JSON in a record of the archive', `${figures.bytesPerRecord.toFixed(0)}`],
  ['JSON to stored bytes', `${figures.ratio.toFixed(1)} to 1`],
])
  console.log(`| ${name} | ${value} |`);
console.log('\nAssumed (each a flag; prices are list prices of us-east-1, to be checked):\n');
console.log('| what | value | flag |\n|---|---|---|');
for (const [name, { what }] of Object.entries(assumptions))
  console.log(`| ${what} | ${assumed[name as keyof typeof assumptions]} | \`--${name}\` |`);
console.log('\nReckoned, for a year:\n');
const columns = scales.map((accounts) => scaleOf(accounts, figures, assumed));
console.log(`| | ${scales.map((accounts) => `${accounts.toLocaleString('en')} ${accounts === 1 ? 'account' : 'accounts'}`).join(' | ')} |`);
console.log(`|---|${scales.map(() => '---:|').join('')}`);
for (const [label, cell] of rows) console.log(`| ${label} | ${columns.map(cell).join(' | ')} |`);
const most = limitsOf(figures, assumed);
console.log(
  `\nWithin a day and a night: a year of ${big(most.machine)} accounts on one machine, of ${big(most.athena)} by Athena; sealed as it comes, each day of ${big(most.seal)}. Event history: 90 days, whatever the size.`,
);

async function measured(): Promise<Figures> {
  const bytes = await benchArchive({ name: 'scale-bytes', files: 60, records: [200, 11_000] });
  const files = await benchArchive({ name: 'scale-files', files: 10_000, records: [1, 5] });
  const none = await benchArchive({ name: 'scale-none', files: 1, records: [1, 1] } satisfies ArchivePlan);
  // In turn, so that a busy minute falls on all.
  const times = Array.from({ length: rounds + 1 }, () => [none, bytes, files].map(seconds)).slice(1);
  const [start = 0, large = 0, small = 0] = [0, 1, 2].map((index) => median(times.map((round) => round[index] ?? Number.NaN)));
  const megabytes = (archive: BenchArchive) => archive.inflated / 1e6;
  // Two archives, two unknowns: seconds = start + megabytes x perMegabyte + files x perFile.
  const perMegabyte =
    ((large - start) * files.files - (small - start) * bytes.files) / (megabytes(bytes) * files.files - megabytes(files) * bytes.files);
  return {
    start,
    perMegabyte,
    perFile: (small - start - megabytes(files) * perMegabyte) / files.files,
    bytesPerRecord: bytes.inflated / bytes.records,
    ratio: bytes.inflated / bytes.stored,
  };
}

function seconds(archive: BenchArchive): number {
  const out = mkdtempSync(join(tmpdir(), 'sagewarden-bench-scale-'));
  try {
    const args = [
      'scan',
      archive.folder,
      '--from',
      iso(period.from),
      '--to',
      iso(period.to),
      '--out',
      out,
      '--force',
      '--accept-unverified',
      '--quiet',
      '--jobs',
      '1',
    ];
    const taken = measure(process.execPath, [cli, ...args], [0, 1, 3]).seconds;
    const { tieOut } = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
    if (!tieOut) throw new Error('the scan has no tie-out');
    return taken;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
