import type { Evidence } from '../core/evidence/model.ts';
import { type RowClass, rowClasses } from '../core/evidence/population.ts';
import { jsonText } from '../text/safe-text.ts';
import { sha256Of } from './hash.ts';
import { exposureMembers, findingMembers, ordered, sortedByKey } from './members.ts';
import type { Run } from './reporter.ts';

/** `evidence.json`: the root for machines. Member order does not depend on the order in which records were met. */
export function* json({ evidence }: Pick<Run, 'evidence'>): Generator<string> {
  yield `${jsonText(inOrder(evidence), 2)}\n`;
}

const hashes = new WeakMap<Evidence, string>();

/** The run's hash: the sha256 of `evidence.json`, which holds that of the population. */
export function runSha256(evidence: Evidence): string {
  const known = hashes.get(evidence) ?? sha256Of(json({ evidence }));
  hashes.set(evidence, known);
  return known;
}

function inOrder(evidence: Evidence): Evidence {
  return {
    schema: evidence.schema,
    tool: { name: evidence.tool.name, version: evidence.tool.version },
    generatedAt: evidence.generatedAt,
    verdict: evidence.verdict,
    limits: evidence.limits,
    period: { from: evidence.period.from, to: evidence.period.to, given: evidence.period.given },
    scope: evidence.scope,
    integrity: evidence.integrity,
    population: population(evidence.population),
    tieOut: evidence.tieOut,
    findings: evidence.findings.map((finding) => ordered(finding, findingMembers) as typeof finding),
    exposures: evidence.exposures.map((exposure) => ordered(exposure, exposureMembers) as typeof exposure),
    activity: evidence.activity.map(({ account, region, records, byDay }) => ({ account, region, records, byDay: sortedByKey(byDay) })),
    coverage: evidence.coverage,
    trailControl: evidence.trailControl,
    lifecycle: evidence.lifecycle,
    problems: evidence.problems,
    objectVersions: evidence.objectVersions,
    response: evidence.response,
    exemptions: evidence.exemptions,
    rules: evidence.rules,
    ...(evidence.posture && { posture: evidence.posture }),
    ...(evidence.redaction && { redaction: evidence.redaction }),
    networkSnapshot: evidence.networkSnapshot,
    policy: evidence.policy,
  };
}

function population(counts: Evidence['population']): Evidence['population'] {
  const days = sortedByKey(counts.byDay);
  return {
    rows: counts.rows,
    byClass: byClass(counts.byClass),
    byAccount: sortedByKey(counts.byAccount),
    byRegion: sortedByKey(counts.byRegion),
    byDay: Object.fromEntries(Object.entries(days).map(([day, classes]) => [day, byClass(classes)])),
    byOperation: sortedByKey(counts.byOperation),
    jsonlSha256: counts.jsonlSha256,
  };
}

function byClass(counts: Readonly<Record<RowClass, number>>): Record<RowClass, number> {
  return ordered(counts, rowClasses) as Record<RowClass, number>;
}
