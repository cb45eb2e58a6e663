import type { Limit } from '../../core/evidence/limit.ts';
import type { Evidence } from '../../core/evidence/model.ts';
import type { RowClass } from '../../core/evidence/population.ts';
import type { BesideName, ListedType } from '../../core/evidence/posture-scope.ts';
import type { TieOutLine } from '../../core/evidence/reading.ts';
import { verdictOf } from '../../core/evidence/verdict.ts';
import type { Policy } from '../../core/policy.ts';
import { lists } from '../../core/resources/list.ts';
import { resources } from '../../core/resources/resources.ts';
import type { ResourceType } from '../../core/resources/types.ts';
import { exemptionRegister, ruleRegister } from '../evidence.ts';
import { line } from '../tie-out.ts';
import { isDescribed } from './collect.ts';
import { isFailed, postureLimits } from './limits.ts';
import type { Listing, Place } from './ports.ts';
import type { PostureTally } from './tally.ts';

export interface PostureEvidenceInput {
  readonly tally: PostureTally;
  readonly places: readonly Place[];
  readonly types: readonly ResourceType[];
  readonly since: string | null;
  readonly resourceArn: string | null;
  readonly listings: readonly Listing[];
  readonly policy: Policy;
  readonly policyOrigin: { readonly source: string; readonly sha256: string };
  readonly networkSnapshot: Evidence['networkSnapshot'];
  readonly answers: { readonly lines: number; readonly sha256: string };
  readonly jsonlSha256: string;
  /** What the run was held against, and what came of it. */
  readonly beside?: BesideFound | undefined;
  /** ISO 8601, to the second. */
  readonly startedAt: string;
  readonly generatedAt: string;
  readonly version: string;
}

export interface BesideFound {
  readonly files: readonly { readonly name: BesideName; readonly sha256: string }[];
  readonly limits: readonly Limit[];
  readonly tieOut: readonly TieOutLine[];
}

/** What exists, as evidence; of a trail it claims nothing, and those members are empty. */
export function buildPostureEvidence(input: PostureEvidenceInput): Evidence {
  const { tally, places, types, since, resourceArn, policy } = input;
  const listings = listingsOf(input.listings);
  const population = populationOf(tally, input.jsonlSha256);
  const { beside } = input;
  const tieOut = [...tieOutOf(tally, listings, places, types, resourceArn), ...(beside?.tieOut ?? [])];
  const limits = [...postureLimits({ tally, listings, tieOut, policy, types, since, resourceArn }), ...(beside?.limits ?? [])];
  const open = tally.findings.filter(({ status }) => status === 'open').length;
  const period = periodOf(input);
  return {
    schema: 'https://sagewarden.dev/evidence/1',
    tool: { name: 'sagewarden', version: input.version },
    generatedAt: input.generatedAt,
    verdict: verdictOf(open, tally.findings.length - open, limits),
    limits,
    period: { ...period, given: true },
    scope: {
      accounts: distinct(places.map(({ account }) => account)),
      regions: distinct(places.map(({ region }) => region)),
      limitedTo: { accounts: policy.scope.accounts, regions: policy.scope.regions },
      operations: distinct(types.flatMap((type) => operationsOf(type, resourceArn))),
      excludedOperations: [],
      rules: ruleRegister(policy).flatMap(({ id, enabled }) => (enabled ? [id] : [])),
    },
    integrity: { verified: false, acceptedUnverified: false, digests: null },
    population,
    tieOut,
    findings: tally.findings,
    exposures: [],
    activity: [],
    coverage: { places: [], gaps: [], lateDelivery: { records: 0, objects: 0, longestHours: 0 } },
    trailControl: [],
    lifecycle: [],
    problems: listings.filter(isFailed).map(({ account, region, resourceType, operation, why, listed }) => ({
      object: `sagemaker:${operation}`,
      what: `${resourceType} in ${account} ${region}: the listing did not answer to the end (${why}), after ${listed}`,
      fix: why === 'access-denied' ? `allow sagemaker:${operation} to the caller or the role` : 'run again, with --resume',
    })),
    objectVersions: [],
    response: null,
    exemptions: exemptionRegister(policy, tally.exemptionUse),
    rules: ruleRegister(policy),
    posture: {
      since,
      types: [...types],
      resourceArn,
      listings,
      gone: tally.gone,
      answers: input.answers,
      ...(beside && beside.files.length > 0 && { beside: beside.files.map(({ name, sha256 }) => ({ name, sha256 })) }),
    },
    networkSnapshot: input.networkSnapshot,
    policy: { ...input.policyOrigin, scope: policy.scope, enforcement: policy.enforcement, controls: policy.controls },
  };
}

function listingsOf(listings: readonly Listing[]): ListedType[] {
  const key = ({ account, region, resourceType }: ListedType) => `${account} ${region} ${resourceType}`;
  return listings
    .map(({ account, region, type, operation, listed, why }) => ({ account, region, resourceType: type, operation, listed, why }))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function operationsOf(type: ResourceType, resourceArn: string | null): string[] {
  const { describe } = resources[type];
  const operation = lists[type]?.operation;
  if (resourceArn !== null) return [describe];
  return operation === undefined ? [] : [operation, ...(isDescribed(type) ? [describe] : [])];
}

/** From the first question to just after the last; a run that was taken up again began with the run before it. */
function periodOf({ tally, startedAt, generatedAt }: PostureEvidenceInput): { from: string; to: string } {
  const from = tally.first !== null && tally.first < startedAt ? tally.first : startedAt;
  const last = Math.max(Date.parse(tally.last ?? generatedAt), Date.parse(startedAt));
  return { from, to: new Date(last + 1_000).toISOString().replace(/\.\d+Z$/, 'Z') };
}

/** Each total is counted at another stage than its terms: by the listing, and by what was judged. */
function tieOutOf(
  tally: PostureTally,
  listings: readonly ListedType[],
  places: readonly Place[],
  types: readonly ResourceType[],
  resourceArn: string | null,
): Evidence['tieOut'] {
  const sum = (counts: Iterable<number>) => [...counts].reduce((total, count) => total + count, 0);
  const asked = resourceArn === null ? places.length * types.filter((type) => lists[type]).length : 0;
  const rows = ['rows of the population', tally.rows] as [string, number];
  return [
    line('listings', ['types to list, in each account and Region', asked], {
      'listed to the end': listings.filter(({ why }) => why === null).length,
      'not offered in the Region': listings.filter(({ why }) => why === 'not-offered').length,
      'did not answer': listings.filter(isFailed).length,
    }),
    line('resources', ['resources listed', resourceArn === null ? sum(listings.map(({ listed }) => listed)) : 1], {
      'rows of the population': tally.rows,
      'gone when described': tally.gone,
    }),
    line('classes', rows, tally.byClass),
    line('accounts', rows, { 'sum over accounts': sum(tally.byAccount.values()) }),
    line('regions', rows, { 'sum over regions': sum(tally.byRegion.values()) }),
    line('days', rows, { 'sum over days': sum([...tally.byDay.values()].flatMap((classes) => Object.values(classes))) }),
  ];
}

function populationOf(tally: PostureTally, jsonlSha256: string): Evidence['population'] {
  return {
    rows: tally.rows,
    byClass: tally.byClass,
    byAccount: sorted(tally.byAccount),
    byRegion: sorted(tally.byRegion),
    byDay: sorted<Readonly<Record<RowClass, number>>>(tally.byDay),
    byOperation: sorted(tally.byOperation),
    jsonlSha256,
  };
}

const sorted = <T>(map: ReadonlyMap<string, T>): Record<string, T> => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();
