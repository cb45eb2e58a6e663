import * as z from 'zod';
import type { Evidence } from '../../core/evidence/model.ts';
import { type PopulationRow, rowClasses } from '../../core/evidence/population.ts';
import { coverage } from './coverage.ts';
import { digests } from './digests.ts';
import { exposure, finding } from './finding.ts';
import { limit } from './limit.ts';
import { exemption, policy } from './policy.ts';
import type { rowSchema } from './population.ts';
import { postureScope } from './posture-scope.ts';
import { lifecycle, logControl } from './records.ts';
import { response } from './response.ts';
import { count, counts, instant, named, names, ruleId, severity, sha256, text } from './words.ts';

const byClass = named('byClass', z.strictObject(Object.fromEntries(rowClasses.map((name) => [name, count])) as ClassCounts));
type ClassCounts = Record<(typeof rowClasses)[number], typeof count>;

const counted = z.strictObject({ label: text, count: z.int() });

const redaction = named(
  'redaction',
  z.strictObject({
    method: z.literal('HMAC-SHA256'),
    keyId: text.describe('The same for the same key; tells nothing else of it.'),
    what: z.array(z.enum(['accounts', 'actors', 'names', 'ips'])),
    replaced: z.partialRecord(z.enum(['account', 'actor', 'name', 'ip', 'agent']), count).describe('Distinct values, by kind.'),
  }),
  'Pseudonyms in place of names, in every file. Absent: every name is as the records have it.',
);

/**
 * `evidence.json`, member for member: docs/*.schema.json is made from here and from population.ts. What the types of the core say and
 * the schemas do not (or the other way round) is a compile error at the end of the file.
 */
export const evidenceSchema = z.strictObject({
  schema: z.literal('https://sagewarden.dev/evidence/1'),
  tool: z.strictObject({ name: z.literal('sagewarden'), version: text }),
  generatedAt: instant,
  verdict: z.enum(['CONFIRMED', 'CONFIRMED_WITH_EXCEPTIONS', 'NOT_CONFIRMED', 'INCONCLUSIVE']),
  limits: z.array(limit).describe('What keeps the verdict from being more than it is.'),
  period: z.strictObject({ from: instant, to: instant, given: z.boolean() }).describe('Half-open, UTC.'),
  scope: z.strictObject({
    accounts: names,
    regions: names,
    limitedTo: z.strictObject({ accounts: names, regions: names }),
    operations: names,
    excludedOperations: names,
    rules: z.array(ruleId),
  }),
  integrity: z.strictObject({
    verified: z.boolean().describe('Against CloudTrail’s digests, and nothing was left unproven.'),
    acceptedUnverified: z.boolean(),
    digests: digests.nullable().describe('null: it was not asked for.'),
  }),
  population: z.strictObject({
    rows: count,
    byClass,
    byAccount: counts,
    byRegion: counts,
    byDay: z.record(text, byClass),
    byOperation: counts,
    jsonlSha256: sha256,
  }),
  tieOut: z.array(z.strictObject({ id: text, total: counted, terms: z.array(counted), balances: z.boolean() })),
  findings: z.array(finding),
  exposures: z.array(exposure),
  activity: z.array(z.strictObject({ account: text, region: text, records: count, byDay: counts })),
  coverage,
  trailControl: z.array(logControl),
  lifecycle: z.array(lifecycle),
  problems: z.array(z.strictObject({ object: text, recordIndex: count.exactOptional(), what: text, fix: text })),
  objectVersions: z
    .array(z.strictObject({ object: text, versionId: text }))
    .describe('Of the objects that rows come from, where the bucket keeps versions.'),
  response: response.nullable().describe('From the live monitor’s ledger; null: it was not read.'),
  exemptions: z.array(exemption),
  rules: z.array(z.strictObject({ id: ruleId, title: text, enabled: z.boolean(), severity, settings: z.record(text, z.unknown()) })),
  posture: postureScope.exactOptional(),
  redaction: redaction.exactOptional(),
  networkSnapshot: z.strictObject({ takenAt: text, sha256 }).nullable(),
  policy,
});

/** Without `readonly` and with intersections made flat, which schemas do not have. */
type Bare<T> = T extends readonly (infer Item)[] ? Bare<Item>[] : T extends object ? { -readonly [K in keyof T]: Bare<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

true satisfies Same<Bare<z.output<typeof evidenceSchema>>, Bare<Evidence>>;
true satisfies Same<Bare<z.output<typeof rowSchema>>, Bare<PopulationRow>>;
