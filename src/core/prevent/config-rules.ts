import type { Policy } from '../policy.ts';
import { operations } from '../resources/catalog.ts';
import type { ResourceType } from '../resources/types.ts';
import type { RuleId } from '../rule-id.ts';
import { settingsOf } from './settings.ts';

/** A managed rule of AWS Config that asks what one of ours asks, of one resource type. */
export interface ConfigRule {
  readonly rule: RuleId;
  readonly resourceType: ResourceType;
  /** Its name in lower case with hyphens is its identifier's, unless said. */
  readonly identifier: string;
}

/**
 * Those that exist: AWS Config Developer Guide, "List of AWS Config Managed Rules", one page for each
 * (https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html).
 */
const managed: readonly ConfigRule[] = [
  { rule: 'vpc-required', resourceType: 'Model', identifier: 'SAGEMAKER_MODEL_IN_VPC' },
  { rule: 'network-isolation-required', resourceType: 'DataQualityJobDefinition', identifier: 'SAGEMAKER_DATA_QUALITY_JOB_ISOLATION' },
  { rule: 'network-isolation-required', resourceType: 'Model', identifier: 'SAGEMAKER_MODEL_ISOLATION_ENABLED' },
  { rule: 'network-isolation-required', resourceType: 'ModelBiasJobDefinition', identifier: 'SAGEMAKER_MODEL_BIAS_JOB_ISOLATION' },
  {
    rule: 'network-isolation-required',
    resourceType: 'ModelExplainabilityJobDefinition',
    identifier: 'SAGEMAKER_MODEL_EXPLAINABILITY_JOB_NETWORK_ISOLATION',
  },
  {
    rule: 'network-isolation-required',
    resourceType: 'ModelQualityJobDefinition',
    identifier: 'SAGEMAKER_MODEL_QUALITY_JOB_DEFINITION_ISOLATION',
  },
  { rule: 'network-isolation-required', resourceType: 'MonitoringSchedule', identifier: 'SAGEMAKER_MONITORING_SCHEDULE_ISOLATION' },
  {
    rule: 'inter-container-encryption-required',
    resourceType: 'DataQualityJobDefinition',
    identifier: 'SAGEMAKER_DATA_QUALITY_JOB_ENCRYPT_IN_TRANSIT',
  },
  {
    rule: 'inter-container-encryption-required',
    resourceType: 'ModelBiasJobDefinition',
    identifier: 'SAGEMAKER_MODEL_BIAS_JOB_ENCRYPT_IN_TRANSIT',
  },
  {
    rule: 'inter-container-encryption-required',
    resourceType: 'ModelExplainabilityJobDefinition',
    identifier: 'SAGEMAKER_MODEL_EXPLAINABILITY_JOB_ENCRYPT_IN_TRANSIT',
  },
  {
    rule: 'inter-container-encryption-required',
    resourceType: 'ModelQualityJobDefinition',
    identifier: 'SAGEMAKER_MODEL_QUALITY_JOB_ENCRYPT_IN_TRANSIT',
  },
  // Of any number of instances.
  {
    rule: 'inter-container-encryption-required',
    resourceType: 'MonitoringSchedule',
    identifier: 'SAGEMAKER_MONITORING_SCHEDULE_TRAFFIC_ENCRYPTION',
  },
  { rule: 'direct-internet-disabled', resourceType: 'NotebookInstance', identifier: 'SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS' },
  // Direct internet access can be turned off only in a subnet: who answers to the one answers to the other.
  { rule: 'direct-internet-disabled', resourceType: 'NotebookInstance', identifier: 'SAGEMAKER_NOTEBOOK_INSTANCE_INSIDE_VPC' },
  { rule: 'vpc-only-domain', resourceType: 'Domain', identifier: 'SAGEMAKER_DOMAIN_IN_VPC' },
];

/** The managed rules for the rules that are on. */
export function configRulesFor({ rules }: Policy): ConfigRule[] {
  return managed.filter(({ rule }) => rules[rule].enabled);
}

/** What AWS Config has no rule for: jobs, above all. */
export function withoutConfigRule({ rules }: Policy): { readonly rule: RuleId; readonly resourceTypes: readonly ResourceType[] }[] {
  const ids = Object.keys(settingsOf) as RuleId[];
  return ids.flatMap((rule) => {
    if (!rules[rule].enabled) return [];
    const asked = operations.filter(({ posture }) => posture.settings.some((setting) => settingsOf[rule].includes(setting)));
    const types = [...new Set(asked.map(({ resource }) => resource))];
    const left = types.filter((type) => !managed.some((each) => each.rule === rule && each.resourceType === type));
    return left.length > 0 || types.length === 0 ? [{ rule, resourceTypes: left }] : [];
  });
}
