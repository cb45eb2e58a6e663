import type { Change } from '../change.ts';
import { sameResourceWithin } from '../decide.ts';
import { eventRef } from '../event-ref.ts';
import { operations } from '../resources/catalog.ts';
import type { ResourceType } from '../resources/types.ts';
import { Index, keysOf, keysOfParent, keysOfRecord } from './keys.ts';
import type { Existing, Explanation, UnexplainedCause } from './model.ts';
import { deliveredWithin, type Reach, Silences } from './silence.ts';

export interface TrailRecords extends Reach {
  /** Of the period, in scope. */
  readonly changes: readonly Change[];
  /** From before it, as far as the archive was read. */
  readonly earlier: readonly Change[];
  /** Operations that the policy leaves out: their records were not kept. */
  readonly excludedOperations: readonly string[];
}

/** A retry takes an execution up again, and makes none. */
export const creates = ({ operation, eventName }: Change): boolean => operation === 'create' && eventName !== 'RetryPipelineExecution';

/** Resources that make others, and whose ARN Describe gives with the one that was made (service model, 2017-07-24). */
const parentTypes: ReadonlySet<ResourceType> = new Set<ResourceType>([
  'AutoMLJob',
  'HyperParameterTuningJob',
  'LabelingJob',
  'MonitoringSchedule',
  'PipelineExecution',
  'TrainingJob',
]);

/** What a pipeline's execution makes is called so (Developer Guide, "Define a pipeline", custom prefixes aside). */
const pipelineJob = /^pipelines-([a-z0-9]{12})-/;

/** Generations of jobs: AutoML, its tuning job, that one's training job, its profiler. An end for what names itself. */
const maxGenerations = 5;

/** Finds the record that explains a resource, or why there is none. */
export class Explainer {
  readonly #trail: TrailRecords;
  readonly #silences: Silences;
  readonly #creates: Index<Change>;
  readonly #updates: Index<Change>;
  readonly #existing: Index<Existing>;
  readonly #inPeriod: ReadonlySet<Change>;
  readonly #unnamed: readonly Change[];
  readonly #excluded: ReadonlySet<ResourceType>;

