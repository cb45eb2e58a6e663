import { type ConditionKey, operationsWith } from '../iam/condition-keys.ts';
import type { Conditions } from '../iam/policy-document.ts';
import type { Policy } from '../policy.ts';
import type { Operation } from '../resources/catalog.ts';
import type { RuleId } from '../rule-id.ts';

/** What one rule asks of one condition key: refused where the conditions hold. */
export interface Denial {
  readonly rule: RuleId;
  readonly key: ConditionKey;
  readonly sid: string;
  readonly operations: readonly Operation[];
  readonly conditions: Conditions;
  /** Its values are this allow-list. */
  readonly allowList?: keyof AllowLists;
}

/** Ids of subnets and security groups. Empty: any. */
export interface AllowLists {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** A request that complies may lack the key: a Deny on its absence would refuse it. */
export const absentIsValid: ReadonlySet<string> = new Set([
  // What an update leaves alone it does not send.
  'UpdateCluster',
  'UpdateDomain',
  // A schedule may name a job definition instead of having a job, and with it a network, inline.
  'CreateMonitoringSchedule',
  'UpdateMonitoringSchedule',
  // Not every kind of job has a VpcConfig in its document.
  'CreateJob',
]);

const absent = (key: ConditionKey): Conditions => ({ Null: { [key]: 'true' } });
/** IfExists: the condition also holds where the key is absent, as Bool alone does not. */
const notTrue = (key: ConditionKey): Conditions => ({ BoolIfExists: { [key]: 'false' } });

/** Variants that name a model take its network: only a config without one has its own. */
const withoutModel = { 'sagemaker:ModelArn': 'true' } as const;
const isEndpointConfig = ({ eventName }: Operation): boolean => eventName === 'CreateEndpointConfig';

/** Every Deny that a policy's rules ask for, before scope and exemptions. */
export function denialsOf(policy: Policy, allowLists: AllowLists): Denial[] {
  const wanted: Readonly<Record<RuleId, () => Denial[]>> = {
    'vpc-required': () => [
      ...required('vpc-required', 'sagemaker:VpcSubnets', 'VpcRequiredSubnets', absent),
      ...required('vpc-required', 'sagemaker:VpcSecurityGroupIds', 'VpcRequiredSecurityGroups', absent),
    ],
    'network-isolation-required': () =>
      required('network-isolation-required', 'sagemaker:NetworkIsolation', 'NetworkIsolationRequired', notTrue),
    'inter-container-encryption-required': () => encryption(policy.rules['inter-container-encryption-required'].always),
    'direct-internet-disabled': () => [
      {
        rule: 'direct-internet-disabled',
        key: 'sagemaker:DirectInternetAccess',
        sid: 'DirectInternetDisabled',
        operations: operationsWith('sagemaker:DirectInternetAccess'),
        // A negated operator holds where the key is absent too, and absent is Enabled.
        conditions: { StringNotEquals: { 'sagemaker:DirectInternetAccess': 'Disabled' } },
      },
    ],
    'vpc-only-domain': () => [
      domain('VpcOnlyDomain', 'create', { StringNotEquals: { 'sagemaker:AppNetworkAccessType': 'VpcOnly' } }),
      domain('VpcOnlyDomainUpdate', 'update', { StringEquals: { 'sagemaker:AppNetworkAccessType': 'PublicInternetOnly' } }),
    ],
    'approved-network': () => [
      ...approved('subnets', 'sagemaker:VpcSubnets', 'ApprovedSubnets', allowLists),
      ...approved('securityGroups', 'sagemaker:VpcSecurityGroupIds', 'ApprovedSecurityGroups', allowLists),
    ],
    'security-groups-least-privilege': () => [],
    'private-subnets': () => [],
    'vpc-prerequisites': () => [],
    'serverless-outside-vpc': () => [
      {
        rule: 'serverless-outside-vpc',
        key: 'sagemaker:ServerlessMemorySize',
        sid: 'ServerlessOutsideVpc',
        operations: operationsWith('sagemaker:ServerlessMemorySize'),
        conditions: { Null: { 'sagemaker:ServerlessMemorySize': 'false' } },
      },
    ],
    'remote-debug-disabled': () => [
      {
        rule: 'remote-debug-disabled',
        key: 'sagemaker:EnableRemoteDebug',
        sid: 'RemoteDebugDisabled',
        operations: operationsWith('sagemaker:EnableRemoteDebug'),
        conditions: { Bool: { 'sagemaker:EnableRemoteDebug': 'true' } },
      },
    ],
  };
  const ids = Object.keys(wanted) as RuleId[];
  return ids.flatMap((id) => (policy.rules[id].enabled ? wanted[id]() : []));
}

/** The key must be there, and an endpoint config needs it only where it names no model. Notebooks and domains have rules of their own. */
function required(rule: RuleId, key: ConditionKey, sid: string, missing: (key: ConditionKey) => Conditions): Denial[] {
  const setting = rule === 'vpc-required' ? 'vpc' : 'networkIsolation';
  const asking = operationsWith(key).filter(
    ({ eventName, posture }) => posture.settings.includes(setting) && !absentIsValid.has(eventName),
  );
  const conditions = missing(key);
  return [
    { rule, key, sid, operations: asking.filter((operation) => !isEndpointConfig(operation)), conditions },
    {
      rule,
      key,
      sid: `${sid}NoModel`,
      operations: asking.filter(isEndpointConfig),
      conditions: { ...conditions, Null: { ...conditions.Null, ...withoutModel } },
    },
  ];
}

/** No key has the number of instances: with `always` it does not matter, and AutoML, which chooses it, is always asked. */
function encryption(always: boolean): Denial[] {
  const key = 'sagemaker:InterContainerTrafficEncryption';
  const asking = operationsWith(key).filter(
    ({ eventName, resource }) => (always || resource === 'AutoMLJob') && !absentIsValid.has(eventName),
  );
  return [
    { rule: 'inter-container-encryption-required', key, sid: 'InterContainerEncryption', operations: asking, conditions: notTrue(key) },
  ];
}

function domain(sid: string, kind: Operation['kind'], conditions: Conditions): Denial {
  const key = 'sagemaker:AppNetworkAccessType';
  return { rule: 'vpc-only-domain', key, sid, operations: operationsWith(key).filter((each) => each.kind === kind), conditions };
}

/** `ForAnyValue`: one id outside the list is enough, and a request without the key has none. */
function approved(list: keyof AllowLists, key: ConditionKey, sid: string, allowLists: AllowLists): Denial[] {
  if (allowLists[list].length === 0) return [];
  const conditions = { 'ForAnyValue:StringNotEquals': { [key]: allowLists[list] } };
  return [{ rule: 'approved-network', key, sid, operations: operationsWith(key), conditions, allowList: list }];
}
