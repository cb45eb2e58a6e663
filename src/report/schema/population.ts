import * as z from 'zod';
import { rowClasses } from '../../core/evidence/population.ts';
import { count, instant, known, named, names, resourceType, ruleId, sha256, text } from './words.ts';

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

/** The name of a setting is that of its member. */
export const settingName = posture.keyof();

const rowClass = named('class', z.enum(rowClasses));

/** A line of `population.jsonl`, member for member. */
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
