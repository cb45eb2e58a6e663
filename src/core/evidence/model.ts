import type { Lifecycle } from '../change.ts';
import type { Coverage } from '../coverage.ts';
import type { Exemption, Policy } from '../policy.ts';
import type { Redaction } from '../pseudonyms.ts';
import type { Response } from '../response.ts';
import type { RuleId, Severity } from '../rule.ts';
import type { Exposure } from './exposure.ts';
import type { EvidenceFinding } from './finding.ts';
import type { Limit } from './limit.ts';
import type { RowClass } from './population.ts';
import type { PostureScope } from './posture-scope.ts';
import type { Activity, DigestSummary, LogControlEvent, Problem, TieOutLine } from './reading.ts';
import type { EvidenceVerdict } from './verdict.ts';

/** What one run proves, and how. Every file of a run is a view of this and of the population; none judges anything itself. */
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
  readonly integrity: {
    /** Against CloudTrail's digests, and nothing was left unproven. */
    readonly verified: boolean;
    readonly acceptedUnverified: boolean;
    /** `null`: it was not asked for. */
    readonly digests: DigestSummary | null;
  };
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
  /** In order of `from`. */
  readonly exposures: readonly Exposure[];
  /** Every record of the period and scope, whatever the service; in order of account, then region. */
  readonly activity: readonly Activity[];
  readonly coverage: Coverage;
  /** Of the period, and from before it what was in force at its start. */
  readonly trailControl: readonly LogControlEvent[];
  readonly lifecycle: readonly Lifecycle[];
  readonly problems: readonly Problem[];
  /** Of the objects that rows come from, where the bucket keeps versions: what to fetch when a key has another one by now. */
  readonly objectVersions: readonly { readonly object: string; readonly versionId: string }[];
  /** From the live monitor's ledger; `null`: it was not read. */
  readonly response: Response | null;
  readonly exemptions: readonly (Exemption & {
    readonly hits: number;
    /** What was laid to it: findings after its expiry, none at all, findings before its approval. */
    readonly flags: readonly ('expired' | 'unused' | 'retroactive')[];
  })[];
  readonly rules: readonly {
    readonly id: RuleId;
    readonly title: string;
    readonly enabled: boolean;
    readonly severity: Severity;
    readonly settings: Readonly<Record<string, unknown>>;
  }[];
  /** Present: the population is what exists, one row a resource, and nothing is said of a trail. */
  readonly posture?: PostureScope;
  /** Absent: every name is as the records have it. */
  readonly redaction?: Redaction;
  /** EC2's facts that rules were given; `null`: none. */
  readonly networkSnapshot: { readonly takenAt: string; readonly sha256: string } | null;
  readonly policy: {
    readonly source: string;
    readonly sha256: string;
    readonly scope: Policy['scope'];
    readonly enforcement: Policy['enforcement'];
    readonly controls: Policy['controls'];
  };
}
