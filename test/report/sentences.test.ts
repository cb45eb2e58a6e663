import { describe, expect, it } from 'vitest';
import type { Limit } from '../../src/core/evidence/limit.ts';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { claimSentence, findingSentence, logControlSentence, tieOutSentence, verdictSentence } from '../../src/report/sentences.ts';
import { becauseWords } from '../../src/text/because.ts';
import { makeRun, unverified } from './evidence-factory.ts';

const said: Limit = { ...unverified, inconclusive: false };
const cases: readonly (readonly [string, Evidence, string])[] = [
  [
    'CONFIRMED',
    makeRun({ findings: 0, compliant: 1, limits: [] }).evidence,
    'The claim holds: no finding among 1 change in the population. The integrity of the records was not verified, and that was accepted for this run.',
  ],
  [
    'CONFIRMED, verified',
    {
      ...makeRun({ findings: 0, compliant: 2, limits: [] }).evidence,
      integrity: { verified: true, acceptedUnverified: false, digests: null },
    },
    'The claim holds: no finding among 2 changes in the population. The integrity of the records was verified.',
  ],
  [
    'CONFIRMED_WITH_EXCEPTIONS',
    makeRun({ findings: 2, compliant: 1_200, exemptEvery: 1, limits: [said] }).evidence,
    'The claim holds except for 2 findings covered by 1 exemption, among 1,202 changes in the population. The integrity of the records was not verified, and that was accepted for this run.',
  ],
  [
    'NOT_CONFIRMED',
    makeRun({ findings: 3, compliant: 8, limits: [said] }).evidence,
    'The claim does not hold: 3 findings on 3 changes by 2 principals, covered by no exemption, among 11 changes in the population. The integrity of the records was not verified, and that was accepted for this run.',
  ],
  [
    'NOT_CONFIRMED, which hides that it would be inconclusive',
    makeRun({ findings: 1, compliant: 0 }).evidence,
    'The claim does not hold: 1 finding on 1 change by 1 principal, covered by no exemption, among 1 change in the population. Without them it would be inconclusive: the integrity of the records was not verified.',
  ],
  [
    'INCONCLUSIVE',
    makeRun({ findings: 0, limits: [unverified, { ...unverified, what: 'CloudTrail stopped' }] }).evidence,
    'The claim can be neither confirmed nor denied: the integrity of the records was not verified; CloudTrail stopped.',
  ],
];

describe('verdictSentence', () => {
  it.each(cases)('%s', (name, evidence, expected) => {
    expect(evidence.verdict).toBe(name.split(',')[0]);
    expect(verdictSentence(evidence)).toBe(expected);
  });
});

it('claims scope, period and the rules that are on', () => {
  const { evidence } = makeRun();
  expect(claimSentence(evidence)).toBe(
    'No SageMaker resource was created or changed against the rules vpc-required and network-isolation-required in accounts 111122223333 and 444455556666, regions eu-west-1 and us-east-1, from 2026-01-01T00:00:00Z until before 2026-04-01T00:00:00Z.',
  );
  const bare = { ...evidence, rules: evidence.rules.slice(0, 1), scope: { ...evidence.scope, accounts: [], regions: [] } };
  expect(claimSentence(bare)).toBe(
    'No SageMaker resource was created or changed against the rule vpc-required, from 2026-01-01T00:00:00Z until before 2026-04-01T00:00:00Z.',
  );
});

it('says what was found where', () => {
  const finding = makeRun().evidence.findings[0]!;
  expect(findingSentence(finding)).toBe('TrainingJob churn-train-0: VpcConfig: found none, expected VpcConfig (vpc-required).');
  expect(findingSentence({ ...finding, resourceName: null })).toContain('TrainingJob (name not recorded):');
  const because = finding.because[0]!;
  expect(becauseWords(Array.from({ length: 5 }, (_, at) => ({ ...because, at: `Groups[${at}]` })))).toBe(
    'Groups[0]: found none, expected VpcConfig; Groups[1]: found none, expected VpcConfig; Groups[2]: found none, expected VpcConfig; and 2 more places',
  );
});

it('states what was searched when nothing was found', () => {
  const few = makeRun().evidence;
  const many = makeRun({ compliant: 400 }).evidence;
  const event = many.trailControl[0]!;
  const start = { ...event, eventName: 'StartLogging', blinding: false };
  expect(logControlSentence(few)).toBe('None found in 916 records.');
  expect(logControlSentence({ ...few, tieOut: [] })).toBe('None found in the records that were read.');
  expect(logControlSentence(many)).toBe('1 event found in 1,308 records; after it, operations may have gone unrecorded.');
  expect(logControlSentence({ ...many, trailControl: [start] })).toBe(
    '1 event found in 1,308 records; none stops the recording of SageMaker operations.',
  );
  expect(logControlSentence({ ...many, trailControl: [event, start] })).toBe(
    '2 events found in 1,308 records; after 1 of them, operations may have gone unrecorded.',
  );
});

it('names the lines that do not balance', () => {
  const { evidence } = makeRun();
  const [first, second] = evidence.tieOut;
  expect(tieOutSentence(evidence)).toBe('2 of 2 lines balance');
  expect(tieOutSentence({ ...evidence, tieOut: [first!, { ...second!, balances: false }] })).toBe(
    '1 of 2 lines does not balance: population',
  );
  expect(tieOutSentence({ ...evidence, tieOut: [] })).toBe('no line was counted');
});
