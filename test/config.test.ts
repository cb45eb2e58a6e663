import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { defaultPolicy, defaultPolicySource, formatMessage, loadPolicy, PolicyError, readPolicyFile } from '../src/config.ts';
import type { Exemption, Policy } from '../src/core/policy.ts';
import { rules as allRules } from '../src/core/rules/index.ts';

const now = '2026-03-01T00:00:00Z';

/** The message of the PolicyError, by line, without the file's name. */
function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.message.split('\n').map((line) => line.replace(/^sagewarden\.yml:/, ''));
  }
  return [];
}

const problems = (source: string) => problemsOf(() => loadPolicy(source, 'sagewarden.yml', { now }));

/** One exemption from line 3 on, a member a line; `undefined` leaves a member out. */
function exemption(members: Record<string, string | undefined> = {}): string {
  const all = {
    id: 'EX-001',
    rules: '[vpc-required]',
    match: '{ name: "exp-*" }',
    reason: 'research',
    approver: 'jane',
    approved: '2026-01-01T00:00:00Z',
    expires: '2026-07-01T00:00:00Z',
    ...members,
  };
  const lines = Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]));
  return lines.map((line, index) => `${index === 0 ? '  - ' : '    '}${line}\n`).join('');
}
const exemptions = (...each: string[]) => `version: 1\nexemptions:\n${each.join('')}`;
const rules = (line: string) => `version: 1\nrules:\n  ${line}\n`;
const action = (line: string) => `version: 1\nenforcement:\n  actions:\n    - { ${line} }\n`;
const scope = (line: string) => `version: 1\nscope:\n  ${line}\n`;
const tagged = (key: string, value: string) => action(`rules: [vpc-required], action: tag, tag: { key: ${key}, value: ${value} }`);

