import { supports } from '../iam/condition-keys.ts';
import type { Policy } from '../policy.ts';
import { type Operation, operations } from '../resources/catalog.ts';
import type { RuleId } from '../rule-id.ts';
import { absentIsValid, type Denial } from './denial.ts';
import { settingsOf } from './settings.ts';

export type UncoveredWhy =
  /** No condition key carries the setting of this operation. */
  | 'no-condition-key'
  /** A request that complies may lack the key, as one that does not. */
  | 'absent-is-valid'
  /** No condition key has the number of instances, and with one instance it complies. */
  | 'no-instance-count'
  /** The steps are requests of their own, made with the pipeline's role, which the documents are for too. */
  | 'pipeline-steps'
  /** No condition key has a VPC: only its subnets and security groups. */
  | 'no-vpc-key'
  /** The rule asks EC2 what no request says. */
  | 'ec2-facts'
  /** A statement denies it, but the setting stands in several places of a request, which may differ, and has one condition key. */
  | 'places-differ';

/** What a rule that is on finds, and no policy can prevent, or not in every request. */
export interface Uncovered {
  readonly rule: RuleId;
  /** `null`: every operation. */
  readonly operation: string | null;
  readonly why: UncoveredWhy;
}

const networkKeys = ['sagemaker:VpcSubnets', 'sagemaker:VpcSecurityGroupIds'] as const;

export function uncoveredBy(denials: readonly Denial[], { rules, scope }: Policy): Uncovered[] {
  const ids = Object.keys(settingsOf) as RuleId[];
  const judged = operations.filter(({ eventName }) => !scope.excludeOperations.includes(eventName));
  return ids.flatMap((rule): Uncovered[] => {
    if (!rules[rule].enabled) return [];
    const settings = settingsOf[rule];
    if (settings.length === 0) return [{ rule, operation: null, why: 'ec2-facts' }];
    const vpcs: Uncovered[] =
      rule === 'approved-network' && rules[rule].vpcs.length > 0 ? [{ rule, operation: null, why: 'no-vpc-key' }] : [];
    const own = denials.filter((denial) => denial.rule === rule);
    // An approved network that is a list of VPCs and nothing else: said once.
    if (rule === 'approved-network' && own.length === 0) return vpcs;
    const isLeft = (operation: Operation) =>
      operation.posture.settings.some((setting) => settings.includes(setting)) &&
      // A notebook's root access and the like are changed by UpdateNotebookInstance, its network is not.
      operation.eventName !== 'UpdateNotebookInstance' &&
      !own.some((denial) => denial.operations.includes(operation)) &&
      // It has the keys that its network has: a user profile has groups, and no subnets.
      !(rule === 'approved-network' && networkKeys.some((key) => supports(operation, key)));
    const left = judged.flatMap((operation): Uncovered[] => {
      const listed = (why: UncoveredWhy) => [{ rule, operation: operation.eventName, why }];
      if (own.some((denial) => hasSeveralPlaces(denial, operation))) return listed('places-differ');
      return isLeft(operation) ? listed(whyNot(rule, operation)) : [];
    });
    return [...vpcs, ...left];
  });
}

/** Does a statement over this operation test a key whose setting is a member of a list? */
const hasSeveralPlaces = ({ operations: covered, conditions }: Denial, operation: Operation): boolean =>
  covered.includes(operation) &&
  Object.values(conditions)
    .flatMap((tested) => Object.keys(tested ?? {}))
    .some((key) => placesOf(operation, key).some((path) => path.includes('[]')));

/** Where a request has what a key is made of, as the catalogue has it. A variant is serverless beside the model that it names. */
function placesOf({ networkMembers, references }: Operation, key: string): string[] {
  const suffix = suffixes[key];
  return suffix === undefined
    ? references.filter(({ type }) => type === 'Model').map(({ path }) => path)
    : networkMembers.filter((path) => path.endsWith(suffix));
}

const suffixes: Readonly<Record<string, string>> = {
  'sagemaker:VpcSubnets': 'VpcConfig',
  'sagemaker:VpcSecurityGroupIds': 'VpcConfig',
  'sagemaker:NetworkIsolation': 'EnableNetworkIsolation',
  'sagemaker:InterContainerTrafficEncryption': 'EnableInterContainerTrafficEncryption',
};

function whyNot(rule: RuleId, { eventName, resource, iamConditionKeys }: Operation): UncoveredWhy {
  if (resource === 'Pipeline') return 'pipeline-steps';
  if (iamConditionKeys.length === 0) return 'no-condition-key';
  if (absentIsValid.has(eventName)) return 'absent-is-valid';
  return rule === 'inter-container-encryption-required' ? 'no-instance-count' : 'no-condition-key';
}
