import type { Evidence } from '../core/evidence/model.ts';
import { jsonText } from '../text/safe-text.ts';
import { runSha256 } from './json.ts';
import { controlFinding, controlSelections, reviewedControls } from './oscal/controls.ts';
import { examined, groupsOf, inventory, observation } from './oscal/observations.ts';
import { type Identify, identifiers, prop } from './oscal/parts.ts';
import { placedFindings } from './placed-findings.ts';
import type { Run } from './reporter.ts';
import { ruleInfo } from './rule-info.ts';
import { claimSentence, verdictWords } from './sentences.ts';

/**
 * `oscal-assessment-results.json`: NIST OSCAL 1.2.0 assessment results. One observation per rule, resource type and status of its
 * findings; one finding per control; the population and the evidence by hash in the back matter. Identifiers follow from the
 * run's hash, so that the same run gives the same ones.
 */
export function* oscal(run: Run): Generator<string> {
  const { evidence } = run;
  const hash = runSha256(evidence);
  const id = identifiers(hash);
  const ids = { tool: id('tool'), population: id('population.jsonl'), evidence: id('evidence.json') };
  const groups = groupsOf(placedFindings(run), id);
  const infos = ruleInfo(evidence);
  const controls = reviewedControls(evidence, infos);
  const refs = { id, collected: evidence.generatedAt, tool: ids.tool, population: ids.population, posture: evidence.posture !== undefined };
  const items = inventory(groups, id);
  const findings = controls.map((control) => controlFinding(control, { evidence, groups, id }));
  const result = {
    uuid: id('result'),
    title: `${verdictWords[evidence.verdict]}`,
    description: evidence.posture
      ? 'The verdict on the claim of the run, over the resources that exist.'
      : 'The verdict on the claim of the run, over the population of the period.',
    start: evidence.period.from,
    end: evidence.period.to,
    props: [
      prop('verdict', evidence.verdict),
      prop('claim', claimSentence(evidence)),
      ...evidence.limits.map(({ code, inconclusive }) => prop(inconclusive ? 'limit-inconclusive' : 'limit', code)),
    ],
    links: [ids.evidence, ids.population].map((uuid) => ({ href: `#${uuid}`, rel: 'reference' })),
    'local-definitions': {
      ...(items.length > 0 && { 'inventory-items': items }),
      'assessment-assets': assets(evidence, ids.tool, id),
    },
    'reviewed-controls': { 'control-selections': controlSelections(controls) },
    observations: [
      examined(evidence, refs),
      ...groups.map((group) => observation(group, infos.get(group.rule)?.rule.title ?? group.rule, refs)),
    ],
    ...(findings.length > 0 && { findings }),
  };
  const document = {
    uuid: id('assessment-results'),
    metadata: {
      title: 'SageMaker network controls: assessment results',
      'last-modified': evidence.generatedAt,
      version: evidence.generatedAt,
      'oscal-version': '1.2.0',
      props: [prop('evidence-schema', evidence.schema), prop('evidence-sha256', hash)],
    },
    'import-ap': {
      href: `#${ids.evidence}`,
      remarks: 'There is no plan in OSCAL: evidence.json has the scope, the period, the rules and the policy.',
    },
    results: [result],
    'back-matter': { resources: backMatter(evidence, hash, ids) },
  };
  yield `${jsonText({ 'assessment-results': document }, 2)}\n`;
}

function assets({ tool }: Evidence, uuid: string, id: Identify): object {
  const component = {
    uuid,
    type: 'software',
    title: tool.name,
    description: 'Judges CloudTrail records of SageMaker operations by network rules.',
    props: [{ name: 'version', value: tool.version }],
    status: { state: 'operational' },
  };
  return {
    components: [component],
    'assessment-platforms': [{ uuid: id('platform'), title: tool.name, 'uses-components': [{ 'component-uuid': uuid }] }],
  };
}

function backMatter(
  { policy, population, posture }: Evidence,
  evidenceSha256: string,
  ids: { readonly population: string; readonly evidence: string },
): object[] {
  const resource = (uuid: string, href: string, mediaType: string, sha256: string) => ({
    uuid,
    title: href,
    rlinks: [{ href, 'media-type': mediaType, hashes: [{ algorithm: 'SHA-256', value: sha256 }] }],
  });
  return [
    {
      ...resource(ids.evidence, 'evidence.json', 'application/json', evidenceSha256),
      description: 'Verdict, limits, tie-out, findings, rules and policy.',
      props: [prop('policy', policy.source), prop('policy-sha256', policy.sha256)],
    },
    {
      ...resource(ids.population, 'population.jsonl', 'application/jsonl', population.jsonlSha256),
      description: `${posture ? 'Every resource' : 'Every change and failed attempt of the period'}, one JSON object per line.`,
      props: [prop('rows', String(population.rows))],
    },
  ];
}
