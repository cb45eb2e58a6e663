import type { Command } from 'commander';
import { type AgainstFlags, withAgainstOptions } from './posture-against-options.ts';

export interface BesideFlags extends AgainstFlags {
  /** `true`: no file, AWS is asked. */
  readonly configEvaluations?: readonly string[] | true;
}

export const besideHelp = `
What --against asks of the trail's records: which of them explains each resource, and what became of what each created. A resource that no
record explains, and one that is gone without a record of its deletion, show a hole in the trail: the run is then inconclusive at best.
It needs s3:ListBucket and s3:GetObject on the bucket (s3:), or cloudtrail:LookupEvents (lookup:).
--config-evaluations without a file needs config:DescribeConfigRules, config:DescribeConformancePacks,
config:DescribeConformancePackCompliance, config:GetComplianceDetailsByConfigRule, config:GetConformancePackComplianceDetails and
securityhub:GetFindings.`;

export function withBesideOptions(command: Command): Command {
  return withAgainstOptions(command).option(
    '--config-evaluations [file...]',
    'compare with what AWS Config, its conformance packs and Security Hub say: of these files (the output of the AWS CLI), or asked now',
  );
}
