import type { Evidence, EvidenceFinding } from '../core/evidence.ts';
import type { RuleId } from '../core/rule.ts';
import { partitionOf } from './partition.ts';
import { type PlacedFinding, placedFindings } from './placed-findings.ts';
import { plainText } from './plain-text.ts';
import type { Run } from './reporter.ts';
import { type RuleInfo, requirementsOf, ruleInfo } from './rule-info.ts';
import { jsonText } from './safe-text.ts';
import { becauseWords, exemptionSentence } from './sentences.ts';

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

/**
 * `findings.asff.json`: an array of batches, each an array of at most 100 findings that `BatchImportFindings` takes as its
 * `Findings`. A batch has one account and Region, because the call is made in the account and Region of its findings. One
 * finding a line. A finding that an exemption covers has Workflow.Status SUPPRESSED.
 */
export function* asff(run: Run): Generator<string> {
  const rules = ruleInfo(run.evidence);
  let separator = '[\n[\n';
  for (const batch of batches(placedFindings(run))) {
    const findings = batch.map((placed) => jsonText(securityFinding(run.evidence, placed, rules.get(placed.finding.rule))));
    yield `${separator}${findings.join(',\n')}\n]`;
    separator = ',\n[\n';
  }
  yield separator === '[\n[\n' ? '[]\n' : '\n]\n';
}

function batches(findings: readonly PlacedFinding[]): PlacedFinding[][] {
  const places = new Map<string, PlacedFinding[]>();
  for (const placed of findings) {
    const place = `${placed.finding.account} ${placed.finding.region}`;
    const there = places.get(place);
    if (there) there.push(placed);
    else places.set(place, [placed]);
  }
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, all]) => {
      const cuts = Math.ceil(all.length / asffLimits.findingsPerBatch);
      return Array.from({ length: cuts }, (_, cut) =>
        all.slice(cut * asffLimits.findingsPerBatch, (cut + 1) * asffLimits.findingsPerBatch),
      );
    });
}

function securityFinding(evidence: Evidence, placed: PlacedFinding, info: RuleInfo | undefined): object {
  const { finding, uuid } = placed;
  const { account, rule, eventTime } = finding;
  const region = inArn(finding.region);
  const severity = { Label: finding.severity.toUpperCase(), Original: finding.severity };
  const types = [typeOf(rule)];
  return {
    SchemaVersion: '2018-10-08',
    Id: `sagewarden/${rule}/${uuid}`,
    ProductArn: `arn:${partitionOf(region)}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: 'sagewarden',
    CompanyName: 'sagewarden',
    GeneratorId: `sagewarden/${rule}`,
    AwsAccountId: account,
    Region: region,
    Types: types,
    FirstObservedAt: eventTime,
    LastObservedAt: eventTime,
    CreatedAt: eventTime,
    UpdatedAt: evidence.generatedAt,
    Severity: severity,
    Title: plainText(
      `${info?.rule.title ?? rule}: ${finding.resourceType} ${finding.resourceName ?? '(name not recorded)'}`,
      asffLimits.title,
    ),
    Description: plainText(
      `${finding.eventName} by ${plainText(finding.actor, 256)}: ${becauseWords(finding.because)}. ${exemptionSentence(finding)}`.trim(),
      asffLimits.description,
    ),
    ...(info && { Remediation: remediation(info) }),
    ProductFields: productFields(placed),
    Resources: [resource(finding, region)],
    Compliance: {
      Status: 'FAILED',
      ...(info && {
        RelatedRequirements: requirementsOf(info)
          .slice(0, asffLimits.requirements)
          .map((each) => plainText(each, asffLimits.requirement)),
      }),
    },
    Workflow: { Status: finding.status === 'exempt' ? 'SUPPRESSED' : 'NEW' },
    RecordState: 'ACTIVE',
    FindingProviderFields: { Severity: severity, Types: types },
  };
}

/** namespace/category/classifier: AWS's taxonomy for ASFF has a classifier for what can be reached, and none for the rest. */
function typeOf(rule: RuleId): string {
  const bestPractices = 'Software and Configuration Checks/AWS Security Best Practices';
  return rule === 'inter-container-encryption-required' || rule === 'remote-debug-disabled'
    ? bestPractices
    : `${bestPractices}/Network Reachability`;
}

/** A Region is the record's own text: what could not stand in an ARN does not get there. */
function inArn(region: string): string {
  return region.replace(/[^a-z0-9-]/g, '-').slice(0, 64);
}

function remediation({ rule }: RuleInfo): object {
  return {
    Recommendation: {
      Text: plainText(rule.remediation.summary, asffLimits.recommendation),
      ...(rule.references[0] !== undefined && { Url: rule.references[0] }),
    },
  };
}

function productFields({ finding, rows }: PlacedFinding): Record<string, string> {
  const [row] = rows;
  const fields = {
    rule: finding.rule,
    eventId: finding.eventId,
    eventName: finding.eventName,
    actor: finding.actor,
    principal: finding.principal,
    ...(finding.exemption && { exemption: finding.exemption.id, exemptionStatus: finding.exemption.status }),
    ...(row && { object: row.object, recordIndex: String(row.recordIndex), recordSha256: row.recordSha256, sourceIp: row.sourceIp }),
  };
  // A value must not be empty.
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      value.trim() === '' ? [] : [[`sagewarden/${key}`, plainText(value, asffLimits.fieldValue)]],
    ),
  );
}

/** Security Hub's own partitions; elsewhere the member stays away, because the service would refuse the finding. */
const partitions = ['aws', 'aws-cn', 'aws-us-gov'];

function resource({ resourceType, resourceName, resourceArn, account }: EvidenceFinding, region: string): object {
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
