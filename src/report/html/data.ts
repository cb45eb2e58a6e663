import type { Evidence } from '../../core/evidence/model.ts';
import { type PopulationRow, type RowClass, rowClasses } from '../../core/evidence/population.ts';
import { ActorCount, type ActorSummary } from '../actors.ts';
import { Sampler } from '../reperformance.ts';
import type { Run } from '../reporter.ts';
import { attention } from './attention.ts';

/** The page shows at most this many rows of a table; where the rest is, is said under it. */
export const rowsShown = 200;

export interface PageData {
  readonly evidence: Evidence;
  /** sha256 of evidence.json, hex. */
  readonly runSha256: string;
  /** The first rows of the population, non-compliant first. */
  readonly rows: readonly PopulationRow[];
  /** Where the record of a finding is, by event ID. */
  readonly records: ReadonlyMap<string, RecordPlace>;
  readonly actors: readonly ActorSummary[];
  /** For re-performance. */
  readonly sample: readonly PopulationRow[];
}

const sampled = 25;

export interface RecordPlace {
  readonly object: string;
  readonly recordIndex: number | null;
}

/** One pass over the population, keeping no more than the page shows. */
export function pageData({ evidence, population }: Run, runSha256: string): PageData {
  const wanted = new Set(evidence.findings.map((finding) => finding.eventId));
  const records = new Map<string, RecordPlace>();
  const first = new Map<RowClass, PopulationRow[]>(rowClasses.map((name) => [name, []]));
  const actors = new ActorCount();
  const sampler = new Sampler(evidence.population.jsonlSha256, sampled);
  for (const row of population.rows()) {
    actors.add(row);
    sampler.add(row);
    const rows = first.get(row.class);
    if (rows && rows.length < rowsShown) rows.push(row);
    if (wanted.has(row.eventId) && !records.has(row.eventId)) {
      records.set(row.eventId, { object: row.object, recordIndex: row.recordIndex });
    }
  }
  const rows = attention.flatMap((name) => first.get(name) ?? []).slice(0, rowsShown);
  return { evidence, runSha256, rows, records, actors: actors.all(evidence.findings), sample: sampler.rows() };
}
