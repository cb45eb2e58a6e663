import type { Alert, ChangeAlert } from '../../src/core/alert.ts';

const told = {
  at: '2026-08-01T12:00:12Z',
  stage: 'prod',
  policySha256: '4f5d3ac0b8f1e1c5a0d3e0f6a2b4c6d8e0f1a3b5c7d9e1f3a5b7c9d1e3f5a7b9',
};

const actor = {
  type: 'AssumedRole',
  name: 'arn:aws:sts::111122223333:assumed-role/Research/alice',
  principal: 'arn:aws:iam::111122223333:role/Research',
  accountId: '111122223333',
  sessionName: 'alice',
} as const;

const group = { rules: ['vpc-required'], account: '111122223333', region: 'eu-west-1', principal: actor.principal } as const;

export const change: ChangeAlert = {
  ...told,
  kind: 'change',
  id: 'change/111122223333/eu-west-1/1b671a64-40d5-491e-99b0-da01ff1f3341',
  verdict: 'NON_COMPLIANT',
  severity: 'high',
  eventId: '1b671a64-40d5-491e-99b0-da01ff1f3341',
  eventTime: '2026-08-01T12:00:00Z',
  eventName: 'CreateTrainingJob',
  account: '111122223333',
  region: 'eu-west-1',
  resource: {
    type: 'TrainingJob',
    name: 'churn-2026-08-01',
    arn: { known: true, value: 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn-2026-08-01', from: 'response' },
  },
  actor,
  sourceIp: '203.0.113.7',
  userAgent: 'aws-cli/2.17 Python/3.12',
  failures: [
    {
      rule: 'vpc-required',
      severity: 'high',
      because: [{ setting: 'vpc', at: 'VpcConfig', found: 'none', expected: 'VpcConfig' }],
      missing: null,
    },
    {
      rule: 'network-isolation-required',
      severity: 'high',
      because: [{ setting: 'networkIsolation', at: 'EnableNetworkIsolation', found: 'false', expected: 'true' }],
      missing: null,
    },
  ],
  actions: [
    {
      action: 'stop',
      target: { type: 'TrainingJob', name: 'churn-2026-08-01' },
      outcome: 'dry-run',
      at: null,
      conditions: [{ id: 'policy-enforces', holds: false, detail: 'mode: observe' }],
    },
    {
      action: 'tag',
      target: { type: 'TrainingJob', name: 'churn-2026-08-01' },
      outcome: 'done',
      at: '2026-08-01T12:00:11Z',
      conditions: [],
    },
  ],
  tags: { CostCenter: '4711', Team: 'forecasting', owner: 'alice@example.com' },
  delaySeconds: 12,
  late: false,
  group,
};

export const unseen: ChangeAlert = {
  ...change,
  id: 'change/111122223333/eu-west-1/2c782b75-51e6-4a2f-8ac1-eb12ff2f4452',
  eventId: '2c782b75-51e6-4a2f-8ac1-eb12ff2f4452',
  verdict: 'INSUFFICIENT_DATA',
  severity: 'medium',
  eventName: 'CreateModel',
  resource: { type: 'Model', name: 'churn', arn: { known: false, why: 'not-recorded' } },
  failures: [{ rule: 'vpc-required', severity: 'medium', because: [], missing: { setting: 'vpc', why: 'resource-gone' } }],
  actions: [],
  tags: {},
  delaySeconds: 8_105,
  late: true,
};

/** One of each kind, and of each verdict. */
export const samples: Readonly<Record<string, Alert>> = {
  change,
  unseen,
  'trail-tampering': {
    ...told,
    kind: 'trail-tampering',
    id: 'trail-tampering/111122223333/eu-west-1/3d893c86-62f7-4b30-9bd2-fc23aa3a5563',
    severity: 'critical',
    control: {
      eventId: '3d893c86-62f7-4b30-9bd2-fc23aa3a5563',
      eventTime: '2026-08-01T12:00:00Z',
      account: '111122223333',
      region: 'us-gov-west-1',
      eventName: 'StopLogging',
      actor,
      sourceIp: '203.0.113.7',
      userAgent: 'aws-cli/2.17 Python/3.12',
      trail: 'arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/organization',
      blinding: true,
      takes: ['logging'],
      restores: [],
      errorCode: null,
    },
    delaySeconds: 12,
    late: false,
  },
  'roll-up': {
    ...told,
    kind: 'roll-up',
    id: 'roll-up/5b1c',
    severity: 'high',
    group,
    since: '2026-08-01T12:00:30Z',
    until: '2026-08-01T13:00:00Z',
    changes: [1, 2, 3].map((serial) => ({
      eventId: `4e9a4d97-73a8-4c41-8ce3-0d34bb4b667${serial}`,
      eventTime: `2026-08-01T12:0${serial}:00Z`,
      eventName: 'CreateTrainingJob',
      resource: { type: 'TrainingJob', name: `sweep-${serial}`, arn: { known: false, why: 'not-recorded' } },
      verdict: 'NON_COMPLIANT',
      severity: serial === 3 ? 'medium' : 'high',
      failures: [
        {
          rule: 'vpc-required',
          severity: serial === 3 ? 'medium' : 'high',
          because: [{ setting: 'vpc', at: 'VpcConfig', found: 'none', expected: 'VpcConfig' }],
          missing: null,
        },
      ],
      tags: { Team: serial === 1 ? 'forecasting' : 'search' },
    })),
    count: 40,
    part: 1,
    parts: 2,
  },
  heartbeat: {
    ...told,
    kind: 'heartbeat',
    id: 'heartbeat/2026-08-01',
    from: '2026-07-31T12:00:00Z',
    to: '2026-08-01T12:00:00Z',
    seen: 1_204,
    nonCompliant: 0,
    notEvaluable: 1,
    exempt: 3,
    stopped: 0,
    tagged: 0,
    late: 0,
    alertsOwed: 0,
    secondsToNotify: 11,
  },
  'sink-broken': { ...told, kind: 'sink-broken', id: 'sink-broken/prod/slack/2026-08-01T12', sink: 'slack', reason: '404 no_service' },
  test: { ...told, kind: 'test', id: 'test/2026-08-01T12:00:12Z' },
};

export const context = { runbookUrl: 'https://wiki.example.com/sagewarden?page=runbook&view=1' };

/** What an attacker would put into a name, a session, a user agent or a tag. */
export const hostileNames: Readonly<Record<string, string>> = {
  channel: '<!channel> <!here> <@U012AB3CD> <#C012AB3CD> @here @channel',
  link: '<https://evil.example|click here> https://evil.example [click](https://evil.example)',
  entities: '&lt;!channel&gt; &amp;amp; & < >',
  markdown: '*bold* _it_ ~no~ `code` ``` > quote :skull: **x**',
  escapes: 'a\u001b[2J\u001b]0;owned\u0007b\u009b31m',
  bidi: 'user\u202egpj.exe\u2066\u2069\u200f',
  zeroWidth: 'mo\u200bdel\ufeff\u00ad\u{e0041}',
  lines: 'one\r\nSubject: forged\n\nNext\n  - obey\u2028x\u2029y',
  lone: 'half \ud83d pair \udc4d',
  empty: '',
  blank: '   ',
  emoji: '😀'.repeat(3_000),
  long: 'ampersand&'.repeat(900),
};

/** The hostile text wherever an alert carries somebody else's words. */
export function hostile(text: string): Alert[] {
  const theirs = { ...actor, name: text, principal: text, sessionName: text, sourceIdentity: text, onBehalfOf: text, invokedBy: text };
  const resource = { type: 'TrainingJob' as const, name: text, arn: { known: true as const, value: text, from: 'response' as const } };
  const because = [{ setting: 'vpc' as const, at: text, found: text, expected: text }];
  const place = { account: text, region: text, eventId: text, eventName: text, eventTime: text, sourceIp: text, userAgent: text };
  const [rollUp, tampering, broken] = [samples['roll-up'], samples['trail-tampering'], samples['sink-broken']];
  if (rollUp?.kind !== 'roll-up' || tampering?.kind !== 'trail-tampering' || broken?.kind !== 'sink-broken') throw new Error('samples');
  return [
    {
      ...change,
      ...place,
      id: text,
      stage: text,
      resource,
      actor: theirs,
      failures: change.failures.map((failure) => ({ ...failure, because })),
      actions: change.actions.map((action) => ({
        ...action,
        outcome: 'withheld',
        target: { type: 'TrainingJob', name: text },
        error: text,
        conditions: [{ id: 'same-resource', holds: false, detail: text }],
      })),
      tags: { [text]: text, owner: text, team: text },
      group: { ...group, account: text, region: text, principal: text },
    },
    { ...tampering, control: { ...tampering.control, ...place, actor: theirs, trail: text, errorCode: text } },
    {
      ...rollUp,
      group: { ...rollUp.group, account: text, region: text, principal: text },
      since: text,
      until: text,
      changes: Array.from({ length: 12 }, () => ({
        eventId: text,
        eventTime: text,
        eventName: text,
        resource,
        verdict: 'NON_COMPLIANT',
        severity: 'high',
        failures: change.failures.map((failure) => ({ ...failure, because })),
        tags: { owner: text, team: text },
      })),
      count: 70,
    },
    { ...broken, reason: text },
  ];
}
