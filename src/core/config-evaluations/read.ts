import type { Compliance } from '../rule.ts';
import { type ConfigRuleNames, checkOf } from './checks.ts';
import type { Evaluation } from './model.ts';

/** A time as the SDK (a Date), the AWS CLI (text) or its first version (seconds) has it. */
type Time = Date | string | number;

/** An evaluation as AWS Config answers: by rule, by conformance pack, or of an aggregator. */
export interface ConfigResult {
  readonly EvaluationResultIdentifier?: Identifier | undefined;
  readonly ComplianceType?: string | undefined;
  readonly ResultRecordedTime?: Time | undefined;
  readonly ConfigRuleInvokedTime?: Time | undefined;
  readonly AccountId?: string | undefined;
  readonly AwsRegion?: string | undefined;
}

interface Identifier {
  readonly EvaluationResultQualifier?:
    | {
        readonly ConfigRuleName?: string | undefined;
        readonly ResourceType?: string | undefined;
        readonly ResourceId?: string | undefined;
      }
    | undefined;
}

export interface ConfigContext {
  readonly names: ConfigRuleNames;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly pack?: string | undefined;
}

/** `undefined`: not of a SageMaker resource, or it does not say of what. */
export function evaluationOf(result: ConfigResult, { names, account, region, pack }: ConfigContext): Evaluation | undefined {
  const { ConfigRuleName, ResourceType, ResourceId } = result.EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
  if (!ConfigRuleName || !ResourceId || !ResourceType?.startsWith('AWS::SageMaker::')) return undefined;
  const arn = placeIn(ResourceId);
  return {
    source: pack === undefined ? 'aws-config' : 'conformance-pack',
    check: checkOf(ConfigRuleName, names),
    name: ConfigRuleName,
    pack: pack ?? null,
    account: account ?? result.AccountId ?? arn?.account ?? null,
    region: region ?? result.AwsRegion ?? arn?.region ?? null,
    resourceType: ResourceType,
    resourceId: ResourceId,
    result: compliances[result.ComplianceType ?? ''] ?? 'INSUFFICIENT_DATA',
    evaluatedAt: timeOf(result.ResultRecordedTime ?? result.ConfigRuleInvokedTime),
    suppressed: false,
  };
}

/** A finding in the AWS Security Finding Format, as far as it matters. */
export interface HubFinding {
  readonly AwsAccountId?: string | undefined;
  readonly Region?: string | undefined;
  readonly GeneratorId?: string | undefined;
  readonly RecordState?: string | undefined;
  readonly UpdatedAt?: Time | undefined;
  readonly LastObservedAt?: Time | undefined;
  readonly Compliance?: { readonly Status?: string | undefined; readonly SecurityControlId?: string | undefined } | undefined;
  readonly Workflow?: { readonly Status?: string | undefined } | undefined;
  readonly Resources?:
    | readonly { readonly Type?: string | undefined; readonly Id?: string | undefined; readonly Region?: string | undefined }[]
    | undefined;
}

/** What a control of Security Hub says of each resource; nothing for other products' findings, and for those that were archived. */
export function evaluationsOf(finding: HubFinding): Evaluation[] {
  const control = finding.Compliance?.SecurityControlId ?? /\/(SageMaker\.\d+)$/.exec(finding.GeneratorId ?? '')?.[1];
  if (!control?.startsWith('SageMaker.') || finding.RecordState === 'ARCHIVED') return [];
  return (finding.Resources ?? []).flatMap(({ Type, Id, Region }): Evaluation[] => {
    // A control without resources to look at has one finding, on the account (AwsAccount).
    if (!Id || !/sagemaker/i.test(`${Type} ${Id}`)) return [];
    const arn = placeIn(Id);
    return [
      {
        source: 'security-hub',
        check: control,
        name: control,
        pack: null,
        account: arn?.account ?? finding.AwsAccountId ?? null,
        region: arn?.region ?? Region ?? finding.Region ?? null,
        resourceType: Type ?? '',
        resourceId: Id,
        result: statuses[finding.Compliance?.Status ?? ''] ?? 'INSUFFICIENT_DATA',
        evaluatedAt: timeOf(finding.LastObservedAt ?? finding.UpdatedAt),
        suppressed: finding.Workflow?.Status === 'SUPPRESSED',
      },
    ];
  });
}

/** AWS Config API reference, "ComplianceType". */
const compliances: Readonly<Record<string, Compliance>> = {
  COMPLIANT: 'COMPLIANT',
  NON_COMPLIANT: 'NON_COMPLIANT',
  NOT_APPLICABLE: 'NOT_APPLICABLE',
};

/** Security Hub API reference, "Compliance"; WARNING and NOT_AVAILABLE: the check could not be made. */
const statuses: Readonly<Record<string, Compliance>> = { PASSED: 'COMPLIANT', FAILED: 'NON_COMPLIANT' };

function placeIn(id: string): { readonly account: string; readonly region: string } | undefined {
  const [, region, account] = /^arn:[\w-]+:sagemaker:([a-z0-9-]+):(\d{12}):/.exec(id) ?? [];
  return region !== undefined && account !== undefined ? { region, account } : undefined;
}

function timeOf(value: Time | undefined): string | null {
  const time = value instanceof Date ? value.getTime() : typeof value === 'number' ? value * 1000 : Date.parse(value ?? '');
  // Beyond this a Date is invalid (ECMA-262, "Time Values and Time Range").
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null;
}
