import { pMapIterable } from 'p-map';
import { redactAnswer } from '../../core/answer-redaction.ts';
import { creating } from '../../core/described/answer.ts';
import { lists } from '../../core/resources/list.ts';
import { resources } from '../../core/resources/resources.ts';
import type { ResourceType } from '../../core/resources/types.ts';
import type { Clock, ResourcePlace, SageMaker } from '../ports.ts';
import { type AnswerLine, type AnswerStore, type Inventory, keyOf, ListError, type Listed, type Place } from './ports.ts';

export interface CollectWorld {
  readonly inventory: Inventory;
  readonly sageMaker: Pick<SageMaker, 'describe'>;
  readonly clock: Clock;
  readonly store: AnswerStore;
}

export interface CollectRequest {
  readonly places: readonly Place[];
  readonly types: readonly ResourceType[];
  /** ISO 8601: only what was created from then on. */
  readonly since?: string | undefined;
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
}

export interface CollectProgress extends Place {
  readonly type: ResourceType;
  /** Resources that were answered for, in all places. */
  readonly answers: number;
}

/** Accounts and Regions at a time: each has limits of its own. */
const placesAtOnce = 8;

/** Describes of a place that are under way or wait for their turn. */
const describesAtOnce = 16;

/** Has the type settings that a rule can ask for? What has none is listed, and not described. */
export const isDescribed = (type: ResourceType): boolean => creating(type).posture.settings.length > 0;

/** Asks for everything that exists, and keeps what is said. What an earlier run has kept is not asked for again. */
export async function collect(request: CollectRequest, world: CollectWorld): Promise<void> {
  let answers = 0;
  const visits = pMapIterable(
    request.places,
    async (place) => {
      for (const type of request.types) {
        await collectType(place, type, request.since, world, () => {
          answers++;
          request.onProgress?.({ ...place, type, answers });
        });
      }
    },
    { concurrency: placesAtOnce },
  );
  for await (const _ of visits);
}

async function collectType(
  place: Place,
  type: ResourceType,
  since: string | undefined,
  world: CollectWorld,
  answered: () => void,
): Promise<void> {
  const operation = lists[type]?.operation;
  const isHere = (each: Place) => each.account === place.account && each.region === place.region;
  const { inventory, store } = world;
  if (!operation || store.listings().some((each) => each.type === type && isHere(each))) return;
  const known = store.known(place, type);
  // What an earlier run has answered for and is gone by now was listed all the same.
  let listed = known.size;
  let why: ListError['why'] | null = null;
  async function* left(): AsyncGenerator<Listed> {
    try {
      for await (const found of inventory.list(place, type, since)) {
        if (known.has(keyOf(found))) continue;
        listed++;
        yield found;
      }
    } catch (error) {
      if (!(error instanceof ListError)) throw error;
      why = error.why;
    }
  }
  const lines = pMapIterable(left(), (found) => answerFor(place, type, found, world), {
    concurrency: describesAtOnce,
    backpressure: describesAtOnce * 4,
  });
  for await (const line of lines) {
    store.put(line);
    answered();
  }
  store.ended({ ...place, type, operation, listed, why });
}

/** One resource alone. An ARN has the name in lower case: where that is not it, List has the name that it goes by. */
export async function collectOne(resource: ResourcePlace, world: CollectWorld): Promise<void> {
  const { account, region, type, name, arn } = resource;
  const place = { account, region };
  const told = await answerFor(place, type, { name, arn, creationTime: null, status: null }, world, true);
  const found = told.why === 'resource-gone' ? await named(resource, world) : undefined;
  world.store.put(found ? await answerFor(place, type, found, world, true) : told);
}

async function named({ account, region, type, name, arn }: ResourcePlace, { inventory }: CollectWorld): Promise<Listed | undefined> {
  try {
    for await (const found of inventory.list({ account, region }, type)) if (found.arn === arn && found.name !== name) return found;
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
  }
  return undefined;
}

async function answerFor(
  place: Place,
  type: ResourceType,
  found: Listed,
  { sageMaker, clock }: Pick<CollectWorld, 'sageMaker' | 'clock'>,
  always = false,
): Promise<AnswerLine> {
  const line = { ...place, type, ...found, askedAt: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z') };
  if (!always && !isDescribed(type)) return { ...line, operation: lists[type]?.operation ?? '', answer: null, why: 'not-asked' };
  const operation = resources[type].describe;
  const described = await sageMaker.describe({ ...place, type, name: found.name, arn: found.arn });
  if (!described.known) return { ...line, operation, answer: null, why: described.why };
  const { arn, creationTime, status, answer } = described.value;
  return {
    ...line,
    arn,
    creationTime: creationTime ?? found.creationTime,
    status: status ?? found.status,
    operation,
    answer: redactAnswer(answer),
    why: null,
  };
}
