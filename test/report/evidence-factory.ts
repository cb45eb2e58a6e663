import type { Coverage } from '../../src/core/coverage.ts';
import type { Exposure } from '../../src/core/evidence/exposure.ts';
import type { EvidenceFinding } from '../../src/core/evidence/finding.ts';
import type { Limit } from '../../src/core/evidence/limit.ts';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { type PopulationRow, type RowClass, rowClasses } from '../../src/core/evidence/population.ts';
import type { Activity } from '../../src/core/evidence/reading.ts';
import { verdictOf } from '../../src/core/evidence/verdict.ts';
import { known, unknown } from '../../src/core/posture.ts';
import type { RuleId, Severity } from '../../src/core/rule.ts';
import { sha256OfJsonl } from '../../src/report/jsonl.ts';
import type { Run } from '../../src/report/reporter.ts';

/** What an attacker would call a training job. */
export const hostile = {
  script: '<script>alert(1)</script>',
  attribute: '"><img src=x onerror=1>',
  formula: '=HYPERLINK("http://evil")',
  escape: '\u001B[2Jcleared',
  c1: '\u009B31mred',
  bidi: 'gpj.\u202Eexe',
  lines: 'first\r\nsecond\u2028third',
  tab: '\t=1+1',
  emoji: '😀'.repeat(3_000),
  surrogate: 'half \uD83D pair',
} as const;

interface Make {
  readonly findings?: number;
  readonly compliant?: number;
  readonly names?: readonly string[];
  readonly limits?: readonly Limit[];
  readonly exemptEvery?: number;
}

export const unverified: Limit = {
  code: 'unverified',
  inconclusive: true,
  what: 'The integrity of the records was not verified.',
  closedBy: 'scan again with --verify, or accept it with --accept-unverified',
  count: 1,
};

const day = 86_400_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const accounts = ['111122223333', '444455556666'] as const;
const regions = ['eu-west-1', 'us-east-1'] as const;
const uuid = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const pick = <T>(all: readonly T[], n: number): T => all[n % all.length]!;

/** A run over the first quarter of 2026, by arithmetic alone: the same every time. */
export function makeRun({ findings = 3, compliant = 8, names = [], limits = [unverified], exemptEvery = 0 }: Make = {}): Run {
  const rows: PopulationRow[] = [];
  const found: EvidenceFinding[] = [];
  const all = findings + compliant;
  for (let n = 0; n < all; n += 1) {
    const fails = n < findings;
    const exempt = fails && exemptEvery > 0 && n % exemptEvery === 0;
    const row = makeRow(n, all, fails ? (exempt ? 'exempt' : 'non-compliant') : calm(n, limits.length > 0), names[n]);
    rows.push(row);
    if (fails) found.push(makeFinding(n, row, exempt));
  }
  rows.sort((a, b) => (a.eventTime < b.eventTime ? -1 : a.eventTime > b.eventTime ? 1 : a.eventId < b.eventId ? -1 : 1));
  return runOf(rows, found, limits);
}

/** A run of these rows, which are in order. */
export function runOf(
  rows: readonly PopulationRow[],
  found: readonly EvidenceFinding[] = [],
  limits: readonly Limit[] = [unverified],
): Run {
  const population = { rows: () => rows, count: rows.length };
  return { evidence: makeEvidence(rows, found, limits, sha256OfJsonl(population)), population };
}

/** Every hour is read, but for a gap and a silent place; 90 days. */
function makeCoverage(rows: readonly PopulationRow[]): Coverage {
  const all = 90 * 24;
  const gap = { from: '2026-02-03T04:05:06Z', to: '2026-02-03T05:39:50Z', cause: 'logging-stopped', source: uuid(9_001) } as const;
  const withGap = rows.length > 300;
  return {
    places: accounts.flatMap((account, at) =>
      regions.map((region) => {
        const lost = withGap && at === 0 ? 2 : 0;
        const hours = { verified: 0, read: all - lost, silent: 0, gap: lost };
        return { account, region, hours, byDay: lost > 0 ? { '2026-02-03': { verified: 0, read: 22, silent: 0, gap: 2 } } : {} };
      }),
    ),
    gaps: withGap ? [{ account: accounts[0], region: null, ...gap }] : [],
    lateDelivery: withGap ? { records: 12, objects: 3, longestHours: 26 } : { records: 0, objects: 0, longestHours: 0 },
  };
}

function calm(n: number, unseen: boolean): RowClass {
  if (n % 23 === 7) return 'failed-attempt';
  if (unseen && n % 31 === 5) return 'not-evaluable';
  return n % 13 === 3 ? 'not-applicable' : 'compliant';
}

