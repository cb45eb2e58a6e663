import * as z from 'zod/mini';
import type { Alert } from '../core/alert.ts';
import { trailAspects } from '../core/change.ts';
import type { ConditionId } from '../core/decide.ts';
import type { Unknown } from '../core/posture.ts';
import { resourceTypes } from '../core/resources/types.ts';
import { type RuleId, severities } from '../core/rule.ts';
import { conditionWords, unknownWords } from './words.ts';

/** Whoever may send to a queue may send anything: nothing is formatted that does not have the shape of an alert. */

const unknowns = Object.keys(unknownWords) as Unknown[];
const conditions = Object.keys(conditionWords) as ConditionId[];
/** A rule of a later version is told by its id. */
const ruleId = z.string().check(z.regex(/^[a-z][a-z-]{0,63}$/)) as unknown as z.ZodMiniType<RuleId>;
const severity = z.enum(severities);
const resourceType = z.enum(resourceTypes);
const known = z.discriminatedUnion('known', [
  z.object({
    known: z.literal(true),
    value: z.string(),
    from: z.enum(['request', 'response', 'describe']),
    recordedIn: z.exactOptional(z.string()),
  }),
  z.object({ known: z.literal(false), why: z.enum(unknowns) }),
]);
const resource = z.object({ type: resourceType, name: z.nullable(z.string()), arn: known });
const actor = z.object({
  type: z.string(),
  name: z.string(),
  principal: z.string(),
  accountId: z.exactOptional(z.string()),
  sessionName: z.exactOptional(z.string()),
  sourceIdentity: z.exactOptional(z.string()),
  onBehalfOf: z.exactOptional(z.string()),
  invokedBy: z.exactOptional(z.string()),
});
const group = z.object({
  rules: z.array(ruleId),
  account: z.string(),
  region: z.string(),
  principal: z.string(),
  notDone: z.exactOptional(z.array(z.string().check(z.regex(/^(stop|tag|delete): (undecided|withheld)$/)))),
});
const told = { id: z.string(), at: z.string(), stage: z.string(), policySha256: z.string() };
const event = {
  eventId: z.string(),
  eventTime: z.string(),
  eventName: z.string(),
  account: z.string(),
  region: z.string(),
  actor,
  sourceIp: z.string(),
  userAgent: z.string(),
};
const action = z.object({
  action: z.enum(['stop', 'tag', 'delete']),
  target: z.object({ type: resourceType, name: z.nullable(z.string()) }),
  outcome: z.enum(['done', 'already-finished', 'deferred', 'dry-run', 'withheld', 'undecided', 'failed']),
  at: z.nullable(z.string()),
  conditions: z.array(z.object({ id: z.enum(conditions), holds: z.union([z.boolean(), z.literal('unknown')]), detail: z.string() })),
  error: z.exactOptional(z.string()),
});
const because = z.object({ setting: z.string(), at: z.string(), found: z.string(), expected: z.string() });
const failure = z.object({
  rule: ruleId,
  severity,
  because: z.array(because),
  missing: z.nullable(z.object({ setting: z.string(), why: z.enum(unknowns) })),
});
const found = {
  verdict: z.enum(['NON_COMPLIANT', 'INSUFFICIENT_DATA']),
  severity,
  resource,
  failures: z.array(failure),
  tags: z.record(z.string(), z.string()),
};

const schema = z.discriminatedUnion('kind', [
  z.object({
    ...told,
    ...event,
    kind: z.literal('change'),
    ...found,
    actions: z.array(action),
    delaySeconds: z.number(),
    late: z.boolean(),
    group,
  }),
  z.object({
    ...told,
    kind: z.literal('trail-tampering'),
    severity: z.literal('critical'),
    control: z.object({
      ...event,
      corrects: z.exactOptional(z.string()),
      trail: z.nullable(z.string()),
      blinding: z.boolean(),
      takes: z.array(z.enum(trailAspects)),
      restores: z.array(z.enum(trailAspects)),
      errorCode: z.nullable(z.string()),
    }),
    delaySeconds: z.number(),
    late: z.boolean(),
  }),
  z.object({
    ...told,
    kind: z.literal('roll-up'),
    severity,
    group,
    since: z.string(),
    until: z.string(),
    changes: z.array(z.object({ eventId: z.string(), eventTime: z.string(), eventName: z.string(), ...found })),
    count: z.number(),
    part: z.number(),
    parts: z.number(),
  }),
  z.object({
    ...told,
    kind: z.literal('heartbeat'),
    from: z.string(),
    to: z.string(),
    seen: z.number(),
    nonCompliant: z.number(),
    notEvaluable: z.number(),
    exempt: z.number(),
    stopped: z.number(),
    tagged: z.number(),
    late: z.number(),
    alertsOwed: z.number(),
    secondsToNotify: z.nullable(z.number()),
  }),
  z.object({ ...told, kind: z.literal('sink-broken'), sink: z.enum(['slack', 'security-hub', 'amazon-q']), reason: z.string() }),
  z.object({ ...told, kind: z.literal('test') }),
]);

/** The alert in a text, or which of its members are not as they should be: paths only, never values. */
export function readAlert(text: string): Alert | { readonly problems: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problems: ['not JSON'] };
  }
  const result = schema.safeParse(value);
  // A setting's name is the core's own word; here it is only shown.
  return result.success ? (result.data as Alert) : { problems: result.error.issues.map(({ path }) => path.join('.') || 'kind') };
}
