import { lists } from '../../src/core/resources/list.ts';
import { type ResourceType, resourceTypes } from '../../src/core/resources/types.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a List's answer is made of. */
export interface Listable {
  readonly type: ResourceType;
  readonly name: string;
  readonly arn: string;
  readonly request: Json;
  readonly status: string | undefined;
  /** Seconds since 1970. */
  readonly created: number;
}

const byOperation: ReadonlyMap<string, ResourceType> = new Map(
  resourceTypes.flatMap((type): [string, ResourceType][] => {
    const row = lists[type];
    return row ? [[row.operation, type]] : [];
  }),
);

/** The type that an operation lists; the names of its members are held against the SDK's schema elsewhere (test/core/list.test.ts). */
export const listedBy = (operation: string): ResourceType | undefined => byOperation.get(operation);

/** A page, by creation where SortOrder says so, else as they were put in. `undefined`: a member that the operation asks for is missing. */
export function listAnswer(type: ResourceType, all: readonly Listable[], input: Json): Json | undefined {
  const row = lists[type];
  if (!row) return undefined;
  if (type === 'Job' && input.JobCategory === undefined) return undefined;
  if (row.of && input[row.of.member] === undefined) return undefined;
  const after = Number(input.CreationTimeAfter ?? input.CreatedAfter ?? Number.NEGATIVE_INFINITY);
  const found = all
    .filter((each) => each.type === type && each.created > after && isAskedFor(each, input))
    .toSorted((a, b) => (input.SortOrder === 'Ascending' ? a.created - b.created : 0));
  const from = Number(input.NextToken ?? 0);
  const to = from + Number(input.MaxResults ?? 10);
  return { [row.items]: found.slice(from, to).map((each) => summaryOf(each)), ...(found.length > to && { NextToken: String(to) }) };
}

/** As SageMaker does: of one category, of one pipeline; packages in groups only where they are asked for. */
function isAskedFor({ type, request }: Listable, input: Json): boolean {
  if (type === 'Job') return (request.JobCategory ?? 'AgentRFT') === input.JobCategory;
  if (type === 'PipelineExecution') return request.PipelineName === input.PipelineName;
  if (type === 'ModelPackage') return input.ModelPackageType === 'Both' || request.ModelPackageGroupName === undefined;
  return true;
}

function summaryOf({ type, name, arn, request, status, created }: Listable): Json {
  const row = lists[type];
  if (!row) return {};
  const tail = arn.split('/').slice(1);
  const [first] = tail;
  const own: Json = {
    ...(row.arn !== undefined && { [row.arn]: arn }),
    [row.created]: created,
    ...(row.status !== undefined && { [row.status]: status }),
  };
  switch (type) {
    case 'App':
      return { ...own, DomainId: first, AppType: tail[2], AppName: name, ...owner(request) };
    case 'Domain':
      return { ...own, DomainId: first, DomainName: name };
    case 'ModelPackage':
    case 'PipelineExecution':
      return own;
    case 'Space':
    case 'UserProfile':
      return { ...own, DomainId: first, [row.name]: name };
    default:
      return { ...own, [row.name]: name };
  }
}

const owner = ({ UserProfileName, SpaceName }: Json): Json => (UserProfileName === undefined ? { SpaceName } : { UserProfileName });
