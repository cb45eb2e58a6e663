import type { PopulationRow } from '../../src/core/evidence.ts';
import type { Run } from '../../src/report/reporter.ts';
import { makeRun, runOf } from '../report/evidence-factory.ts';

export const runs: Readonly<Record<string, Run>> = {
  'no change': makeRun({ findings: 0, compliant: 0, limits: [] }),
  '0 findings': makeRun({ findings: 0, compliant: 40, limits: [] }),
  '3 findings': makeRun({ findings: 3, compliant: 60 }),
  '400 findings': makeRun({ findings: 400, compliant: 2_000, exemptEvery: 9 }),
};

/** Each raises `ran`, if it comes to run. */
export const payloads = [
  '<script>ran=1</script>',
  '</script><script>ran=1</script>',
  '</template><script>ran=1</script>',
  '"><img src=x onerror=ran=1>',
  "'><svg onload=ran=1>",
  '<img src=http://127.0.0.1:9/x>',
  '</style><style>*{display:none}</style>',
  '</title><iframe srcdoc="<script>parent.ran=1</script>">',
  'javascript:ran=1',
  '<a href="javascript:ran=1" autofocus onfocus=ran=1>x</a>',
  '<!--',
  '{{ran=1}}',
] as const;

/** A population in which every text that a record can carry is an attack, in the findings too. */
export function hostileRun(): Run {
  const { evidence, population } = makeRun({ findings: payloads.length, compliant: 2 });
  const rows: PopulationRow[] = [...population.rows()].map((row, at) => hostileRow(row, payloads[at % payloads.length]!));
  const findings = evidence.findings.map((finding, at) => {
    const text = payloads[at]!;
    return {
      ...finding,
      resourceName: text,
      resourceArn: text,
      actor: text,
      principal: text,
      eventName: text,
      because: finding.because.map((each) => ({ ...each, at: text, found: text, expected: text })),
    };
  });
  return runOf(rows, findings);
}

function hostileRow(row: PopulationRow, text: string): PopulationRow {
  return {
    ...row,
    eventId: `${row.eventId}${text}`,
    account: text,
    region: text,
    eventName: text,
    resourceName: text,
    resourceArn: text,
    actor: text,
    sourceIp: text,
    userAgent: text,
    posture: { vpc: [{ at: text, value: { known: true, value: { subnets: [text], securityGroupIds: [text] }, from: 'request' } }] },
    reason: text,
    object: text,
    recordSha256: text,
  };
}