function makeRow(n: number, all: number, rowClass: RowClass, name = `churn-${pick(['train', 'score', 'retrain'], n)}-${n}`): PopulationRow {
  const account = pick(accounts, n);
  const region = pick(regions, n >> 1);
  const outside = rowClass === 'non-compliant' || rowClass === 'exempt';
  const unseen = rowClass === 'not-evaluable';
  const at = start + Math.floor(((n * 37) % all) * ((88 * day) / all)) + (n % 7) * 3_600_000;
  return {
    eventId: uuid(n + 1),
    eventTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    account,
    region,
    eventName: 'CreateTrainingJob',
    resourceType: 'TrainingJob',
    resourceName: name,
    resourceArn: n % 5 === 4 ? null : `arn:aws:sagemaker:${region}:${account}:training-job/${name}`,
    actor: `arn:aws:sts::${account}:assumed-role/DataScience/${pick(['ana', 'bo', 'chi'], n)}@example.com`,
    sourceIp: `198.51.100.${n % 250}`,
    userAgent: name.startsWith('churn') ? 'aws-sdk-python/1.34.0' : name,
    via: 'api',
    posture: {
      vpc: [
        {
          at: 'VpcConfig',
          value: unseen ? unknown('omitted') : known(outside ? null : { subnets: ['subnet-0a1'], securityGroupIds: ['sg-0b2'] }),
        },
      ],
      networkIsolation: [{ at: 'EnableNetworkIsolation', value: unseen ? unknown('omitted') : known(true) }],
    },
    verdicts:
      rowClass === 'failed-attempt' || rowClass === 'not-applicable'
        ? {}
        : {
            'vpc-required': outside ? 'NON_COMPLIANT' : unseen ? 'INSUFFICIENT_DATA' : 'COMPLIANT',
            'network-isolation-required': unseen ? 'INSUFFICIENT_DATA' : 'COMPLIANT',
          },
    class: rowClass,
    reason: outside ? 'vpc-required: VpcConfig is none' : unseen ? 'vpc-required: parameters omitted' : '',
    object: `AWSLogs/${account}/CloudTrail/${region}/2026/01/02/${account}_CloudTrail_${region}_20260102T0${n % 10}00Z_a1b2c3d4e5f6a7b8.json.gz`,
    recordIndex: n,
    recordSha256: n.toString(16).padStart(64, '0'),
  };
}

function makeFinding(n: number, row: PopulationRow, exempt: boolean): EvidenceFinding {
  const rule: RuleId = pick(['vpc-required', 'network-isolation-required', 'vpc-required'] as const, n);
  const severity: Severity = pick(['high', 'medium', 'high', 'low'] as const, n);
  const { eventId, eventTime, account, region, eventName, resourceType, resourceName, resourceArn, actor } = row;
  return {
    rule,
    severity,
    status: exempt ? 'exempt' : 'open',
    exemption: exempt ? { id: 'EX-7', status: 'applied' } : n % 11 === 1 ? { id: 'EX-9', status: 'retroactive' } : null,
    because:
      rule === 'vpc-required'
        ? [{ setting: 'vpc', at: 'VpcConfig', found: 'none', expected: 'VpcConfig' }]
        : [{ setting: 'networkIsolation', at: 'EnableNetworkIsolation', found: 'false', expected: 'true' }],
    eventId,
    eventTime,
    account,
    region,
    eventName,
    resourceType,
    resourceName,
    resourceArn,
    actor,
    principal: `arn:aws:iam::${account}:role/DataScience`,
  };
}

/** In turns: no end on record, stopped after a while, deleted. */
function makeExposure(finding: EvidenceFinding, n: number): Exposure {
  const { eventId, eventTime, account, region, resourceType, resourceName, resourceArn, rule, status, actor } = finding;
  const ending = pick(['open', 'stopped', 'deleted'] as const, n);
  const seconds = 3_600 * (1 + (n % 40));
  const to = ending === 'open' ? null : `${new Date(Date.parse(eventTime) + seconds * 1000).toISOString().slice(0, 19)}Z`;
  const eventName = ending === 'stopped' ? 'StopTrainingJob' : 'DeleteTrainingJob';
  return {
    eventId,
    account,
    region,
    resourceType,
    resourceName,
    resourceArn,
    rules: [rule],
    status,
    from: eventTime,
    to,
    ending,
    endedBy: to === null ? null : { eventId: uuid(20_000 + n), eventName, eventTime: to, actor },
    seconds: to === null ? null : seconds,
    pauses: [],
    endpoints: [],
    notes: ending === 'open' ? ['ends-by-itself'] : ending === 'deleted' ? ['ended-earlier'] : [],
  };
}

/** More records than changes, and now and then a day without any. */
function makeActivity(account: string, region: string, rows: readonly PopulationRow[]): Activity {
  const byDay: Record<string, number> = {};
  for (let n = 0; n < 90; n += 1) {
    const date = new Date(start + n * day).toISOString().slice(0, 10);
    const changes = rows.filter((row) => row.account === account && row.region === region && row.eventTime.startsWith(date)).length;
    const other = n % 29 === 11 ? 0 : (n * 7) % 40;
    if (changes + other > 0) byDay[date] = changes + other;
  }
  return { account, region, records: Object.values(byDay).reduce((sum, count) => sum + count, 0), byDay };
}

function tally<K extends string>(rows: readonly PopulationRow[], key: (row: PopulationRow) => K): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + 1;
  return counts;
}

