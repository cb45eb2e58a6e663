import type { Posture } from '../posture.ts';
import type { ResourceType } from '../resources/types.ts';
import type { Compliance, RuleId } from '../rule.ts';

export const rowClasses = ['compliant', 'exempt', 'non-compliant', 'failed-attempt', 'not-evaluable', 'not-applicable'] as const;
export type RowClass = (typeof rowClasses)[number];

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