  constructor(trail: TrailRecords, existing: readonly Existing[]) {
    this.#trail = trail;
    this.#silences = new Silences(trail);
    const all = [...trail.earlier, ...trail.changes].filter(creates);
    this.#creates = new Index(all, keysOfRecord);
    this.#updates = new Index(
      trail.changes.filter(({ operation }) => operation === 'update'),
      keysOfRecord,
    );
    this.#existing = new Index(existing, keysOf);
    this.#inPeriod = new Set(trail.changes);
    this.#unnamed = all.filter((change) => keysOfRecord(change).length === 0);
    this.#excluded = new Set(
      operations
        .filter(({ kind, eventName }) => kind === 'create' && trail.excludedOperations.includes(eventName))
        .map(({ resource }) => resource),
    );
  }

  explain(resource: Existing, generation = 0): Explanation {
    const keys = keysOf(resource);
    const namesakes = this.#creates.at(keys);
    if (resource.creationTime === null) return this.#unexplained('no-creation-time', namesakes);
    const created = Date.parse(resource.creationTime);
    const record = nearest(namesakes, created);
    if (record && isSame(record, resource))
      return { kind: 'created', record: eventRef(record), via: record.via, inPeriod: this.#inPeriod.has(record) };
    const spawned = generation < maxGenerations ? this.#spawned(resource, created, generation) : undefined;
    if (spawned) return spawned;
    if (created < Date.parse(this.#trail.period.from)) {
      const update = this.#updates.at(keys).find(({ eventTime }) => Date.parse(eventTime) >= created);
      return update ? { kind: 'updated', record: eventRef(update) } : this.#unexplained('created-before-period', namesakes);
    }
    return this.#withinPeriod(resource, created, namesakes);
  }

  #withinPeriod(resource: Existing, created: number, namesakes: readonly Change[]): Explanation {
    if (created >= Date.parse(this.#trail.period.to)) return this.#unexplained('created-after-period', namesakes);
    if (this.#excluded.has(resource.type)) return this.#unexplained('operation-excluded', namesakes);
    const silence = this.#silences.at(resource, created, created);
    if (silence) return { kind: 'unexplained', cause: silence.cause, silence, near: ref(nearest(namesakes, created)) };
    const unnamed = this.#unnamed.find(
      (change) =>
        change.account === resource.account &&
        change.region === resource.region &&
        change.resource.type === resource.type &&
        Math.abs(Date.parse(change.eventTime) - created) <= sameResourceWithin,
    );
    if (unnamed) return { kind: 'unexplained', cause: 'unnamed-record', silence: null, near: eventRef(unnamed) };
    const isFresh = Date.parse(resource.seenAt) - created < deliveredWithin;
    return this.#unexplained(isFresh ? 'not-yet-delivered' : 'no-record', namesakes, created);
  }

  /** A parent explains what it made as far as it is explained itself. */
  #spawned(resource: Existing, created: number, generation: number): Explanation | undefined {
    for (const parent of resource.references.filter(({ type }) => parentTypes.has(type))) {
      const keys = keysOfParent(resource, parent);
      const record = this.#creates.at(keys).findLast(({ eventTime }) => Date.parse(eventTime) <= created + sameResourceWithin);
      if (record) return { kind: 'spawned', parent, record: eventRef(record), proof: 'describe' };
      const own = this.#existing.at(keys).find(({ creationTime }) => creationTime !== null && Date.parse(creationTime) <= created);
      const explained = own && own !== resource ? this.explain(own, generation + 1) : undefined;
      if (!explained) continue;
      if (explained.kind !== 'unexplained') return { kind: 'spawned', parent, record: explained.record, proof: 'describe' };
      if (explained.cause === 'created-before-period' || explained.cause === 'spawned-before-period')
        return this.#unexplained('spawned-before-period', []);
    }
    return this.#spawnedByPipeline(resource, created);
  }

  #spawnedByPipeline(resource: Existing, created: number): Explanation | undefined {
    const [, execution] = pipelineJob.exec(resource.name) ?? [];
    if (execution === undefined) return undefined;
    const record = this.#executions().get(JSON.stringify([resource.account, resource.region, execution]));
    if (!record || Date.parse(record.eventTime) > created + sameResourceWithin) return undefined;
    return { kind: 'spawned', parent: { type: 'PipelineExecution', name: execution }, record: eventRef(record), proof: 'name' };
  }

  #started: ReadonlyMap<string, Change> | undefined;

  #executions(): ReadonlyMap<string, Change> {
    this.#started ??= new Map(
      [...this.#trail.earlier, ...this.#trail.changes].flatMap((change) => {
        const { type, arn } = change.resource;
        const id = type === 'PipelineExecution' && arn.known ? arn.value.split('/execution/')[1] : undefined;
        return id && creates(change) ? [[JSON.stringify([change.account, change.region, id]), change]] : [];
      }),
    );
    return this.#started;
  }

  #unexplained(cause: UnexplainedCause, namesakes: readonly Change[], created = 0): Explanation {
    return { kind: 'unexplained', cause, silence: null, near: ref(nearest(namesakes, created)) };
  }
}

/** The same place, type and name, created when the record says; where both have an ARN, the same. */
export function isSame(record: Change, { arn, creationTime }: Pick<Existing, 'arn' | 'creationTime'>): boolean {
  if (creationTime === null) return false;
  if (arn !== null && record.resource.arn.known && record.resource.arn.value.toLowerCase() !== arn.toLowerCase()) return false;
  return Math.abs(Date.parse(creationTime) - Date.parse(record.eventTime)) <= sameResourceWithin;
}

function nearest(records: readonly Change[], time: number): Change | undefined {
  let best: Change | undefined;
  const away = (change: Change) => Math.abs(Date.parse(change.eventTime) - time);
  for (const record of records) if (!best || away(record) < away(best)) best = record;
  return best;
}

const ref = (change: Change | undefined) => (change ? eventRef(change) : null);
