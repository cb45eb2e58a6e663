import type { Evidence } from '../../core/evidence/model.ts';
import { html, type Markup } from './markup.ts';
import { axisDays } from './scale.ts';

export interface Lane {
  readonly name: Markup;
  /** Shapes of a drawing that is as wide as there is room: x and width in percent, heights in pixels. */
  readonly drawing: Markup | readonly Markup[];
  readonly words: Markup;
}

/** One row a thing over the period: name, drawing, and in words what is drawn. The words say all; the drawing is for the eye. */
export function lanes(period: Evidence['period'], height: number, rows: readonly Lane[]): Markup {
  return html`<ol class="lanes">
<li class="lane axis" aria-hidden="true"><div></div><div class="days">${axisDays(period).map((day) => html`<span>${day}</span>`)}</div><div></div></li>
${rows.map(
  ({
    name,
    drawing,
    words,
  }) => html`<li class="lane"><div class="lane-name">${name}</div><svg class="lane-drawing" width="100%" height="${height}" aria-hidden="true" focusable="false">${quarters(height)}${drawing}</svg><p class="lane-words">${words}</p></li>
`,
)}</ol>
`;
}

function quarters(height: number): Markup[] {
  return ['0', '25%', '50%', '75%', '100%'].map((x) => html`<rect class="quarter" x="${x}" y="0" width="1" height="${height}"/>`);
}
