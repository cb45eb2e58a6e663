import { expect, test } from 'vitest';
import { documentedRules as rules } from '../../../src/core/guidance/index.ts';
import type { DocumentedRule, Mapping } from '../../../src/core/rule.ts';
import published from './published.json' with { type: 'json' };

/** published.json: what the publishers themselves say of their network checks, with the versions it was read from. */
const prowler: Record<string, Record<string, string[] | undefined>> = published.prowler;
const powerpipe: Record<string, Record<string, string[] | undefined>> = published.powerpipe;
const securityHub: Record<string, { configRule: string; requirements: Record<string, string[] | undefined> }> = published.securityHub;
const packs: Record<string, string[] | undefined> = published.conformancePacks;

/** Config's identifiers where they were seen written, its rule names where only those were. */
const configIds = Object.entries(published.awsConfig as Record<string, string | null>).map(([name, identifier]) => identifier ?? name);
const powerpipeId = (id: string) => `aws_compliance.control.${id}`;

/** A framework as the rules name it, and as its publisher writes it. */
const asPublished: Record<string, string> = {
  'ISO/IEC 27001:2022': 'ISO27001 2022',
  'CIS Controls v8.1': 'cis_controls_8.1 (universal)',
  'CSA CCM 4.0': 'csa_ccm_4.0 (universal)',
  'FINOS CCC v2025.10': 'CCC v2025.10',
  'BSI C5:2025': 'C5 2025',
  NIS2: 'NIS2',
  HIPAA: 'HIPAA',
  'MITRE ATT&CK': 'MITRE-ATTACK',
  'SOC 2': 'soc_2',
  'FedRAMP 20x KSI 2026': 'fedramp_20x_ksi_2026 (universal)',
  'FedRAMP Moderate r4': 'FedRamp-Moderate-Revision-4',
  'AWS Well-Architected Security Pillar': 'AWS-Well-Architected-Framework-Security-Pillar',
  'AWS AI Security Framework 1.0': 'AWS-AI-Security-Framework 1.0',
  'KISA ISMS-P 2023': 'KISA-ISMS-P 2023',
  'NIST SP 800-53 r5': 'NIST.800-53.r5',
  'PCI DSS v4.0.1': 'PCI DSS v4.0.1',
  'PCI DSS v3.2.1': 'PCI DSS v3.2.1',
};

const idsOf = (rule: DocumentedRule, framework: string) =>
  rule.mappings.filter((each) => each.framework === framework).flatMap(({ ids }) => ids);

/** All that a publisher says under a framework's name of the checks that this rule answers to. */
function saidBy(rule: DocumentedRule, mapping: Mapping): readonly string[] {
  const [, framework = '', publisher] = /^(.*) \((.*)\)$/.exec(mapping.framework) ?? [];
  const name = asPublished[framework] ?? `not in the table: ${framework}`;
  if (publisher === 'Prowler') return idsOf(rule, 'Prowler').flatMap((check) => prowler[check]?.[name] ?? []);
  if (publisher === 'Security Hub') return idsOf(rule, 'Security Hub').flatMap((control) => securityHub[control]?.requirements[name] ?? []);
  if (publisher === 'Powerpipe')
    return Object.keys(powerpipe)
      .filter((id) => idsOf(rule, 'Powerpipe').includes(powerpipeId(id)))
      .flatMap((id) => powerpipe[id]?.[name] ?? []);
  return [];
}

const peers: Record<string, (rule: DocumentedRule) => readonly string[]> = {
  Prowler: () => Object.keys(prowler),
  'AWS Config': () => configIds,
  'Security Hub': () => Object.keys(securityHub),
  Powerpipe: () => Object.keys(powerpipe).map(powerpipeId),
  'compliance.tf': () => published.complianceTf,
  'AWS Config conformance pack': (rule) => idsOf(rule, 'AWS Config').flatMap((id) => packs[id] ?? []),
};

