import { counted } from '../../text/numbers.ts';
import type { PageData } from './data.ts';
import { html, type Markup } from './markup.ts';

export function method(): Markup {
  return html`<h3 id="method" class="method">Method</h3>
<ol class="prose">
<li>Every object of the archive is listed and read whole. Objects and records that cannot be read are named; the rest is still judged. Records of other services are counted, by account, Region and hour, and not judged.</li>
<li>Where it was asked for, the hash of every log file is held against CloudTrail’s digests, which are signed and chained: an hour is vouched for only if a valid digest covers it, with log files or without. Digests of a month after the period are judged too, because deliveries are retried for so long.</li>
<li>A record belongs to the run by its event time, not by the folder or the day of its delivery, which CloudTrail can delay.</li>
<li>Records of SageMaker operations that create or change a resource with network settings are changes. One that CloudTrail delivered twice (same event ID, same content) counts once.</li>
<li>A request that AWS refused created nothing: it is listed as a failed attempt and not judged.</li>
<li>Each rule in force judges each change by the settings that the record shows: compliant, non-compliant, not applicable, or not evaluable where the record does not show them. What cannot be seen never counts as compliant.</li>
<li>An exemption counts only if it was approved before the event and had not expired at the event.</li>
<li>The verdict: not confirmed, if one finding is open; else inconclusive, if something that the claim needs could not be read, seen or verified; else confirmed, with exceptions where exemptions were used.</li>
<li>An exposure window runs from a non-compliant change to the first record that stops, deletes or replaces what it made, matched by account, Region, type and name (and ARN, where a name is not enough) in order of time, since names are reusable. A job that nobody stopped has no end on record.</li>
</ol>`;
}

export function limitations({ evidence }: PageData): Markup {
  return html`<h3>Limitations</h3>
<ul class="prose">
<li>The evidence is as complete as the archive that was read. What CloudTrail did not record or deliver, or what was removed before an unverified reading, is not in it.</li>
<li>It speaks of changes in the period. A resource that existed before and was left alone is not in the population.</li>
<li>CloudTrail omits request parameters that are too large: such a change is not evaluable, never compliant.</li>
<li>It judges network settings of SageMaker resources as requested. It does not test that traffic flows, or does not flow, as they say.</li>
<li>An exposure window starts and ends with requests. What AWS did with a request afterwards, and how long that took, is not in the trail; nor is that a job ended by itself.</li>
<li>Records that end, move or take up again the exposure of a resource (delete, stop, start, update of an endpoint) are kept beside the population: ${counted(evidence.lifecycle.length, 'record')} in <code>evidence.json</code>.</li>
<li>Names, user agents and session names were chosen by whoever made the request. Characters that are invisible or change the direction of text are shown as <span class="esc">\\u{…}</span>; long text is cut here, never in the data files.</li>
</ul>`;
}
