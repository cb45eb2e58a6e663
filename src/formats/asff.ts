import type { ResourceType } from '../core/resources/types.ts';
import type { RuleId } from '../core/rule.ts';
import { plainText } from '../text/plain-text.ts';
import { partitionOf } from './partition.ts';

/**
 * Source: Security Hub API reference, BatchImportFindings, and user guide, "Required and optional ASFF attributes". Characters
 * unless it says otherwise. All members together stay far below the 240 KB that a finding may have.
 */
export const asffLimits = {
  findingsPerBatch: 100,
  bytesPerFinding: 240 * 1024,
  id: 512,
  title: 256,
  description: 1024,
  recommendation: 512,
  fieldKey: 128,
  fieldValue: 1024,
  requirements: 32,
  requirement: 64,
} as const;

/** The same in a scan's file and from the live path: what is imported again updates, and does not double. */
export const findingId = (rule: RuleId, uuid: string): string => `sagewarden/${rule}/${uuid}`;

/** Findings of one's own tools go to the default product of the account and Region that imports them. */
export const productArn = (account: string, region: string): string =>
  `arn:${partitionOf(region)}:securityhub:${region}:${account}:product/${account}/default`;

/** namespace/category/classifier: AWS's taxonomy for ASFF has a classifier for what can be reached, and none for the rest. */
export function findingType(rule: RuleId): string {
  const bestPractices = 'Software and Configuration Checks/AWS Security Best Practices';
  return rule === 'inter-container-encryption-required' || rule === 'remote-debug-disabled'
    ? bestPractices
    : `${bestPractices}/Network Reachability`;
}

/** A Region is the record's own text: what could not stand in an ARN does not get there. */
export function inArn(region: string): string {
  return region.replace(/[^a-z0-9-]/g, '-').slice(0, 64);
}

/** ProductFields under our own prefix. A value must not be empty. */
export function productFieldsOf(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      value.trim() === '' ? [] : [[`sagewarden/${key}`, plainText(value, asffLimits.fieldValue)]],
    ),
  );
}

export interface FoundResource {
  readonly account: string;
  readonly resourceType: ResourceType;
  readonly resourceName: string | null;
  readonly resourceArn: string | null;
}

/** Security Hub's own partitions; elsewhere the member stays away, because the service would refuse the finding. */
const partitions = ['aws', 'aws-cn', 'aws-us-gov'];

/** @param region as {@link inArn} gives it */
export function findingResource({ resourceType, resourceName, resourceArn, account }: FoundResource, region: string): object {
  const partition = partitionOf(region);
  const name = resourceName?.trim() ? plainText(resourceName, asffLimits.fieldValue) : undefined;
  const notebook = resourceType === 'NotebookInstance';
  return {
    // ASFF 2018-10-08 has no other type of SageMaker's.
    Type: notebook ? 'AwsSageMakerNotebookInstance' : 'Other',
    Id: plainText(resourceArn ?? `${account}/${region}/${resourceType}/${resourceName ?? '(name not recorded)'}`, asffLimits.id),
    ...(partitions.includes(partition) && { Partition: partition }),
    Region: region,
    Details: {
      ...(notebook && name !== undefined && { AwsSageMakerNotebookInstance: { NotebookInstanceName: name } }),
      Other: { resourceType: `AWS::SageMaker::${resourceType}`, ...(name !== undefined && { resourceName: name }) },
    },
  };
}
