import type { Lifecycle, TrailControl } from './change.ts';
import type { Exemption, Policy } from './policy.ts';
import type { Posture } from './posture.ts';
import type { ResourceType } from './resources/types.ts';
import type { Because, Compliance, RuleId, Severity } from './rule.ts';

/** What one run proves, and how. Every file of a run is a view of this and of the population; none judges anything itself. */

export type EvidenceVerdict = 'CONFIRMED' | 'CONFIRMED_WITH_EXCEPTIONS' | 'NOT_CONFIRMED' | 'INCONCLUSIVE';

export type RowClass = 'compliant' | 'exempt' | 'non-compliant' | 'failed-attempt' | 'not-evaluable' | 'not-applicable';

export const rowClasses: readonly RowClass[] = [
  'compliant',
  'exempt',
  'non-compliant',
  'failed-attempt',
  'not-evaluable',
  'not-applicable',
];

/** One change or failed attempt. Member names and their order are the files' (`population.jsonl`, `population.csv`). */
export interface PopulationRow {
  readonly eventId: string;
  readonly eventTime: string;
  readonly account: string;
  readonly region: string;
  readonly eventName: string;
  readonly resourceType: ResourceType;
  readonly resourceName: string | null;
  readonly resourceArn: string | null;
  readonly actor: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly via: 'api' | 'service';
  readonly posture: Posture;
  readonly verdicts: Readonly<Partial<Record<RuleId, Compliance>>>;
  readonly class: RowClass;
  readonly reason: string;
  /** Key inside the bucket, never a local path. */
  readonly object: string;
  readonly recordIndex: number;
  /** Over the record's canonical JSON (RFC 8785). */
  readonly recordSha256: string;
}

export type FindingStatus = 'open' | 'exempt';

/** A NON_COMPLIANT verdict on one change. */
export interface EvidenceFinding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly status: FindingStatus;
  /** The exemption that applies, or the one that would have, had it been approved in time or not expired. */
  readonly exemption: { readonly id: string; readonly status: ExemptionUse } | null;
  readonly because: readonly Because[];
  readonly eventId: string;
  readonly eventTime: string;
  readonly account: string;
  readonly region: string;
  readonly eventName: string;
  readonly resourceType: ResourceType;
  readonly resourceName: string | null;
  readonly resourceArn: string | null;
  readonly actor: string;
  readonly principal: string;
}

export type ExemptionUse = 'applied' | 'baseline' | 'retroactive' | 'expired';

/** Something that keeps the verdict from being more than it is. */
export interface Limit {
  readonly code: LimitCode;
  /** Does it make the run INCONCLUSIVE, or is it only said? */
  readonly inconclusive: boolean;
  readonly what: string;
  /** What would close it. */
  readonly closedBy: string;
  readonly count: number;
}

export type LimitCode =
  | 'unverified'
  | 'unreadable-object'
  | 'unreadable-record'
  | 'not-evaluable'
  | 'logging-changed'
  | 'nothing-read'
  | 'period-not-given'
  | 'absent-account-or-region'
  | 'conflicting-copies'
  | 'publish-dates-left-out'
  | 'baseline'
  | 'no-rule-enabled'
  | 'operations-excluded'
  | 'uncatalogued-operation'
  | 'files-left-out'
  | 'coverage-not-measured'
  | 'does-not-balance';

/** `total` is counted on its own, not derived from the terms: the line proves that nothing fell between two stages. */
export interface TieOutLine {
  readonly id: string;
  readonly total: { readonly label: string; readonly count: number };
  readonly terms: readonly { readonly label: string; readonly count: number }[];
  readonly balances: boolean;
}

export interface Problem {
  readonly object: string;
  /** Index of the record in the object; absent: the object as a whole. */
  readonly recordIndex?: number;
  readonly what: string;
  readonly fix: string;
}

export interface Evidence {
  readonly schema: 'https://sagewarden.dev/evidence/1';
  readonly tool: { readonly name: 'sagewarden'; readonly version: string };
  readonly generatedAt: string;
  readonly verdict: EvidenceVerdict;
  readonly limits: readonly Limit[];
  /** Half-open, UTC. */
  readonly period: { readonly from: string; readonly to: string; readonly given: boolean };
  readonly scope: {
    readonly accounts: readonly string[];
    readonly regions: readonly string[];
    /** From the policy; empty: all that the source has. */
    readonly limitedTo: { readonly accounts: readonly string[]; readonly regions: readonly string[] };
    readonly operations: readonly string[];
    readonly excludedOperations: readonly string[];
    readonly rules: readonly RuleId[];
  };
  readonly integrity: { readonly verified: boolean; readonly acceptedUnverified: boolean };
  readonly population: {
    readonly rows: number;
    readonly byClass: Readonly<Record<RowClass, number>>;
    readonly byAccount: Readonly<Record<string, number>>;
    readonly byRegion: Readonly<Record<string, number>>;
    readonly byDay: Readonly<Record<string, Readonly<Record<RowClass, number>>>>;
    readonly byOperation: Readonly<Record<string, number>>;
    readonly jsonlSha256: string;
  };
  readonly tieOut: readonly TieOutLine[];
  readonly findings: readonly EvidenceFinding[];
  readonly trailControl: readonly TrailControl[];
  readonly lifecycle: readonly Lifecycle[];
  readonly problems: readonly Problem[];
  readonly exemptions: readonly (Exemption & {
    readonly hits: number;
    readonly flags: readonly ('expired' | 'unused' | 'retroactive')[];
  })[];
  readonly rules: readonly {
    readonly id: RuleId;
    readonly title: string;
    readonly enabled: boolean;
    readonly severity: Severity;
    readonly settings: Readonly<Record<string, unknown>>;
  }[];
  /** EC2's facts that rules were given; `null`: none. */
  readonly networkSnapshot: { readonly takenAt: string; readonly sha256: string } | null;
  readonly policy: {
    readonly source: string;
    readonly sha256: string;
    readonly scope: Policy['scope'];
    readonly enforcement: Policy['enforcement'];
  };
}

/** NOT_CONFIRMED wins over INCONCLUSIVE: a finding is a finding, whatever else could not be seen. */
export function verdictOf(open: number, exempt: number, limits: readonly Limit[]): EvidenceVerdict {
  if (open > 0) return 'NOT_CONFIRMED';
  if (limits.some((limit) => limit.inconclusive)) return 'INCONCLUSIVE';
  return exempt > 0 ? 'CONFIRMED_WITH_EXCEPTIONS' : 'CONFIRMED';
}

/** Exit codes of every command that gives a verdict; 2 is "could not run". */
export const exitCodes: Readonly<Record<EvidenceVerdict, 0 | 1 | 3>> = {
  CONFIRMED: 0,
  CONFIRMED_WITH_EXCEPTIONS: 0,
  NOT_CONFIRMED: 1,
  INCONCLUSIVE: 3,
};
