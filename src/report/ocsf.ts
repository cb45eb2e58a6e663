import type { EvidenceFinding } from '../core/evidence/finding.ts';
import type { Evidence } from '../core/evidence/model.ts';
import type { PopulationRow } from '../core/evidence/population.ts';
import type { Severity } from '../core/rule.ts';
import { partitionOf } from '../formats/partition.ts';
import { becauseWords } from '../text/because.ts';
import { plainText } from '../text/plain-text.ts';
import { jsonText } from '../text/safe-text.ts';
import { type PlacedFinding, placedFindings } from './placed-findings.ts';
import type { Run } from './reporter.ts';
import { type RuleInfo, requirementsOf, ruleInfo } from './rule-info.ts';
import { exemptionSentence, findingSentence } from './sentences.ts';

/** Captions and numbers of OCSF 1.5's `severity_id`. */
const severities: Readonly<Record<Severity, readonly [id: number, caption: string]>> = {
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};

/** OCSF sets no limit; a name as long as CloudTrail lets it be would be read by nobody. */
const nameLimit = 1024;

/**
 * `findings.ocsf.json`: a JSON array of OCSF 1.5 Compliance Findings (class 2003, profile cloud), one a finding, each on a line of
 * its own. A finding that an exemption covers is there with status Suppressed. Times are those of the event, in milliseconds.
 * Control, bidi and zero-width characters of names are shown as `\u{..}`; `population.jsonl` has them as they are.
 */
export function* ocsf(run: Run): Generator<string> {
  const rules = ruleInfo(run.evidence);
  let separator = '[\n';
  for (const placed of placedFindings(run)) {
    yield `${separator}${jsonText(complianceFinding(run.evidence, placed, rules.get(placed.finding.rule)))}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function complianceFinding(evidence: Evidence, { finding, uuid, rows }: PlacedFinding, info: RuleInfo | undefined): object {
  const { account, region, rule } = finding;
  const [severityId, severity] = severities[finding.severity];
  const exempt = finding.status === 'exempt';
  const time = Date.parse(finding.eventTime);
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_name: 'Findings',
    category_uid: 2,
    class_name: 'Compliance Finding',
    class_uid: 2003,
    type_name: 'Compliance Finding: Create',
    type_uid: 200301,
    time,
    message: plainText(findingSentence(finding), nameLimit),
    severity,
    severity_id: severityId,
    status: exempt ? 'Suppressed' : 'New',
    status_id: exempt ? 3 : 1,
    ...(finding.exemption && { status_detail: plainText(exemptionSentence(finding), nameLimit) }),
    metadata: {
      version: '1.5.0',
      profiles: ['cloud'],
      product: { name: 'sagewarden', vendor_name: 'sagewarden', version: evidence.tool.version },
      event_code: rule,
      uid: uuid,
      original_time: finding.eventTime,
    },
    cloud: {
      provider: 'AWS',
      region: plainText(region, nameLimit),
      account: { uid: account, name: account, type: 'AWS Account', type_id: 10 },
    },
    finding_info: {
      uid: uuid,
      title: plainText(`${info?.rule.title ?? rule}: ${finding.resourceType} ${finding.resourceName ?? '(name not recorded)'}`, 256),
      desc: plainText(becauseWords(finding.because, finding.because.length), nameLimit),
      created_time: time,
      first_seen_time: time,
      last_seen_time: time,
      types: ['Software and Configuration Checks/AWS Security Best Practices'],
      data_sources: [evidence.posture ? 'Amazon SageMaker' : 'AWS CloudTrail'],
      analytic: { name: info?.rule.title ?? rule, type: 'Rule', type_id: 1, uid: rule, version: evidence.tool.version },
    },
    compliance: compliance(finding, info),
    ...(info && { remediation: { desc: info.rule.remedy, references: info.rule.references } }),
    resources: [resource(finding)],
    evidences: (rows.length > 0 ? rows : [undefined]).map((row) =>
      artifact(finding, evidence.posture ? 'Describe' : 'CloudTrail record', row),
    ),
    unmapped: unmapped(finding, info),
  };
}

function compliance(finding: EvidenceFinding, info: RuleInfo | undefined): object {
  return {
    control: finding.rule,
    ...(info && {
      desc: info.rule.failsWhen,
      requirements: requirementsOf(info),
      standards: [...new Set(info.rule.mappings.map(({ framework }) => framework))],
    }),
    status: 'Fail',
    status_id: 3,
    status_details: finding.because.map(({ at, found, expected }) => plainText(`${at}: found ${found}, expected ${expected}`, nameLimit)),
  };
}

function resource({ resourceType, resourceName, resourceArn, region }: EvidenceFinding): object {
  const name = resourceName === null ? {} : { name: plainText(resourceName, nameLimit) };
  return {
    type: `AWS::SageMaker::${resourceType}`,
    ...(resourceArn === null ? {} : { uid: plainText(resourceArn, nameLimit) }),
    ...name,
    region: plainText(region, nameLimit),
    cloud_partition: partitionOf(region),
    data: { resourceType, ...name },
  };
}

/** The call, who made it, and where its record is. */
function artifact({ actor, principal, eventName, eventId }: EvidenceFinding, name: string, row?: PopulationRow): object {
  return {
    name,
    actor: { user: { name: plainText(actor, nameLimit), uid: plainText(principal, nameLimit) } },
    api: { operation: eventName, service: { name: 'sagemaker.amazonaws.com', uid: 'sagemaker', version: '2017-07-24' } },
    data: {
      eventId: plainText(eventId, nameLimit),
      ...(row && {
        object: plainText(row.object, nameLimit),
        recordIndex: row.recordIndex,
        recordSha256: row.recordSha256,
        sourceIp: plainText(row.sourceIp, nameLimit),
        userAgent: plainText(row.userAgent, nameLimit),
      }),
    },
  };
}

/** What OCSF has no attribute for: the exemption, the policy's controls, and which requirements nobody published for the rule. */
function unmapped({ exemption }: EvidenceFinding, info: RuleInfo | undefined): object {
  return {
    exemption,
    controls: info?.controls.map(({ id, title }) => ({ id, ...(title !== undefined && { title }) })) ?? [],
    ownMappings:
      info?.rule.mappings.flatMap(({ framework, ids, source }) => (source === 'own' ? ids.map((id) => `${framework} ${id}`) : [])) ?? [],
  };
}
