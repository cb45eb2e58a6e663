import type {
  Disagreement,
  DisagreementReason,
  Evaluation,
  EvaluationSource,
  OursOnlyReason,
  TheirsOnlyReason,
} from '../core/config-evaluations/model.ts';
import { subjectWords } from './cross-check-words.ts';

/** The sentences of a comparison. Names in them are the attacker's: the sink escapes. */

export const sourceWords: Readonly<Record<EvaluationSource, string>> = {
  'aws-config': 'AWS Config',
  'conformance-pack': 'the conformance pack',
  'security-hub': 'Security Hub',
};

export const reasonWords: Readonly<Record<DisagreementReason, string>> = {
  'older-than-resource': 'the evaluation is older than the resource: it is of a namesake, or there was none since',
  'exempt-here': 'the policy here exempts it',
  'suppressed-there': 'suppressed in Security Hub, and no exemption here',
  'asks-only-existence': 'AWS asks only that VpcConfig exists: what is in it is not looked at',
  'absent-is-not-false': 'AWS fails only an EnableNetworkIsolation that is false: absent passes, and is off',
  'single-instance': 'AWS asks for encryption from two instances on',
  'single-instance-there': 'AWS asks for encryption with one instance too, the rule here only if the policy says always',
  'asks-about-vpc-only': 'AWS asks only for a subnet: with direct internet access enabled the notebook is on the internet all the same',
  'approved-subnets-there': "the rule there has a list of approved subnets, and the notebook's is not on it",
  'not-evaluable-here': 'could not be judged here',
  'not-evaluated-there': 'not evaluated there',
  'not-applicable-here': 'the rule here does not apply to it',
  'may-have-changed': 'the evaluation is older than what Describe says, and the resource can be updated',
  unaccounted: 'nothing known accounts for it: have the rule evaluate again, and look at the resource',
};

export const theirsOnlyWords: Readonly<Record<TheirsOnlyReason, string>> = {
  'no-rule-of-ours': 'asks for something other than network posture',
  'rule-off-here': 'our rule is turned off in the policy',
  'resource-not-listed': 'no such resource was listed: it is gone, or was not looked for',
  'ambiguous-place': 'it does not say in which account and Region, and there are several of that name',
};

export const oursOnlyWords: Readonly<Record<OursOnlyReason, string>> = {
  'no-check-for-type': 'AWS has no check for this type',
  'check-not-there': 'no evaluation of such a check in that account and Region',
  'younger-than-evaluations': 'younger than the last evaluation',
  'not-evaluated': 'not among what the check evaluated',
};

export function disagreementSentence(each: Disagreement): string {
  return `${subjectWords(each)}: ${each.rule} says ${each.ours}, ${evaluationWords(each.theirs)}: ${reasonWords[each.reason]}`;
}

export function evaluationWords({ source, name, pack, result, suppressed, evaluatedAt }: Evaluation): string {
  const by = pack === null ? `${sourceWords[source]} ${name}` : `${sourceWords[source]} ${pack} (${name})`;
  return `${by} says ${result}${suppressed ? ', suppressed,' : ''}${evaluatedAt === null ? '' : ` at ${evaluatedAt}`}`;
}