function byClass(rows: readonly PopulationRow[]): Record<RowClass, number> {
  return Object.fromEntries(rowClasses.map((name) => [name, rows.filter((row) => row.class === name).length])) as Record<RowClass, number>;
}

function makeEvidence(
  rows: readonly PopulationRow[],
  findings: readonly EvidenceFinding[],
  limits: readonly Limit[],
  jsonlSha256: string,
): Evidence {
  const open = findings.filter((finding) => finding.status === 'open').length;
  const days = [...new Set(rows.map((row) => row.eventTime.slice(0, 10)))];
  const classes = byClass(rows);
  return {
    schema: 'https://sagewarden.dev/evidence/1',
    tool: { name: 'sagewarden', version: '0.1.0' },
    generatedAt: '2026-04-02T08:00:00Z',
    verdict: verdictOf(open, findings.length - open, limits),
    limits,
    period: { from: '2026-01-01T00:00:00Z', to: '2026-04-01T00:00:00Z', given: true },
    scope: {
      accounts,
      regions,
      limitedTo: { accounts: [], regions: [] },
      operations: ['CreateModel', 'CreateTrainingJob'],
      excludedOperations: [],
      rules: ['vpc-required', 'network-isolation-required'],
    },
    integrity: { verified: false, acceptedUnverified: limits.every((limit) => !limit.inconclusive), digests: null },
    population: {
      rows: rows.length,
      byClass: classes,
      byAccount: tally(rows, (row) => row.account),
      byRegion: tally(rows, (row) => row.region),
      byDay: Object.fromEntries(days.map((date) => [date, byClass(rows.filter((row) => row.eventTime.startsWith(date)))])),
      byOperation: tally(rows, (row) => row.eventName),
      jsonlSha256,
    },
    tieOut: [
      {
        id: 'records',
        total: { label: 'records read', count: rows.length + 905 },
        terms: [
          { label: 'changes and failed attempts', count: rows.length },
          { label: 'other services', count: 900 },
          { label: 'out of period', count: 5 },
        ],
        balances: true,
      },
      {
        id: 'population',
        total: { label: 'population', count: rows.length },
        terms: rowClasses.map((name) => ({ label: name, count: classes[name] })),
        balances: true,
      },
    ],
    findings,
    exposures: findings.map(makeExposure).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.eventId < b.eventId ? -1 : 1)),
    activity: accounts.flatMap((account) => regions.map((region) => makeActivity(account, region, rows))),
    coverage: makeCoverage(rows),
    trailControl:
      rows.length > 300
        ? [
            {
              eventId: uuid(9_001),
              eventTime: '2026-02-03T04:05:06Z',
              account: accounts[0],
              region: regions[0],
              eventName: 'StopLogging',
              actor: {
                type: 'IAMUser',
                name: 'arn:aws:iam::111122223333:user/mallory',
                principal: 'arn:aws:iam::111122223333:user/mallory',
              },
              sourceIp: '203.0.113.9',
              userAgent: 'aws-cli/2',
              trail: 'organisation',
              blinding: true,
              takes: ['logging'],
              restores: [],
              errorCode: null,
              minutesLost: 95,
              resumedBy: {
                eventId: uuid(9_002),
                eventName: 'StartLogging',
                eventTime: '2026-02-03T05:39:50Z',
                actor: 'arn:aws:iam::111122223333:user/mallory',
              },
            },
          ]
        : [],
    lifecycle: [],
    problems:
      rows.length > 300
        ? [
            {
              object: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/09/broken.json.gz',
              what: 'the gzip stream ends early',
              fix: 'copy the object from the bucket again',
            },
          ]
        : [],
    objectVersions: [],
    response: null,
    exemptions: [
      {
        id: 'EX-7',
        rules: ['vpc-required'],
        match: { account: accounts[0], name: 'churn-*' },
        reason: 'Public data only, reviewed by the data office',
        approver: 'ciso@example.com',
        approved: '2025-12-01T00:00:00Z',
        expires: '2026-06-01T00:00:00Z',
        ticket: 'SEC-1234',
        hits: findings.length - open,
        flags: findings.length === open ? ['unused'] : [],
      },
    ],
    rules: [
      { id: 'vpc-required', title: 'Resources run in a VPC', enabled: true, severity: 'high', settings: {} },
      { id: 'network-isolation-required', title: 'Containers run in network isolation', enabled: true, severity: 'high', settings: {} },
      { id: 'remote-debug-disabled', title: 'Remote debugging is off', enabled: false, severity: 'medium', settings: {} },
    ],
    networkSnapshot: null,
    policy: {
      source: 'sagewarden.yml',
      sha256: 'c0ffee'.padEnd(64, '0'),
      scope: { accounts: [], regions: [], excludeOperations: [] },
      enforcement: { mode: 'dry-run', maxStopsPerHour: 10, actions: [] },
      controls: [{ id: 'NET-01', title: 'Training runs in the research VPC', rules: ['vpc-required'] }],
    },
  };
}
