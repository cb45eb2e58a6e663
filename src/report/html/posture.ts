import type { Evidence } from '../../core/evidence/model.ts';
import type { ListedType, PostureScope } from '../../core/evidence/posture-scope.ts';
import { count, counted } from '../../text/numbers.ts';
import { distinct, tieOutSentence } from '../sentences.ts';
import { type PageData, rowsShown } from './data.ts';
import { rest, section, table } from './layout.ts';
import { code, html, type Markup, time, untrusted, whole } from './markup.ts';

/*
 * What the page of a posture run says in its own words. Of a trail it says nothing: no coverage by the hour, no digests, no exposure
 * windows, no response.
 */

export function postureNoLimit(): string {
  return 'Nothing: all that the claim needs was listed, described and could be judged.';
}

export function postureNumbers({ population, findings, problems, posture }: Evidence): readonly (readonly [string, number, string])[] {
  const open = findings.filter(({ status }) => status === 'open').length;
  return [
    ['#findings', open, open === 1 ? 'open finding' : 'open findings'],
    ['#findings', findings.length - open, 'exempt findings'],
    ['#population', population.byClass['not-evaluable'], 'not evaluable'],
    ['#population', population.rows, population.rows === 1 ? 'resource in all' : 'resources in all'],
    ['#tie-out', posture?.listings.length ?? 0, 'listings'],
    ['#problems', problems.length, 'problems'],
  ];
}

export type Answer = readonly [question: string, answer: readonly string[], href: string, where: string];

export function postureAnswers({ evidence, sample }: PageData, posture: PostureScope): readonly Answer[] {
  const { findings, population, problems } = evidence;
  const open = findings.filter(({ status }) => status === 'open');
  const bad = counted(distinct(open, 'eventId'), 'resource');
  const what = open.length === 0 ? 'No open finding.' : `Yes: ${bad} with ${counted(open.length, 'open finding')}.`;
  const unseen = population.byClass['not-evaluable'];
  const failed = posture.listings.filter(({ why }) => why !== null && why !== 'not-offered').length;
  return [
    [
      'Is anything outside a VPC, not isolated, or else against the rules?',
      [what, unseen > 0 ? `${counted(unseen, 'resource')} could not be judged.` : ''].filter(Boolean),
      '#findings',
      'Findings',
    ],
    ['When was that so?', [`When it was asked, from ${evidence.period.from} on; of the time before, nothing is said.`], '#scope', 'Scope'],
    [
      'Is that everything that exists?',
      [
        posture.resourceArn !== null
          ? 'No: one resource was asked for.'
          : failed > 0
            ? `Not known: ${counted(failed, 'listing')} did not answer.`
            : `Every one of ${counted(posture.listings.length, 'listing')} answered to the end.`,
        `Problems: ${problems.length === 0 ? 'none' : count(problems.length)}. Tie-out: ${tieOutSentence(evidence)}.`,
      ],
      '#tie-out',
      'Completeness',
    ],
    [
      'How would I check?',
      [
        `Check the files with sha256sum -c SHA256SUMS, run sagewarden report verify, and ask for ${counted(sample.length, 'sampled resource')} again.`,
      ],
      '#sample',
      'Sample',
    ],
  ];
}

export function postureScopeSection({ scope: of, period }: Evidence, posture: PostureScope): Markup {
  const names = (all: readonly string[]) =>
    all.length === 0 ? 'none' : html`<ul class="inline">${all.map((name) => html`<li>${untrusted(name)}</li> `)}</ul>`;
  return section(
    'scope',
    html`<dl class="facts">
<dt>Asked</dt><dd>from ${time(period.from)} until before ${time(period.to)} (UTC): what existed then</dd>
<dt>Accounts</dt><dd>${names(of.accounts)}</dd>
<dt>Regions</dt><dd>${names(of.regions)}</dd>
<dt>Resources</dt><dd>${posture.resourceArn === null ? 'all that SageMaker lists' : code(posture.resourceArn)}</dd>
<dt>Created</dt><dd>${posture.since === null ? 'at any time' : html`from ${time(posture.since)} on`}</dd>
<dt>Types</dt><dd><details><summary>${counted(posture.types.length, 'type')}</summary><p>${names(posture.types)}</p></details></dd>
<dt>Operations that were called</dt><dd><details><summary>${counted(of.operations.length, 'SageMaker operation')}</summary><p>${names(of.operations)}</p></details></dd>
<dt>Rules</dt><dd>${names(of.rules)}</dd>
</dl>`,
  );
}

/** Behind the tie-out: what each listing came to, the ones that did not answer first. */
export function listings({ listings: all }: PostureScope): Markup | '' {
  if (all.length === 0) return '';
  const rank = ({ why, listed: found }: ListedType) => (why !== null && why !== 'not-offered' ? 0 : found > 0 ? 1 : 2);
  const shown = [...all].sort((a, b) => rank(a) - rank(b)).slice(0, rowsShown);
  return html`<details><summary>What each listing came to</summary>
${table(
  'Listings',
  [{ head: 'Where' }, { head: 'Type' }, { head: 'Operation' }, { head: 'Listed', numeric: true }, { head: 'Result' }],
  shown.map(({ account, region, resourceType, operation, listed: found, why }) => [
    html`${whole(account)} ${whole(region)}`,
    resourceType,
    html`<code>${operation}</code>`,
    count(found),
    why === null ? 'listed to the end' : why === 'not-offered' ? 'not offered in the Region' : `did not answer: ${why}`,
  ]),
)}
${rest(shown.length, all.length, 'listings', 'evidence.json')}
</details>`;
}

export function postureMethod(): Markup {
  return html`<h3 id="method" class="method">Method</h3>
<ol class="prose">
<li>Each type is listed by SageMaker’s own List operation, page by page, in every account and Region in scope. A listing that does not answer to the end makes the run inconclusive, and is named.</li>
<li>Each resource whose type has network settings of its own is described once. One that cannot be described is not evaluable, with the permission that is missing; one that is gone by then is said to be, and is not judged.</li>
<li>What Describe says is kept in <code>answers.jsonl</code>, with the time, the values of environment, hyperparameters, arguments and secrets replaced. The rules judge what is kept.</li>
<li>The answer is read by the same readers, and judged by the same rules, as the record of the request that creates such a resource.</li>
<li>An endpoint configuration whose variants name models takes the models’ settings: they are judged as models.</li>
<li>An exemption counts if it was approved before the resource was described and had not expired by then.</li>
<li>The verdict: not confirmed, if one finding is open; else inconclusive, if something that the claim needs could not be listed or seen; else confirmed, with exceptions where exemptions were used.</li>
</ol>`;
}

export function postureLimitations(): Markup {
  return html`<h3>Limitations</h3>
<ul class="prose">
<li>It speaks of the time when it was asked. What existed before and was deleted is not in it: only the trail tells of that.</li>
<li>Describe does not say who created a resource, or from where.</li>
<li>What is created while it is being listed can be missed.</li>
<li>It judges network settings of SageMaker resources as they are configured. It does not test that traffic flows, or does not flow, as they say.</li>
<li>Names were chosen by whoever created the resource. Characters that are invisible or change the direction of text are shown as <span class="esc">\\u{…}</span>; long text is cut here, never in the data files.</li>
</ul>`;
}
