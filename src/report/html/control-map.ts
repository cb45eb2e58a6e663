import type { Evidence } from '../../core/evidence/model.ts';
import type { Mapping, RuleId } from '../../core/rule.ts';
import { type RuleInfo, ruleInfo } from '../rule-info.ts';
import { table } from './layout.ts';
import { code, html, type Markup, untrusted } from './markup.ts';

interface Answer {
  readonly rule: RuleId;
  readonly ids: readonly string[];
}

const words: Readonly<Record<Mapping['source'], string>> = { published: 'published', own: 'our reading' };

/** What the enabled rules answer to: the policy's own controls, then every framework, and whose mapping it is. */
export function controlMap(evidence: Evidence): Markup {
  const enabled = new Set(evidence.rules.filter((rule) => rule.enabled).map((rule) => rule.id));
  const infos = [...ruleInfo(evidence).values()].filter(({ rule }) => enabled.has(rule.id));
  const own = evidence.policy.controls.map(({ id, title, rules }) => [
    html`${untrusted(id)}${title === undefined ? '' : html`: ${untrusted(title)}`}`,
    html`<ul class="terms">${rules.map((rule) => html`<li>${code(rule)}${enabled.has(rule) ? '' : ' (off)'}</li> `)}</ul>`,
    'the policy',
  ]);
  const frameworks = [...byFramework(infos)].map(([, { framework, source, answers }]) => [
    html`${framework}`,
    html`<ul class="terms">${answers.map(({ rule, ids }) => html`<li>${code(rule)} ${ids.join(', ')}</li> `)}</ul>`,
    words[source],
  ]);
  const columns = [
    { head: 'Framework or control' },
    { head: 'Rules, and the requirements they answer to', wide: true },
    { head: 'Mapping' },
  ];
  return html`<h3>Control map</h3>
<p>Published: the publisher asks the same question under that identifier, or maps its own check of it there. Our reading: nobody published it. A rule answers to a part of a requirement, seldom to all of it.</p>
${table('Control map', columns, [...own, ...frameworks])}`;
}

function byFramework(infos: readonly RuleInfo[]): Map<string, { framework: string; source: Mapping['source']; answers: Answer[] }> {
  const frameworks = new Map<string, { framework: string; source: Mapping['source']; answers: Answer[] }>();
  for (const { rule } of infos) {
    for (const { framework, ids, source } of rule.mappings) {
      const key = `${framework} ${source}`;
      const entry = frameworks.get(key) ?? { framework, source, answers: [] };
      entry.answers.push({ rule: rule.id, ids });
      frameworks.set(key, entry);
    }
  }
  return frameworks;
}
