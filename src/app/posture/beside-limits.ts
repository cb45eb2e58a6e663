import type { Limit } from '../../core/evidence/limit.ts';
import type { Against } from './against.ts';
import type { ConfigEvaluations } from './config-evaluations.ts';

/** What a cross-check, and questions that got no answer, leave of the verdict; each with what would close it. */
export function besideLimits(against: Against | undefined, evaluated: ConfigEvaluations | undefined): Limit[] {
  const limits = [...(against ? ofTrail(against) : []), ...(evaluated ? ofEvaluations(evaluated) : [])];
  return limits.filter(({ count }) => count > 0);
}

function ofTrail({ check, trail: { limits } }: Against): Limit[] {
  return [
    {
      code: 'cross-check-hole',
      inconclusive: true,
      count: check.findings,
      what: 'The trail has holes: resources that no record explains, or that are gone or were changed without a record. Each is in cross-check.json.',
      closedBy:
        'Verify the trail against its digests (sagewarden verify), and read the whole of it: every account, Region and day until now.',
    },
    {
      code: 'cross-check-unknown',
      inconclusive: true,
      count: check.unknown,
      what: 'The trail may be silent about some resources or deletions: it does not cover their place or time, or was stopped then. Each is in cross-check.json.',
      closedBy:
        'Read the trails of every account and Region, with --to at or after this run; what was created within the last hour: run again.',
    },
    {
      code: 'cross-check-trail',
      inconclusive: true,
      count: limits.unreadableObjects + limits.unreadableRecords + (limits.nothingRead ? 1 : 0),
      what: limits.nothingRead
        ? 'No record of the period and scope was read of the trail: nothing can be held against it.'
        : 'Log files or records of the trail could not be read: what they tell is not in the cross-check.',
      closedBy: limits.nothingRead ? 'Check the source, --from and --to.' : 'Fetch the objects again from the bucket, and run again.',
    },
    {
      code: 'source-limited',
      inconclusive: false,
      count: limits.source.length,
      what: `What the trail's source did not look at: ${limits.source.join(' ')}`,
      closedBy: "Cross-check with the trail's bucket (s3://...).",
    },
  ];
}

function ofEvaluations({ unasked }: ConfigEvaluations): Limit[] {
  const off = unasked.filter(({ why }) => why === 'not-enabled');
  const failed = unasked.filter(({ why }) => why !== 'not-enabled');
  const words = (all: typeof unasked) =>
    [...new Set(all.map(({ action, why, account, region }) => `${action} in ${account} ${region} (${why})`))].join(', ');
  return [
    {
      code: 'evaluations-unasked',
      inconclusive: true,
      count: failed.length,
      what: `AWS Config or Security Hub did not answer, so that what they say is not compared: ${words(failed)}.`,
      closedBy: 'Allow the actions to the caller or the role, and run again; or leave --config-evaluations out.',
    },
    {
      code: 'evaluations-not-enabled',
      inconclusive: false,
      count: off.length,
      what: `Security Hub is not enabled: ${words(off)}.`,
      closedBy: 'Nothing has to be done.',
    },
  ];
}
