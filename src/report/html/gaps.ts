import type { Gap, GapCause } from '../../core/coverage.ts';
import { durationWords } from '../../text/durations.ts';
import { count, counted } from '../../text/numbers.ts';
import { type PageData, rowsShown } from './data.ts';
import { part, rest, table } from './layout.ts';
import { code, html, type Markup, time, whole } from './markup.ts';

const columns = [
  { head: 'From' },
  { head: 'Until before' },
  { head: 'Duration' },
  { head: 'Where' },
  { head: 'Cause', wide: true },
  { head: 'What would close it', wide: true },
];

/** What is known not to be covered, and the late deliveries that could look like it. */
export function gaps({ evidence }: PageData): Markup {
  const all = evidence.coverage.gaps;
  const shown = all.slice(0, rowsShown);
  const none = evidence.integrity.digests
    ? 'None: the digests of CloudTrail cover the whole period, and no event changed what is logged.'
    : 'None is known. Without the digests of CloudTrail a gap of the log files cannot be told from a quiet time: scan with --verify.';
  return part(
    'gaps',
    all.length === 0
      ? html`<p>${none}</p>`
      : html`<p>${counted(all.length, 'gap')} in the period; they may overlap, so they are not added up. What happened in a gap may not be in this evidence.</p>
${table('Each gap, in order of time', columns, shown.map(cells))}
${rest(shown.length, all.length, 'gaps', 'evidence.json')}`,
    late(evidence.coverage.lateDelivery),
  );
}

function cells({ account, region, from, to, cause, source }: Gap): unknown[] {
  const { what, closedBy } = causes[cause];
  return [
    time(from),
    time(to),
    durationWords((Date.parse(to) - Date.parse(from)) / 1000),
    html`${account === null ? 'every account' : whole(account)}<br>${region === null ? 'every Region' : whole(region)}`,
    html`${what}${source === null ? '' : html`<br>${code(source)}`}`,
    closedBy,
  ];
}

function late({ records, objects, longestHours }: PageData['evidence']['coverage']['lateDelivery']): Markup {
  if (records === 0)
    return html`<p>No record was delivered more than an hour after its event, as far as the names of the log files tell.</p>`;
  return html`<p>Delivered more than an hour after the event: ${counted(records, 'record')} in ${counted(objects, 'log file')}, the latest after ${count(longestHours)} hours. They were read and judged as any other.</p>`;
}

const elsewhere = 'Show from another trail or from event history what happened in it.';
const restore = 'Restore the object from another copy or version of the bucket, and scan again.';

const causes: Readonly<Record<GapCause, { readonly what: string; readonly closedBy: string }>> = {
  'logging-stopped': { what: 'Logging was stopped', closedBy: elsewhere },
  'logging-changed': { what: 'What the trail logs, or where to, was changed', closedBy: elsewhere },
  'chain-restarted': {
    what: 'The chain of digests starts anew, and no record says why',
    closedBy: `${elsewhere} Find the record that stopped or started logging.`,
  },
  'before-first-digest': {
    what: 'No digest reaches back to the beginning of the period',
    closedBy: 'Add the digests from before, or show that the trail was not there yet.',
  },
  'digest-missing': { what: 'A digest is missing', closedBy: restore },
  'digest-invalid': { what: 'A digest is not as CloudTrail signed it', closedBy: restore },
  'digest-not-proven': {
    what: 'A digest could not be proven: no signature or no public key was at hand',
    closedBy: 'Scan the bucket itself, or add the sidecar files and public keys.',
  },
  'other-bucket': { what: 'The chain of digests goes on in another bucket', closedBy: 'Add the other bucket’s objects.' },
  'log-missing': { what: 'A log file that a digest names is missing', closedBy: restore },
  'log-invalid': { what: 'A log file is not as CloudTrail delivered it', closedBy: restore },
  'log-unreadable': { what: 'A log file could not be read', closedBy: 'See what could not be read, below; fetch the object again.' },
  'newest-end-not-covered': {
    what: 'No digest of the trail reaches to the end of the period and 15 minutes past it, when the last of it is delivered',
    closedBy:
      'Scan again two hours after the end of the period, when the digest of those minutes is there, or show that the trail has ended.',
  },
  'no-digests': {
    what: 'There are log files, and not one digest',
    closedBy: 'Add the CloudTrail-Digest folder, or turn on log file validation.',
  },
  'no-records': {
    what: 'Expected by the policy, and nothing of it was read',
    closedBy: 'Add its log files, or take it out of the policy’s scope.',
  },
};
