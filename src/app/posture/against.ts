import type { CrossCheck, Existing, ListedType } from '../../core/cross-check/model.ts';
import { type CrossCheckInput, crossCheck } from '../../core/cross-check.ts';
import { describedParents } from '../../core/described/parents.ts';
import type { Policy } from '../../core/policy.ts';
import type { Period, Scanned } from '../scan/model.ts';
import { changeOf } from './change.ts';
import type { AnswerLine, Listing } from './ports.ts';
import { trailOf } from './trail.ts';

/** What a posture run asked for and was told. */
export interface WhatWasListed {
  /** What was listed and described; read once. */
  readonly lines: Iterable<AnswerLine>;
  readonly listings: readonly Listing[];
  /** ISO 8601: only what was created from then on was listed. */
  readonly since?: string | undefined;
  /** ISO 8601: when the listing began. */
  readonly startedAt: string;
}

export interface AgainstInput extends WhatWasListed {
  readonly scanned: Scanned;
  readonly sourceLimits: readonly string[];
  readonly policy: Policy;
  /** Absent: all that was read of the trail. */
  readonly period?: Period | undefined;
}

/** Why nothing, or not all, can be concluded from the trail that was read. */
export interface TrailLimits {
  readonly nothingRead: boolean;
  readonly unreadableObjects: number;
  readonly unreadableRecords: number;
  /** What the source did not look at, a sentence each. */
  readonly source: readonly string[];
}

export interface Against {
  readonly check: CrossCheck;
  readonly periodGiven: boolean;
  readonly trail: { readonly objects: number; readonly records: number; readonly limits: TrailLimits };
  /** Nothing more than INCONCLUSIVE can be said of the run. */
  readonly inconclusive: boolean;
}

/** Holds what a posture run listed against a trail, both ways. */
export function against(input: AgainstInput): Against {
  const { scanned, policy, period } = input;
  const lines = [...input.lines];
  const startedAt = lines.reduce((first, { askedAt }) => (askedAt < first ? askedAt : first), input.startedAt);
  const existing = lines.filter(({ why }) => why !== 'resource-gone').map(existingOf);
  const listed = input.listings.filter(({ why }) => why === null).map((each) => listedOf(each, input.since ?? null, startedAt));
  const trail: CrossCheckInput['trail'] = trailOf(scanned, policy, period, input.startedAt);
  const check = crossCheck({ existing, listed, trail });
  const { objects, records } = scanned.counters;
  const limits: TrailLimits = {
    nothingRead: scanned.activity.length === 0,
    unreadableObjects: objects.unreadable,
    unreadableRecords: records.unreadable,
    source: input.sourceLimits,
  };
  const isWhole = !limits.nothingRead && objects.unreadable === 0 && records.unreadable === 0;
  const balances = check.tieOut.every((line) => line.balances);
  return {
    check,
    periodGiven: period !== undefined,
    trail: { objects: objects.listed, records: records.read, limits },
    inconclusive: !isWhole || !balances || check.findings > 0 || check.unknown > 0,
  };
}

function existingOf(line: AnswerLine): Existing {
  const { account, region, type, name, arn, creationTime, answer, askedAt } = line;
  const change = changeOf(line);
  const references = [...(answer ? describedParents(type, answer) : []), ...change.references];
  return { account, region, type, name, arn, creationTime, posture: change.posture, references, seenAt: askedAt };
}

function listedOf({ account, region, type }: Listing, since: string | null, at: string): ListedType {
  return { account, region, type, since, at };
}
