import { guidance } from '../guidance/index.ts';
import type { ResourceType } from '../resources/types.ts';
import type { RuleId } from '../rule.ts';

/** What a check of AWS asks, where that is not what our rule asks. */
export type Asks =
  /** "NON_COMPLIANT if configuration.VpcConfig does not exist". */
  | 'vpc-config-exists'
  /** "NON_COMPLIANT if ... EnableNetworkIsolation is false": not so where the member is absent. */
  | 'isolation-not-false'
  /** "when instance count is 2 or greater". */
  | 'encrypted-from-two-instances'
  /** "EnableInterContainerTrafficEncryption is not set to true", whatever the number of instances. */
  | 'encrypted-at-any-count'
  /** In a VPC, or in a list of approved subnets that is the rule's parameter; nothing of direct internet access. */
  | 'in-vpc-or-approved-subnets'
  | 'the-same';

export interface PublishedCheck {
  /** Identifier of the managed rule of AWS Config. */
  readonly config: string;
  /** Security Hub's control on top of it. */
  readonly control?: string;
  readonly types: readonly ResourceType[];
  readonly asks: Asks;
  /** Its page in AWS Config's developer guide. */
  readonly source: string;
}

const check = (page: string, type: ResourceType, asks: Asks, control?: string): PublishedCheck => ({
  config: identifierOf(page),
  ...(control !== undefined && { control }),
  types: [type],
  asks,
  source: `https://docs.aws.amazon.com/config/latest/developerguide/${page}.html`,
});

/** `sagemaker-model-in-vpc` -> `SAGEMAKER_MODEL_IN_VPC`, as AWS Config names its rules. */
export function identifierOf(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

/**
 * How far the published checks go. Which of our rules answers to which is not told here, but in the rules' mappings. Sources: the page
 * of each; controls: Security Hub user guide, "Security Hub controls for SageMaker AI".
 */
export const publishedChecks: readonly PublishedCheck[] = [
  check('sagemaker-model-in-vpc', 'Model', 'vpc-config-exists'),
  check('sagemaker-model-isolation-enabled', 'Model', 'isolation-not-false', 'SageMaker.5'),
  check('sagemaker-data-quality-job-isolation', 'DataQualityJobDefinition', 'isolation-not-false', 'SageMaker.11'),
  check('sagemaker-model-bias-job-isolation', 'ModelBiasJobDefinition', 'isolation-not-false', 'SageMaker.12'),
  check('sagemaker-monitoring-schedule-isolation', 'MonitoringSchedule', 'isolation-not-false', 'SageMaker.14'),
  check('sagemaker-model-explainability-job-network-isolation', 'ModelExplainabilityJobDefinition', 'the-same', 'SageMaker.20'),
  check('sagemaker-model-quality-job-definition-isolation', 'ModelQualityJobDefinition', 'isolation-not-false', 'SageMaker.25'),
  check('sagemaker-data-quality-job-encrypt-in-transit', 'DataQualityJobDefinition', 'encrypted-from-two-instances', 'SageMaker.9'),
  check(
    'sagemaker-model-explainability-job-encrypt-in-transit',
    'ModelExplainabilityJobDefinition',
    'encrypted-from-two-instances',
    'SageMaker.10',
  ),
  check('sagemaker-model-quality-job-encrypt-in-transit', 'ModelQualityJobDefinition', 'encrypted-from-two-instances', 'SageMaker.13'),
  check('sagemaker-model-bias-job-encrypt-in-transit', 'ModelBiasJobDefinition', 'encrypted-from-two-instances', 'SageMaker.15'),
  check('sagemaker-monitoring-schedule-traffic-encryption', 'MonitoringSchedule', 'encrypted-at-any-count', 'SageMaker.22'),
  check('sagemaker-notebook-no-direct-internet-access', 'NotebookInstance', 'the-same', 'SageMaker.1'),
  check('sagemaker-notebook-instance-inside-vpc', 'NotebookInstance', 'in-vpc-or-approved-subnets', 'SageMaker.2'),
  check('sagemaker-domain-in-vpc', 'Domain', 'the-same'),
];

const byName: ReadonlyMap<string, PublishedCheck> = new Map(
  publishedChecks.flatMap((each) => [[each.config, each] as const, ...(each.control === undefined ? [] : [[each.control, each] as const])]),
);

export function publishedCheck(name: string): PublishedCheck | undefined {
  return byName.get(name);
}

const frameworks: ReadonlySet<string> = new Set(['AWS Config', 'AWS Config (implied)', 'Security Hub', 'Security Hub (implied)']);

const ruleByCheck: ReadonlyMap<string, RuleId> = new Map(
  Object.entries(guidance).flatMap(([id, { mappings }]) =>
    mappings
      .filter(({ framework }) => frameworks.has(framework))
      .flatMap(({ ids }) => ids.map((name) => [name.startsWith('SageMaker.') ? name : identifierOf(name), id as RuleId] as const)),
  ),
);

/** Our rule that answers to a check, by the rules' own mappings. */
export function ruleOf(name: string): RuleId | undefined {
  return ruleByCheck.get(name);
}

/** What the account calls a Config rule -> its identifier, where `describe-config-rules` has said so. */
export type ConfigRuleNames = ReadonlyMap<string, string>;

/**
 * The identifier of a Config rule. Who deploys one chooses its name; Security Hub calls its own `securityhub-<name>-<id>`, and a
 * conformance pack puts `-conformance-pack-<id>` behind the template's.
 */
export function checkOf(name: string, names: ConfigRuleNames): string | null {
  const told = names.get(name);
  if (told !== undefined) return told;
  const bare = name.replace(/-conformance-pack-[a-z0-9]+$/i, '');
  for (const each of [bare, bare.replace(/^securityhub-(.+)-[a-z0-9]+$/i, '$1')]) {
    const identifier = identifierOf(each);
    if (ruleByCheck.has(identifier) || byName.has(identifier)) return identifier;
  }
  return null;
}
