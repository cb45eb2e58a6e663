import type { PopulationRow } from '../../core/evidence/population.ts';
import { count } from '../../text/numbers.ts';
import { pullCommand } from '../reperformance.ts';
import type { PageData } from './data.ts';
import { section } from './layout.ts';
import { code, html, type Markup, time, untrusted, whole } from './markup.ts';
import { limitations } from './method.ts';
import { postureLimitations } from './posture.ts';
import { classMark } from './shapes.ts';

/** Rows to judge again by hand, and what the evidence does not say. */
export function sample(data: PageData): Markup {
  return section('sample', reperformance(data), data.evidence.posture ? postureLimitations() : limitations(data));
}

function reperformance({ evidence, sample: rows }: PageData): Markup {
  if (rows.length === 0) return html`<p>No sample: the population is empty.</p>`;
  const versions = new Map(evidence.objectVersions.map(({ object, versionId }) => [object, versionId]));
  const how = evidence.posture
    ? html`<p>In the folder of the run, a command prints what SageMaker said; with <code>| tr -d '\\n' | sha256sum</code> for <code>| jq .</code>, the sha256 of that line. Ask SageMaker for the same resource again to compare.</p>`
    : html`<p>Put the name of the trail's bucket for <code>BUCKET</code>. With <code>jq -cSj</code> for <code>jq</code>, and <code>| sha256sum</code> behind it, a command gives the record's sha256 (records whose numbers or characters jq writes otherwise than RFC 8785 apart).</p>`;
  return html`<p>${count(rows.length)} of ${count(evidence.population.rows)} rows, to pull from ${evidence.posture ? 'answers.jsonl' : 'the bucket'} and to judge again. Nobody chose them: within a class, rows come in the order of sha256(seed followed by the record's sha256), and the classes give one row each in turn. The seed is the sha256 of <code>population.jsonl</code>: ${code(evidence.population.jsonlSha256)}.</p>
${how}
<ol class="sample">
${rows.map((row) => item(row, versions.get(row.object), evidence.posture !== undefined))}</ol>
`;
}

function item(row: PopulationRow, version: string | undefined, posture: boolean): Markup {
  const command = pullCommand(row);
  return html`<li><p class="of">${classMark(row.class)} ${time(row.eventTime)} <span>${untrusted(row.eventName)}</span> <b>${untrusted(row.resourceName ?? '(name not recorded)', 80)}</b> ${whole(row.account)} ${whole(row.region)}</p>
${
  command === undefined
    ? html`<p class="note">No command: ${row.recordIndex === null ? "the record was read from a table's columns, or " : ''}the object's key is not of the form that CloudTrail gives its log files. Object ${code(row.object)}${row.recordIndex === null ? '' : html`, record ${row.recordIndex}`}.</p>`
    : html`<pre><code>${command}</code></pre>`
}
<p class="note">${posture ? 'resource' : 'event'} ${code(row.eventId)}, ${row.recordSha256 === null ? 'no sha256 of the record' : html`sha256 ${code(row.recordSha256)}`}${version === undefined ? '' : html`, version of the object ${code(version, 1_024)}`}</p></li>
`;
}
