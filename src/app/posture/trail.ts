import { coverageOf, type Gap } from '../../core/coverage.ts';
import type { CrossCheckInput } from '../../core/cross-check.ts';
import { withMinutesLost } from '../../core/log-gaps.ts';
import type { Policy } from '../../core/policy.ts';
import { msPerDay } from '../../core/time.ts';
import type { Period, Scanned } from '../scan/model.ts';

type Trail = CrossCheckInput['trail'];

/** What a pass over a trail tells a cross-check. Without a period of its own the trail is held to reach until `now`. */
export function trailOf(scanned: Scanned, policy: Policy, given: Period | undefined, now: string): Trail {
  const period = given ?? { from: scanned.period.from, to: scanned.period.to > now ? scanned.period.to : now };
  const places = scanned.activity.map(({ account, region }) => ({ account, region }));
  const controls = [...scanned.blindAtStart, ...scanned.controls.map(({ value }) => value)];
  const { gaps } = coverageOf({
    period,
    cells: scanned.cells,
    trailControl: withMinutesLost(controls, period),
    organisation: scanned.organisation,
    verified: [],
    gaps: unread(scanned, period),
    expected: [],
    lateDelivery: scanned.lateDelivery,
  });
  return {
    period,
    places,
    gaps,
    changes: scanned.changes.map(({ value }) => value),
    earlier: scanned.earlier,
    lifecycle: scanned.lifecycle.map(({ value }) => value),
    excludedOperations: policy.scope.excludeOperations,
  };
}

/** Of the account, Region and day of each log file that could not be read: its records are of that day, or of the one before. */
function unread({ problems }: Scanned, period: Period): Gap[] {
  return problems.map(({ object }): Gap => {
    const { account, region, date } = logFile.exec(object)?.groups ?? {};
    const start = date === undefined ? Number.NaN : Date.parse(`${date.replaceAll('/', '-')}T00:00:00Z`);
    const cause = 'log-unreadable';
    if (account === undefined || region === undefined || Number.isNaN(start))
      return { account: null, region: null, ...period, cause, source: object };
    const [from, to] = [new Date(start - msPerDay).toISOString(), new Date(start + msPerDay).toISOString()];
    return { account, region, from, to, cause, source: object };
  });
}

/** CloudTrail User Guide, "Finding your CloudTrail log files". */
const logFile = /AWSLogs\/(o-[a-z0-9]+\/)?(?<account>\d{12})\/CloudTrail\/(?<region>[a-z0-9-]+)\/(?<date>\d{4}\/\d{2}\/\d{2})\//;