const claims = rules.flatMap((rule) => rule.mappings.filter(({ source }) => source === 'published').map((mapping) => ({ rule, mapping })));

test.each(claims.map(({ rule, mapping }) => [rule.id, mapping.framework, rule, mapping] as const))(
  '%s: %s is published so',
  (_, framework, rule, mapping) => {
    const said = peers[framework]?.(rule) ?? saidBy(rule, mapping);
    expect(mapping.ids.filter((id) => !said.includes(id))).toEqual([]);
  },
);

const seeds: [string, string, string][] = [
  ['vpc-required', 'compliance.tf', 'sagemaker_model_in_vpc'],
  ['vpc-required', 'Powerpipe', 'aws_compliance.control.sagemaker_model_in_vpc'],
  ['vpc-required', 'AWS Config', 'SAGEMAKER_MODEL_IN_VPC'],
  ['vpc-required', 'Prowler', 'sagemaker_models_vpc_settings_configured'],
  ['vpc-required', 'Prowler', 'sagemaker_training_jobs_vpc_settings_configured'],
  ['network-isolation-required', 'Prowler', 'sagemaker_models_network_isolation_enabled'],
  ['network-isolation-required', 'Prowler', 'sagemaker_training_jobs_network_isolation_enabled'],
  ['inter-container-encryption-required', 'Prowler', 'sagemaker_training_jobs_intercontainer_encryption_enabled'],
  ['direct-internet-disabled', 'Prowler', 'sagemaker_notebook_instance_without_direct_internet_access_configured'],
  ['vpc-only-domain', 'AWS Config', 'SAGEMAKER_DOMAIN_IN_VPC'],
];

test.each(seeds)('%s answers to %s %s', (id, framework, identifier) => {
  const rule = rules.find((each) => each.id === id);
  expect(rule && idsOf(rule, framework)).toContain(identifier);
});

test('every network check of a peer is answered to', () => {
  const all = new Set(rules.flatMap(({ mappings }) => mappings.flatMap(({ ids }) => ids)));
  const asked = [...Object.keys(prowler), ...Object.keys(securityHub), ...configIds, ...Object.keys(powerpipe).map(powerpipeId)];
  expect(asked.filter((id) => !all.has(id))).toEqual([]);
});

test('report order', () => {
  expect(rules.map(({ id }) => id)).toEqual([
    'vpc-required',
    'network-isolation-required',
    'inter-container-encryption-required',
    'direct-internet-disabled',
    'vpc-only-domain',
    'approved-network',
    'security-groups-least-privilege',
    'private-subnets',
    'vpc-prerequisites',
    'serverless-outside-vpc',
    'remote-debug-disabled',
  ]);
});

test('on by default', () => {
  expect(rules.filter(({ enabledByDefault }) => enabledByDefault).map(({ id }) => id)).toEqual([
    'vpc-required',
    'network-isolation-required',
    'inter-container-encryption-required',
    'direct-internet-disabled',
    'vpc-only-domain',
  ]);
});

test.each(rules.map((rule) => [rule.id, rule] as const))('%s has complete metadata', (_, rule) => {
  const { appliesTo, failsWhen, risk, defaultValue, title, impact, remediation, references, mappings } = rule;
  const prose = [title, appliesTo, failsWhen, risk, defaultValue, rule.remedy, ...remediation.console, ...impact.for, ...impact.against];
  expect(prose.filter((text) => text.trim() === '')).toEqual([]);
  expect(impact.for.length * impact.against.length * remediation.console.length * mappings.length).toBeGreaterThan(0);
  expect(remediation.cli).toMatch(/^aws /m);
  expect(references.length).toBeGreaterThan(1);
  expect(references.filter((url) => !/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html$/.test(url))).toEqual([]);
  expect(mappings.filter(({ ids }) => ids.length === 0)).toEqual([]);
  expect(new Set(mappings.map(({ framework }) => framework)).size).toBe(mappings.length);
});
