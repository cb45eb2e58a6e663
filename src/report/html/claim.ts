import type { Limit } from '../../core/evidence/limit.ts';
import { rowClasses } from '../../core/evidence/population.ts';
import { count } from '../../text/numbers.ts';
import { claimSentence, classWords, verdictSentence, verdictWords } from '../sentences.ts';
import { answers } from './answers.ts';
import type { PageData } from './data.ts';
import { html, type Markup, sentence, untrusted } from './markup.ts';
import { postureNoLimit, postureNumbers } from './posture.ts';
import { shape, verdictShape, verdictTone } from './shapes.ts';

/** The claim, the verdict and what limits it: before any finding. */
export function claim(data: PageData): Markup {
  const { evidence } = data;
  const { limits, verdict } = evidence;
  return html`<section id="claim" aria-labelledby="h-claim">
<p class="claim"><b>The claim.</b> ${sentence(claimSentence(evidence))}</p>
<h1 id="h-claim" class="verdict ${verdictTone(verdict)}">${verdictShape(verdict)}<span>${verdictWords[verdict]}</span></h1>
<p class="lead">${sentence(verdictSentence(evidence))}</p>
<h2 class="minor">What limits this verdict</h2>
${limits.length === 0 ? html`<p>${noLimit(evidence)}</p>` : html`<ul class="limits">${limits.map(limitItem)}</ul>`}
${keyNumbers({ evidence })}
${answers(data)}
</section>
`;
}

function noLimit({ integrity, posture }: PageData['evidence']): string {
  if (posture) return postureNoLimit();
  return integrity.verified
    ? 'Nothing: all that the claim needs was read, verified and could be judged.'
    : 'Nothing but the integrity of the records, which was not verified: all that the claim needs was read and could be judged.';
}

function limitItem(limit: Limit): Markup {
  const mark = limit.inconclusive
    ? html`<span class="mark c-not-evaluable">${shape('not-evaluable')} keeps it from being confirmed</span>`
    : html`<span class="mark">${shape('not-applicable')} to be known</span>`;
  return html`<li><p class="what">${untrusted(limit.what, 600)}</p><p class="how">${mark} <span><b>To close it:</b> ${untrusted(limit.closedBy, 600)}</span></p></li>\n`;
}

function keyNumbers({ evidence }: Pick<PageData, 'evidence'>): Markup {
  const { byClass, rows } = evidence.population;
  const open = evidence.findings.filter((finding) => finding.status === 'open').length;
  const ofTrail: readonly (readonly [string, number, string])[] = [
    ['#findings', open, open === 1 ? 'open finding' : 'open findings'],
    ['#findings', evidence.findings.length - open, 'exempt findings'],
    ['#population', byClass['not-evaluable'], 'not evaluable'],
    ['#population', rows, rows === 1 ? 'change in all' : 'changes in all'],
    ['#log-control', evidence.trailControl.length, 'changes to logging'],
    ['#problems', evidence.problems.length + evidence.coverage.gaps.length, 'problems and gaps'],
  ];
  const numbers = evidence.posture ? postureNumbers(evidence) : ofTrail;
  return html`<h2 class="hidden">Key numbers</h2><ul class="numbers">${numbers.map(
    ([href, value, label]) => html`<li><a href="${href}"><b>${count(value)}</b> <span>${label}</span></a></li>\n`,
  )}</ul>
<ul class="classes">${rowClasses.map((name) => html`<li>${shape(name)} <b>${count(byClass[name])}</b> ${classWords[name]}</li> `)}</ul>`;
}
