import { count, counted } from '../../text/numbers.ts';
import { classWords } from '../sentences.ts';
import { actors } from './actors.ts';
import { type Bucket, bucketsOf } from './buckets.ts';
import { chart, stack } from './chart.ts';
import { coverage } from './coverage.ts';
import { type PageData, rowsShown } from './data.ts';
import { exposures } from './exposures.ts';
import { rest, section, table } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { classMark } from './shapes.ts';

export function timeline(data: PageData): Markup {
  return section('timeline', changes(data), coverage(data), exposures(data), actors(data));
}

function changes({ evidence }: PageData): Markup {
  const { days, buckets } = bucketsOf(evidence);
  if (buckets.length === 0) return html`<p>The period has no days to draw.</p>`;
  const unit = days === 1 ? 'day' : `${days} days`;
  const label = `Changes per ${unit} (UTC), stacked by class`;
  return html`<figure>
<figcaption>${label}. A cross marks a step with a non-compliant change, a diamond a change to logging; a step with a gap is hatched.</figcaption>
<div class="scroll" role="region" aria-label="${label}" tabindex="0">${chart(buckets, label)}</div>
<ul class="legend">${stack.map((name) => html`<li><svg class="swatch" viewBox="0 0 14 14" aria-hidden="true"><rect class="f-${name}" width="14" height="14"/></svg>${classMark(name)}</li>\n`)}</ul>
</figure>
${dayTable(buckets, unit)}`;
}

function dayTable(buckets: readonly Bucket[], unit: string): Markup {
  const busy = buckets.filter((bucket) => bucket.total > 0 || bucket.logControl > 0 || bucket.gap);
  const shown = busy.slice(0, rowsShown);
  const columns = [
    { head: unit === 'day' ? 'Day' : `${unit} from` },
    ...stack.map((name) => ({ head: classWords[name], numeric: true })),
    { head: 'all', numeric: true },
    { head: 'changes to logging', numeric: true },
    { head: 'gap' },
  ];
  const rows = shown.map((bucket) => [
    bucket.day,
    ...stack.map((name) => count(bucket.classes[name])),
    count(bucket.total),
    count(bucket.logControl),
    bucket.gap ? 'yes' : 'none known',
  ]);
  return html`<details><summary>The numbers of the chart</summary>
${table(`Changes per ${unit}`, columns, rows)}
${rest(shown.length, busy.length, 'rows', 'evidence.json')}
<p class="note">Without any change: ${counted(buckets.length - busy.length, 'step')} of ${count(buckets.length)}.</p>
</details>`;
}
