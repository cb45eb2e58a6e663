import type { Change } from '../../core/change.ts';
import type { RowClass } from '../../core/evidence/population.ts';
import type { Finding } from '../../core/judge.ts';
import type { ResourceType } from '../../core/resources/types.ts';

/** A resource that exists, and what the rules say of it. */
export interface PostureResource {
  readonly account: string;
  readonly region: string;
  readonly type: ResourceType;
  /** As List names it; an id where the API goes by ids (domains). */
  readonly name: string;
  readonly arn: string | null;
  /** ISO 8601. */
  readonly creationTime: string | null;
  readonly status: string | null;
  /** The resource read as the change that would create it as it is now. */
  readonly change: Change;
  readonly findings: readonly Finding[];
  readonly class: RowClass;
  /** ISO 8601: when Describe was asked. */
  readonly describedAt: string;
}
