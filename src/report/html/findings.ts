import type { EvidenceFinding } from '../../core/evidence.ts';
import type { Because, RuleId } from '../../core/rule.ts';
import { counted } from '../numbers.ts';
import { worstFirst } from '../order.ts';
import { distinct, exemptionSentence } from '../sentences.ts';
import { type PageData, type RecordPlace, rowsShown } from './data.ts';
import { rest, section } from './layout.ts';
import { code, html, type Markup, time, untrusted } from './markup.ts';
import { classMark } from './shapes.ts';

const placesShown = 5;

/** By rule, then by resource; the worst rule and the worst resource first. */
export function findings({ evidence, records }: PageData): Markup {
  const all = worstFirst(evidence.findings);
  if (all.length === 0) {
    return section('findings', html`<p>None. No change in the population broke a rule in force.</p>`);
  }
  return section(
    'findings',
    [...groupedBy(all, (finding) => finding.rule)].map(([rule, found]) => ruleGroup(rule, found, { evidence, records })),
  );
}

function ruleGroup(rule: RuleId, found: readonly EvidenceFinding[], { evidence, records }: Pick<PageData, 'evidence' | 'records'>): Markup {
  const shown = found.slice(0, rowsShown);
  const open = found.filter((finding) => finding.status === 'open').length;
  const exempt = found.length - open;
  const title = evidence.rules.find(({ id }) => id === rule)?.title ?? '';
  return html`<section class="rule" aria-labelledby="rule-${rule}">
<h3 id="rule-${rule}"><code>${rule}</code> <span>${title}</span></h3>
<p class="note">${counted(open, 'open finding')}${exempt > 0 ? `, ${counted(exempt, 'exempt finding')}` : ''}, by ${counted(distinct(found, 'principal'), 'principal')}.</p>
<ol class="resources">
${[...groupedBy(shown, resourceKey).values()].map((ofResource) => resourceItem(ofResource, records))}</ol>
${rest(shown.length, found.length, 'findings of this rule', 'evidence.json')}</section>
`;
}

function resourceItem(found: readonly EvidenceFinding[], records: PageData['records']): Markup {
  const [first] = found;
  if (!first) return html``;
  return html`<li class="resource"><div class="what-it-is">
<p class="type">${first.resourceType}</p>
<p class="name">${untrusted(first.resourceName ?? '(name not recorded)', 120)}</p>
<p class="where">${untrusted(first.account)} · ${untrusted(first.region)}</p>
${first.resourceArn === null ? '' : html`<p class="arn">${code(first.resourceArn)}</p>`}
</div><ol class="changes">${found.map((finding) => findingItem(finding, records.get(finding.eventId)))}</ol></li>
`;
}

function findingItem(finding: EvidenceFinding, record: RecordPlace | undefined): Markup {
  const exemption = exemptionSentence(finding);
  const others = finding.because.length - placesShown;
  return html`<li><div>
<p class="marks"><span class="severity s-${finding.severity}">${finding.severity}</span>${finding.status === 'exempt' ? classMark('exempt') : ''}</p>
${finding.because.slice(0, placesShown).map(placeItem)}${others > 0 ? html`<p class="note">and ${counted(others, 'more place')}, in <code>evidence.json</code></p>` : ''}
${exemption ? html`<p class="note">${untrusted(exemption)}</p>` : ''}
</div><dl>
<dt>When</dt><dd>${time(finding.eventTime)}</dd>
<dt>Who</dt><dd>${code(finding.actor)}</dd>
<dt>How</dt><dd>${untrusted(finding.eventName)}</dd>
</dl><dl class="source">
<dt>Event</dt><dd>${code(finding.eventId)}</dd>
${record ? html`<dt>Record</dt><dd>${code(record.object)} record ${record.recordIndex}</dd>` : ''}
</dl></li>
`;
}

function placeItem({ at, found, expected }: Because): Markup {
  return html`<p class="place">${code(at)}<span class="pair">found <b>${untrusted(found)}</b>, expected <b>${untrusted(expected)}</b></span></p>`;
}

function resourceKey(finding: EvidenceFinding): string {
  const id = finding.resourceArn ?? finding.resourceName ?? finding.eventId;
  return JSON.stringify([finding.account, finding.region, finding.resourceType, id]);
}

function groupedBy<K>(all: readonly EvidenceFinding[], key: (finding: EvidenceFinding) => K): Map<K, EvidenceFinding[]> {
  const groups = new Map<K, EvidenceFinding[]>();
  for (const finding of all) {
    const group = groups.get(key(finding));
    if (group) group.push(finding);
    else groups.set(key(finding), [finding]);
  }
  return groups;
}
