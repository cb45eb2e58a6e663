import type { Change, FailedAttempt } from '../change.ts';
import type { Placed, Posture } from '../posture.ts';
import { operationOf } from '../resources/catalog.ts';
import { resources } from '../resources/resources.ts';
import type { ResourceType } from '../resources/types.ts';
import { conditionKeys } from './condition-keys.ts';
import { absent, type ContextValue, type IamRequest, type KnownValue, present, type RequestedResource, unseen } from './context.ts';
import { globalKey } from './global-keys.ts';
import { isRequestSeen } from './request-seen.ts';

/** Whom no policy of the customer's binds. */
export type NotSubject =
  /** A service event, or a service principal: there is no principal of the account behind it. */
  | 'service'
  /**
   * SCPs do not affect service-linked roles (AWS Organizations User Guide, "Service control policies"), and a policy cannot be attached
   * to them.
   */
  | 'service-linked-role';

/** Is the caller one whom IAM policies and SCPs bind? `undefined`: yes. */
export function notSubject({ via, actor }: Change): NotSubject | undefined {
  if (via === 'service' || actor.type === 'AWSService') return 'service';
  return actor.principal.includes(':role/aws-service-role/') ? 'service-linked-role' : undefined;
}

/**
 * What IAM was asked, as far as the record tells. A key that the operation does not support is absent, and so is one of a setting that
 * the request left out; what the record is silent about is unknown.
 */
export function requestOf(change: Change | FailedAttempt): IamRequest {
  return {
    action: `sagemaker:${change.eventName}`,
    resource: resourceOf(change),
    context: (key) => (key.startsWith('sagemaker:') ? serviceKey(change, key) : globalKey(change, key)),
  };
}

const networkKeys = new Map(Object.keys(conditionKeys).map((key) => [key.toLowerCase(), key]));

function serviceKey(change: Change, asked: string): ContextValue {
  const operation = operationOf(change.eventName);
  const key = networkKeys.get(asked);
  if (!operation || key === undefined) return unseen('not-recorded');
  if (!operation.iamConditionKeys.includes(key)) return absent;
  const { posture } = change;
  switch (key) {
    case 'sagemaker:VpcSubnets':
      return idsOf(posture, 'subnets');
    case 'sagemaker:VpcSecurityGroupIds':
      return idsOf(posture, 'securityGroupIds');
    case 'sagemaker:NetworkIsolation':
      return fold(posture.networkIsolation, flag);
    case 'sagemaker:InterContainerTrafficEncryption':
      return fold(posture.interContainerTraffic, ({ encrypted }) => flag(encrypted));
    case 'sagemaker:EnableRemoteDebug':
      return fold(posture.remoteDebug, flag);
    case 'sagemaker:DirectInternetAccess':
      return fold(posture.directInternetAccess, (value) => named(change, value, 'Enabled'));
    case 'sagemaker:AppNetworkAccessType':
      return fold(posture.appNetworkAccessType, (value) => named(change, value, 'PublicInternetOnly'));
    case 'sagemaker:ServerlessMemorySize':
      return serverless(posture.serverlessVariant);
    case 'sagemaker:ModelArn':
      return modelArns(change);
    default:
      return unseen('not-recorded');
  }
}

const flag = (value: boolean): ContextValue => orDefault(String(value), 'false');

/** CloudTrail shows the request as the service parsed it: a member that nobody sent has its default there. */
const orDefault = (value: string, byDefault: string): ContextValue =>
  value === byDefault ? unseen('default-or-not-sent', present(value), absent) : present(value);

/** Text that was not sent is shown empty, and an update that is silent changes nothing: what it names was sent. */
const named = ({ operation }: Change, value: string, byDefault: string): ContextValue =>
  operation === 'update' ? present(value) : orDefault(value, byDefault);

const ids = (values: readonly string[]): KnownValue => (values.length > 0 ? present(...values) : absent);

function idsOf({ vpc, clusterVpc, networkAttachment }: Posture, member: 'subnets' | 'securityGroupIds'): ContextValue {
  if (vpc || clusterVpc) return fold([...(vpc ?? []), ...(clusterVpc ?? [])], (config) => ids(config?.[member] ?? []));
  return fold(networkAttachment, (attachment) => ids(attachment[member]));
}

/** One key of a setting that a request may have in several places: certain where they agree. */
function fold<T>(places: readonly Placed<T>[] | undefined, read: (value: T) => ContextValue): ContextValue {
  if (!places || places.length === 0) return unseen('not-recorded');
  const each = places.map(({ value }): ContextValue => {
    if (!value.known) return value.why === 'unchanged' ? absent : unseen('request-unseen');
    // What an earlier record says is not in this request.
    return value.recordedIn === undefined ? read(value.value) : absent;
  });
  const [first = absent, ...others] = distinct(each);
  if (others.length === 0) return first;
  const possible = each.flatMap((value) => (value.state === 'unknown' ? (value.oneOf ?? []) : [value]));
  if (each.some((value) => value.state === 'unknown' && !value.oneOf)) return unseen('request-unseen');
  const together = new Set(possible.flatMap((value) => (value.state === 'present' ? value.values : [])));
  return unseen('places-differ', ...distinct([...possible, ids([...together])]));
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** The sizes that there are, in MB (API reference, ProductionVariantServerlessConfig). The record's own is not kept. */
const memorySizes = ['1024', '2048', '3072', '4096', '5120', '6144'];

function serverless(variants: Posture['serverlessVariant']): ContextValue {
  const found = fold(variants, (is) => (is ? present('serverless') : absent));
  if (found.state === 'absent' || !variants?.some(({ value }) => value.known && value.value)) return found;
  const isEach = found.state === 'present';
  return unseen('not-recorded', ...memorySizes.map((size) => present(size)), ...(isEach ? [] : [absent]));
}

function modelArns(change: Change): ContextValue {
  if (!isRequestSeen(change)) return unseen('request-unseen');
  const models = change.references.filter(({ type }) => type === 'Model').map(({ name }) => arnOf(change, 'Model', name));
  return ids([...new Set(models)]);
}

/** Types whose ARN ends in something that only the answer says. */
const namedByAnswer: ReadonlySet<ResourceType> = new Set<ResourceType>(['Cluster', 'Domain', 'PipelineExecution', 'TrainingSession']);

function resourceOf(change: Change): RequestedResource {
  const { type, name, arn } = change.resource;
  if (arn.known) return { arn: arn.value, complete: true };
  if (name?.startsWith('arn:')) return { arn: name, complete: true };
  const domain = change.references.find((reference) => reference.type === 'Domain')?.name;
  if (name !== null && (type === 'Space' || type === 'UserProfile' || type === 'App')) {
    if (domain === undefined) return { arn: arnOf(change, type, ''), complete: false };
    const within = arnOf(change, type, `${domain}/`);
    return type === 'App' ? { arn: within, complete: false } : { arn: `${within}${name.toLowerCase()}`, complete: true };
  }
  if (name === null || (namedByAnswer.has(type) && change.operation === 'create')) return { arn: arnOf(change, type, ''), complete: false };
  return { arn: arnOf(change, type, name), complete: true };
}

/** SageMaker writes names in ARNs in lower case. */
function arnOf({ region, account }: Change, type: ResourceType, name: string): string {
  if (name.startsWith('arn:')) return name;
  return `arn:${partitionIn(region)}:sagemaker:${region}:${account}:${resources[type].arnType}/${name.toLowerCase()}`;
}

/** Region prefixes outside the commercial partition (botocore, endpoints.json). */
function partitionIn(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
