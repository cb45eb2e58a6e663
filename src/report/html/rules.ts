import type { Evidence } from '../../core/evidence/model.ts';
import { jsonText } from '../../text/safe-text.ts';
import { controlMap } from './control-map.ts';
import type { PageData } from './data.ts';
import { section, table } from './layout.ts';
import { code, html, type Markup, untrusted } from './markup.ts';
import { method } from './method.ts';
import { postureMethod } from './posture.ts';
import { shape } from './shapes.ts';

export function rules({ evidence }: PageData): Markup {
  const { policy } = evidence;
  const columns = ['Rule', 'What it asks', 'In force', 'Severity', 'Settings'].map((head) => ({ head }));
  const { mode, maxStopsPerHour } = policy.enforcement;
  return section(
    'rules',
    table('Rules', columns, evidence.rules.map(cells)),
    html`<dl class="facts">
<dt>Policy</dt><dd>${untrusted(policy.source)}</dd>
<dt>sha256 of the policy</dt><dd>${code(policy.sha256)}</dd>
<dt>Network snapshot</dt><dd>${snapshot(evidence)}</dd>
<dt>Enforcement</dt><dd>${mode === 'enforce' ? `enforce, at most ${maxStopsPerHour} stops an hour and account` : 'dry run: the monitor acts on nothing'}. A ${evidence.posture ? 'posture run' : 'scan'} never acts.</dd>
<dt>Tool</dt><dd>${evidence.tool.name} ${untrusted(evidence.tool.version)}, evidence schema ${code(evidence.schema)}</dd>
</dl>`,
    controlMap(evidence),
    evidence.posture ? postureMethod() : method(),
  );
}

function snapshot({ networkSnapshot }: Evidence): Markup {
  if (!networkSnapshot) return html`none: rules on subnets and security groups could not be judged where they are on`;
  return html`taken at ${untrusted(networkSnapshot.takenAt)}, sha256 ${code(networkSnapshot.sha256)}`;
}

function cells(rule: Evidence['rules'][number]): Markup[] {
  const settings = Object.keys(rule.settings).length === 0 ? html`none` : code(jsonText(rule.settings));
  const inForce = rule.enabled
    ? html`<span class="mark c-compliant">${shape('compliant')} on</span>`
    : html`<span class="mark">${shape('not-applicable')} off</span>`;
  return [code(rule.id), html`${rule.title}`, inForce, html`${rule.severity}`, settings];
}
