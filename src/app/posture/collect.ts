import { pMapIterable } from 'p-map';
import { redactAnswer } from '../../core/answer-redaction.ts';
import { creating } from '../../core/described/answer.ts';
import { lists } from '../../core/resources/list.ts';
import { resources } from '../../core/resources/resources.ts';
import type { ResourceType } from '../../core/resources/types.ts';
import type { Clock, ResourcePlace, SageMaker } from '../ports.ts';
import { inTurn } from './in-turn.ts';
import { type AnswerLine, type AnswerStore, type Inventory, keyOf, ListError, type Listed, type Listing, type Place } from './ports.ts';

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
    (place) => collectPlace(place, request, world, (type) => request.onProgress?.({ ...place, type, answers: ++answers })),
    { concurrency: placesAtOnce },
  );
  for await (const _ of visits);
}

/** One stream of all types: while the last of one are described, the first of the next are listed. */
async function collectPlace(
  place: Place,
  { types, since }: CollectRequest,
  world: CollectWorld,
  answered: (type: ResourceType) => void,
): Promise<void> {
  const { store } = world;
  const left = types.filter((type) => !store.listings().some((each) => each.type === type && isIn(each, place)));
  const steps = inTurn(left.map((type) => () => stepsOf(place, type, since, world)));
  const told = pMapIterable(
    steps,
    async (step) => ('end' in step ? step : { line: await answerFor(place, step.type, step.found, world) }),
    {
      concurrency: describesAtOnce,
      backpressure: describesAtOnce * 4,
    },
  );
  for await (const each of told) {
    if ('end' in each) store.ended(each.end);
    else {
      store.put(each.line);
      answered(each.line.type);
    }
  }
}

const isIn = (each: Place, { account, region }: Place): boolean => each.account === account && each.region === region;

type Step = { readonly type: ResourceType; readonly found: Listed } | { readonly end: Listing };

/** What a listing names, each once, and how it ended. */
async function* stepsOf(
  place: Place,
  type: ResourceType,
  since: string | undefined,
  { inventory, store }: CollectWorld,
): AsyncGenerator<Step> {
  const operation = lists[type]?.operation;
  if (!operation) return;
  // What an earlier run has answered for and is gone by now was listed all the same. Pages that shift name a resource twice.
  const listed = new Set(store.known(place, type));
  let why: ListError['why'] | null = null;
  try {
    for await (const found of inventory.list(place, type, since)) {
      const before = listed.size;
      if (listed.add(keyOf(found)).size > before) yield { type, found };
    }
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
    why = error.why;
  }
  yield { end: { ...place, type, operation, listed: listed.size, why } };
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
