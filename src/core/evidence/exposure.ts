import type { ResourceType } from '../resources/types.ts';
import type { RuleId } from '../rule.ts';
import type { FindingStatus } from './finding.ts';

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
