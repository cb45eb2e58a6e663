import * as z from 'zod';
import { gapCauses } from '../core/coverage.ts';
import type { Evidence } from '../core/evidence/model.ts';
import { type PopulationRow, rowClasses } from '../core/evidence/population.ts';
import { besideNames, listWhys } from '../core/evidence/posture-scope.ts';
import { digestFaults, logFaults } from '../core/integrity.ts';
import { resourceTypes } from '../core/resources/types.ts';
import { type RuleId, severities } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';

/**
 * `evidence.json` and a line of `population.jsonl`, member for member: docs/*.schema.json is made from here. What the types of the
 * core say and this does not (or the other way round) is a compile error at the end of the file.
 */

const named = <T extends z.ZodType>(id: string, schema: T, description?: string): T =>
  schema.meta({ id, ...(description !== undefined && { description }) });

const count = z.int().min(0);
const text = z.string();
const names = z.array(text);
const sha256 = named('sha256', z.string().regex(/^[0-9a-f]{64}$/), 'Hex.');
const instant = named(
  'instant',
  z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/),
  'ISO 8601, UTC, as CloudTrail writes it.',
);
const ruleId = named('ruleId', z.enum(rules.map(({ id }) => id) as [RuleId, ...RuleId[]]));
const severity = z.enum(severities);
const resourceType = named('resourceType', z.enum(resourceTypes), 'AWS’s own name, without the prefix AWS::SageMaker::.');
const rowClass = named('class', z.enum(['compliant', 'exempt', 'non-compliant', 'failed-attempt', 'not-evaluable', 'not-applicable']));
const settingName = z.enum([
  'vpc',
  'clusterVpc',
  'networkAttachment',
  'networkIsolation',
  'interContainerTraffic',
  'directInternetAccess',
  'appNetworkAccessType',
  'remoteDebug',
  'serverlessVariant',
  'instances',
]);

const known = <T extends z.ZodType>(value: T) =>
  z.union([
    z.strictObject({
      known: z.literal(true),
      value,
      from: z.enum(['request', 'response', 'describe']),
      recordedIn: text.exactOptional(),
    }),
    z.strictObject({
      known: z.literal(false),
      why: z.enum([
        'not-recorded',
        'omitted',
        'opaque',
        'unchanged',
        'access-denied',
        'throttled',
        'resource-gone',
        'no-answer',
        'no-network-facts',
        'rule-failed',
      ]),
    }),
  ]);
const setting = <T extends z.ZodType>(value: T) => z.array(z.strictObject({ at: text, value: known(value) })).exactOptional();

const vpcMembers = { subnets: names, securityGroupIds: names };
const vpc = z.strictObject(vpcMembers).nullable();
const posture = named(
  'posture',
  z.strictObject({
    vpc: setting(vpc),
    clusterVpc: setting(vpc),
    networkAttachment: setting(z.strictObject({ ...vpcMembers, vpcId: text.exactOptional() })),
    networkIsolation: setting(z.boolean()),
    interContainerTraffic: setting(z.strictObject({ encrypted: z.boolean(), instanceCount: z.number().nullable() })),
    directInternetAccess: setting(z.enum(['Enabled', 'Disabled'])),
    appNetworkAccessType: setting(z.enum(['PublicInternetOnly', 'VpcOnly'])),
    remoteDebug: setting(z.boolean()),
    serverlessVariant: setting(z.boolean()),
    instances: setting(z.array(z.strictObject({ type: text.nullable(), count: z.number().nullable() }))),
  }),
  'What the record says of each setting, place by place. A member that is absent: this type has no such setting.',
);

export const rowSchema = z.strictObject({
  eventId: text,
  eventTime: instant,
  account: text,
  region: text,
  eventName: text,
  resourceType,
  resourceName: text.nullable(),
  resourceArn: text.nullable(),
  actor: text,
  sourceIp: text,
  userAgent: text,
  via: z.enum(['api', 'service']),
  posture,
  verdicts: z
    .partialRecord(ruleId, z.enum(['COMPLIANT', 'NOT_APPLICABLE', 'NON_COMPLIANT', 'INSUFFICIENT_DATA']))
    .describe('By rule. A failed attempt has none.'),
  class: rowClass,
  reason: text,
  object: text.describe('Key inside the bucket.'),
  recordIndex: count
    .nullable()
    .describe('In the object, from 0. No value: the record was read from a table’s columns, not from its log file.'),
  recordSha256: sha256.nullable().describe('Of the record’s canonical JSON (RFC 8785), hex. No value where the index has none.'),
});

const resourceMembers = { resourceType, resourceName: text.nullable(), resourceArn: text.nullable() };
const findingStatus = z.enum(['open', 'exempt']);
const exemptionUse = z.enum(['applied', 'baseline', 'retroactive', 'expired']);

