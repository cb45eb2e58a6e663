import { dynamoLedger } from '../../../src/adapters/ledger.ts';
import type { MonitorWorld } from '../../../src/app/monitor.ts';
import type { ActionResult, Described, ResourcePlace } from '../../../src/app/ports.ts';
import { defaultPolicy } from '../../../src/config.ts';
import type { Alert } from '../../../src/core/alert.ts';
import type { Enforcement, Policy } from '../../../src/core/policy.ts';
import { type Known, known, type Unknown, unknown } from '../../../src/core/posture.ts';
import { parseRecord } from '../../../src/core/record.ts';
import { call } from '../../support/records.ts';

/** A world for the monitor: the real ledger over dynalite, and fakes of the other ports that remember what was asked of them. */

export interface FakeResource {
  arn: string;
  creationTime: string;
  status: string | null;
  answer?: Record<string, unknown>;
  tags?: Record<string, string>;
}

export type Hook = (port: string, moment: 'before' | 'after') => void;

export interface FakeWorld extends MonitorWorld {
  /** By `<type>/<name>`; absent: gone. */
  readonly account: Map<string, FakeResource | Unknown>;
  readonly alerts: Alert[];
  /** `stop TrainingJob/t`, in order, those that had no effect too. */
  readonly calls: string[];
  /** Those that stopped, tagged or deleted something. */
  readonly effects: string[];
  readonly deferred: { readonly event: unknown; readonly seconds: number }[];
  readonly counted: Map<string, number>;
  readonly logged: string[];
  time: number;
  /** Answers of the next calls of these kinds, before the fakes' own. */
  readonly answers: {
    stop: ActionResult[];
    tag: ActionResult[];
    publish: Error[];
    describe: Known<Described>[];
    tags: Unknown[];
    defer: Error[];
  };
  /** Called around each call of a port. */
  hook: Hook;
}

export const eventTime = Date.parse('2026-08-01T12:00:00Z');

interface Settings {
  readonly enforcement?: Partial<Enforcement>;
  readonly policy?: Partial<Policy>;
  readonly table: string;
  readonly groupWindowSeconds?: number;
}

