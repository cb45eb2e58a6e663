import { describe, expect, it } from 'vitest';
import type { Exposure } from '../../src/core/evidence/exposure.ts';
import { endpointWords, exposureSentence, exposuresSentence } from '../../src/report/exposure-words.ts';
import { quietDays } from '../../src/report/quiet-days.ts';
import { durationWords } from '../../src/text/durations.ts';

it.each([
  [0, 'less than a second'],
  [1, '1 second'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [3_599, '59 minutes 59 seconds'],
  [3_600, '1 hour'],
  [3_659, '1 hour'],
  [86_399, '23 hours 59 minutes'],
  [93_784, '1 day 2 hours'],
  [90 * 86_400, '90 days'],
])('%d seconds: %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});

const by = (eventName: string) => ({ eventId: 'e', eventName, eventTime: '2026-08-02T00:00:00Z', actor: 'ana' });
const open: Exposure = {
  eventId: '1',
  account: '111122223333',
  region: 'eu-west-1',
  resourceType: 'Model',
  resourceName: 'm',
  resourceArn: null,
  rules: ['vpc-required'],
  status: 'open',
  from: '2026-08-01T00:00:00Z',
  to: null,
  ending: 'open',
  endedBy: null,
  seconds: 3 * 86_400,
  pauses: [],
  endpoints: [],
  notes: [],
};
const stopped: Exposure = { ...open, to: '2026-08-02T00:00:00Z', ending: 'stopped', endedBy: by('StopTrainingJob'), seconds: 86_400 };
const itself: Exposure = { ...open, resourceType: 'TrainingJob', seconds: null, notes: ['ends-by-itself'] };

describe('an exposure in words', () => {
  it.each<[string, Exposure, string]>([
    ['open', open, '3 days, open at the end of the period'],
    ['ended', stopped, '1 day, stopped by StopTrainingJob at 2026-08-02T00:00:00Z'],
    ['a job that ended by itself: no duration is made up', itself, 'no end on record: jobs end by themselves'],
    [
      'a deleted job: at most',
      { ...stopped, ending: 'deleted', endedBy: by('DeleteTrainingJob'), notes: ['ended-earlier'] },
      'at most 1 day, deleted by DeleteTrainingJob at 2026-08-02T00:00:00Z',
    ],
    [
      'with its parent',
      { ...stopped, endedBy: by('StopHyperParameterTuningJob'), notes: ['ended-by-parent'] },
      '1 day, stopped by StopHyperParameterTuningJob, with the job that spawned it at 2026-08-02T00:00:00Z',
    ],
    [
      'paused',
      { ...open, pauses: [{ from: by('StopNotebookInstance'), to: by('StartNotebookInstance') }] },
      '3 days, open at the end of the period; stopped and started again 1 time, which is taken out',
    ],
    [
      'run on by an endpoint',
      { ...open, notes: ['ran-on'] },
      '3 days, open at the end of the period; an endpoint ran it on after it was deleted or created anew',
    ],
  ])('%s', (_, exposure, words) => {
    expect(exposureSentence(exposure)).toBe(words);
  });

  it.each<[Exposure[], string]>([
    [[], ''],
    [[open], '1 window: 0 have ended, 1 was open at the end of the period. The longest: Model m, 3 days.'],
    [
      [open, stopped, itself],
      '3 windows: 1 has ended, 1 was open at the end of the period, of 1 job no end is on record. The longest: Model m, 3 days.',
    ],
    [[itself], '1 window: 0 have ended, 0 were open at the end of the period, of 1 job no end is on record.'],
  ])('all together', (exposures, words) => {
    expect(exposuresSentence({ exposures })).toBe(words);
  });

  it('an endpoint', () => {
    const endpoint = {
      name: 'live',
      via: { type: 'EndpointConfig', name: 'c' },
      from: '2026-08-01T00:00:00Z',
      startedBy: by('CreateEndpoint'),
    } as const;
    expect(endpointWords({ ...endpoint, to: null, ending: 'open', endedBy: null })).toBe(
      'live, from 2026-08-01T00:00:00Z, still running it at the end of the period',
    );
    expect(endpointWords({ ...endpoint, to: '2026-08-02T00:00:00Z', ending: 'switched', endedBy: by('UpdateEndpoint') })).toBe(
      'live, from 2026-08-01T00:00:00Z, switched by UpdateEndpoint at 2026-08-02T00:00:00Z',
    );
  });
});

describe('quiet days', () => {
  const period = { from: '2026-01-01T00:00:00Z', to: '2026-01-06T00:00:00Z' };
  it.each<[string, Record<string, number>, number, string[]]>([
    ['none', { '2026-01-01': 1, '2026-01-02': 1, '2026-01-03': 1, '2026-01-04': 1, '2026-01-05': 1 }, 0, []],
    ['all', {}, 5, ['2026-01-01 to 2026-01-05']],
    ['at the edges', { '2026-01-02': 1, '2026-01-04': 1 }, 3, ['2026-01-01', '2026-01-03', '2026-01-05']],
    ['a count of zero is one', { '2026-01-01': 2, '2026-01-02': 0, '2026-01-05': 1 }, 3, ['2026-01-02 to 2026-01-04']],
    ['what is outside does not count', { '2025-12-31': 1, '2026-01-06': 1 }, 5, ['2026-01-01 to 2026-01-05']],
  ])('%s', (_, byDay, days, runs) => {
    expect(quietDays({ byDay }, period)).toEqual({ days, runs });
  });

  it('a day that the period only touches is one of its days', () => {
    expect(quietDays({ byDay: {} }, { from: '2026-01-01T23:00:00Z', to: '2026-01-02T01:00:00Z' }).days).toBe(2);
  });

  it.each(['', '2026-01-01T00:00:00Z'])('none in a period without days (%j)', (time) => {
    expect(quietDays({ byDay: { '2026-01-01': 1 } }, { from: time, to: time })).toEqual({ days: 0, runs: [] });
  });
});
