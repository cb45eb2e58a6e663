import type { Limit } from '../core/evidence/limit.ts';
import type { TieOutLine } from '../core/evidence/reading.ts';
import { type Integrity, unproven } from '../core/integrity.ts';
import type { Policy } from '../core/policy.ts';
import type { Assessed } from './assess.ts';
import { missingPlaces } from './expected.ts';
import type { Scanned } from './scan/model.ts';

interface LimitsInput {
  readonly scanned: Scanned;
  readonly assessed: Assessed;
  readonly policy: Policy;
  readonly periodGiven: boolean;
  readonly acceptUnverified: boolean;
  readonly tieOut: readonly TieOutLine[];
  readonly notEvaluable: number;
  /** What the source did not look at, a sentence each. */
  readonly sourceLimits?: readonly string[] | undefined;
  /** Absent: it was not asked for. */
  readonly integrity?: Integrity;
}

/** What keeps the verdict from being more than it is, most serious first, each with what would close it. */
export function limitsOf({
  scanned,
  assessed,
  policy,
  periodGiven,
  acceptUnverified,
  tieOut,
  notEvaluable,
  sourceLimits = [],
  integrity,
}: LimitsInput): Limit[] {
  const { objects, records } = scanned.counters;
  const blinding = scanned.controls.filter(({ value }) => value.blinding).length + scanned.blindAtStart.length;
  const absent = missingPlaces(policy.scope, scanned).map(({ account, region }) => [account, region].filter(Boolean).join(' '));
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
      code: 'folders-not-listed',
      inconclusive: true,
      count: scanned.unlisted.length,
      what: `Folders beside the trail were not looked through, and may hold other trails: ${some(scanned.unlisted)}.`,
      closedBy: 'Name the trail itself as the source (its prefix, which ends in AWSLogs/), or each of these folders in a scan of its own.',
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
      count: scanned.activity.length === 0 ? 1 : 0,
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
      code: 'tampered',
      inconclusive: true,
      count: integrity?.verdict === 'tampered' ? 1 : 0,
      what: `The trail is not as CloudTrail delivered it: ${tampering(integrity)}. Each object is named under digests.`,
      closedBy: 'Find out who changed the bucket; restore the objects from another copy or version, and scan again.',
    },
    {
      code: 'coverage-gap',
      inconclusive: true,
      count: integrity ? Math.max(integrity.gaps.length, integrity.verdict === 'gap' ? 1 : 0) : 0,
      what: `The digests do not vouch for the whole period: ${causes(integrity)}. Each is in the gap register or named under digests.`,
      closedBy: 'See the gap register: each gap says what would close it.',
    },
    {
      code: 'unverified',
      inconclusive: !acceptUnverified,
      count: integrity ? 0 : 1,
      what: `The source was not verified against CloudTrail's digests: a log file that is missing, altered or planted would go unnoticed, and an hour without log files looks like an hour without events.${acceptUnverified ? ' This was accepted (--accept-unverified).' : ''}`,
      closedBy: 'Scan with --verify where the archive has the digests of CloudTrail, or give --accept-unverified to accept that.',
    },
    {
      code: 'source-limited',
      inconclusive: false,
      count: sourceLimits.length,
      what: sourceLimits.join(' '),
      closedBy: "Scan the trail's bucket with the whole organisation and every Region in it, and hold it against its digests (--verify).",
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

function tampering(integrity: Integrity | undefined): string {
  if (!integrity) return '';
  const invalid = [...integrity.digests.values()].filter((verdict) => verdict !== 'valid' && !unproven.has(verdict)).length;
  const planted = integrity.unnamed.filter((log) => log.planted).length;
  const { logsInvalid, logsMissing } = integrity.counts;
  const parts: readonly (readonly [number, string])[] = [
    [invalid, 'digests not valid or missing'],
    [logsInvalid, 'log files not valid'],
    [logsMissing, 'log files missing'],
    [planted, 'log files put there'],
  ];
  return parts.flatMap(([number, what]) => (number > 0 ? [`${number} ${what}`] : [])).join(', ');
}

function causes(integrity: Integrity | undefined): string {
  if (!integrity) return '';
  const counts = new Map<string, number>();
  for (const { cause } of integrity.gaps) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  const unnamed = integrity.unnamed.filter(({ planted }) => !planted).length;
  const notProven = [...integrity.digests.values(), ...integrity.logs.values()].filter((verdict) => unproven.has(verdict)).length;
  return [
    ...[...counts].map(([cause, number]) => `${number} ${cause}`),
    ...(unnamed > 0 ? [`${unnamed} log files that no digest names`] : []),
    ...(notProven > 0 ? [`${notProven} digests or log files that are not proven`] : []),
  ].join(', ');
}

export function some(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ');
}
