import { count } from '../../text/numbers.ts';
import { html, type Markup } from './markup.ts';

/** The sections after the claim, in reading order; their numbers are what people cite, and the same in every kind of run. */
const titles = {
  scope: 'Scope and period',
  findings: 'Findings',
  timeline: 'Timeline, exposure and actors',
  'tie-out': 'Completeness',
  'log-control': 'Changes to logging',
  problems: 'Gaps, digests and problems',
  population: 'Population',
  exemptions: 'Exemptions',
  response: 'Response',
  rules: 'Rules, policy and method',
  sample: 'Sample and limitations',
  files: 'Files and hashes',
  'sign-off': 'Sign-off',
} as const;

type SectionId = keyof typeof titles;

/** Parts of a section that are looked for by name. */
const parts = {
  coverage: { of: 'timeline', title: 'Coverage per day' },
  exposure: { of: 'timeline', title: 'Exposure windows' },
  actors: { of: 'timeline', title: 'Actors' },
  gaps: { of: 'problems', title: 'Gap register' },
  digests: { of: 'problems', title: 'Digest chain' },
  unread: { of: 'problems', title: 'What could not be read' },
} as const satisfies Record<string, { of: SectionId; title: string }>;

type PartId = keyof typeof parts;

const order = Object.keys(titles) as readonly SectionId[];

export function section(id: SectionId, ...body: unknown[]): Markup {
  return html`<section id="${id}" aria-labelledby="h-${id}">
<h2 id="h-${id}"><span class="number">${order.indexOf(id) + 2}</span> ${titles[id]}</h2>
${body}
</section>`;
}

export function part(id: PartId, ...body: unknown[]): Markup {
  return html`<section id="${id}" class="part" aria-labelledby="h-${id}">
<h3 id="h-${id}">${parts[id].title}</h3>
${body}
</section>`;
}

/** A run that read no trail says nothing of these. */
const ofTrail: ReadonlySet<string> = new Set(['timeline', 'log-control', 'response', 'gaps', 'digests', 'unread']);

/** @param posture of what exists, not of a trail */
export function contents(posture = false): Markup {
  const shown = order.filter((id) => !posture || !ofTrail.has(id));
  return html`<nav aria-label="Contents"><h2>Contents</h2><ol>
<li><a href="#claim">Claim and verdict</a></li>
${shown.map((id) => html`<li><a href="#${id}">${titles[id]}</a></li>\n${partsOf(id, posture)}`)}</ol></nav>
`;
}

function partsOf(section: SectionId, posture: boolean): Markup[] {
  const own = Object.entries(parts).filter(([id, { of }]) => of === section && !(posture && ofTrail.has(id)));
  return own.map(([id, { title }]) => html`<li class="sub"><a href="#${id}">${title}</a></li>\n`);
}

interface Column {
  readonly head: string;
  readonly numeric?: boolean;
  /** Holds text that must not be squeezed. */
  readonly wide?: boolean;
}

/** A table in a region that scrolls by itself, so that the page never scrolls sideways. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly unknown[])[]): Markup {
  const kind = (at: number) => (columns[at]?.numeric ? 'n' : columns[at]?.wide ? 'w' : 't');
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption class="hidden">${caption}</caption>
<thead><tr>${columns.map((column, at) => html`<th scope="col" class="${kind(at)}">${column.head}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell, at) => html`<td class="${kind(at)}">${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>
`;
}

/** What a cut table shows of how many, and where the rest is; nothing for a table that is whole. */
export function rest(shown: number, all: number, what: string, where: string): Markup | '' {
  return shown >= all
    ? ''
    : html`<p class="note">The first ${count(shown)} of ${count(all)} ${what} are shown; all are in <code>${where}</code>.</p>`;
}
