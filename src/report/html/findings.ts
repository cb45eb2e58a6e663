import type { Exposure } from '../../core/evidence/exposure.ts';
import type { EvidenceFinding } from '../../core/evidence/finding.ts';
import type { Because, RuleId } from '../../core/rule.ts';
import { rules } from '../../core/rules/index.ts';
import { counted } from '../../text/numbers.ts';
import { endpointWords, exposureSentence } from '../exposure-words.ts';
import { worstFirst } from '../order.ts';
import { pullCommand } from '../reperformance.ts';
import { distinct, exemptionSentence } from '../sentences.ts';
import { type PageData, type RecordPlace, rowsShown } from './data.ts';
import { rest, section } from './layout.ts';
import { code, html, type Markup, sentence, time, untrusted } from './markup.ts';
import { classMark } from './shapes.ts';

/** Over all rules, so that the page stays small; each rule has its share, and not less than a few. */
const findingsShown = { all: 400, least: 40 };
const placesShown = 5;
const endpointsShown = 3;

/** What is known of a finding's change beside the finding, by event ID. */
interface Known {
  readonly records: PageData['records'];
  readonly exposures: ReadonlyMap<string, Exposure>;
}

/** By rule, then by resource; the worst rule and the worst resource first. */
export function findings({ evidence, records }: PageData): Markup {
  const all = worstFirst(evidence.findings);
  if (all.length === 0) {
    return section(
      'findings',
      html`<p>None. No ${evidence.posture ? 'resource' : 'change'} in the population ${evidence.posture ? 'breaks' : 'broke'} a rule in force.</p>`,
    );
  }
  const known: Known = { records, exposures: new Map(evidence.exposures.map((exposure) => [exposure.eventId, exposure])) };
  const groups = groupedBy(all, (finding) => finding.rule);
  const share = Math.min(rowsShown, Math.max(findingsShown.least, Math.floor(findingsShown.all / groups.size)));
  return section(
    'findings',
    [...groups].map(([rule, found]) => ruleGroup(rule, { found, shown: found.slice(0, share) }, evidence, known)),
  );
}

interface Group {
  readonly found: readonly EvidenceFinding[];
  readonly shown: readonly EvidenceFinding[];
}

function ruleGroup(rule: RuleId, { found, shown }: Group, evidence: PageData['evidence'], known: Known): Markup {
  const open = found.filter((finding) => finding.status === 'open').length;
  const exempt = found.length - open;
  const title = evidence.rules.find(({ id }) => id === rule)?.title ?? '';
  const remedy = rules.find(({ id }) => id === rule)?.remedy;
  return html`<section class="rule" aria-labelledby="rule-${rule}">
<h3 id="rule-${rule}"><code>${rule}</code> <span>${title}</span></h3>
<p class="note">${counted(open, 'open finding')}${exempt > 0 ? `, ${counted(exempt, 'exempt finding')}` : ''}, by ${counted(distinct(found, 'principal'), 'principal')}.</p>
<ol class="resources">
${[...groupedBy(shown, resourceKey).values()].map((ofResource) => resourceItem(ofResource, known))}</ol>
${rest(shown.length, found.length, 'findings of this rule', 'evidence.json')}
${remedy === undefined ? '' : html`<p class="remedy"><b>To fix it.</b> ${remedy} Step by step: <code>sagewarden rules ${rule}</code></p>`}</section>
`;
}

function resourceItem(found: readonly EvidenceFinding[], known: Known): Markup {
  const [first] = found;
  if (!first) return html``;
  return html`<li class="resource"><div class="what-it-is">
<p class="type">${first.resourceType}</p>
<p class="name">${untrusted(first.resourceName ?? '(name not recorded)', 120)}</p>
<p class="where">${untrusted(first.account)} · ${untrusted(first.region)}</p>
${first.resourceArn === null ? '' : html`<p class="arn">${code(first.resourceArn)}</p>`}
</div><ol class="changes">${found.map((finding) => findingItem(finding, known.records.get(finding.eventId), known.exposures.get(finding.eventId)))}</ol></li>
`;
}

function findingItem(finding: EvidenceFinding, record: RecordPlace | undefined, exposure: Exposure | undefined): Markup {
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
${exposure ? exposureItems(exposure) : ''}</dl><dl class="source">
<dt>Event</dt><dd>${code(finding.eventId)}</dd>
${record ? recordItems(record) : ''}
</dl></li>
`;
}

/** How long it was there; of a model or endpoint configuration, also where it ran. */
function exposureItems(exposure: Exposure): Markup {
  const { endpoints, resourceType } = exposure;
  const more = endpoints.length - endpointsShown;
  return html`<dt>Exposed</dt><dd>${sentence(exposureSentence(exposure))}</dd>
${
  resourceType === 'Model' || resourceType === 'EndpointConfig' || endpoints.length > 0
    ? html`<dt>Ran on</dt><dd>${endpoints.length === 0 ? 'no endpoint on record' : endpoints.slice(0, endpointsShown).map((endpoint) => html`<p>${sentence(endpointWords(endpoint))}</p>`)}${more > 0 ? html`<p>and ${counted(more, 'more endpoint')}</p>` : ''}</dd>
`
    : ''
}`;
}

/** The command names the object and the record, and prints it. */
function recordItems(record: RecordPlace): Markup {
  const command = pullCommand(record);
  return html`<dt>Record</dt><dd>${command === undefined ? html`${code(record.object)}${record.recordIndex === null ? '' : ` record ${record.recordIndex}`}` : html`<code>${command}</code>`}</dd>`;
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
