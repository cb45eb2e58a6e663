import type { Evidence } from '../core/evidence/model.ts';
import { asffLimits, findingId, findingResource, findingType, inArn, productArn, productFieldsOf } from '../formats/asff.ts';
import { becauseWords } from '../text/because.ts';
import { plainText } from '../text/plain-text.ts';
import { jsonText } from '../text/safe-text.ts';
import { type PlacedFinding, placedFindings } from './placed-findings.ts';
import type { Run } from './reporter.ts';
import { type RuleInfo, requirementsOf, ruleInfo } from './rule-info.ts';
import { exemptionSentence } from './sentences.ts';

/**
 * `findings.asff.json`: an array of batches, each an array of at most 100 findings that `BatchImportFindings` takes as its
 * `Findings`. A batch has one account and Region, because the call is made in the account and Region of its findings. One
 * finding a line. A finding that an exemption covers has Workflow.Status SUPPRESSED; one whose resource was stopped, deleted or replaced in the
 * period is ARCHIVED.
 */
export function* asff(run: Run): Generator<string> {
  const rules = ruleInfo(run.evidence);
  const over = new Set(run.evidence.exposures.flatMap(({ eventId, ending }) => (ending === 'open' ? [] : [eventId])));
  let separator = '[\n[\n';
  for (const batch of batches(placedFindings(run))) {
    const findings = batch.map((placed) => {
      const state = over.has(placed.finding.eventId) ? 'ARCHIVED' : 'ACTIVE';
      return jsonText({ ...securityFinding(run.evidence, placed, rules.get(placed.finding.rule)), RecordState: state });
    });
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
  const types = [findingType(rule)];
  return {
    SchemaVersion: '2018-10-08',
    Id: findingId(rule, uuid),
    ProductArn: productArn(account, region),
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
      `${finding.eventName}${evidence.posture ? '' : ` by ${plainText(finding.actor, 256)}`}: ${becauseWords(finding.because)}. ${exemptionSentence(finding)}`.trim(),
      asffLimits.description,
    ),
    ...(info && { Remediation: remediation(info) }),
    ProductFields: productFields(placed),
    Resources: [findingResource(finding, region)],
    Compliance: {
      Status: 'FAILED',
      ...(info && {
        RelatedRequirements: requirementsOf(info)
          .slice(0, asffLimits.requirements)
          .map((each) => plainText(each, asffLimits.requirement)),
      }),
    },
    Workflow: { Status: finding.status === 'exempt' ? 'SUPPRESSED' : 'NEW' },
    FindingProviderFields: { Severity: severity, Types: types },
  };
}

function remediation({ rule }: RuleInfo): object {
  return {
    Recommendation: {
      Text: plainText(rule.remedy, asffLimits.recommendation),
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
    ...(row && {
      object: row.object,
      ...(row.recordIndex !== null && { recordIndex: String(row.recordIndex) }),
      ...(row.recordSha256 !== null && { recordSha256: row.recordSha256 }),
      sourceIp: row.sourceIp,
    }),
  };
  return productFieldsOf(fields);
}
