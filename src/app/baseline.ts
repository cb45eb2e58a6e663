import type { EvidenceFinding } from '../core/evidence/finding.ts';
import type { Exemption } from '../core/policy.ts';

export interface BaselineTerms {
  readonly approved: string;
  readonly expires: string;
  readonly approver: string;
  readonly reason: string;
  readonly ticket?: string;
  /** Ids that the policy has already. */
  readonly taken: readonly string[];
}

/** One exemption per rule, account and region, for exactly the events whose findings are open. */
export function baselineOf(findings: readonly EvidenceFinding[], { taken, ...terms }: BaselineTerms): Exemption[] {
  const groups = new Map<string, EvidenceFinding[]>();
  for (const finding of findings.filter(({ status }) => status === 'open')) {
    const key = `${finding.account}-${finding.region}-${finding.rule}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const date = terms.approved.slice(0, 10);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, group]) => {
      const [first] = group;
      if (!first) return [];
      const events = [...new Set(group.map(({ eventId }) => eventId))].sort();
      return [
        {
          id: unused(`baseline-${date}-${key}`, taken),
          rules: [first.rule],
          match: { account: first.account, region: first.region },
          ...terms,
          baseline: { events },
        },
      ];
    });
}

function unused(id: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? id : `${id}-${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
