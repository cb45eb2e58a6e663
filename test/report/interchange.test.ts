import { describe, expect, it, test } from 'vitest';
import type { EvidenceFinding } from '../../src/core/evidence/finding.ts';
import { asffLimits } from '../../src/formats/asff.ts';
import { partitionOf } from '../../src/formats/partition.ts';
import { uuid5 } from '../../src/formats/uuid.ts';
import { asff } from '../../src/report/asff.ts';
import { runSha256 } from '../../src/report/json.ts';
import { ocsf } from '../../src/report/ocsf.ts';
import { oscalId } from '../../src/report/oscal/controls.ts';
import { prop, token } from '../../src/report/oscal/parts.ts';
import { oscal } from '../../src/report/oscal.ts';
import type { Reporter, Run } from '../../src/report/reporter.ts';
import { plainText } from '../../src/text/plain-text.ts';
import { hostile, makeRun } from './evidence-factory.ts';

// biome-ignore lint/suspicious/noExplicitAny: the files' own shapes, which these tests are about
type Json = any;

const textOf = (reporter: Reporter, run: Run): string => [...reporter(run)].join('');
const read = (reporter: Reporter, run: Run): Json => JSON.parse(textOf(reporter, run));
const withFindings = (run: Run, change: (finding: EvidenceFinding, index: number) => EvidenceFinding): Run => ({
  ...run,
  evidence: { ...run.evidence, findings: run.evidence.findings.map(change) },
});

const hostileRun = withFindings(makeRun({ findings: 10, names: Object.values(hostile), exemptEvery: 4 }), (finding, index) => ({
  ...finding,
  resourceArn: index % 2 === 0 ? null : finding.resourceArn,
  region: index === 3 ? 'eu-west-1"><script>' : finding.region,
  actor: index === 4 ? hostile.emoji : hostile.bidi,
  principal: hostile.lines,
  resourceType: index === 5 ? 'NotebookInstance' : finding.resourceType,
  because: [{ setting: 'vpc', at: 'VpcConfig', found: `${hostile.escape}${hostile.emoji}`, expected: 'VpcConfig' }],
}));
const runs: [string, Run][] = [
  ['no finding', makeRun({ findings: 0 })],
  ['3 findings', makeRun()],
  ['400 findings', makeRun({ findings: 400, exemptEvery: 7 })],
  ['hostile names', hostileRun],
];
const reporters: [string, Reporter][] = [
  ['findings.ocsf.json', ocsf],
  ['findings.asff.json', asff],
  ['oscal-assessment-results.json', oscal],
];

/** Every string anywhere in the value, keys too. */
function strings(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...strings(each)]);
}

describe.each(reporters)('%s', (_, reporter) => {
  it.each(runs)('is the same again: %s', (_, run) => {
    expect(textOf(reporter, run)).toBe(textOf(reporter, structuredCloneOf(run)));
  });

  it.each(runs)('has no text that drives a terminal or turns a line around: %s', (_, run) => {
    // U+FFFD would be half a surrogate pair that was written as UTF-8.
    for (const text of strings(read(reporter, run))) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(Buffer.from(textOf(reporter, run), 'utf8').toString('utf8')).not.toContain('\uFFFD');
  });
});

function structuredCloneOf(run: Run): Run {
  const rows = structuredClone([...run.population.rows()]);
  return { evidence: structuredClone(run.evidence), population: { rows: () => rows, count: rows.length } };
}

