import type { Lifecycle, TrailControl } from './change.ts';
import type { Coverage } from './coverage.ts';
import type { DigestFault, Integrity, LogFault } from './integrity.ts';
import type { Exemption, Policy } from './policy.ts';
import type { Posture } from './posture.ts';
import type { Redaction } from './pseudonyms.ts';
import type { ResourceType } from './resources/types.ts';
import type { Response } from './response.ts';
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
  /** From 0; `null`: the record was read from a table's columns, not from its log file. */
  readonly recordIndex: number | null;
  /** Over the record's canonical JSON (RFC 8785); `null` where the index is. */
  readonly recordSha256: string | null;
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

/** A record that opened or closed something. */
export interface EventRef {
  readonly eventId: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly actor: string;
}

export type ExposureEnding = 'stopped' | 'deleted' | 'replaced' | 'open';

/**
 * `ends-by-itself`: a job of which no record tells the end. `ended-earlier`: a job's delete or namesake tells that it had ended, not
 * when. `ended-by-parent`: the tuning or AutoML job that spawned it was stopped. `ran-on`: an endpoint ran it on after it was
 * deleted or created anew.
 */
export type ExposureNote = 'ends-by-itself' | 'ended-earlier' | 'ended-by-parent' | 'ran-on';

/** How long what a non-compliant change made was there: one per change with a finding. */
export interface Exposure {
  /** Of the change. */
  readonly eventId: string;
  readonly account: string;
  readonly region: string;
  readonly resourceType: ResourceType;
  readonly resourceName: string | null;
  readonly resourceArn: string | null;
  readonly rules: readonly RuleId[];
  /** `exempt`: every finding of the change is. */
  readonly status: FindingStatus;
  readonly from: string;
  /** `null`: no record of the period ends it. */
  readonly to: string | null;
  readonly ending: ExposureEnding;
  readonly endedBy: EventRef | null;
  /** From `from` to `to` or the end of the period, without the pauses. `null`: the records do not tell when it ended. */
  readonly seconds: number | null;
  /** From a stop to the start after it. */
  readonly pauses: readonly { readonly from: EventRef; readonly to: EventRef }[];
  /** Endpoints that ran the model or endpoint configuration. */
  readonly endpoints: readonly ReachedEndpoint[];
  readonly notes: readonly ExposureNote[];
}

export interface ReachedEndpoint {
  readonly name: string;
  /** What put the model or configuration on the endpoint. */
  readonly via: { readonly type: ResourceType; readonly name: string };
  readonly from: string;
  readonly to: string | null;
  /** `switched`: to another configuration or model. */
  readonly ending: 'switched' | 'stopped' | 'deleted' | 'replaced' | 'open';
  readonly startedBy: EventRef;
  readonly endedBy: EventRef | null;
}

/** Records that were read, by the UTC day of their event time: what was seen, not what was delivered. */
export interface Activity {
  readonly account: string;
  readonly region: string;
  readonly records: number;
  readonly byDay: Readonly<Record<string, number>>;
}

export interface LogControlEvent extends TrailControl {
  /** From here until the same trail was known to log again, or the end of the period; rounded up. `null`: not one that stops it, or not measurable. */
  readonly minutesLost: number | null;
  /** The event that brought logging back. */
  readonly resumedBy: EventRef | null;
}

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
  | 'source-limited'
  | 'coverage-gap'
  | 'tampered'
  | 'does-not-balance'
  | 'list-failed'
  | 'nothing-there'
  | 'types-left-out'
  | 'not-listable'
  | 'created-before'
  | 'gone'
  | 'tags-unseen'
  | 'principal-untold'
  | 'cross-check-hole'
  | 'cross-check-unknown'
  | 'cross-check-trail'
  | 'evaluations-unasked'
  | 'evaluations-not-enabled';

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

/** What holding the trail against its digests found; of digests and log files only those that are not valid, by key. */
export interface DigestSummary extends Pick<Integrity, 'verdict' | 'window' | 'chains' | 'coverage' | 'keyFingerprints' | 'counts'> {
  readonly unnamed: readonly { readonly object: string; readonly planted: boolean }[];
  readonly notValid: readonly { readonly object: string; readonly kind: 'digest' | 'log'; readonly fault: DigestFault | LogFault }[];
}

/** One listing of a type in one account and Region. */
export interface ListedType {
  readonly account: string;
  readonly region: string;
  readonly resourceType: ResourceType;
  readonly operation: string;
  readonly listed: number;
  /** `null`: it answered to the end. `not-offered`: the Region does not have the operation, so that nothing of the type is there. */
  readonly why: ListWhy | null;
}

export const listWhys = ['access-denied', 'throttled', 'no-answer', 'opaque', 'not-offered'] as const;
export type ListWhy = (typeof listWhys)[number];

export const besideNames = ['cross-check.json', 'config-evaluations.json'] as const;
export type BesideName = (typeof besideNames)[number];

/** Of a run that judged what exists, and not what a trail records. */
export interface PostureScope {
  /** ISO 8601: only what was created from then on was looked for; `null`: everything. */
  readonly since: string | null;
  /** What was looked for. */
  readonly types: readonly ResourceType[];
  /** The one resource that was asked for; `null`: what List says. */
  readonly resourceArn: string | null;
  readonly listings: readonly ListedType[];
  /** Listed, and gone when it was described. */
  readonly gone: number;
  /** `answers.jsonl`. */
  readonly answers: { readonly lines: number; readonly sha256: string };
  /** What the run was held against; absent: nothing. */
  readonly beside?: readonly { readonly name: BesideName; readonly sha256: string }[];
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
  readonly trailControl: readonly LogControlEvent[];
  readonly lifecycle: readonly Lifecycle[];
  readonly problems: readonly Problem[];
  /** Of the objects that rows come from, where the bucket keeps versions: what to fetch when a key has another one by now. */
  readonly objectVersions: readonly { readonly object: string; readonly versionId: string }[];
  /** From the live monitor's ledger; `null`: it was not read. */
  readonly response: Response | null;
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
