import type { PopulationRow } from '../../core/evidence/population.ts';
import { count } from '../../text/numbers.ts';
import type { PageData } from './data.ts';
import { explorerPlace } from './explorer.ts';
import { rest, section, table } from './layout.ts';
import { code, html, type Markup, time, untrusted, whole } from './markup.ts';
import { classMark } from './shapes.ts';

export function population({ evidence, rows }: PageData): Markup {
  const columns = [
    { head: 'Class' },
    { head: 'When' },
    { head: 'Resource', wide: true },
    { head: 'Who', wide: true },
    { head: 'Reason', wide: true },
    { head: 'Record', wide: true },
  ];
  const all = evidence.population.rows;
  if (all === 0)
    return section(
      'population',
      html`<p>Empty: ${evidence.posture ? 'there is no SageMaker resource in scope' : 'no SageMaker resource was created or changed in scope and period'}.</p>`,
    );
  return section(
    'population',
    html`<p>Every ${evidence.posture ? 'resource' : 'change'}, compliant or not: ${count(all)} ${all === 1 ? 'row' : 'rows'}, each with posture, verdict per rule${evidence.posture ? '' : ', source address, user agent'} and the sha256 of its ${evidence.posture ? 'line of answers.jsonl' : 'record'}, in <code>population.csv</code> and <code>population.jsonl</code>.</p>
${explorerPlace(evidence)}
<div class="static-rows"><p class="note">The non-compliant ones come first; of an object, the file is named.</p>
${table('Population', columns, rows.map(cells))}
${rest(rows.length, all, 'rows', 'population.csv')}</div>`,
  );
}

function cells(row: PopulationRow): unknown[] {
  return [
    classMark(row.class),
    html`${time(row.eventTime)}<br>${untrusted(row.eventName)}`,
    html`<span class="type">${row.resourceType}</span><br>${untrusted(row.resourceName ?? '(name not recorded)', 120)}<br><span class="type">${whole(row.account)} · ${whole(row.region)}</span>`,
    code(row.actor),
    untrusted(row.reason, 240),
    html`${code(fileOf(row.object))}${row.recordIndex === null ? '' : html`<br>record ${row.recordIndex}`}`,
  ];
}

/** The file's name holds account, region, time and a unique part; the folders above it say no more. */
function fileOf(object: string): string {
  return object.slice(object.lastIndexOf('/') + 1);
}