describe('OCSF', () => {
  it.each(runs)('has every finding, exempt ones suppressed: %s', (_, run) => {
    const findings = read(ocsf, run);
    expect(findings).toHaveLength(run.evidence.findings.length);
    expect(findings.map((each: Json) => each.status)).toEqual(
      run.evidence.findings.map(({ status }) => (status === 'exempt' ? 'Suppressed' : 'New')),
    );
    expect(findings.map((each: Json) => each.time)).toEqual(run.evidence.findings.map(({ eventTime }) => Date.parse(eventTime)));
    expect(new Set(findings.map((each: Json) => each.finding_info.uid)).size).toBe(findings.length);
    for (const each of findings) expect(each.type_uid).toBe(each.class_uid * 100 + each.activity_id);
  });

  it('says what the finding is, whose record it is and what it answers to', () => {
    const run = makeRun();
    const [first] = read(ocsf, run);
    const row = [...run.population.rows()].find(({ eventId }) => eventId === first.evidences[0].data.eventId);
    expect(first).toMatchObject({
      class_uid: 2003,
      severity_id: 4,
      cloud: { provider: 'AWS', account: { uid: '111122223333' }, region: 'eu-west-1' },
      metadata: { version: '1.5.0' },
      compliance: { control: 'vpc-required', status_id: 3 },
      resources: [{ type: 'AWS::SageMaker::TrainingJob', name: 'churn-train-0', cloud_partition: 'aws' }],
      unmapped: { controls: [{ id: 'NET-01', title: 'Training runs in the research VPC' }] },
    });
    expect(first.evidences[0].data).toMatchObject({ object: row?.object, recordIndex: row?.recordIndex, recordSha256: row?.recordSha256 });
    expect(first.compliance.requirements).toEqual(
      expect.arrayContaining(['NET-01', 'NIST SP 800-53 r5 SC-7', 'AWS Config SAGEMAKER_MODEL_IN_VPC']),
    );
    expect(first.unmapped.ownMappings).toContain('NIST SP 800-53 r5 SC-7');
    expect(first.unmapped.ownMappings).not.toContain('AWS Config SAGEMAKER_MODEL_IN_VPC');
  });

  it('tells two findings of one event and rule apart: conflicting copies have the same event ID', () => {
    const run = makeRun({ findings: 1 });
    const findings = [...run.evidence.findings, ...run.evidence.findings];
    const uids = read(ocsf, { ...run, evidence: { ...run.evidence, findings } }).map((each: Json) => each.finding_info.uid);
    expect(new Set(uids).size).toBe(2);
  });
});

describe('ASFF', () => {
  it.each(runs)('keeps to the limits of BatchImportFindings: %s', (_, run) => {
    const batches = read(asff, run);
    expect(batches.flat()).toHaveLength(run.evidence.findings.length);
    for (const batch of batches) {
      expect(batch.length).toBeGreaterThan(0);
      expect(batch.length).toBeLessThanOrEqual(100);
      expect(new Set(batch.map((each: Json) => each.ProductArn)).size).toBe(1);
    }
    for (const each of batches.flat()) {
      expect(Buffer.byteLength(JSON.stringify(each))).toBeLessThanOrEqual(asffLimits.bytesPerFinding);
      for (const id of [each.Id, each.GeneratorId, each.Resources[0].Id]) expect(id.length).toBeLessThanOrEqual(512);
      expect(each.Title.length).toBeLessThanOrEqual(256);
      expect(each.Description.length).toBeLessThanOrEqual(1024);
      expect(each.Remediation.Recommendation.Text.length).toBeLessThanOrEqual(512);
      expect(each.Resources.length).toBeLessThanOrEqual(32);
      expect(each.Compliance.RelatedRequirements.length).toBeLessThanOrEqual(32);
      expect(Object.keys(each.ProductFields).length).toBeLessThanOrEqual(50);
      for (const [key, value] of Object.entries<string>(each.ProductFields)) {
        expect(key.length).toBeLessThanOrEqual(128);
        expect(value.length).toBeLessThanOrEqual(2048);
      }
      for (const type of each.Types) expect(type).toMatch(/^Software and Configuration Checks(\/[^/]+){1,2}$/);
      expect(each.ProductArn).toMatch(/^arn:aws[a-z-]*:securityhub:[a-z0-9-]+:\d{12}:product\/\d{12}\/default$/);
      expect(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']).toContain(each.Severity.Label);
      for (const text of strings(each)) expect(text).toMatch(/\S/);
    }
  });

  it('cuts 400 findings of four places into batches of at most 100 of one place', () => {
    expect(read(asff, makeRun({ findings: 402 })).map((batch: Json) => batch.length)).toEqual([100, 1, 100, 100, 1, 100]);
  });

  it('has each Id once', () => {
    const ids = read(asff, makeRun({ findings: 400 }))
      .flat()
      .map((each: Json) => each.Id);
    expect(new Set(ids).size).toBe(400);
  });

  it('suppresses what an exemption covers, and nothing else', () => {
    const run = makeRun({ findings: 20, exemptEvery: 5 });
    const statuses = new Map(
      read(asff, run)
        .flat()
        .map((each: Json) => [each.ProductFields['sagewarden/eventId'], each.Workflow.Status]),
    );
    expect(run.evidence.findings.map(({ eventId }) => statuses.get(eventId))).toEqual(
      run.evidence.findings.map(({ status }) => (status === 'exempt' ? 'SUPPRESSED' : 'NEW')),
    );
  });

  it('has the same Id in another run, so that importing again updates', () => {
    const ids = (run: Run) =>
      read(asff, run)
        .flat()
        .map((each: Json) => each.Id)
        .sort();
    const run = makeRun();
    expect(ids({ ...run, evidence: { ...run.evidence, generatedAt: '2027-01-01T00:00:00Z', limits: [] } })).toEqual(ids(run));
  });

  it.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['eu-central-1', 'aws'],
  ])('%s: the product is of partition %s', (region, partition) => {
    const [[each]] = read(
      asff,
      withFindings(makeRun({ findings: 1 }), (finding) => ({ ...finding, region })),
    );
    expect(each.ProductArn).toBe(`arn:${partition}:securityhub:${region}:111122223333:product/111122223333/default`);
    expect(each.Resources[0]).toMatchObject({ Partition: partition, Region: region });
  });

  it('says no Partition that Security Hub does not know', () => {
    const [[each]] = read(
      asff,
      withFindings(makeRun({ findings: 1 }), (finding) => ({ ...finding, region: 'us-iso-east-1' })),
    );
    expect(each.Resources[0]).not.toHaveProperty('Partition');
  });

  it('names a notebook instance by its own type', () => {
    const run = withFindings(makeRun({ findings: 1 }), (finding) => ({ ...finding, resourceType: 'NotebookInstance', resourceName: 'nb' }));
    const [[each]] = read(asff, run);
    expect(each.Resources[0]).toMatchObject({ Type: 'AwsSageMakerNotebookInstance' });
    expect(each.Resources[0].Details.AwsSageMakerNotebookInstance).toEqual({ NotebookInstanceName: 'nb' });
  });
});

