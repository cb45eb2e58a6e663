import type { RowClass } from '../../core/evidence/population.ts';
import { count } from '../../text/numbers.ts';
import type { Bucket } from './buckets.ts';
import { html, type Markup, trusted } from './markup.ts';

/** From the axis up: what matters most touches the axis, where heights can be compared from day to day. */
export const stack: readonly RowClass[] = ['non-compliant', 'not-evaluable', 'exempt', 'failed-attempt', 'compliant', 'not-applicable'];

const size = { left: 104, right: 952, top: 12, axis: 188, lane: 24, width: 960 };

/** Stacked bars, one path a class, over two lanes that mark the steps with a non-compliant change or a change to logging. */
export function chart(buckets: readonly Bucket[], label: string): Markup {
  const step = (size.right - size.left) / buckets.length;
  const { top, ticks } = scale(Math.max(1, ...buckets.map((bucket) => bucket.total)));
  const height = (value: number) => (value / top) * (size.axis - size.top);
  const x = (at: number) => size.left + at * step;
  const bottom = size.axis + 22 + 2 * size.lane;
  const lane = (row: number) => size.axis + 34 + row * size.lane;
  return html`<svg class="chart" viewBox="0 0 ${size.width} ${bottom + 8}" role="img" aria-label="${label}">
${patterns}
<g class="grid">${ticks.map((tick) => html`<path d="M${size.left} ${round(size.axis - height(tick))}H${size.right}"/>`)}</g>
<g class="y">${ticks.map((tick) => html`<text x="${size.left - 8}" y="${round(size.axis - height(tick) + 4)}">${count(tick)}</text>`)}</g>
${buckets.map((bucket, at) => (bucket.gap ? html`<rect class="f-lost" x="${round(x(at))}" y="${size.top}" width="${round(step)}" height="${size.axis - size.top}"/>` : ''))}
${stack.map((name) => html`<path class="bar f-${name}" d="${bars(buckets, name, { x, height, width: barWidth(step) })}"/>\n`)}
<g class="x">${dates(buckets, (at) => round(x(at)))}</g>
<g class="y"><text x="${size.left - 8}" y="${lane(0) + 4}">non-compliant</text><text x="${size.left - 8}" y="${lane(1) + 4}">logging</text></g>
<g class="grid"><path d="M${size.left} ${lane(0)}H${size.right}M${size.left} ${lane(1)}H${size.right}"/></g>
<path class="crosses" d="${crosses(buckets, (at) => x(at) + step / 2, lane(0))}"/>
<path class="diamonds" d="${diamonds(buckets, (at) => x(at) + step / 2, lane(1))}"/>
</svg>`;
}

/** Textures beside colours, for those who cannot tell these apart and for grey print. */
const patterns = trusted(`<defs>
<pattern id="t-not-evaluable" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="c0" width="6" height="6"/><path class="c1" d="M-1 7 7-1M-1 1 1-1M5 7 7 5"/></pattern>
<pattern id="t-exempt" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="c0" width="4" height="4"/><path class="c1" d="M0 1H4"/></pattern>
<pattern id="t-failed-attempt" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="c0" width="5" height="5"/><circle class="c1" cx="2.5" cy="2.5" r="1"/></pattern>
</defs>`);

function bars(
  buckets: readonly Bucket[],
  name: RowClass,
  { x, height, width }: { x: (at: number) => number; height: (value: number) => number; width: number },
): string {
  const below = stack.slice(0, stack.indexOf(name));
  return buckets
    .map((bucket, at) => {
      if (bucket.classes[name] === 0) return '';
      const from = below.reduce((sum, lower) => sum + bucket.classes[lower], 0);
      return `M${round(x(at))} ${round(size.axis - height(from))}h${round(width)}v${round(-height(bucket.classes[name]))}h${round(-width)}z`;
    })
    .join('');
}

function crosses(buckets: readonly Bucket[], middle: (at: number) => number, y: number): string {
  return marked(
    buckets,
    (bucket) => bucket.classes['non-compliant'],
    (at) => `M${round(middle(at) - 3)} ${y - 3}l6 6m0-6l-6 6`,
  );
}

function diamonds(buckets: readonly Bucket[], middle: (at: number) => number, y: number): string {
  return marked(
    buckets,
    (bucket) => bucket.logControl,
    (at) => `M${round(middle(at))} ${y - 5}l5 5l-5 5l-5-5z`,
  );
}

function marked(buckets: readonly Bucket[], value: (bucket: Bucket) => number, mark: (at: number) => string): string {
  return buckets.map((bucket, at) => (value(bucket) > 0 ? mark(at) : '')).join('');
}

function dates(buckets: readonly Bucket[], x: (at: number) => number): Markup[] {
  const every = Math.max(1, Math.ceil(buckets.length / 8));
  return buckets.flatMap((bucket, at) => (at % every === 0 ? [html`<text x="${x(at)}" y="${size.axis + 16}">${bucket.day}</text>`] : []));
}

/** A round top, and ticks at 1, 2 or 5 times a power of ten. */
function scale(most: number): { top: number; ticks: number[] } {
  const power = 10 ** Math.floor(Math.log10(most / 4 || 1));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => most / candidate <= 4) ?? power * 10);
  const steps = Math.ceil(most / step);
  return { top: steps * step, ticks: Array.from({ length: steps + 1 }, (_, at) => at * step) };
}

function barWidth(step: number): number {
  return step > 4 ? Math.min(step - 2, 40) : step * 0.8;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
