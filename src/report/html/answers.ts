import type { HourCounts } from '../../core/coverage.ts';
import type { EvidenceFinding } from '../../core/evidence/finding.ts';
import type { Evidence } from '../../core/evidence/model.ts';
import type { DigestSummary } from '../../core/evidence/reading.ts';
import { count, counted, listed } from '../../text/numbers.ts';
import { exposuresSentence } from '../exposure-words.ts';
import { quietDays } from '../quiet-days.ts';
import { distinct, logControlSentence, tieOutSentence } from '../sentences.ts';
import type { PageData } from './data.ts';
import { html, type Markup, sentence } from './markup.ts';
import { type Answer, postureAnswers } from './posture.ts';

const actorsShown = 4;

/** What is asked first, answered in a line or two, with the section that has the rest. */
export function answers(data: PageData): Markup {
  const { evidence, sample } = data;
  if (evidence.posture) return answerList(postureAnswers(data, evidence.posture));
  const open = evidence.findings.filter(({ status }) => status === 'open');
  const all: readonly Answer[] = [
    ['Was anything outside a VPC, not isolated, or else against the rules?', what(evidence, open), '#findings', 'Findings'],
    ['When?', when(evidence.findings), '#timeline', 'Timeline'],
    ['By whom?', who(evidence.findings), '#actors', 'Actors'],
    ['For how long?', howLong(evidence), '#exposure', 'Exposure windows'],
    ['Is the log complete?', complete(evidence), '#tie-out', 'Completeness'],
    [
      'How would I check?',
      [
        `Check the files with sha256sum -c SHA256SUMS, then pull ${counted(sample.length, 'sampled record')} from the bucket and judge them again.`,
      ],
      '#sample',
      'Sample',
    ],
  ];
  return answerList(all);
}

function answerList(all: readonly Answer[]): Markup {
  return html`<h2 class="minor">In short</h2>
<dl class="facts answers">
${all.map(
  ([question, lines, href, where]) =>
    html`<dt>${question}</dt><dd>${lines.map((line) => html`<p>${sentence(line)}</p>`)}<p><a href="${href}">${where}</a></p></dd>\n`,
)}</dl>
`;
}

function what({ findings, population }: Evidence, open: readonly EvidenceFinding[]): string[] {
  const unseen = population.byClass['not-evaluable'];
  const exempt = findings.length - open.length;
  return [
    open.length === 0
      ? `No open finding among ${counted(population.rows, 'change')}.`
      : `Yes: ${counted(distinct(open, 'eventId'), 'change')} with ${counted(open.length, 'open finding')} (${byRule(open)}).`,
    exempt > 0
      ? `${counted(exempt, 'finding')} covered by an exemption (${byRule(findings.filter(({ status }) => status === 'exempt'))}).`
      : '',
    unseen > 0 ? `${counted(unseen, 'change')} could not be judged.` : '',
  ].filter(Boolean);
}

function byRule(findings: readonly EvidenceFinding[]): string {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return listed([...counts].sort(([, a], [, b]) => b - a).map(([rule, times]) => `${rule} ${count(times)}`));
}

function when(findings: readonly EvidenceFinding[]): string[] {
  const times = findings.map(({ eventTime }) => eventTime).sort((a, b) => Date.parse(a) - Date.parse(b));
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return ['Never in the period.'];
  return [first === last ? `At ${first}.` : `The first at ${first}, the last at ${last}.`];
}

function who(findings: readonly EvidenceFinding[]): string[] {
  const actors = new Map<string, number>();
  for (const { actor } of findings) actors.set(actor, (actors.get(actor) ?? 0) + 1);
  if (actors.size === 0) return ['Nobody.'];
  const most = [...actors].sort(([a, less], [b, more]) => more - less || (a < b ? -1 : 1));
  const rest = most.length - actorsShown;
  return [
    ...most.slice(0, actorsShown).map(([actor, times]) => `${shortActor(actor)}: ${counted(times, 'finding')}`),
    rest > 0 ? `and ${count(rest)} more.` : '',
  ].filter(Boolean);
}

/** `arn:aws:sts::111122223333:assumed-role/Role/session` -> `Role/session of 111122223333`. */
const shortActor = (actor: string) => actor.replace(/^arn:[^:]*:(?:sts|iam)::(\d*):(?:assumed-role|user|role)\/(.*)$/s, '$2 of $1');

function howLong(evidence: Evidence): string[] {
  return [exposuresSentence(evidence) || 'Nothing was exposed.'];
}

function complete(evidence: Evidence): string[] {
  const { integrity, activity, coverage, period, problems } = evidence;
  const quiet = activity.filter((place) => quietDays(place, period).days > 0).length;
  const sum = (name: keyof HourCounts) => coverage.places.reduce((total, { hours }) => total + hours[name], 0);
  const hours = sum('verified') + sum('read') + sum('silent') + sum('gap');
  return [
    integrityWords(integrity.digests?.verdict, sum('verified'), hours),
    `Gaps: ${coverage.gaps.length === 0 ? 'none known' : count(coverage.gaps.length)}. Problems: ${problems.length === 0 ? 'none' : count(problems.length)}. Tie-out: ${tieOutSentence(evidence)}. Changes to logging: ${lower(logControlSentence(evidence))}`,
    quiet > 0 && !integrity.verified
      ? `${count(quiet)} of ${counted(activity.length, 'account and Region', 'accounts and Regions')} ${quiet === 1 ? 'has' : 'have'} days without a record, which is not proof that nothing happened.`
      : '',
  ].filter(Boolean);
}

function integrityWords(verdict: DigestSummary['verdict'] | undefined, vouched: number, hours: number): string {
  if (verdict === undefined) return 'Not proven: the records were not verified against the digest files of CloudTrail.';
  const covered = `they vouch for ${count(vouched)} of ${counted(hours, 'hour')} over all accounts and Regions`;
  if (verdict === 'valid') return `Yes: the log files were verified against the digest files of CloudTrail, and ${covered}.`;
  return verdict === 'tampered'
    ? `No: the digest files of CloudTrail show that objects were altered, removed or put there; ${covered}.`
    : `Not all proven: nothing was found altered by the digest files of CloudTrail; ${covered}.`;
}

const lower = (text: string) => text.replace(/^None found/, 'none found');
