import * as z from 'zod';
import { operations } from '../core/resources/catalog.ts';
import { resourceTypes } from '../core/resources/types.ts';
import { type RuleId, severities } from '../core/rule.ts';
import { rules as allRules } from '../core/rules/index.ts';
import {
  account,
  instant,
  line,
  matchedTagKey,
  matchedTagValue,
  prose,
  region,
  securityGroupId,
  subnetId,
  tagKey,
  tagValue,
  toggle,
  vpcId,
  word,
} from './forms.ts';
import { unknownWord } from './words.ts';

/** The shape of `sagewarden.yml`. Its output is a Policy: every default is filled in here, and nowhere else. */

/** No key but these. An unknown one gives a message of its own, one line per key. */
function mapping<const Shape extends z.ZodRawShape>(shape: Shape, what = 'a mapping', noun = 'key') {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownWord(noun, key, Object.keys(shape))).join('\n') : what,
  });
}

const listOf = <Item extends z.ZodType>(item: Item, what: string) => z.array(item, { error: `a list of ${what}` });

const settings = <const Parameters extends z.ZodRawShape>(parameters: Parameters) =>
  mapping({
    enabled: toggle.prefault(true).describe('A rule that is given as a mapping is on, unless this says off.'),
    severity: word('severity', severities).exactOptional().describe("Replaces the rule's own severity."),
    ...parameters,
  });

const ids = <Item extends z.ZodType<string, string>>(item: Item, what: string) => listOf(item, what).prefault([]).describe('Empty: any.');

/** The settings of each rule when it is given as a mapping. */
const ruleSettings = {
  'vpc-required': settings({}),
  'network-isolation-required': settings({}),
  'inter-container-encryption-required': settings({
    always: toggle.prefault(false).describe('Encryption with one instance too, where no traffic leaves it.'),
  }),
  'direct-internet-disabled': settings({}),
  'vpc-only-domain': settings({}),
  'approved-network': settings({
    vpcs: ids(vpcId, 'VPC ids'),
    subnets: ids(subnetId, 'subnet ids'),
    securityGroups: ids(securityGroupId, 'security group ids'),
  }),
  'security-groups-least-privilege': settings({
    direction: word('direction', ['ingress', 'egress', 'both'])
      .prefault('both')
      .describe('Which side of a group must not be open to the world.'),
  }),
  'private-subnets': settings({}),
  'vpc-prerequisites': settings({}),
  'serverless-outside-vpc': settings({}),
  'remote-debug-disabled': settings({}),
} satisfies Record<RuleId, z.ZodType>;

export const ruleIds = Object.keys(ruleSettings) as [RuleId, ...RuleId[]];

/** `on`, `off`, or a mapping of settings; left out: the rule's own default. */
function rule<Id extends RuleId>(id: Id) {
  type Settings = (typeof ruleSettings)[Id];
  const mappingOf: Settings = ruleSettings[id];
  const known = allRules.find((each) => each.id === id);
  const short = toggle.transform((enabled) => mappingOf.parse({ enabled }) as z.output<Settings>);
  return z
    .union([short, mappingOf], { error: 'on, off or a mapping of settings' })
    .prefault(known?.enabledByDefault ? 'on' : 'off')
    .describe(known?.title ?? '');
}

const rules = mapping(
  {
    'vpc-required': rule('vpc-required'),
    'network-isolation-required': rule('network-isolation-required'),
    'inter-container-encryption-required': rule('inter-container-encryption-required'),
    'direct-internet-disabled': rule('direct-internet-disabled'),
    'vpc-only-domain': rule('vpc-only-domain'),
    'approved-network': rule('approved-network'),
    'security-groups-least-privilege': rule('security-groups-least-privilege'),
    'private-subnets': rule('private-subnets'),
    'vpc-prerequisites': rule('vpc-prerequisites'),
    'serverless-outside-vpc': rule('serverless-outside-vpc'),
    'remote-debug-disabled': rule('remote-debug-disabled'),
  } satisfies Record<RuleId, z.ZodType>,
  'a mapping of rules',
  'rule',
);