const bad: Record<string, readonly [source: string, ...messages: string[]]> = {
  // The file as a whole.
  'an empty file': ['', '1:1: the file is empty: expected at least "version: 1"'],
  'only comments': ['# nothing\n', '1:1: the file is empty: expected at least "version: 1"'],
  'only null': ['~\n', '1:1: the file is empty: expected at least "version: 1"'],
  'a list': ['- 1\n', '1:1: the file: expected a mapping with version, rules, enforcement, exemptions, scope, controls, found a list'],
  'a word': ['hello\n', '1:1: the file: expected a mapping with version, rules, enforcement, exemptions, scope, controls, found "hello"'],
  'no version': ['rules: {}\n', '1:1: missing key "version": expected 1'],
  'another version': ['version: 2\n', '1:10: version: expected 1, found the number 2'],
  'version in quotes': ['version: "1"\n', '1:10: version: expected 1, found "1"'],
  'two documents': ['version: 1\n---\nversion: 1\n', '2:1: a second document starts here: a policy is one document'],
  'a tab': ['version: 1\nrules:\n\tvpc-required: on\n', '3:1: tab in the indentation: YAML takes spaces only'],
  'an open bracket': [
    'version: 1\nscope: { regions: [eu-west-1 }\n',
    '2:30: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  'a duplicate key': ['version: 1\nscope: {}\nscope: {}\n', '3:1: duplicate key "scope": also on line 2'],
  'a key that is a list': ['version: 1\n? [a]\n: 1\n', '2:3: expected a word as the key'],
  'a YAML tag': ['version: !!int 1\nscope: !mine {}\n', '2:8: unknown tag: a policy needs none'],
  'a YAML 1.1 timestamp': [exemptions(exemption({ approved: '!!timestamp 2026-01-01' })), '8:15: unknown tag: a policy needs none'],
  'YAML 1.1, where on is a boolean': ['%YAML 1.1\n---\nversion: 1\n', '1:1: %YAML 1.1: expected YAML 1.2'],
  'a merge key': ['version: 1\nscope: { <<: {} }\n', '2:10: unknown key "<<": expected one of accounts, regions, excludeOperations'],
  'a control character': ['version: 1\nscope: {} # \u001b[2J\n', '2:13: control character "\\u001b": YAML allows none'],
  'a control character in a value, escaped': [
    rules('vpc-required: "\\e[2J\\u202e\\n"'),
    '3:17: rules.vpc-required: expected on, off or a mapping of settings, found "\\u001b[2J\\u202e\\n"',
  ],
  'a very long value': [
    rules(`vpc-required: ${'y'.repeat(200)}`),
    '3:17: rules.vpc-required: expected on, off or a mapping of settings, found "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…"',
  ],
  'an alias to nothing': ['version: *one\n', '1:10: alias "one": nothing before it has that anchor'],
  'an alias to itself': ['version: 1\nscope: &s { accounts: *s }\n', '2:23: alias "s": it is inside what it names'],
  'an alias bomb': [
    `version: 1\nscope:\n  regions: [&a [x,x,x,x,x,x,x,x,x,x], &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a], &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b],
    &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c], [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]]\n`,
    '3:16: scope.regions[0]: expected a Region such as eu-west-1, found a list',
    '3:42: scope.regions[1]: expected a Region such as eu-west-1, found a list',
    '3:78: scope.regions[2]: expected a Region such as eu-west-1, found a list',
    '4:8: scope.regions[3]: expected a Region such as eu-west-1, found a list',
    '4:30: aliases repeat more than 10000 values',
    '4:41: scope.regions[4]: expected a Region such as eu-west-1, found a list',
  ],
  'nested lists': [`version: ${'['.repeat(5000)}`, '1:60: nested more than 50 deep'],
  'nested mappings': [
    `a:\n${Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth + 1)}a:\n`).join('')}`,
    '51:51: nested more than 50 deep',
  ],
  'a key called __proto__': [
    'version: 1\n__proto__: { enforcement: { mode: enforce } }\n',
    '2:1: unknown key "__proto__": expected one of version, rules, enforcement, exemptions, scope, controls',
  ],

  // Unknown words.
  'an unknown key': ['version: 1\nexcemptions: []\n', '2:1: unknown key "excemptions": did you mean "exemptions"?'],
  'an unknown key, nothing near': [
    'version: 1\nsinks: []\n',
    '2:1: unknown key "sinks": expected one of version, rules, enforcement, exemptions, scope, controls',
  ],
  'an unknown rule': [rules('vpc-requred: on'), '3:3: unknown rule "vpc-requred": did you mean "vpc-required"?'],
  'an unknown rule, nothing near': [
    rules('no-public-buckets: on'),
    '3:3: unknown rule "no-public-buckets": expected one of vpc-required, network-isolation-required, inter-container-encryption-required, direct-internet-disabled, vpc-only-domain, approved-network, security-groups-least-privilege, private-subnets, vpc-prerequisites, serverless-outside-vpc, remote-debug-disabled',
  ],
  'an unknown rule in an exemption': [
    exemptions(exemption({ rules: '[vpc-required, network-isolation-require]' })),
    '4:27: unknown rule "network-isolation-require": did you mean "network-isolation-required"?',
  ],
  'an unknown operation': [
    scope('excludeOperations: [CreateTrainingJobb, DeleteModel]'),
    '3:23: unknown operation "CreateTrainingJobb": did you mean "CreateTrainingJob"?',
    '3:43: unknown operation "DeleteModel": expected one such as CreateModel, CreateJob, CreateApp',
  ],
  'an unknown resource type': [
    action('rules: [vpc-required], resourceTypes: [trainingjobs], action: stop'),
    '4:48: unknown resource type "trainingjobs": did you mean "TrainingJob"?',
  ],
  'an unknown severity': [rules('vpc-required: { severity: criticl }'), '3:29: unknown severity "criticl": did you mean "critical"?'],
  'a short word, too far from any': [
    rules('vpc-required: { severity: hot }'),
    '3:29: unknown severity "hot": expected one of low, medium, high, critical',
  ],
  'an unknown parameter': [rules('vpc-required: { always: on }'), '3:19: unknown key "always": expected one of enabled, severity'],
  'a parameter of another case': [
    rules('approved-network: { securitygroups: [sg-0123456789abcdef0] }'),
    '3:23: unknown key "securitygroups": did you mean "securityGroups"?',
  ],
  'an unknown mode': ['version: 1\nenforcement: { mode: enforced }\n', '2:22: unknown mode "enforced": did you mean "enforce"?'],
  'an unknown action': [
    action('rules: [vpc-required], action: remove'),
    '4:40: unknown action "remove": expected one of stop, tag, delete',
  ],
  'an unknown direction': [
    rules('security-groups-least-privilege: { direction: in }'),
    '3:49: unknown direction "in": expected one of ingress, egress, both',
  ],

  // Values of the wrong form.
  'yes is not on': [rules('vpc-required: yes'), '3:17: rules.vpc-required: expected on, off or a mapping of settings, found "yes"'],
  'a rule that is a list': [
    rules('vpc-required: [on]'),
    '3:17: rules.vpc-required: expected on, off or a mapping of settings, found a list',
  ],
  'a rule that is nothing': [rules('vpc-required:'), '3:16: rules.vpc-required: expected on, off or a mapping of settings, found nothing'],
  'enabled: 1': [rules('vpc-required: { enabled: 1 }'), '3:28: rules.vpc-required.enabled: expected on or off, found the number 1'],
  'rules that are a list': ['version: 1\nrules: [vpc-required]\n', '2:8: rules: expected a mapping of rules, found a list'],
  'an account without quotes': [
    scope('accounts: [111122223333]'),
    '3:14: scope.accounts[0]: expected 12 digits in quotes, found the number 111122223333: quote it, "111122223333"',
  ],
  'an account with a leading zero, without quotes': [
    exemptions(exemption({ match: '{ account: 012345678901 }' })),
    '5:23: exemptions[0].match.account: expected 12 digits in quotes, found the number 012345678901: quote it, "012345678901"',
  ],
  'an account that is too short': [
    scope('accounts: ["11112222333"]'),
    '3:14: scope.accounts[0]: expected 12 digits in quotes, found "11112222333"',
  ],
  'a Region without its dash': [
    scope('regions: [eu-west1]'),
    '3:13: scope.regions[0]: expected a Region such as eu-west-1, found "eu-west1": did you mean eu-west-1?',
  ],
  'a zone for a Region': [
    scope('regions: [eu-west-1a, Frankfurt]'),
    '3:13: scope.regions[0]: expected a Region such as eu-west-1, found "eu-west-1a": did you mean eu-west-1?',
    '3:25: scope.regions[1]: expected a Region such as eu-west-1, found "Frankfurt"',
  ],
  'a list that is nothing': [
    scope('regions:'),
    '3:11: scope.regions: expected a list of Regions, found nothing: write [] or remove the key',
  ],
  'a word for a list': [
    scope('regions: eu-west-1'),
    '3:12: scope.regions: expected a list of Regions, found "eu-west-1": write it in brackets, [ ]',
  ],
  'ids of the wrong kind': [
    rules('approved-network: { vpcs: [subnet-0123abcd], subnets: [subnet-xyz], securityGroups: [sg-] }'),
    '3:30: rules.approved-network.vpcs[0]: expected a VPC such as vpc-0123456789abcdef0, found "subnet-0123abcd"',
    '3:58: rules.approved-network.subnets[0]: expected a subnet such as subnet-0123456789abcdef0, found "subnet-xyz"',
    '3:88: rules.approved-network.securityGroups[0]: expected a security group such as sg-0123456789abcdef0, found "sg-"',
  ],
  'an id in capitals': [
    rules('approved-network: { vpcs: [VPC-0123ABCD] }'),
    '3:30: rules.approved-network.vpcs[0]: expected a VPC such as vpc-0123456789abcdef0, found "VPC-0123ABCD"',
  ],
  'half a stop': [
    'version: 1\nenforcement: { maxStopsPerHour: 0.5 }\n',
    '2:33: enforcement.maxStopsPerHour: expected a whole number, found the number 0.5',
  ],
  'fewer than no stops': [
    'version: 1\nenforcement: { maxStopsPerHour: -1 }\n',
    '2:33: enforcement.maxStopsPerHour: expected a whole number, 0 or more, found the number -1',
  ],
  'a number in words': [
    'version: 1\nenforcement: { maxStopsPerHour: ten }\n',
    '2:33: enforcement.maxStopsPerHour: expected a whole number, found "ten"',
  ],
  'a tag key that AWS refuses': [
    tagged('"team#1"', 'x'),
    '4:57: enforcement.actions[0].tag.key: expected a tag key: 1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with aws:, found "team#1"',
  ],
  "a tag key with AWS's prefix": [
    tagged('"aws:team"', 'x'),
    '4:57: enforcement.actions[0].tag.key: expected a tag key: 1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with aws:, found "aws:team"',
  ],
  'a tag value that AWS refuses': [
    tagged('team', '"a|b"'),
    '4:70: enforcement.actions[0].tag.value: expected a tag value: up to 256 letters, digits, spaces and _ . : / = + - @, found "a|b"',
  ],
  'a tag value that is a number': [
    tagged('cost', '012'),
    '4:70: enforcement.actions[0].tag.value: expected a tag value: up to 256 letters, digits, spaces and _ . : / = + - @, found the number 012: quote it, "012"',
  ],

  // Rules between values.
  'approved-network without a network': [
    rules('approved-network: on'),
    '3:21: rules.approved-network: on with empty lists it would pass everything: expected at least one of vpcs, subnets, securityGroups',
  ],
  'approved-network with empty lists': [
    rules('approved-network: { vpcs: [], subnets: [], securityGroups: [] }'),
    '3:21: rules.approved-network: on with empty lists it would pass everything: expected at least one of vpcs, subnets, securityGroups',
  ],
  'an action for no rule': [
    action('rules: [], action: stop'),
    '4:16: enforcement.actions[0].rules: expected at least one rule, found an empty list',
  ],
  'an action without action': [
    action('rules: [vpc-required]'),
    '4:7: missing key "action" in enforcement.actions[0]: expected one of stop, tag, delete',
  ],
  'a tag without a tag': [
    action('rules: [vpc-required], action: tag'),
    '4:7: missing key "tag": action: tag writes one, expected { key, value }',
  ],
  'a stop with a tag': [
    action('rules: [vpc-required], action: stop, tag: { key: a, value: b }'),
    '4:51: action: stop writes no tag: remove it, or use action: tag',
  ],
  'a stop of what cannot be stopped': [
    action('rules: [vpc-required], resourceTypes: [TrainingJob, Model, Domain], action: stop'),
    '4:61: Model cannot be stopped: SageMaker has no operation for it',
    '4:68: Domain cannot be stopped: SageMaker has no operation for it',
  ],
  'a deletion of whatever there is': [
    action('rules: [vpc-required], action: delete'),
    '4:7: missing key "resourceTypes": action: delete cannot be undone, expected the types that it may delete',
  ],
  'a deletion of what can be stopped': [
    action('rules: [vpc-required], resourceTypes: [Model, TrainingJob], action: delete'),
    '4:55: TrainingJob cannot be deleted by a policy: SageMaker can stop it, or has no operation for it',
  ],
  'a tag on what takes none': [
    action('rules: [vpc-required], resourceTypes: [Workforce], action: tag, tag: { key: a, value: b }'),
    '4:48: Workforce cannot be tagged: SageMaker takes no tags on it',
  ],

  // Exemptions.
  'without a reason': [
    exemptions(exemption({ reason: undefined })),
    '3:5: missing key "reason" in exemptions[0]: expected why this is accepted',
  ],
  'with an empty reason': [
    exemptions(exemption({ reason: '" "' })),
    '6:13: exemptions[0].reason: expected why this is accepted, found " "',
  ],
  'with a reason that is nothing': [
    exemptions(exemption({ reason: '' })),
    '6:13: exemptions[0].reason: expected why this is accepted, found nothing',
  ],
  'without an approver': [
    exemptions(exemption({ approver: undefined })),
    '3:5: missing key "approver" in exemptions[0]: expected who accepted it, on one line',
  ],
  'without approved': [
    exemptions(exemption({ approved: undefined })),
    '3:5: missing key "approved" in exemptions[0]: expected a date with time and zone (ISO 8601)',
  ],
  'without expires': [
    exemptions(exemption({ expires: undefined })),
    '3:5: missing key "expires" in exemptions[0]: expected a date with time and zone (ISO 8601)',
  ],
  'without an id': [
    exemptions(exemption({ id: undefined })),
    '3:5: missing key "id" in exemptions[0]: expected an id of your own, unlike any other, on one line',
  ],
  'with an id of two lines': [
    exemptions(exemption({ id: '"a\\nb"' })),
    '3:9: exemptions[0].id: expected an id of your own, unlike any other, on one line, found "a\\nb"',
  ],
  'with a date alone': [
    exemptions(exemption({ approved: '2026-01-01' })),
    '8:15: exemptions[0].approved: expected a date with time and zone (ISO 8601), found "2026-01-01": did you mean 2026-01-01T00:00:00Z?',
  ],
  'with a time without zone': [
    exemptions(exemption({ expires: '2026-07-01 12:00' })),
    '9:14: exemptions[0].expires: expected a date with time and zone (ISO 8601), found "2026-07-01 12:00": did you mean 2026-07-01T12:00:00Z?',
  ],
  'with a short zone': [
    exemptions(exemption({ expires: '2026-07-01T12:00:00+02' })),
    '9:14: exemptions[0].expires: expected a date with time and zone (ISO 8601), found "2026-07-01T12:00:00+02": did you mean 2026-07-01T12:00:00+02:00?',
  ],
  'with a date that is not on the calendar': [
    exemptions(exemption({ expires: '2026-06-31T00:00:00Z' })),
    '9:14: exemptions[0].expires: expected a date with time and zone (ISO 8601), found "2026-06-31T00:00:00Z"',
  ],
  'with an hour that is not on the clock': [
    exemptions(exemption({ expires: '2026-06-30T24:00:00Z' })),
    '9:14: exemptions[0].expires: expected a date with time and zone (ISO 8601), found "2026-06-30T24:00:00Z"',
  ],
  'with a date in words': [
    exemptions(exemption({ expires: 'next summer' })),
    '9:14: exemptions[0].expires: expected a date with time and zone (ISO 8601), found "next summer"',
  ],
  'with expires before approved': [
    exemptions(exemption({ expires: '2025-12-31T00:00:00Z' })),
    '9:14: exempts nothing: expected expires (2025-12-31T00:00:00Z) after approved (2026-01-01T00:00:00Z)',
  ],
  'with expires at approved, in another zone': [
    exemptions(exemption({ expires: '2026-01-01T01:00:00+01:00' })),
    '9:14: exempts nothing: expected expires (2026-01-01T01:00:00+01:00) after approved (2026-01-01T00:00:00Z)',
  ],
  'with an empty match': [
    exemptions(exemption({ match: '{}' })),
    '5:12: it would exempt everything: expected a match on at least one of account, region, principal, resourceType, name, operation, tag',
  ],
  'without a match': [
    exemptions(exemption({ match: undefined })),
    '3:5: it would exempt everything: expected a match on at least one of account, region, principal, resourceType, name, operation, tag',
  ],
  'with an unknown member in match': [
    exemptions(exemption({ match: '{ acount: "111122223333" }' })),
    '5:14: unknown key "acount": did you mean "account"?',
  ],
  'with an unknown operation': [
    exemptions(exemption({ match: '{ operation: CreateTraningJob }' })),
    '5:25: unknown operation "CreateTraningJob": did you mean "CreateTrainingJob"?',
  ],
  'with an unknown resource type': [
    exemptions(exemption({ match: '{ resourceType: Notebook }' })),
    '5:28: unknown resource type "Notebook": did you mean "NotebookInstance"?',
  ],
  'with a tag that is a word': [
    exemptions(exemption({ match: '{ tag: team }' })),
    '5:19: exemptions[0].match.tag: expected a mapping with key and value, found "team"',
  ],
  'with a baseline of nothing': [
    exemptions(exemption({ match: undefined, baseline: '{ events: [] }' })),
    '9:25: exemptions[0].baseline.events: expected at least one event id, found an empty list',
  ],
  'two controls of one id': [
    'version: 1\ncontrols:\n  - { id: NET-01, rules: [vpc-required] }\n  - { id: NET-01, rules: [vpc-only-domain] }\n',
    '4:11: control "NET-01" is there already: expected an id of its own',
  ],
  'a control of no rule': [
    'version: 1\ncontrols: [{ id: NET-01, rules: [] }]\n',
    '2:33: controls[0].rules: expected at least one rule, found an empty list',
  ],
  'a control of an unknown rule': [
    'version: 1\ncontrols: [{ id: NET-01, rules: [vpc-requred] }]\n',
    '2:34: unknown rule "vpc-requred": did you mean "vpc-required"?',
  ],
  'two of one id': [
    exemptions(exemption(), exemption({ id: '"EX-001"' })),
    '10:9: exemption "EX-001" is there already: expected an id of its own',
  ],
  'an alias that repeats a problem': [
    exemptions(exemption({ match: '&m { nme: x }' }), exemption({ id: 'EX-002', match: '*m' })),
    '5:17: unknown key "nme": did you mean "name"?',
  ],
  'everything at once, in line order': [
    `${rules('vpc-requred: on')}enforcement: { mode: of }\n${exemptions(
      exemption({ reason: undefined, expires: '2025-12-31T00:00:00Z', match: '{}' }),
      exemption({ approved: '2026-01-01' }),
    ).replace('version: 1\n', '')}scop: {}\n`,
    '3:3: unknown rule "vpc-requred": did you mean "vpc-required"?',
    '4:22: unknown mode "of": expected one of dry-run, enforce',
    '6:5: missing key "reason" in exemptions[0]: expected why this is accepted',
    '8:12: it would exempt everything: expected a match on at least one of account, region, principal, resourceType, name, operation, tag',
    '11:14: exempts nothing: expected expires (2025-12-31T00:00:00Z) after approved (2026-01-01T00:00:00Z)',
    '12:9: exemption "EX-001" is there already: expected an id of its own',
    '17:15: exemptions[1].approved: expected a date with time and zone (ISO 8601), found "2026-01-01": did you mean 2026-01-01T00:00:00Z?',
    '19:1: unknown key "scop": did you mean "scope"?',
  ],
};

describe('a bad file', () => {
  test.each(Object.entries(bad))('%s', (_, [source, ...messages]) => {
    expect(problems(source)).toEqual(messages);
  });
});

describe('a good file', () => {
  const load = (source: string) => loadPolicy(source, 'conf/sagewarden.yml', { now });
  const withRules = (changed: Partial<Policy['rules']>): Policy => ({ ...defaultPolicy, rules: { ...defaultPolicy.rules, ...changed } });
  const accepted: Exemption = {
    id: 'EX-001',
    rules: ['vpc-required'],
    match: { name: 'exp-*' },
    reason: 'research',
    approver: 'jane',
    approved: '2026-01-01T00:00:00Z',
    expires: '2026-07-01T00:00:00Z',
  };
  const withExemption = (changed: Partial<Exemption>): Policy => ({ ...defaultPolicy, exemptions: [{ ...accepted, ...changed }] });

  test.each<[string, string, Policy]>([
    ['nothing but the version', 'version: 1\n', defaultPolicy],
    ['a document start, CRLF and a byte order mark', '\ufeff---\r\nversion: 1\r\nscope: {}\r\n', defaultPolicy],
    ['JSON', '{"version": 1, "exemptions": []}', defaultPolicy],
    ['off', rules('vpc-required: off'), withRules({ 'vpc-required': { enabled: false } })],
    ['false', rules('vpc-required: false'), withRules({ 'vpc-required': { enabled: false } })],
    ['"on", in quotes', rules('private-subnets: "on"'), withRules({ 'private-subnets': { enabled: true } })],
    ['true', rules('private-subnets: true'), withRules({ 'private-subnets': { enabled: true } })],
    [
      'a mapping turns a rule on',
      rules('private-subnets: { severity: low }'),
      withRules({ 'private-subnets': { enabled: true, severity: 'low' } }),
    ],
    ['unless it says off', rules('private-subnets: { enabled: off }'), withRules({ 'private-subnets': { enabled: false } })],
    [
      'a parameter',
      rules('inter-container-encryption-required: { always: on }'),
      withRules({ 'inter-container-encryption-required': { enabled: true, always: true } }),
    ],
    [
      'networks, ids of 8 and of 17 digits',
      rules('approved-network: { subnets: [subnet-0123abcd, subnet-0123456789abcdef0] }'),
      withRules({
        'approved-network': { enabled: true, vpcs: [], subnets: ['subnet-0123abcd', 'subnet-0123456789abcdef0'], securityGroups: [] },
      }),
    ],
    [
      'approved-network off, with empty lists',
      rules('approved-network: { enabled: off, vpcs: [] }'),
      withRules({ 'approved-network': { enabled: false, vpcs: [], subnets: [], securityGroups: [] } }),
    ],
    [
      'a direction',
      rules('security-groups-least-privilege: { direction: egress }'),
      withRules({ 'security-groups-least-privilege': { enabled: true, direction: 'egress' } }),
    ],
    [
      'enforcement',
      'version: 1\nenforcement:\n  mode: enforce\n  maxStopsPerHour: 0\n  actions:\n    - rules: [vpc-required]\n      action: stop\n' +
        '    - rules: [vpc-required]\n      resourceTypes: [Model]\n      action: tag\n      tag: { key: team/équipe, value: "" }\n',
      {
        ...defaultPolicy,
        enforcement: {
          mode: 'enforce',
          maxStopsPerHour: 0,
          actions: [
            { rules: ['vpc-required'], resourceTypes: [], action: 'stop' },
            { rules: ['vpc-required'], resourceTypes: ['Model'], action: 'tag', tag: { key: 'team/équipe', value: '' } },
          ],
        },
      },
    ],
    [
      'a scope',
      'version: 1\nscope: { accounts: ["012345678901"], regions: [us-gov-west-1, cn-north-1], excludeOperations: [CreateCompilationJob] }\n',
      {
        ...defaultPolicy,
        scope: { accounts: ['012345678901'], regions: ['us-gov-west-1', 'cn-north-1'], excludeOperations: ['CreateCompilationJob'] },
      },
    ],
    [
      'controls of their own',
      'version: 1\ncontrols:\n  - { id: NET-01, title: In a VPC, rules: [vpc-required] }\n  - { id: "7.1", rules: [vpc-only-domain] }\n',
      {
        ...defaultPolicy,
        controls: [
          { id: 'NET-01', title: 'In a VPC', rules: ['vpc-required'] },
          { id: '7.1', rules: ['vpc-only-domain'] },
        ],
      },
    ],
    ['an exemption, its dates still strings', exemptions(exemption()), withExemption({})],
    [
      'every member of a match, and a ticket',
      exemptions(
        exemption({
          match:
            '{ account: "111122223333", region: eu-west-1, principal: "arn:aws:iam::111122223333:role/Research*", resourceType: TrainingJob, ' +
            'name: "exp-*", operation: CreateTrainingJob, tag: { key: "aws:team", value: "re*" } }',
          ticket: 'SEC-12',
        }),
      ),
      withExemption({
        match: {
          account: '111122223333',
          region: 'eu-west-1',
          principal: 'arn:aws:iam::111122223333:role/Research*',
          resourceType: 'TrainingJob',
          name: 'exp-*',
          operation: 'CreateTrainingJob',
          tag: { key: 'aws:team', value: 're*' },
        },
        ticket: 'SEC-12',
      }),
    ],
    [
      'a baseline needs no match',
      exemptions(exemption({ match: undefined, baseline: '{ events: [0f1e2d3c-0000-4000-8000-000000000001] }' })),
      withExemption({ match: {}, baseline: { events: ['0f1e2d3c-0000-4000-8000-000000000001'] } }),
    ],
    [
      'dates with an offset and with fractions',
      exemptions(exemption({ approved: '2024-02-29T23:59:59.123Z', expires: '2026-07-01T02:00:00+02:00' })),
      withExemption({ approved: '2024-02-29T23:59:59.123Z', expires: '2026-07-01T02:00:00+02:00' }),
    ],
    ['an alias', exemptions(exemption({ id: '&word EX-001', approver: '*word' })), withExemption({ approver: 'EX-001' })],
  ])('%s', (_, source, policy) => {
    const loaded = load(source);
    expect(loaded.policy).toStrictEqual(policy);
    expect(loaded.warnings).toEqual([]);
    expect(loaded.source).toBe('sagewarden.yml');
    expect(loaded.sha256).toBe(createHash('sha256').update(source).digest('hex'));
  });

  test.each([
    ['before it expires', '2026-06-30T23:59:59Z', []],
    [
      'from the moment it expires',
      '2026-07-01T00:00:00Z',
      ['sagewarden.yml:9:14: exemption "EX-001" expired on 2026-07-01T00:00:00Z: it exempts nothing that happens since'],
    ],
    [
      'in another zone',
      '2026-07-01T01:00:00+01:00',
      ['sagewarden.yml:9:14: exemption "EX-001" expired on 2026-07-01T00:00:00Z: it exempts nothing that happens since'],
    ],
  ])('an exemption is warned of %s', (_, at, warnings) => {
    const loaded = loadPolicy(exemptions(exemption()), 'sagewarden.yml', { now: at });
    expect(loaded.warnings.map(formatMessage)).toEqual(warnings);
    expect(loaded.policy.exemptions).toHaveLength(1);
  });
});

test('the defaults: which rules are on, and nothing is done', () => {
  const on = Object.entries(defaultPolicy.rules).flatMap(([id, { enabled }]) => (enabled ? [id] : []));
  expect(on).toEqual([
    'vpc-required',
    'network-isolation-required',
    'inter-container-encryption-required',
    'direct-internet-disabled',
    'vpc-only-domain',
  ]);
  expect(Object.keys(defaultPolicy.rules)).toEqual(allRules.map((rule) => rule.id));
  expect(defaultPolicy.rules['inter-container-encryption-required'].always).toBe(false);
  expect(defaultPolicy.rules['security-groups-least-privilege'].direction).toBe('both');
  expect(defaultPolicy.enforcement).toEqual({ mode: 'dry-run', maxStopsPerHour: 10, actions: [] });
  expect(defaultPolicy.exemptions).toEqual([]);
  expect(defaultPolicy.controls).toEqual([]);
  expect(defaultPolicy.scope).toEqual({ accounts: [], regions: [], excludeOperations: [] });
});

test('the example in the project says exactly the defaults', () => {
  const loaded = readPolicyFile('sagewarden.yml', now);
  expect(loaded.policy).toStrictEqual(defaultPolicy);
  expect(loaded.warnings).toEqual([]);
});

test('what is commented in the example is good too', () => {
  const source = readFileSync('sagewarden.yml', 'utf8')
    .replace(/^ {2}approved-network: off\n/m, '')
    .replace(/^ {2}actions: \[\]\n/m, '')
    .replace(/^exemptions: \[\]\n/m, '')
    .replace(/^controls: \[\]\n/m, '')
    .replaceAll(/^( *)# ((approved-network|actions|exemptions|controls):\n(?:\1# .*\n)+)/gm, (_, indent: string, block: string) =>
      `# ${block}`.replaceAll(/^ *# /gm, indent),
    )
    .replaceAll(/\[\] +# (\[.*\])/g, '$1');
  const { policy } = loadPolicy(source, 'sagewarden.yml', { now });
  expect(policy.rules['approved-network'].subnets).toHaveLength(2);
  expect(policy.enforcement.actions.map((each) => each.action)).toEqual(['stop', 'tag']);
  expect(policy.exemptions.map((each) => [each.id, Object.keys(each.match).length, each.ticket])).toEqual([['EX-001', 7, 'SEC-12']]);
  expect(policy.scope).toEqual({ accounts: ['111122223333'], regions: ['eu-west-1'], excludeOperations: ['CreateCompilationJob'] });
  expect(policy.controls).toEqual([
    { id: 'NET-01', title: 'Training runs in the research VPC', rules: ['vpc-required', 'network-isolation-required'] },
  ]);
});

