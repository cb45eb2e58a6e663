import { isObject, type JsonObject, member, object, text } from '../json.ts';
import { type Operation, operationOf } from '../resources/catalog.ts';
import { resources } from '../resources/resources.ts';
import type { ResourceType } from '../resources/types.ts';

/** What an answer of Describe says of the resource itself. */
export interface DescribedFacts {
  readonly arn: string | null;
  /** ISO 8601, UTC. */
  readonly creationTime: string | null;
  readonly status: string | null;
}

export function factsOf(type: ResourceType, answer: JsonObject): DescribedFacts {
  const request = asRequest(type, answer);
  const statusMember = resources[type].status ?? otherStatus[type];
  return {
    arn: text(request, creating(type).arn) ?? null,
    creationTime: timeOf(member(request, type === 'Workforce' ? 'CreateDate' : 'CreationTime')),
    status: (statusMember && text(request, statusMember)) ?? null,
  };
}

/** Statuses that are not at the top of the answer, but where `asRequest` puts them. */
const otherStatus: Partial<Record<ResourceType, string>> = { TrainingSession: 'TrainingSessionStatus', Workforce: 'Status' };

/** The operation whose request the answer resembles. DescribeAutoMLJobV2 answers for jobs of both versions, in the second's shape. */
export function creating(type: ResourceType): Operation {
  const names: Partial<Record<ResourceType, string>> = { AutoMLJob: 'CreateAutoMLJobV2', PipelineExecution: 'StartPipelineExecution' };
  const operation = operationOf(names[type] ?? `Create${type}`);
  if (!operation) throw new Error(`no operation of the catalogue creates ${type}`);
  return operation;
}

/** The answer in the shape of the request that created the resource: where they differ, after the service model (2017-07-24). */
export function asRequest(type: ResourceType, answer: JsonObject): JsonObject {
  return reshape[type]?.(answer) ?? answer;
}

const reshape: Partial<Record<ResourceType, (answer: JsonObject) => JsonObject>> = {
  Cluster: (answer) => ({
    ...answer,
    ...groupsWithCounts(answer, 'InstanceGroups'),
    ...groupsWithCounts(answer, 'RestrictedInstanceGroups'),
  }),
  InferenceExperiment: (answer) => ({
    ...answer,
    InferenceExperimentArn: member(answer, 'Arn'),
    EndpointName: text(object(answer, 'EndpointMetadata') ?? {}, 'EndpointName'),
  }),
  NotebookInstance: (answer) => ({ ...answer, SecurityGroupIds: member(answer, 'SecurityGroups') }),
  PipelineExecution: (answer) => ({ ...answer, PipelineName: text(answer, 'PipelineArn')?.split('/')[1] }),
  TrainingSession: (answer) => object(answer, 'TrainingSessionDetail') ?? {},
  Workforce: (answer) => object(answer, 'Workforce') ?? {},
};

/** DescribeCluster tells a group's TargetCount, what was asked for, and its CurrentCount, which lags behind. */
function groupsWithCounts(answer: JsonObject, list: string): JsonObject {
  const groups = member(answer, list);
  if (!Array.isArray(groups)) return {};
  return { [list]: groups.map((group) => (isObject(group) ? { ...group, InstanceCount: member(group, 'TargetCount') } : group)) };
}

/** The wire has seconds since 1970, the AWS CLI and exports text, the SDK's own commands a Date. */
export function timeOf(value: unknown): string | null {
  const time =
    value instanceof Date
      ? value.getTime()
      : typeof value === 'number'
        ? value * 1000
        : typeof value === 'string'
          ? Date.parse(value)
          : Number.NaN;
  // Beyond this a Date is invalid (ECMA-262, "Time Values and Time Range").
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null;
}