export function fakeWorld({ enforcement, policy, table, groupWindowSeconds = 3600 }: Settings): FakeWorld {
  const account: FakeWorld['account'] = new Map();
  const fakes = {
    account,
    alerts: [] as Alert[],
    calls: [] as string[],
    effects: [] as string[],
    deferred: [] as FakeWorld['deferred'],
    counted: new Map<string, number>(),
    logged: [] as string[],
    time: eventTime + 5_000,
    answers: { stop: [], tag: [], publish: [], describe: [], tags: [], defer: [] } as FakeWorld['answers'],
    hook: (() => undefined) as Hook,
  };
  const around = async <T>(port: string, run: () => T | Promise<T>): Promise<T> => {
    world.hook(port, 'before');
    const answer = await run();
    world.hook(port, 'after');
    return answer;
  };
  const find = ({ type, name }: ResourcePlace) => account.get(`${type}/${name}`);
  const acted = (
    verb: string,
    place: ResourcePlace,
    effect: (resource: FakeResource) => ActionResult['outcome'] & ('done' | 'already-finished'),
  ): ActionResult => {
    const what = `${verb} ${place.type}/${place.name}`;
    fakes.calls.push(what);
    const resource = find(place);
    if (resource === undefined || typeof resource === 'string') return { outcome: 'failed', error: 'ResourceNotFound' };
    const outcome = effect(resource);
    if (outcome === 'done') fakes.effects.push(what);
    return { outcome };
  };
  const real = dynamoLedger({ table, leaseSeconds: 45, ttlDays: 400, groupWindowSeconds, now: () => world.time });
  const world: FakeWorld = Object.assign(fakes, {
    clock: { now: () => world.time },
    ledger: {
      claim: (entry: Parameters<typeof real.claim>[0]) => around('claim', () => real.claim(entry)),
      record: (entry: Parameters<typeof real.claim>[0], lease: string) => around('record', () => real.record(entry, lease)),
      reserveStop: (...given: Parameters<typeof real.reserveStop>) => around('reserveStop', () => real.reserveStop(...given)),
      stopsInLastHour: (...given: Parameters<typeof real.stopsInLastHour>) =>
        around('stopsInLastHour', () => real.stopsInLastHour(...given)),
      joinGroup: (...given: Parameters<typeof real.joinGroup>) => around('joinGroup', () => real.joinGroup(...given)),
      entries: real.entries,
      find: real.find,
    },
    sageMaker: {
      describe: (place: ResourcePlace) =>
        around('describe', (): Known<Described> => {
          fakes.calls.push(`describe ${place.type}/${place.name}`);
          const scripted = fakes.answers.describe.shift();
          if (scripted) return scripted;
          const resource = find(place);
          if (resource === undefined) return unknown('resource-gone');
          if (typeof resource === 'string') return unknown(resource);
          const { arn, creationTime, status, answer } = resource;
          return known(
            { arn, creationTime, status, answer: { [`${place.type}Arn`]: arn, CreationTime: creationTime, ...answer } },
            'describe',
          );
        }),
      tags: (arn: string) =>
        around('tags', () => {
          fakes.calls.push(`tags ${arn}`);
          const why = fakes.answers.tags.shift();
          if (why) return unknown(why);
          const resource = [...account.values()].find((each) => typeof each !== 'string' && each.arn === arn) as FakeResource | undefined;
          return known(resource?.tags ?? {}, 'describe' as const);
        }),
      stop: (place: ResourcePlace) =>
        around('stop', () => {
          const scripted = fakes.answers.stop.shift();
          if (scripted) {
            fakes.calls.push(`stop ${place.type}/${place.name}`);
            return scripted;
          }
          return acted('stop', place, (resource) => {
            if (!['InProgress', 'InService'].includes(resource.status ?? '')) return 'already-finished';
            resource.status = 'Stopping';
            return 'done';
          });
        }),
      tag: (_arn: string, place: ResourcePlace, tag: { key: string; value: string }) =>
        around('tag', () => {
          const scripted = fakes.answers.tag.shift();
          if (scripted) return scripted;
          return acted(`tag ${tag.key}=${tag.value}`, place, () => 'done');
        }),
      delete: (place: ResourcePlace) =>
        around('delete', () =>
          acted('delete', place, () => {
            account.delete(`${place.type}/${place.name}`);
            return 'done';
          }),
        ),
    },
    publisher: {
      publish: (alert: Alert) =>
        around('publish', () => {
          const error = fakes.answers.publish.shift();
          if (error) throw error;
          fakes.alerts.push(alert);
        }),
    },
    deferrer: {
      defer: (event: unknown, seconds: number) =>
        around('defer', () => {
          const error = fakes.answers.defer.shift();
          if (error) throw error;
          fakes.deferred.push({ event, seconds });
        }),
    },
    metrics: {
      count: (name: string, value = 1) => void fakes.counted.set(name, (fakes.counted.get(name) ?? 0) + value),
      seconds: (name: string, value: number) => void fakes.counted.set(name, value),
    },
    log: {
      info: (message: string, fields = {}) => void fakes.logged.push(JSON.stringify({ message, ...fields })),
      warn: (message: string, fields = {}) => void fakes.logged.push(JSON.stringify({ message, ...fields })),
      error: (message: string, fields = {}) => void fakes.logged.push(JSON.stringify({ message, ...fields })),
    },
    policy: { ...defaultPolicy, ...policy, enforcement: { ...defaultPolicy.enforcement, ...enforcement } },
    policySha256: 'a'.repeat(64),
    stage: 'test',
  });
  return world;
}

export const arnOf = (type: string, name: string) => `arn:aws:sagemaker:eu-west-1:111122223333:${type}/${name}`;

let serial = 0;

/** A training job outside the boundary, under a name of its own: its record, and itself in the account. */
export function strayJob(world: FakeWorld, members: Record<string, unknown> = {}, request: Record<string, unknown> = {}) {
  const name = `job-${++serial}`;
  const arn = arnOf('training-job', name);
  world.account.set(`TrainingJob/${name}`, { arn, creationTime: '2026-08-01T12:00:02Z', status: 'InProgress' });
  return {
    name,
    record: call(
      'CreateTrainingJob',
      { trainingJobName: name, resourceConfig: { instanceCount: 1, instanceType: 'ml.m5.large' }, ...request },
      { responseElements: { trainingJobArn: arn }, ...principal(), ...members },
    ),
  };
}

/** Someone who has caused no alert yet: what is grouped is tested by itself. */
export function principal(role = `Role${++serial}`) {
  return {
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::111122223333:assumed-role/${role}/session`,
      accountId: '111122223333',
      sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::111122223333:role/${role}` } },
    },
  };
}

export const parsed = (record: unknown) => parseRecord(record);

export const stopping: Partial<Enforcement> = {
  mode: 'enforce',
  maxStopsPerHour: 1000,
  actions: [{ rules: ['vpc-required'], resourceTypes: [], action: 'stop' }],
};

export const stoppingAndTagging: Partial<Enforcement> = {
  ...stopping,
  actions: [
    { rules: ['vpc-required'], resourceTypes: [], action: 'stop' },
    { rules: ['vpc-required'], resourceTypes: [], action: 'tag', tag: { key: 'network', value: 'outside' } },
  ],
};