const finding = named(
  'finding',
  z.strictObject({
    rule: ruleId,
    severity,
    status: findingStatus,
    exemption: z
      .strictObject({ id: text, status: exemptionUse })
      .nullable()
      .describe('The exemption that applies, or the one that would have, had it been approved in time or not expired.'),
    because: z.array(z.strictObject({ setting: settingName, at: text, found: text, expected: text })),
    eventId: text,
    eventTime: instant,
    account: text,
    region: text,
    eventName: text,
    ...resourceMembers,
    actor: text,
    principal: text,
  }),
  'A NON_COMPLIANT verdict on one change.',
);

const eventRef = named('eventRef', z.strictObject({ eventId: text, eventName: text, eventTime: instant, actor: text }));
const exposure = named(
  'exposure',
  z.strictObject({
    eventId: text,
    account: text,
    region: text,
    ...resourceMembers,
    rules: z.array(ruleId),
    status: findingStatus,
    from: text,
    to: text.nullable(),
    ending: z.enum(['stopped', 'deleted', 'replaced', 'open']),
    endedBy: eventRef.nullable(),
    seconds: z.number().nullable(),
    pauses: z.array(z.strictObject({ from: eventRef, to: eventRef })),
    endpoints: z.array(
      z.strictObject({
        name: text,
        via: z.strictObject({ type: resourceType, name: text }),
        from: text,
        to: text.nullable(),
        ending: z.enum(['switched', 'stopped', 'deleted', 'replaced', 'open']),
        startedBy: eventRef,
        endedBy: eventRef.nullable(),
      }),
    ),
    notes: z.array(z.enum(['ends-by-itself', 'ended-earlier', 'ended-by-parent', 'ran-on'])),
  }),
  'How long what a non-compliant change made was there.',
);

const actor = named(
  'actor',
  z.strictObject({
    type: text,
    name: text,
    principal: text,
    accountId: text.exactOptional(),
    sessionName: text.exactOptional(),
    sourceIdentity: text.exactOptional(),
    onBehalfOf: text.exactOptional(),
    invokedBy: text.exactOptional(),
  }),
);
const eventMembers = {
  eventId: text,
  eventTime: instant,
  account: text,
  region: text,
  eventName: text,
  actor,
  sourceIp: text,
  userAgent: text,
  corrects: text.exactOptional(),
};
const logControl = z.strictObject({
  ...eventMembers,
  trail: text.nullable(),
  blinding: z.boolean(),
  errorCode: text.nullable(),
  minutesLost: z.number().nullable(),
  resumedBy: eventRef.nullable(),
});
const lifecycle = z.strictObject({
  ...eventMembers,
  effect: z.enum(['delete', 'stop', 'start', 'switch']),
  resource: z.strictObject({ type: resourceType, name: text.nullable(), arn: known(text) }),
  references: z.array(z.strictObject({ type: resourceType, name: text })),
});

const limit = z.strictObject({
  code: z.enum([
    'unverified',
    'unreadable-object',
    'unreadable-record',
    'not-evaluable',
    'logging-changed',
    'nothing-read',
    'period-not-given',
    'absent-account-or-region',
    'conflicting-copies',
    'publish-dates-left-out',
    'baseline',
    'no-rule-enabled',
    'operations-excluded',
    'uncatalogued-operation',
    'files-left-out',
    'source-limited',
    'coverage-gap',
    'tampered',
    'does-not-balance',
    'list-failed',
    'nothing-there',
    'types-left-out',
    'not-listable',
    'created-before',
    'gone',
    'tags-unseen',
    'principal-untold',
    'cross-check-hole',
    'cross-check-unknown',
    'cross-check-trail',
    'evaluations-unasked',
    'evaluations-not-enabled',
  ]),
  inconclusive: z.boolean(),
  what: text,
  closedBy: text,
  count,
});

const counts = z.record(text, count);
const byClass = named('byClass', z.strictObject(Object.fromEntries(rowClasses.map((name) => [name, count])) as ClassCounts));
type ClassCounts = Record<(typeof rowClasses)[number], typeof count>;

const counted = z.strictObject({ label: text, count: z.int() });
const tag = z.strictObject({ key: text, value: text });
const exemption = z.strictObject({
  id: text,
  rules: z.array(ruleId),
  match: z.strictObject({
    account: text.exactOptional(),
    region: text.exactOptional(),
    principal: text.exactOptional(),
    resourceType: resourceType.exactOptional(),
    name: text.exactOptional(),
    operation: text.exactOptional(),
    tag: tag.exactOptional(),
  }),
  reason: text,
  approver: text,
  approved: text,
  expires: text,
  ticket: text.exactOptional(),
  baseline: z.strictObject({ events: names }).exactOptional(),
  hits: count,
  flags: z.array(z.enum(['expired', 'unused', 'retroactive'])),
});