const ruleId = word('rule', ruleIds);
const resourceType = word('resource type', resourceTypes);
const operation = word('operation', operations.map(({ eventName }) => eventName).sort() as [string, ...string[]]);
const someRules = listOf(ruleId, 'rules').min(1, { error: 'at least one rule' });

const tag = mapping({ key: tagKey, value: tagValue }, 'a mapping with key and value');

export const action = mapping(
  {
    rules: someRules,
    resourceTypes: listOf(resourceType, 'resource types')
      .prefault([])
      .describe('Empty: every type that has the operation. action: delete needs them named.'),
    action: word('action', ['stop', 'tag', 'delete']).describe(
      'stop: jobs, notebooks and whatever else runs. tag: AddTags. delete: models, endpoint configurations and other types without a Stop operation; it cannot be undone.',
    ),
    tag: tag.exactOptional().describe('What action: tag writes.'),
  },
  'a mapping with rules and action',
);

const enforcement = mapping({
  mode: word('mode', ['dry-run', 'enforce']).prefault('dry-run').describe('dry-run says what it would do, and does nothing.'),
  maxStopsPerHour: z
    .int({ error: 'a whole number' })
    .min(0, { error: 'a whole number, 0 or more' })
    .prefault(10)
    .describe('The safety brake: stops and deletions an hour and account.'),
  actions: listOf(action, 'actions')
    .prefault([])
    .describe('Of each action, the first entry decides that names the type and a failing rule that is not exempt. None: alert only.'),
});

export const match = mapping(
  {
    account: account.exactOptional(),
    region: region.exactOptional(),
    principal: line("the principal's ARN or a pattern with *")
      .exactOptional()
      .describe('ARN of the role or user. * is any run of characters.'),
    resourceType: resourceType.exactOptional(),
    name: line("the resource's name or a pattern with *").exactOptional().describe('Name of the resource. * is any run of characters.'),
    operation: operation.exactOptional(),
    tag: mapping({ key: matchedTagKey, value: matchedTagValue }, 'a mapping with key and value')
      .exactOptional()
      .describe('A tag of the request. * in the value is any run of characters.'),
  },
  'a mapping of what must match',
);

export const exemptionId = line('an id of your own, unlike any other');
const baseline = mapping({
  events: listOf(line('an event id'), 'event ids')
    .min(1, { error: 'at least one event id' })
    .describe('Accepted after the fact: exactly these events.'),
});

const exemption = mapping(
  {
    id: exemptionId,
    rules: someRules,
    match: match.prefault({}).describe('Every member given must match. At least one, unless there is a baseline.'),
    reason: prose('why this is accepted'),
    approver: line('who accepted it'),
    approved: instant.describe('ISO 8601 with zone. What happened earlier is not exempt.'),
    expires: instant.describe('ISO 8601 with zone. What happens then or later is not exempt.'),
    ticket: line('the number of a ticket').exactOptional(),
    baseline: baseline.exactOptional().describe('Written by sagewarden baseline.'),
  },
  'a mapping with id, rules, match, reason, approver, approved and expires',
);

const scope = mapping({
  accounts: listOf(account, 'accounts').prefault([]).describe('Empty: all.'),
  regions: listOf(region, 'Regions').prefault([]).describe('Empty: all.'),
  excludeOperations: listOf(operation, 'operations').prefault([]).describe('SageMaker operations that are not judged.'),
});

export const controlId = line('an id of your own, unlike any other');
const control = mapping(
  {
    id: controlId,
    title: line('what the control asks').exactOptional(),
    rules: someRules,
  },
  'a mapping with id and rules',
);

export const policyFile = mapping(
  {
    version: z.literal(1, { error: '1' }).describe('Version of this format.'),
    rules: rules.prefault({}),
    enforcement: enforcement.prefault({}),
    exemptions: listOf(exemption, 'exemptions').prefault([]),
    scope: scope.prefault({}),
    controls: listOf(control, 'controls').prefault([]).describe('Your own controls, and the rules that answer to each.'),
  },
  'a mapping with version, rules, enforcement, exemptions, scope, controls',
);
