import type { DigestSummary } from '../../core/evidence/reading.ts';
import type { DigestChain } from '../../core/integrity.ts';
import { count, counted, listed } from '../../text/numbers.ts';
import { type PageData, rowsShown } from './data.ts';
import { part, rest, table } from './layout.ts';
import { code, html, type Markup, untrusted, whole } from './markup.ts';
import { shape } from './shapes.ts';

/** What CloudTrail's own signatures say of the log files. */
export function digests({ evidence }: PageData): Markup {
  const found = evidence.integrity.digests;
  if (found === null)
    return part('digests', html`<p>The log files were not held against the digests of CloudTrail in this run (<code>--verify</code>).</p>`);
  return part(
    'digests',
    html`<p>${verdict(found)}</p>
${figures(found)}
${found.chains.length === 0 ? '' : table('Chains of digests', chainColumns, found.chains.slice(0, rowsShown).map(chain))}
${rest(Math.min(found.chains.length, rowsShown), found.chains.length, 'chains', 'evidence.json')}
${notValid(found)}
${unnamed(found)}
<p class="note">Keys that valid digests were signed with: ${found.keyFingerprints.length === 0 ? 'none' : code(listed(found.keyFingerprints, 20), 1_000)}.</p>`,
  );
}

function verdict({ verdict: of }: DigestSummary): Markup {
  if (of === 'valid')
    return html`<span class="mark c-compliant">${shape('compliant')} Valid</span>: every log file is named by a digest that CloudTrail signed, and is as it was delivered; none is missing.`;
  return of === 'tampered'
    ? html`<span class="mark c-non-compliant">${shape('non-compliant')} Not as delivered</span>: digests or log files were altered, removed or put there. Each is named below.`
    : html`<span class="mark c-not-evaluable">${shape('not-evaluable')} Not all proven</span>: nothing was found altered, and not everything could be proven. See the gap register.`;
}

function figures({ counts, coverage }: DigestSummary): Markup {
  const hours = (name: 'hoursExpected' | 'hoursCovered' | 'hoursEmpty') => count(coverage.reduce((sum, place) => sum + place[name], 0));
  return html`<dl class="facts">
<dt>Log files</dt><dd>${count(counts.logsListed)} listed: ${count(counts.logsValid)} valid, ${count(counts.logsInvalid)} not valid, ${count(counts.logsUnnamed)} named by no digest, ${count(counts.logsNotVerified)} not verified. ${count(counts.logsMissing)} missing.</dd>
<dt>Hours</dt><dd>${hours('hoursCovered')} of ${hours('hoursExpected')} covered by valid digests, over all accounts and Regions; ${hours('hoursEmpty')} of them without a log file, which the digests vouch for too.</dd>
</dl>`;
}

const chainColumns = [
  { head: 'Where' },
  { head: 'Trail' },
  { head: 'First and last digest', wide: true },
  { head: 'Valid', numeric: true },
  { head: 'Not valid', numeric: true },
  { head: 'Missing', numeric: true },
];

function chain({ account, region, trail, backfill, first, last, valid, invalid, missing }: DigestChain): unknown[] {
  return [
    html`${whole(account)}<br>${whole(region)}`,
    html`${untrusted(trail)}${backfill ? html`<br><span class="type">backfill</span>` : ''}`,
    html`${code(name(first))}<br>${code(name(last))}`,
    count(valid),
    count(invalid),
    count(missing),
  ];
}

const name = (key: string) => key.slice(key.lastIndexOf('/') + 1);

function notValid({ notValid: all }: DigestSummary): Markup | '' {
  if (all.length === 0) return '';
  const shown = all.slice(0, rowsShown);
  return html`${table(
    'Digests and log files that are not valid',
    [{ head: 'Object', wide: true }, { head: 'Kind' }, { head: 'Reason' }],
    shown.map(({ object, kind, fault }) => [code(object), kind === 'log' ? 'log file' : 'digest', fault]),
  )}
${rest(shown.length, all.length, 'objects', 'evidence.json')}`;
}

function unnamed({ unnamed: all }: DigestSummary): Markup {
  if (all.length === 0) return html`<p>No log file is there that no digest names.</p>`;
  const shown = all.slice(0, rowsShown);
  return html`<p>${counted(all.length, 'log file')} that no digest names:</p>
${table(
  'Log files that no digest names',
  [
    { head: 'Object', wide: true },
    { head: 'What that means', wide: true },
  ],
  shown.map(({ object, planted }) => [
    code(object),
    planted
      ? 'A valid digest covers its time and does not name it: CloudTrail did not deliver it so.'
      : 'The digest of its time is not there.',
  ]),
)}
${rest(shown.length, all.length, 'log files', 'evidence.json')}`;
}
