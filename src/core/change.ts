import type { AccessDenied } from './access-denied.ts';
import type { Actor } from './actor.ts';
import type { Known, Posture } from './posture.ts';
import type { ResourceType } from './resources/types.ts';

/** What every record of ours has, whatever it turned out to be. */
export interface EventFacts {
  readonly eventId: string;
  /** ISO 8601, UTC, as CloudTrail wrote it. */
  readonly eventTime: string;
  /** The account whose trail has the record (`recipientAccountId`). */
  readonly account: string;
  readonly region: string;
  readonly eventName: string;
  readonly actor: Actor;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** The event that this one corrects (`addendum.reason: UPDATED_DATA`). */
  readonly corrects?: string;
}

export interface ResourceRef {
  readonly type: ResourceType;
  readonly name: string | null;
  readonly arn: Known<string>;
}

/** A resource that this one takes posture from, or was spawned by. */
export interface Reference {
  readonly type: ResourceType;
  readonly name: string;
}

/** A SageMaker resource was created or changed. */
export interface Change extends EventFacts {
  readonly via: 'api' | 'service';
  readonly operation: 'create' | 'update';
  readonly resource: ResourceRef;
  readonly posture: Posture;
  readonly references: readonly Reference[];
  /** Tags of the request: exemptions match on them, alerts are routed by them. */
  readonly tags: Readonly<Record<string, string>>;
  /** Names of the HyperPod groups that an update deletes. */
  readonly deletedGroups?: readonly string[];
}

/** A refused request created nothing: it is in the population, and it is not judged. */
export interface FailedAttempt extends Change {
  readonly errorCode: string;
  /** Where it was refused for want of permission, and the message says by what. */
  readonly denied?: AccessDenied;
}

/** A record that ends, moves or takes up again a resource's exposure (Delete, Stop, Start, UpdateEndpoint). */
export interface Lifecycle extends EventFacts {
  readonly effect: 'delete' | 'stop' | 'start' | 'switch';
  readonly resource: ResourceRef;
  readonly references: readonly Reference[];
}

/**
 * What a trail can lose, each undone by itself: that it logs at all, that its selectors have SageMaker's write events, its other Regions, an
 * organisation's other accounts, the place that it delivers to.
 */
export const trailAspects = ['logging', 'selectors', 'regions', 'accounts', 'place'] as const;
export type TrailAspect = (typeof trailAspects)[number];

/** A record that changes what a trail logs. `blinding`: it takes something, so that what happens afterwards may not be recorded. */
export interface TrailControl extends EventFacts {
  readonly trail: string | null;
  readonly blinding: boolean;
  readonly takes: readonly TrailAspect[];
  readonly restores: readonly TrailAspect[];
  readonly errorCode: string | null;
}

/** `uncatalogued`: an operation that the catalogue does not have, whose request carries a network setting. */
export type IgnoredReason = 'other-service' | 'other-sagemaker' | 'uncatalogued';

export type Reading =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'failed-attempt'; readonly attempt: FailedAttempt }
  | { readonly kind: 'lifecycle'; readonly lifecycle: Lifecycle }
  | { readonly kind: 'trail-control'; readonly control: TrailControl }
  | {
      readonly kind: 'ignored';
      readonly reason: IgnoredReason;
      readonly eventName: string;
      readonly eventTime: string;
      readonly account: string;
      readonly region: string;
    }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };
