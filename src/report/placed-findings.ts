import type { EvidenceFinding } from '../core/evidence/finding.ts';
import type { PopulationRow } from '../core/evidence/population.ts';
import { findingUuid } from '../formats/uuid.ts';
import type { Run } from './reporter.ts';

export interface PlacedFinding {
  readonly finding: EvidenceFinding;
  /** The same for the same event and rule in every run: importing a file again updates and does not double. */
  readonly uuid: string;
  /** The rows of the population that it rests on: one, or each of an event's conflicting copies. */
  readonly rows: readonly PopulationRow[];
}

/** Every finding, exempt ones too, in the order of the evidence. Keeps those rows of the population that have a finding. */
export function placedFindings({ evidence, population }: Run): PlacedFinding[] {
  const rows = new Map<string, PopulationRow[]>(evidence.findings.map((finding) => [finding.eventId, []]));
  for (const row of population.rows()) rows.get(row.eventId)?.push(row);
  const seen = new Map<string, number>();
  return evidence.findings.map((finding) => {
    const { rule, account, region, eventId } = finding;
    const key = JSON.stringify([account, region, eventId, rule]);
    const copy = seen.get(key) ?? 0;
    seen.set(key, copy + 1);
    return {
      finding,
      uuid: findingUuid(finding, copy),
      rows: (rows.get(eventId) ?? []).filter(
        (row) => row.account === account && row.region === region && row.verdicts[rule] === 'NON_COMPLIANT',
      ),
    };
  });
}
