import { count } from '../../text/numbers.ts';
import type { PageData } from './data.ts';
import { section } from './layout.ts';
import { html, type Markup, time, untrusted } from './markup.ts';
import { postureScopeSection } from './posture.ts';
import { redacted } from './redacted.ts';

export function scope({ evidence }: PageData): Markup {
  const { scope: of, period, integrity } = evidence;
  if (evidence.posture) return postureScopeSection(evidence, evidence.posture);
  const limited = [...of.limitedTo.accounts, ...of.limitedTo.regions];
  return section(
    'scope',
    html`<dl class="facts">
<dt>Period</dt><dd>${time(period.from)} until before ${time(period.to)} (UTC)${period.given ? '' : '; not asked for, taken from the records that were read'}</dd>
<dt>Accounts</dt><dd>${names(of.accounts, 'none seen')}</dd>
<dt>Regions</dt><dd>${names(of.regions, 'none seen')}</dd>
<dt>Limited by the policy to</dt><dd>${names(limited, 'nothing: all that the source has')}</dd>
<dt>Operations left out</dt><dd>${names(of.excludedOperations, 'none')}</dd>
<dt>Operations in scope</dt><dd><details><summary>${count(of.operations.length)} SageMaker operations</summary><p>${names(of.operations, 'none')}</p></details></dd>
<dt>Rules</dt><dd>${names(of.rules, 'none')}</dd>
<dt>Integrity of the records</dt><dd>${integrityWords(integrity)}</dd>
${redacted(evidence)}</dl>`,
  );
}

function names(all: readonly string[], none: string): Markup | string {
  if (all.length === 0) return none;
  return html`<ul class="inline">${all.map((name) => html`<li>${untrusted(name)}</li> `)}</ul>`;
}

function integrityWords({ verified, acceptedUnverified }: PageData['evidence']['integrity']): string {
  if (verified) return 'verified against the digest files of CloudTrail';
  return acceptedUnverified ? 'not verified, and accepted so for this run' : 'not verified';
}
