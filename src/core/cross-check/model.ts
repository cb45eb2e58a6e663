import type { Reference } from '../change.ts';
import type { GapCause } from '../coverage.ts';
import type { EventRef } from '../evidence/exposure.ts';
import type { TieOutLine } from '../evidence/reading.ts';
import type { Posture, SettingName } from '../posture.ts';
import type { ResourceType } from '../resources/types.ts';

/** The completeness test, both ways: has what exists a record, and what became of what the records say was created? */

/** A resource that List named and Describe answered for. */
export interface Existing {
  readonly account: string;
  readonly region: string;
  readonly type: ResourceType;
  readonly name: string;
  readonly arn: string | null;
  /** ISO 8601. */
  readonly creationTime: string | null;
  readonly posture: Posture;
  /** What Describe names as its parents, or what it is part of. */
  readonly references: readonly Reference[];
  /** ISO 8601: when Describe answered. */
  readonly seenAt: string;
}

/** A type of which every resource was listed in one place, from `since` on. */
export interface ListedType {
  readonly account: string;
  readonly region: string;
  readonly type: ResourceType;
  /** ISO 8601; `null`: all. */
  readonly since: string | null;
  /** ISO 8601: when. */
  readonly at: string;
}

export interface Subject {
  readonly account: string;
  readonly region: string;
  readonly type: ResourceType;
  readonly name: string | null;
  readonly arn: string | null;
}

/** Why the trail may be silent about a moment. `source`: the event or object that tells of it. */
export interface Silence {
  readonly cause: 'outside-coverage' | 'logging-stopped' | 'trail-gap';
  readonly gap: GapCause | null;
  readonly source: string | null;
}

/** Why no record explains a resource; its weight says what follows for the run. */
export const unexplainedCauses = [
  'created-before-period',
  'created-after-period',
  'spawned-before-period',
  'operation-excluded',
  'outside-coverage',
  'logging-stopped',
  'trail-gap',
  'unnamed-record',
  'no-creation-time',
  'not-yet-delivered',
  'no-record',
] as const;
export type UnexplainedCause = (typeof unexplainedCauses)[number];

export type Explanation =
  /** `inPeriod`: else the record lies before it, in what was read of the archive. */
  | { readonly kind: 'created'; readonly record: EventRef; readonly via: 'api' | 'service'; readonly inPeriod: boolean }
  /** Created before the period; a record of the period changed it. */
  | { readonly kind: 'updated'; readonly record: EventRef }
  /** Made by another resource, and no record of its own. `name`: only its name says so, and anyone can choose a name. */
  | { readonly kind: 'spawned'; readonly parent: Reference; readonly record: EventRef; readonly proof: 'describe' | 'name' }
  | {
      readonly kind: 'unexplained';
      readonly cause: UnexplainedCause;
      readonly silence: Silence | null;
      /** The record of a namesake, created at another time. */
      readonly near: EventRef | null;
    };

export interface ResourceCheck extends Subject {
  readonly creationTime: string | null;
  readonly explanation: Explanation;
}

/** A resource of the same name that was created later, and answers in its stead. */
export interface Namesake {
  readonly creationTime: string;
}

export const goneCauses = ['no-deletion-record', 'deletion-after-period', 'outside-coverage', 'logging-stopped', 'trail-gap'] as const;
export type GoneCause = (typeof goneCauses)[number];

export const notAskedReasons = ['type-not-listed', 'created-before-since', 'created-after-listing', 'no-name', 'no-creation-time'] as const;
export type NotAskedReason = (typeof notAskedReasons)[number];

export type Outcome =
  | { readonly kind: 'exists' }
  | { readonly kind: 'deleted'; readonly by: EventRef; readonly namesake: Namesake | null }
  /** Of a type that the service ends and removes by itself. */
  | { readonly kind: 'ended-by-itself'; readonly namesake: Namesake | null }
  | { readonly kind: 'gone'; readonly cause: GoneCause; readonly silence: Silence | null; readonly namesake: Namesake | null }
  | { readonly kind: 'not-asked'; readonly why: NotAskedReason };

/** A record that created something, and what became of that. */
export interface RecordCheck extends Subject {
  readonly record: EventRef;
  readonly outcome: Outcome;
}

export const driftCauses = ['no-update-record', 'update-after-period', 'outside-coverage', 'logging-stopped', 'trail-gap'] as const;
export type DriftCause = (typeof driftCauses)[number];

/** What exists is not what its last record says: it was changed, and no record shows that. */
export interface Drift extends Subject {
  readonly setting: SettingName;
  /** Path in the API's casing. */
  readonly at: string;
  readonly recorded: string;
  readonly exists: string;
  readonly lastRecord: EventRef;
  readonly cause: DriftCause;
  readonly silence: Silence | null;
}

/** `finding`: the trail has a hole. `unknown`: it may have one, or does not reach there. `expected`: it need not have a record. */
export type Weight = 'expected' | 'unknown' | 'finding';

export interface CrossCheck {
  /** Half-open, UTC: what of the trail was asked. */
  readonly period: { readonly from: string; readonly to: string };
  /** In order of place, type, name and time. */
  readonly resources: readonly ResourceCheck[];
  readonly records: readonly RecordCheck[];
  readonly drift: readonly Drift[];
  /** `resources = explained + unexplained by cause`, and `creates = existing + deleted + gone + not asked`. */
  readonly tieOut: readonly TieOutLine[];
  readonly findings: number;
  readonly unknown: number;
}
