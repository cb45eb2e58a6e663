import type { Evidence } from '../../core/evidence/model.ts';
import type { RuleId } from '../../core/rule.ts';
import { counted, listed } from '../../text/numbers.ts';
import type { RuleInfo } from '../rule-info.ts';
import type { Group } from './observations.ts';
import { type Identify, type Prop, prop, token } from './parts.ts';

export interface ReviewedControl {
  /** As OSCAL has it: `sc-7.5`; of the policy's own controls the nearest token. */
  readonly controlId: string;
  readonly targetId: string;
  readonly title: string;
  readonly own: boolean;
  readonly rules: readonly RuleId[];
  readonly props: readonly Prop[];
}

const framework = 'NIST SP 800-53 r5';

/** Controls that an enabled rule answers to: NIST SP 800-53's, and those of the policy. */
export function reviewedControls(evidence: Evidence, infos: ReadonlyMap<RuleId, RuleInfo>): ReviewedControl[] {
  const enabled = new Set(evidence.rules.filter((rule) => rule.enabled).map((rule) => rule.id));
  return [...nistControls([...infos.values()].filter(({ rule }) => enabled.has(rule.id))), ...policyControls(evidence, enabled)];
}

function nistControls(infos: readonly RuleInfo[]): ReviewedControl[] {
  const answers = new Map<string, { rules: Set<RuleId>; published: Set<RuleId> }>();
  for (const { rule } of infos) {
    for (const { framework: name, ids, source } of rule.mappings) {
      if (name !== framework && !name.startsWith(`${framework} (`)) continue;
      for (const id of ids) {
        const answer = answers.get(id) ?? { rules: new Set(), published: new Set() };
        answer.rules.add(rule.id);
        if (source === 'published') answer.published.add(rule.id);
        answers.set(id, answer);
      }
    }
  }
  return [...answers]
    .map(([id, { rules, published }]) => ({
      controlId: oscalId(id),
      targetId: `${oscalId(id)}_smt`,
      title: `${framework} ${id}`,
      own: false,
      rules: [...rules],
      props: [prop('control', id), ...[...rules].map((rule) => prop(published.has(rule) ? 'published-mapping' : 'own-mapping', rule))],
    }))
    .sort((a, b) => (a.controlId < b.controlId ? -1 : 1));
}

/** NIST's own catalogue in OSCAL: `SC-7(5)` is `sc-7.5`, and the statement of a control is `sc-7.5_smt`. */
export function oscalId(control: string): string {
  return control.toLowerCase().replace(/\((\d+)\)/g, '.$1');
}

function policyControls({ policy }: Evidence, enabled: ReadonlySet<RuleId>): ReviewedControl[] {
  return policy.controls.flatMap(({ id, title, rules }) => {
    const inForce = rules.filter((rule) => enabled.has(rule));
    if (inForce.length === 0) return [];
    const props = [prop('control', id), ...(title === undefined ? [] : [prop('control-title', title)])];
    const controlId = token(id);
    return [{ controlId, targetId: controlId, title: 'A control of the policy', own: true, rules: inForce, props }];
  });
}

export function controlSelections(controls: readonly ReviewedControl[]): object[] {
  const selection = (description: string, own: boolean) => {
    const ids = [...new Set(controls.filter((control) => control.own === own).map(({ controlId }) => controlId))];
    return ids.length === 0 ? [] : [{ description, 'include-controls': ids.map((id) => ({ 'control-id': id })) }];
  };
  const all = [
    ...selection('Controls of NIST SP 800-53 revision 5 that an enabled rule answers to.', false),
    ...selection('Controls of the policy that an enabled rule answers to.', true),
  ];
  return all.length > 0 ? all : [{ description: 'None: no enabled rule answers to a control.' }];
}

/**
 * A control is satisfied as far as the rules tell, and only where the run is conclusive: whatever keeps the verdict from being
 * conclusive keeps every control from being satisfied.
 */
export function controlFinding(
  control: ReviewedControl,
  { evidence, groups, id }: { readonly evidence: Evidence; readonly groups: readonly Group[]; readonly id: Identify },
): object {
  const related = groups.filter((group) => control.rules.includes(group.rule));
  const open = related.filter(({ status }) => status === 'open').reduce((sum, { findings }) => sum + findings.length, 0);
  const blocking = evidence.limits.filter(({ inconclusive }) => inconclusive);
  const outcome = open > 0 ? 'fail' : blocking.length > 0 ? 'other' : 'pass';
  const says = {
    fail: `${counted(open, 'finding')} that no exemption covers`,
    other: 'no finding that no exemption covers, and what was seen does not suffice to say that there is none',
    pass: 'no finding that no exemption covers',
  }[outcome];
  return {
    uuid: id(`finding ${control.own ? 'policy' : 'nist'} ${control.props[0]?.value}`),
    title: `${control.title}: ${says}`,
    description: `As far as ${listed(control.rules)} ${control.rules.length === 1 ? 'tells' : 'tell'}: ${says}. The rules answer to a part of the control, not to all of it.`,
    props: control.props,
    target: {
      type: 'statement-id',
      'target-id': control.targetId,
      status: {
        state: outcome === 'pass' ? 'satisfied' : 'not-satisfied',
        reason: outcome,
        ...(outcome === 'other' && { remarks: `Not determined: ${listed(blocking.map(({ code }) => code))}.` }),
      },
    },
    'related-observations': [id('observation population'), ...related.map(({ uuid }) => uuid)].map((uuid) => ({
      'observation-uuid': uuid,
    })),
  };
}
