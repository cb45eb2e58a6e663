import type { Limit, TieOutLine } from '../core/evidence.ts';
import type { Policy } from '../core/policy.ts';
import type { Assessed } from './assess.ts';
import type { Scanned } from './scan.ts';

interface LimitsInput {
  readonly scanned: Scanned;
  readonly assessed: Assessed;
  readonly policy: Policy;
  readonly periodGiven: boolean;
  readonly acceptUnverified: boolean;
  readonly tieOut: readonly TieOutLine[];
  readonly notEvaluable: number;
}

/** What keeps the verdict from being more than it is, most serious first, each with what would close it. */
export function limitsOf({ scanned, assessed, policy, periodGiven, acceptUnverified, tieOut, notEvaluable }: LimitsInput): Limit[] {
  const { objects, records } = scanned.counters;
  const blinding = scanned.controls.filter(({ value }) => value.blinding).length + scanned.blindAtStart.length;
  const absent = absentPlaces(policy.scope, scanned);
  const baselined = assessed.findings.filter(({ exemption }) => exemption?.status === 'baseline').length;
  const limits: Limit[] = [
    {
      code: 'does-not-balance',
      inconclusive: true,
      count: tieOut.filter(({ balances }) => !balances).length,
      what: 'The counts do not balance: something was lost or counted twice on the way.',
      closedBy: 'This is a defect of the tool: report it with run.json and evidence.json.',
    },
    {
      code: 'unreadable-object',
      inconclusive: true,
      count: objects.unreadable,
      what: 'Log files could not be read; what they record was not judged. Each is named under problems.',
      closedBy: 'Fetch the named objects again from the bucket, or restore them, and run again.',
    },
    {
      code: 'unreadable-record',
      inconclusive: true,
      count: records.unreadable,
      what: 'Records could not be read as CloudTrail records. Each is named under problems.',
      closedBy: 'Look at the named records; fetch their objects again if they are damaged.',
    },
    {
      code: 'nothing-read',
      inconclusive: true,
      count: records.read - records.outOfPeriod - records.outOfScope - records.unreadable === 0 ? 1 : 0,
      what: 'No record of the period and scope was read: that nothing was found proves nothing.',
      closedBy: 'Check the source, --from and --to, and the scope of the policy.',
    },
    {
      code: 'no-rule-enabled',
      inconclusive: true,
      count: Object.values(policy.rules).some(({ enabled }) => enabled) ? 0 : 1,
      what: 'The policy has every rule turned off: nothing was asked of any change.',
      closedBy: 'Turn rules on in the policy.',
    },
    {
      code: 'uncatalogued-operation',
      inconclusive: true,
      count: scanned.uncatalogued.length,
      what: `SageMaker operations that this version does not know carry a network setting, and were not judged: ${some(scanned.uncatalogued)}.`,
      closedBy: 'Use a version that knows them, or look at those records by hand.',
    },
    {
      code: 'absent-account-or-region',
      inconclusive: true,
      count: absent.length,
      what: `Accounts or regions of the policy's scope have no record in the period: ${some(absent)}.`,
      closedBy: "Add their log files to the source, or take them out of the policy's scope.",
    },
    {
      code: 'conflicting-copies',
      inconclusive: true,
      count: scanned.conflicts.length,
      what: `Events are recorded twice with different contents; every copy was judged: ${some(scanned.conflicts)}.`,
      closedBy: 'Compare the copies and their objects with the digests: one may have been altered or planted.',
    },
    {
      code: 'logging-changed',
      inconclusive: true,
      count: blinding,
      what: 'Logging was stopped or moved, or management write events were taken out of it, in the period or before it; what followed may not be recorded.',
      closedBy: 'See the log-control events; show from another trail or from event history that nothing happened until logging was back.',
    },
    {
      code: 'not-evaluable',
      inconclusive: true,
      count: notEvaluable,
      what: 'Changes could not be judged: their records do not say what the rules ask.',
      closedBy:
        'See the rows of class not-evaluable; show from Describe or another record, beside this evidence, what those requests asked for.',
    },
    {
      code: 'unverified',
      inconclusive: !acceptUnverified,
      count: 1,
      what: `The source was not verified against CloudTrail's digests: a log file that is missing, altered or planted would go unnoticed, and an hour without log files looks like an hour without events.${acceptUnverified ? ' This was accepted (--accept-unverified).' : ''}`,
      closedBy:
        'Validate the log files with CloudTrail digests (aws cloudtrail validate-logs), and give --accept-unverified to accept that here.',
    },
    {
      code: 'baseline',
      inconclusive: false,
      count: baselined,
      what: 'Findings are exempt by a baseline: they were accepted after the fact.',
      closedBy: 'Fix the resources, and remove their entries from the policy.',
    },
    {
      code: 'operations-excluded',
      inconclusive: false,
      count: policy.scope.excludeOperations.length,
      what: `The policy excludes operations: ${some(policy.scope.excludeOperations)}. ${records.excludedOperations} records of them are not in the population.`,
      closedBy: "Take them out of the policy's scope.excludeOperations.",
    },
    {
      code: 'files-left-out',
      inconclusive: false,
      count: scanned.leftOut.length,
      what: `Files that neither are called nor begin like log files were left out: ${some(scanned.leftOut)}.`,
      closedBy: 'Nothing has to be done, unless one of them is a log file.',
    },
    {
      code: 'period-not-given',
      inconclusive: false,
      count: periodGiven ? 0 : 1,
      what: 'No period was given: it is what the records span, so that nothing is said of the time before and after.',
      closedBy: 'Give --from and --to.',
    },
    {
      code: 'publish-dates-left-out',
      inconclusive: false,
      count: objects.skipped['outside-publish-window'],
      what: 'Log files published more than a day before the period or 31 days after it were not read (CloudTrail retries delivery for 30 days): what updates left alone is not known where the resource was created before.',
      closedBy: 'Scan from before those resources were created, for their state.',
    },
  ];
  return limits.filter(({ count }) => count > 0);
}

/** Of the policy's scope: what has no record at all; where both are named, each pair must have one. */
function absentPlaces({ accounts, regions }: Policy['scope'], scanned: Scanned): string[] {
  if (accounts.length === 0 || regions.length === 0) {
    return [...accounts.filter((account) => !scanned.accounts.has(account)), ...regions.filter((region) => !scanned.regions.has(region))];
  }
  return accounts.flatMap((account) => regions.map((region) => `${account} ${region}`)).filter((pair) => !scanned.pairs.has(pair));
}

function some(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ');
}