describe('readPolicyFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policy-'));
  const file = join(folder, 'policy.yml');
  const home = process.cwd();
  afterAll(() => rmSync(folder, { recursive: true }));

  const within = <T>(run: () => T): T => {
    process.chdir(folder);
    try {
      return run();
    } finally {
      process.chdir(home);
    }
  };
  const reading = (content: Uint8Array | string) => {
    writeFileSync(file, content);
    return problemsOf(() => readPolicyFile(file, now));
  };

  test('without a name and without a file: the defaults', () => {
    expect(within(() => readPolicyFile(undefined, now))).toEqual({ policy: defaultPolicy, ...defaultPolicySource, warnings: [] });
    expect(defaultPolicySource.source).toBe('built-in defaults');
    const sorted = JSON.stringify(defaultPolicy, (_, value) =>
      value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
    );
    expect(defaultPolicySource.sha256).toBe(createHash('sha256').update(sorted).digest('hex'));
  });

  test('without a name: sagewarden.yml of the working directory', () => {
    const path = join(folder, 'sagewarden.yml');
    writeFileSync(path, rules('vpc-required: off'));
    const loaded = within(() => readPolicyFile(undefined, now));
    rmSync(path);
    expect(loaded.source).toBe('sagewarden.yml');
    expect(loaded.policy.rules['vpc-required'].enabled).toBe(false);
  });

  test('a dangling link is not "no file"', () => {
    const path = join(folder, 'sagewarden.yml');
    symlinkSync(join(folder, 'gone.yml'), path);
    const messages = problemsOf(() => within(() => readPolicyFile(undefined, now)));
    rmSync(path);
    expect(messages).toEqual([' no such file']);
  });

  test('a named file that is not there, a folder', () => {
    expect(problemsOf(() => readPolicyFile('no/such.yml', now))).toEqual(['no/such.yml: no such file']);
    expect(problemsOf(() => readPolicyFile(folder, now))).toEqual([`${folder}: is a folder, not a file`]);
  });

  test.each<[string, Uint8Array | string, string[]]>([
    ['Latin-1', Buffer.from('version: 1 # caf\xe9\n', 'latin1'), ['not UTF-8']],
    ['UTF-16', Buffer.from('\ufeffversion: 1\n', 'utf16le'), ['not UTF-8']],
    ['1 MiB', `version: 1\n${'#'.repeat(1024 * 1024 - 11)}`, []],
    ['a character cut by the limit', `${'#'.repeat(1024 * 1024)}é`, ['larger than 1 MiB: a policy is not that long']],
    ['a byte more', `version: 1\n${'#'.repeat(1024 * 1024 - 10)}`, ['larger than 1 MiB: a policy is not that long']],
  ])('%s', (_, content, messages) => {
    expect(reading(content)).toEqual(messages.map((message) => `${file}: ${message}`));
  });

  test('the sha256 is that of the bytes', () => {
    const bytes = Buffer.from('\ufeffversion: 1 # é\r\n');
    writeFileSync(file, bytes);
    expect(readPolicyFile(file, now).sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

test('a flood of problems is cut, and says so', () => {
  const source = `version: 1\n${Array.from({ length: 150 }, (_, index) => `key${index}: 1\n`).join('')}`;
  const messages = problems(source);
  expect(messages).toHaveLength(101);
  expect(messages.at(-1)).toBe(' and 50 more');
});

/** Files made to exhaust the parser: V8 aborts the whole process when its stack is full at the wrong moment. */
test.each([
  ['open brackets', '['.repeat(200_000)],
  ['open braces', '{a: '.repeat(100_000)],
  ['dashes', '- '.repeat(200_000)],
  ['dashes, closed', `${'- '.repeat(200_000)}x\na`],
  ['question marks', '? '.repeat(100_000)],
  ['anchors', '&a '.repeat(50_000)],
  ['lists in lists', '- [\n'.repeat(50_000)],
  ['one large mapping', `version: 1\nscope: {${Array.from({ length: 50_000 }, (_, index) => `a${index}: 1`).join(', ')}}\n`],
])('%s: an error, not a crash', (_, source) => {
  expect(problems(source)[0]).toMatch(/^\d+:\d+: (nested more than 50 deep|not valid YAML: .*|unknown key "a0".*)$/);
});
