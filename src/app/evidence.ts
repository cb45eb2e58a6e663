import { coverageOf, type Gap } from '../core/coverage.ts';
import type { Evidence } from '../core/evidence/model.ts';
import { type PopulationRow, type RowClass, rowClasses } from '../core/evidence/population.ts';
import { verdictOf } from '../core/evidence/verdict.ts';
import { exposuresOf } from '../core/exposure.ts';
import type { Integrity } from '../core/integrity.ts';
import { withMinutesLost } from '../core/log-gaps.ts';
import type { Policy } from '../core/policy.ts';
import { operations } from '../core/resources/catalog.ts';
import { type LedgerFact, responseOf } from '../core/response.ts';
import { rules } from '../core/rules/index.ts';
import type { Assessed } from './assess.ts';
import { expectedPlaces, missingPlaces } from './expected.ts';
import { digestGaps, digestSummary, verifiedSpans } from './integrity.ts';
import { limitsOf } from './limits.ts';
import type { Scanned } from './scan/model.ts';
import { tieOut } from './tie-out.ts';

export interface EvidenceInput {
  readonly scanned: Scanned;
  readonly assessed: Assessed;
  readonly policy: Policy;
  readonly policyOrigin: { readonly source: string; readonly sha256: string };
  readonly networkSnapshot: Evidence['networkSnapshot'];
  readonly periodGiven: boolean;
  readonly acceptUnverified: boolean;
  /** What the source did not look at, a sentence each. */
  readonly sourceLimits?: readonly string[] | undefined;
  /** What the digests say; absent: it was not asked for. */
  readonly integrity?: Integrity;
  /** What the live monitor's ledger has of the period; absent: it was not read. */
  readonly ledger?: readonly LedgerFact[];
  readonly generatedAt: string;
  readonly version: string;
  /** Of the population as it is written, hex. */
  readonly jsonlSha256: string;
}

/** Everything that one run proves, as one object; each file of the run is a view of it. */
export function buildEvidence(input: EvidenceInput): Evidence {
  const { scanned, assessed, policy } = input;
  const population = populationOf(assessed.rows, input.jsonlSha256);
  const { integrity } = input;
  const lines = tieOut(scanned.counters, population, scanned.activity, integrity?.counts);
  const lifecycle = scanned.lifecycle.map(({ value }) => value);
  const limits = limitsOf({ ...input, tieOut: lines, notEvaluable: population.byClass['not-evaluable'] });
  const trailControl = withMinutesLost([...scanned.blindAtStart, ...scanned.controls.map(({ value }) => value)], scanned.period);
  const open = assessed.findings.filter(({ status }) => status === 'open').length;
  return {
    schema: 'https://sagewarden.dev/evidence/1',
    tool: { name: 'sagewarden', version: input.version },
    generatedAt: input.generatedAt,
    verdict: verdictOf(open, assessed.findings.length - open, limits),
    limits,
    period: { ...scanned.period, given: input.periodGiven },
    scope: {
      accounts: [...scanned.accounts].sort(),
      regions: [...scanned.regions].sort(),
      limitedTo: { accounts: policy.scope.accounts, regions: policy.scope.regions },
      operations: operations.map(({ eventName }) => eventName).filter((name) => !policy.scope.excludeOperations.includes(name)),
      excludedOperations: policy.scope.excludeOperations,
      rules: rules.filter(({ id }) => policy.rules[id].enabled).map(({ id }) => id),
    },
    integrity: {
      verified: integrity?.verdict === 'valid',
      acceptedUnverified: input.acceptUnverified && !integrity,
      digests: integrity ? digestSummary(integrity) : null,
    },
    population,
    tieOut: lines,
    findings: assessed.findings,
    exposures: exposuresOf({ judged: assessed.judged, earlier: scanned.earlier, lifecycle, period: scanned.period }),
    activity: scanned.activity,
    coverage: coverageOf({
      period: scanned.period,
      cells: scanned.cells,
      trailControl,
      organisation: scanned.organisation,
      verified: integrity ? verifiedSpans(integrity) : [],
      gaps: [...(integrity ? digestGaps(integrity) : []), ...absent(policy.scope, scanned)],
      expected: expectedPlaces(policy.scope),
      lateDelivery: scanned.lateDelivery,
    }),
    trailControl,
    lifecycle,
    problems: scanned.problems,
    objectVersions: versionsOf(assessed.rows, scanned.objectVersions),
    response: input.ledger ? responseOf(assessed.rows, input.ledger) : null,
    exemptions: exemptionRegister(policy, assessed.exemptionUse),
    rules: ruleRegister(policy),
    networkSnapshot: input.networkSnapshot,
    policy: { ...input.policyOrigin, scope: policy.scope, enforcement: policy.enforcement, controls: policy.controls },
  };
}

/** What the policy expects and nothing was read of: a gap for the whole of the period. */
function absent(scope: Policy['scope'], { period, ...seen }: Scanned): Gap[] {
  return missingPlaces(scope, seen).map((place) => ({ ...place, from: period.from, to: period.to, cause: 'no-records', source: null }));
}

function versionsOf(rows: readonly PopulationRow[], versions: Scanned['objectVersions']): Evidence['objectVersions'] {
  const objects = [...new Set(rows.map(({ object }) => object))].sort();
  return objects.flatMap((object) => {
    const versionId = versions.get(object);
    return versionId === undefined ? [] : [{ object, versionId }];
  });
}

function populationOf(rows: readonly PopulationRow[], jsonlSha256: string): Evidence['population'] {
  const noRows = () => Object.fromEntries(rowClasses.map((name) => [name, 0])) as Record<RowClass, number>;
  const byClass = noRows();
  const byDay: Record<string, Record<RowClass, number>> = {};
  for (const row of rows) {
    byClass[row.class]++;
    const day = row.eventTime.slice(0, 10);
    byDay[day] ??= noRows();
    byDay[day][row.class]++;
  }
  return {
    rows: rows.length,
    byClass,
    byAccount: countBy(rows, ({ account }) => account),
    byRegion: countBy(rows, ({ region }) => region),
    byDay: sorted(byDay),
    byOperation: countBy(rows, ({ eventName }) => eventName),
    jsonlSha256,
  };
}

function countBy(rows: readonly PopulationRow[], key: (row: PopulationRow) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  return sorted(Object.fromEntries(counts));
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function ruleRegister(policy: Policy): Evidence['rules'] {
  return rules.map((rule) => {
    const { enabled, severity, ...settings } = policy.rules[rule.id];
    return { id: rule.id, title: rule.title, enabled, severity: severity ?? rule.severity, settings };
  });
}

export function exemptionRegister(policy: Policy, exemptionUse: Assessed['exemptionUse']): Evidence['exemptions'] {
  return policy.exemptions.map((exemption) => {
    const use = exemptionUse.get(exemption.id);
    if (!use) return { ...exemption, hits: 0, flags: ['unused'] };
    const flags = (['expired', 'retroactive'] as const).filter((flag) => use[flag] > 0);
    return { ...exemption, hits: use.hits, flags };
  });
}
