import type { Evidence } from '../core/evidence/model.ts';
import { besideNames } from '../core/evidence/posture-scope.ts';
import { asff } from './asff.ts';
import { csv } from './csv.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { type CountedFile, manifest, manifestName } from './manifest.ts';
import { ocsf } from './ocsf.ts';
import { oscal } from './oscal.ts';
import type { Reporter, Run } from './reporter.ts';
import { RowCount, type RowLines } from './row-count.ts';
import type { WrittenFile } from './write-file.ts';

/** The reproducible files, in the order they are written. The run's hash is the sha256 of the first. */
const reporters: Readonly<Record<string, Reporter>> = {
  'evidence.json': json,
  'population.jsonl': jsonl,
  'population.csv': csv,
  'findings.ocsf.json': ocsf,
  'findings.asff.json': asff,
  'oscal-assessment-results.json': oscal,
  'report.html': html,
};

/** Files whose rows are counted in what is written, and the number that the evidence says there are. */
const withRows: Readonly<Record<string, RowLines & { readonly stated: (evidence: Evidence) => number }>> = {
  'population.jsonl': { begin: '{', header: 0, stated: ({ population }) => population.rows },
  'population.csv': { begin: '', header: 1, stated: ({ population }) => population.rows },
  'findings.ocsf.json': { begin: '{', header: 0, stated: ({ findings }) => findings.length },
  'findings.asff.json': { begin: '{', header: 0, stated: ({ findings }) => findings.length },
};

/** What every other file is a view of: these two are read back, the others are made again. */
export const sources = ['evidence.json', 'population.jsonl'] as const;

/** Of a posture run, a third one: what its rows rest on. */
export const answersName = 'answers.jsonl';

export const fileNames: readonly string[] = [...Object.keys(reporters), answersName, ...besideNames, manifestName];

/** Takes one file's chunks: to a disk, or only into a hash. */
export type Sink = (name: string, chunks: Iterable<string>) => WrittenFile;

/** Every reproducible file of the run, one after the other, through the sink. @throws Error when a file lacks rows or has too many */
export function layOut(run: Run, sink: Sink): WrittenFile[] {
  const written = Object.entries(reporters).map(([name, reporter]) => counted(run, name, reporter, sink));
  const { posture } = run.evidence;
  if (posture) {
    const count = new RowCount({ begin: '{', header: 0 });
    const file = sink(answersName, count.through(run.answers?.() ?? []));
    if (file.sha256 !== posture.answers.sha256)
      throw new Error(`${answersName} is not the one that the evidence names: its sha256 is ${file.sha256}`);
    written.push({ ...file, rows: count.rows });
    written.push(...besideOf(run, sink));
  }
  return [...written, sink(manifestName, manifest(run.evidence, written))];
}

function besideOf({ evidence, beside = [] }: Run, sink: Sink): WrittenFile[] {
  return (evidence.posture?.beside ?? []).map(({ name, sha256 }) => {
    const file = sink(name, beside.find((each) => each.name === name)?.chunks() ?? []);
    if (file.sha256 !== sha256) throw new Error(`${name} is not the one that the evidence names: its sha256 is ${file.sha256}`);
    return file;
  });
}

function counted(run: Run, name: string, reporter: Reporter, sink: Sink): CountedFile {
  const how = withRows[name];
  if (!how) return sink(name, reporter(run));
  const count = new RowCount(how);
  const file = sink(name, count.through(reporter(run)));
  const stated = how.stated(run.evidence);
  if (count.rows !== stated) {
    throw new Error(`${name} is not the one that the evidence names: ${count.rows} rows were written, evidence.json says ${stated}`);
  }
  return { ...file, rows: count.rows };
}

/** The lines of SHA256SUMS, in the order of the names. */
export function sumsOf(files: readonly WrittenFile[]): string {
  return [...files]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join('');
}
