import pMap from 'p-map';
import type { Unknown } from '../../core/posture.ts';
import type { Place, Seen } from '../../core/remediate/plan.ts';
import { RemediationRefused } from '../../core/remediate/refusal.ts';
import { resources } from '../../core/resources/resources.ts';
import type { ResourceType } from '../../core/resources/types.ts';
import type { SageMaker } from '../ports.ts';
import { type Inventory, ListError } from '../posture/ports.ts';

export interface RemediateWorld {
  readonly sageMaker: Pick<SageMaker, 'describe' | 'tags'>;
  readonly inventory: Inventory;
}

/** A resource with its tags; a plan is made of what is known, so whatever cannot be seen ends it. @throws RemediationRefused */
export async function see(world: RemediateWorld, place: Place, type: ResourceType, name: string, arn: string | null): Promise<Seen> {
  const seen = await trySee(world, place, type, name, arn);
  if (typeof seen !== 'string') return seen;
  throw new RemediationRefused(`${type} ${JSON.stringify(name)}: ${sentence(seen, resources[type].describe)}`);
}

/** `resource-gone` and its like where Describe did not answer. Tags must: to drop them would take permissions away that hang on them. */
export async function trySee(
  { sageMaker }: RemediateWorld,
  place: Place,
  type: ResourceType,
  name: string,
  arn: string | null,
): Promise<Seen | Unknown> {
  const described = await sageMaker.describe({ ...place, type, name, arn });
  if (!described.known) return described.why;
  const { answer, creationTime, status } = described.value;
  const told = resources[type].taggable ? await sageMaker.tags(described.value.arn, { ...place, type, name, arn }) : undefined;
  if (told && !told.known) {
    if (told.why === 'resource-gone') return told.why;
    throw new RemediationRefused(`${type} ${JSON.stringify(name)}: ${sentence(told.why, 'ListTags')}`);
  }
  const own = answer[`${type}Name`];
  return {
    type,
    name: typeof own === 'string' && own !== '' ? own : name,
    arn: described.value.arn,
    creationTime,
    status,
    answer,
    tags: told?.value ?? {},
  };
}

function sentence(why: Unknown, operation: string): string {
  switch (why) {
    case 'resource-gone':
      return 'there is no such resource (any more)';
    case 'access-denied':
      return `sagemaker:${operation} is denied; allow it, and run this again (another account is reached by --role)`;
    case 'throttled':
      return `sagemaker:${operation} is throttled; run this again`;
    default:
      return `sagemaker:${operation} did not answer (${why}); run this again`;
  }
}

/** By its ARN, which has the name in lower case: where that finds nothing, the list has the name as it was given. */
export async function seeTarget(world: RemediateWorld, place: Place, type: ResourceType, name: string, arn: string): Promise<Seen> {
  const seen = await trySee(world, place, type, name, arn);
  if (typeof seen !== 'string' && seen.arn === arn) return seen;
  if (typeof seen !== 'string' || seen === 'resource-gone') {
    for (const listed of await listAll(world, place, type)) {
      if (listed.arn === arn) return see(world, place, type, listed.name, arn);
    }
    throw new RemediationRefused(`${arn}: there is no such resource (any more)`);
  }
  return see(world, place, type, name, arn);
}

/** @throws RemediationRefused: of what a denied List would have named, nothing may be concluded */
export async function listAll(
  { inventory }: RemediateWorld,
  place: Place,
  type: ResourceType,
): Promise<{ name: string; arn: string | null; status: string | null }[]> {
  const found: { name: string; arn: string | null; status: string | null }[] = [];
  try {
    for await (const { name, arn, status } of inventory.list(place, type)) found.push({ name, arn, status });
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
    if (error.why === 'not-offered') return [];
    throw new RemediationRefused(
      `${error.action}: ${error.why}. Without it nobody can tell what uses the resource; ${error.why === 'access-denied' ? `allow ${error.action}` : 'run this again'}`,
    );
  }
  return found;
}

/** Everything of a type, described; what went away meanwhile is left out. */
export async function seeAll(world: RemediateWorld, place: Place, type: ResourceType): Promise<Seen[]> {
  const listed = await listAll(world, place, type);
  const answers = await pMap(listed, ({ name, arn }) => describeOnly(world, place, type, name, arn), { concurrency: 8 });
  return answers.filter((each) => each !== undefined);
}

/** Without tags: those of the few that matter are asked for later. `undefined`: there is none. */
export async function describeOnly(
  { sageMaker }: RemediateWorld,
  place: Place,
  type: ResourceType,
  name: string,
  arn: string | null,
): Promise<Seen | undefined> {
  const described = await sageMaker.describe({ ...place, type, name, arn });
  if (!described.known) {
    if (described.why === 'resource-gone') return undefined;
    throw new RemediationRefused(`${type} ${JSON.stringify(name)}: ${sentence(described.why, resources[type].describe)}`);
  }
  const { arn: own, creationTime, status, answer } = described.value;
  return { type, name, arn: own, creationTime, status, answer, tags: {} };
}
