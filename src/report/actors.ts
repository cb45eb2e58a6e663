import type { EvidenceFinding } from '../core/evidence/finding.ts';
import type { PopulationRow } from '../core/evidence/population.ts';

export interface ActorSummary {
  readonly actor: string;
  readonly changes: number;
  readonly failedAttempts: number;
  readonly openFindings: number;
  readonly exemptFindings: number;
  /** Event times. */
  readonly first: string;
  readonly last: string;
  readonly sourceIps: readonly string[];
}

interface Tally {
  changes: number;
  failedAttempts: number;
  first: string;
  last: string;
  readonly sourceIps: Set<string>;
}

/** Who made the changes of the population. */
export class ActorCount {
  readonly #tallies = new Map<string, Tally>();

  add({ actor, class: rowClass, eventTime, sourceIp }: PopulationRow): void {
    let tally = this.#tallies.get(actor);
    if (!tally) {
      tally = { changes: 0, failedAttempts: 0, first: eventTime, last: eventTime, sourceIps: new Set() };
      this.#tallies.set(actor, tally);
    }
    if (rowClass === 'failed-attempt') tally.failedAttempts += 1;
    else tally.changes += 1;
    if (Date.parse(eventTime) < Date.parse(tally.first)) tally.first = eventTime;
    if (Date.parse(eventTime) > Date.parse(tally.last)) tally.last = eventTime;
    if (sourceIp !== '') tally.sourceIps.add(sourceIp);
  }

  /** Those with the most open findings first, then by exempt findings, changes and name. */
  all(findings: readonly EvidenceFinding[]): ActorSummary[] {
    const counts = new Map<string, { open: number; exempt: number }>();
    for (const { actor, status } of findings) {
      const found = counts.get(actor) ?? { open: 0, exempt: 0 };
      found[status] += 1;
      counts.set(actor, found);
    }
    return [...this.#tallies]
      .map(([actor, { sourceIps, ...tally }]) => ({
        actor,
        ...tally,
        openFindings: counts.get(actor)?.open ?? 0,
        exemptFindings: counts.get(actor)?.exempt ?? 0,
        sourceIps: [...sourceIps].sort(),
      }))
      .sort(
        (a, b) =>
          b.openFindings - a.openFindings ||
          b.exemptFindings - a.exemptFindings ||
          b.changes - a.changes ||
          (a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : 0),
      );
  }
}