describe('OSCAL', () => {
  const resultOf = (run: Run): Json => read(oscal, run)['assessment-results'].results[0];
  const conclusive = makeRun({ findings: 0, limits: [] });

  it('names the population and the evidence by their hashes', () => {
    const run = makeRun();
    const { resources } = read(oscal, run)['assessment-results']['back-matter'];
    expect(resources.flatMap((each: Json) => each.rlinks.map((link: Json) => [link.href, link.hashes[0].value]))).toEqual([
      ['evidence.json', runSha256(run.evidence)],
      ['population.jsonl', run.evidence.population.jsonlSha256],
    ]);
  });

  it('has an observation for each rule, resource type and status, and one for the population', () => {
    const run = makeRun({ findings: 40, exemptEvery: 3 });
    const groups = new Set(run.evidence.findings.map(({ rule, resourceType, status }) => `${rule} ${resourceType} ${status}`));
    expect(resultOf(run).observations).toHaveLength(groups.size + 1);
  });

  it('lists every finding under an observation, and its resource', () => {
    const run = makeRun({ findings: 40, exemptEvery: 3 });
    const [, ...groups] = resultOf(run).observations;
    const values = (name: string, holders: Json[]) =>
      holders.flatMap(({ props }) => props.filter((each: Json) => each.name === name).map(({ value }: Json) => value)).sort();
    const listed = groups.flatMap((each: Json) => each['relevant-evidence']);
    expect(values('event-id', listed)).toEqual(run.evidence.findings.map(({ eventId }) => eventId).sort());
    const items = new Map<string, Json>(resultOf(run)['local-definitions']['inventory-items'].map((each: Json) => [each.uuid, each]));
    const subjects = groups.flatMap((each: Json) => each.subjects).map((each: Json) => items.get(each['subject-uuid']));
    expect(values('resource-name', subjects)).toEqual(run.evidence.findings.map(({ resourceName }) => resourceName).sort());
  });

  it('lists 1,000 findings of a group, and says that there are more', () => {
    const run = withFindings(makeRun({ findings: 1001 }), (finding) => ({ ...finding, rule: 'vpc-required' }));
    const [, group] = resultOf(run).observations;
    expect(group['relevant-evidence']).toHaveLength(1000);
    expect(group.remarks).toBe('1 more finding of this group: see evidence.json.');
    expect(group.description).toContain('1,001 non-compliant changes');
  });

  it('refers to nothing that is not there', () => {
    const text = textOf(oscal, hostileRun);
    const uuids = [...text.matchAll(/"uuid": "([^"]+)"/g)].map(([, uuid]) => uuid);
    const defined = new Set(uuids);
    expect(defined.size).toBe(uuids.length);
    const used = [...text.matchAll(/"(?:[a-z]+-uuid|href)": "#?([0-9a-f]{8}-[^"]+)"/g)].map(([, uuid]) => uuid);
    expect(used.length).toBeGreaterThan(30);
    expect(used.filter((uuid) => !defined.has(uuid))).toEqual([]);
  });

  it.each<[string, Run, string, string]>([
    ['nothing was found and nothing limits it', conclusive, 'satisfied', 'pass'],
    ['nothing was found and the run is inconclusive', makeRun({ findings: 0 }), 'not-satisfied', 'other'],
    ['there are open findings', makeRun({ findings: 3, limits: [] }), 'not-satisfied', 'fail'],
    ['all findings are exempt', makeRun({ findings: 3, exemptEvery: 1, limits: [] }), 'satisfied', 'pass'],
  ])('when %s, it says so of a control', (_, run, state, reason) => {
    const status = resultOf(run).findings.find((each: Json) => each.target['target-id'] === 'sc-7_smt').target.status;
    expect(status).toMatchObject({ state, reason });
  });

  it("has the policy's own controls beside NIST's", () => {
    const result = resultOf(conclusive);
    const [nist, own] = result['reviewed-controls']['control-selections'];
    expect(nist['include-controls'].map((each: Json) => each['control-id'])).toEqual(['ac-4', 'sc-7', 'sc-7.5']);
    expect(own['include-controls']).toEqual([{ 'control-id': 'NET-01' }]);
    expect(result.findings.map((each: Json) => each.target['target-id'])).toEqual(['ac-4_smt', 'sc-7_smt', 'sc-7.5_smt', 'NET-01']);
  });

  it('keeps names out of Markdown: only properties have them', () => {
    const outside = (value: Json): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([key, each]) => (key === 'props' ? [] : outside(each)))
          : [];
    const text = outside(read(oscal, hostileRun)).join('\n');
    for (const name of ['<script>', 'onerror', 'HYPERLINK', 'evil', 'cleared']) expect(text).not.toContain(name);
    expect(textOf(oscal, hostileRun)).toContain('HYPERLINK');
  });

  it.each([
    ['  padded ', 'padded'],
    ['', '(empty)'],
    [' \n ', '(empty)'],
    ['a\nb', 'a\\u{A}b'],
  ])('writes %j as the value %j', (text, value) => {
    expect(prop('name', text).value).toBe(value);
  });

  it.each([
    ['SC-7', 'sc-7'],
    ['SC-7(21)', 'sc-7.21'],
    ['AC-4', 'ac-4'],
  ])('%s is %s', (control, id) => {
    expect(oscalId(control)).toBe(id);
  });

  it.each([
    ['NET-01', 'NET-01'],
    ['7.1 a', '_7.1-a'],
    ['équipe', '_-quipe'],
  ])('the token of %s is %s', (text, expected) => {
    expect(token(text)).toBe(expected);
  });
});

test.each([
  ['eu-west-1', 'aws'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s is in %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test.each([
  ['short', 10, 'short'],
  ['exactly10!', 10, 'exactly10!'],
  ['eleven char', 10, 'eleven ch…'],
  ['12345678😀', 10, '12345678😀'],
  ['12345678😀x', 10, '12345678…'],
  ['half \uD83D', 20, 'half \\u{D83D}'],
])('%j in %i units is %j', (text, limit, expected) => {
  expect(plainText(text, limit)).toBe(expected);
});

test('a UUID of version 5 as RFC 9562 has it', () => {
  // Appendix A.4: www.example.com in the namespace for DNS.
  expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});