const policy = z.strictObject({
  source: text,
  sha256,
  scope: z.strictObject({ accounts: names, regions: names, excludeOperations: names }),
  enforcement: z.strictObject({
    mode: z.enum(['dry-run', 'enforce']),
    maxStopsPerHour: z.number(),
    actions: z.array(
      z.strictObject({
        rules: z.array(ruleId),
        resourceTypes: z.array(resourceType),
        action: z.enum(['stop', 'tag', 'delete']),
        tag: tag.exactOptional(),
      }),
    ),
  }),
  controls: z.array(z.strictObject({ id: text, title: text.exactOptional(), rules: z.array(ruleId) })),
});

const hours = named(
  'hours',
  z.strictObject({ verified: count, read: count, silent: count, gap: count }),
  'Hours that a valid digest vouches for; that were read and nothing vouches for; that are neither; that are known not to be covered.',
);
const coverage = named(
  'coverage',
  z.strictObject({
    places: z.array(z.strictObject({ account: text, region: text, hours, byDay: z.record(text, hours) })),
    gaps: z.array(
      z.strictObject({
        account: text.nullable().describe('null: every account that the trail logs.'),
        region: text.nullable().describe('null: every Region that the trail logs.'),
        from: text,
        to: text,
        cause: z.enum(gapCauses),
        source: text.nullable(),
      }),
    ),
    lateDelivery: z.strictObject({ records: count, objects: count, longestHours: z.number() }),
  }),
  'Which account, Region and hour was read, what vouches for it, and where the gaps are.',
);

const digestFaultNames = [...new Set([...digestFaults, ...logFaults])];
const span = z.strictObject({ from: text, to: text });
const digests = named(
  'digests',
  z.strictObject({
    verdict: z.enum(['valid', 'tampered', 'gap']),
    window: z.strictObject({ from: text.nullable(), to: text.nullable() }),
    counts: z.strictObject({
      logsListed: count,
      logsValid: count,
      logsInvalid: count,
      logsUnnamed: count,
      logsNotVerified: count,
      logsMissing: count,
      digestsListed: count,
    }),
    chains: z.array(
      z.strictObject({
        account: text,
        region: text,
        trail: text,
        backfill: z.boolean(),
        first: text,
        last: text,
        valid: count,
        invalid: count,
        missing: count,
      }),
    ),
    coverage: z.array(
      z.strictObject({
        account: text,
        region: text,
        window: span,
        covered: z.array(span),
        hoursExpected: z.number(),
        hoursCovered: z.number(),
        hoursEmpty: z.number(),
      }),
    ),
    unnamed: z.array(z.strictObject({ object: text, planted: z.boolean() })).describe('Log files that no digest names.'),
    notValid: z.array(z.strictObject({ object: text, kind: z.enum(['digest', 'log']), fault: z.enum(digestFaultNames) })),
    keyFingerprints: names.describe('Of the keys that valid digests were signed with.'),
  }),
  'What holding the trail against its digests found.',
);

const delays = named(
  'delays',
  z.strictObject({ count, median: z.number(), p95: z.number(), longest: z.number() }),
  'Seconds: the median, the 95th percentile (nearest rank) and the longest, of those measured.',
).nullable();
const alertState = z.enum(['sent', 'grouped', 'late', 'owed', 'missed']);
const response = named(
  'response',
  z.strictObject({
    entries: count,
    expected: count,
    alerts: z.strictObject({ sent: count, grouped: count, late: count, owed: count, missed: count }),
    actions: z.record(text, count).describe('Actions by what came of them, e.g. `stop done`.'),
    timeToDetect: delays,
    timeToNotify: delays,
    timeToStop: delays,
    rows: z.array(
      z.strictObject({
        eventId: text,
        eventTime: instant,
        account: text,
        region: text,
        resourceType,
        resourceName: text.nullable(),
        alert: alertState,
        detectedAfter: z.number().nullable(),
        notifiedAfter: z.number().nullable(),
        actions: z.array(z.strictObject({ action: text, outcome: text, after: z.number().nullable() })),
      }),
    ),
  }),
  'What the live monitor did about each change that an alert was due for.',
);

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

const postureScope = named(
  'postureScope',
  z.strictObject({
    since: instant.nullable().describe('Only what was created from then on was looked for; null: everything.'),
    types: z.array(resourceType),
    resourceArn: text.nullable().describe('The one resource that was asked for; null: what List says.'),
    listings: z.array(
      z.strictObject({
        account: text,
        region: text,
        resourceType,
        operation: text,
        listed: count,
        why: z.enum(listWhys).nullable().describe('null: it answered to the end.'),
      }),
    ),
    gone: count.describe('Listed, and gone when it was described.'),
    answers: z.strictObject({ lines: count, sha256 }).describe('answers.jsonl.'),
    beside: z
      .array(z.strictObject({ name: z.enum(besideNames), sha256 }))
      .exactOptional()
      .describe('What the run was held against: a trail, or what AWS Config and Security Hub say.'),
  }),
  'Present: the population is what exists, one row a resource, and nothing is said of a trail.',
);

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
