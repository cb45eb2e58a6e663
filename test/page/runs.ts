import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { responseOf } from '../../src/core/response.ts';
import type { Run } from '../../src/report/reporter.ts';
import { makeRun, runOf } from '../report/evidence-factory.ts';

export const runs: Readonly<Record<string, Run>> = {
  'no change': makeRun({ findings: 0, compliant: 0, limits: [] }),
  '0 findings': makeRun({ findings: 0, compliant: 40, limits: [] }),
  '3 findings': verifiedAndTold(makeRun({ findings: 3, compliant: 60 })),
  '400 findings': makeRun({ findings: 400, compliant: 2_000, exemptEvery: 9 }),
};

/** The sections that are a sentence where nothing was verified and no ledger was read. */
function verifiedAndTold(run: Run): Run {
  const rows = [...run.population.rows()];
  const ledger = rows.map(({ account, region, eventId, eventTime }, at) => ({
    account,
    region,
    eventId,
    seenAt: eventTime,
    publishedAt: at % 4 === 3 ? null : eventTime,
    late: at % 3 === 2,
    grouped: at % 5 === 4,
    actions: [{ action: 'stop', outcome: 'done', at: eventTime }],
  }));
  const place = { account: '111122223333', region: 'eu-west-1' };
  const period = { from: run.evidence.period.from, to: run.evidence.period.to };
  const object = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/09/x.json.gz';
  const gap = { ...place, from: '2026-01-09T00:00:00Z', to: '2026-01-09T01:00:00Z', cause: 'log-invalid', source: object } as const;
  const evidence: Run['evidence'] = {
    ...run.evidence,
    response: responseOf(rows, ledger),
    coverage: { ...run.evidence.coverage, gaps: [gap], lateDelivery: { records: 2, objects: 1, longestHours: 30 } },
    integrity: {
      verified: false,
      acceptedUnverified: false,
      digests: {
        verdict: 'tampered',
        window: period,
        counts: { logsListed: 9, logsValid: 6, logsInvalid: 1, logsUnnamed: 1, logsNotVerified: 1, logsMissing: 1, digestsListed: 90 },
        chains: [
          {
            ...place,
            trail: 'organisation',
            backfill: true,
            first: 'a/first.json.gz',
            last: 'a/last.json.gz',
            valid: 89,
            invalid: 1,
            missing: 0,
          },
        ],
        coverage: [{ ...place, window: period, covered: [period], hoursExpected: 2160, hoursCovered: 2159, hoursEmpty: 7 }],
        unnamed: [{ object, planted: true }],
        notValid: [{ object, kind: 'log', fault: 'hash' }],
        keyFingerprints: ['0123456789abcdef0123456789abcdef'],
      },
    },
  };
  return { ...run, evidence };
}

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
