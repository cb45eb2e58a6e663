import { resources } from '../src/core/resources/resources.ts';
import { type ResourceType, resourceTypes } from '../src/core/resources/types.ts';
import { describeAnswer, notFound } from './sagemaker/answers.ts';
import { identityOf } from './sagemaker/identity.ts';
import { listAnswer, listedBy } from './sagemaker/listing.ts';
import { accountOfKey, type Fault, serve, signedBy, type WireAnswer, type WireRequest } from './wire.ts';

type Json = Readonly<Record<string, unknown>>;

export interface SageMakerCall {
  readonly operation: string;
  readonly input: Json;
  readonly account: string;
  readonly region: string;
}

/** What is put into the stand-in, as if Create had been called. */
export interface Seed {
  readonly type: ResourceType;
  readonly name: string;
  /** The create request, in the API's casing. */
  readonly request?: Json;
  readonly account?: string;
  readonly region?: string;
  /** Epoch milliseconds. */
  readonly createdAt?: number;
  readonly status?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Members of a child's Describe that name its parents: TuningJobArn, AutoMLJobArn. */
  readonly parents?: Json;
}

export interface StandInResource {
  readonly type: ResourceType;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly status: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  /** How many Stop calls had an effect. */
  readonly stops: number;
}

export interface SageMakerStandIn {
  readonly url: string;
  /** Everything that was received, in order, faults included. */
  readonly calls: readonly SageMakerCall[];
  readonly resources: readonly StandInResource[];
  create(seed: Seed): StandInResource;
  /** It moves to a status by itself: a notebook comes into service, a job ends. */
  move(arn: string, status: string): void;
  /** It goes, by whomever. */
  remove(arn: string): void;
  fail: ((call: SageMakerCall) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** Errors as SageMaker sends them, for `fail`. */
export const faults = {
  throttled: { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } },
  denied: { status: 400, body: { __type: 'AccessDeniedException', message: 'User is not authorized to perform this action' } },
  internal: { status: 500, body: { __type: 'InternalFailure', message: 'The request processing has failed' } },
  unavailable: { status: 503, body: '<html>Service Unavailable</html>' },
} as const satisfies Record<string, Fault>;

interface Held extends Omit<StandInResource, 'tags' | 'status' | 'stops'> {
  readonly found: readonly Json[];
  readonly request: Json;
  readonly parents: Json;
  readonly created: number;
  readonly tags: Map<string, string>;
  status: string | undefined;
  stops: number;
}

class Refusal extends Error {
  readonly code: string;

  constructor({ code, message }: { code: string; message: string }) {
    super(message);
    this.code = code;
  }
}

const invalid = (message: string) => new Refusal({ code: 'ValidationException', message });

/** A stopped resource is Stopping when next described, and Stopped after that. */
export async function start(options: { readonly homeAccount?: string; readonly now?: () => number } = {}): Promise<SageMakerStandIn> {
  const { homeAccount = '111122223333', now = Date.now } = options;
  const calls: SageMakerCall[] = [];
  const held: Held[] = [];
  let serial = 0;

  const callOf = (request: WireRequest): SageMakerCall => {
    const { accessKeyId, region } = signedBy(request);
    const operation = String(request.headers['x-amz-target'] ?? '').replace('SageMaker.', '');
    return { operation, input: JSON.parse(request.body || '{}'), account: accountOfKey(accessKeyId) ?? homeAccount, region };
  };

  const server = await serve({
    contentType: 'application/x-amz-json-1.1',
    fault(request) {
      const call = callOf(request);
      calls.push(call);
      return standIn.fail?.(call);
    },
    answer(request) {
      try {
        return json(200, perform(held, callOf(request)));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return json(400, { __type: error.code, message: error.message });
      }
    },
  });

  const standIn: SageMakerStandIn = {
    url: server.url,
    calls,
    resources: held,
    create({ type, name, request = {}, account = homeAccount, region = 'eu-west-1', createdAt = now(), status, tags = {}, parents = {} }) {
      serial++;
      const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
      const identity = identityOf(type, name, request, `arn:${partition}:sagemaker:${region}:${account}`, serial);
      const made: Held = {
        ...identity,
        type,
        name,
        account,
        region,
        request,
        parents,
        created: createdAt / 1000,
        status: status ?? resources[type].stop?.statuses[0] ?? 'InService',
        tags: new Map(Object.entries(tags)),
        stops: 0,
      };
      held.push(made);
      return made;
    },
    move(arn, status) {
      const found = held.find((each) => each.arn === arn);
      if (!found) throw new Error(`no such resource: ${arn}`);
      found.status = status;
    },
    remove(arn) {
      held.splice(
        held.findIndex((each) => each.arn === arn),
        1,
      );
    },
    fail: undefined,
    close: server.close,
  };
  return standIn;
}

type Verb = 'describe' | 'stop' | 'delete';

const verbs: ReadonlyMap<string, { verb: Verb; type: ResourceType }> = new Map(
  resourceTypes.flatMap((type): [string, { verb: Verb; type: ResourceType }][] => {
    const { describe, stop, delete: remove } = resources[type];
    return [
      [describe, { verb: 'describe', type }],
      ...(stop ? ([[stop.operation, { verb: 'stop', type }]] as const) : []),
      ...(remove ? ([[remove, { verb: 'delete', type }]] as const) : []),
    ] as [string, { verb: Verb; type: ResourceType }][];
  }),
);

function perform(held: Held[], { operation, input, account, region }: SageMakerCall): Json {
  const here = held.filter((each) => each.account === account && each.region === region);
  if (operation === 'AddTags') return addTags(here, input);
  if (operation === 'ListTags') return listTags(here, input);
  const type = listedBy(operation);
  if (type) {
    const page = listAnswer(type, here, input);
    if (!page) throw invalid('1 validation error detected: a required member is missing');
    return page;
  }
  const known = verbs.get(operation);
  if (!known) throw new Refusal({ code: 'UnknownOperationException', message: '' });
  const found = here.find((each) => each.type === known.type && each.found.some((identity) => matches(identity, input)));
  if (!found) throw new Refusal(notFound(known.type, input));
  if (known.verb === 'stop') return stop(found, input);
  if (known.verb === 'describe') return describe(found);
  if (runs(found)) throw new Refusal({ code: 'ResourceInUse', message: `${found.arn} is in status ${found.status}` });
  held.splice(held.indexOf(found), 1);
  return {};
}

const matches = (identity: Json, input: Json) => Object.entries(identity).every(([name, value]) => input[name] === value);

function describe(found: Held): Json {
  const answer = describeAnswer(found);
  if (found.status === 'Stopping') found.status = 'Stopped';
  return answer;
}

/** An inference experiment's variants have to be named, all of them. */
function stop(found: Held, input: Json): Json {
  if (found.type === 'InferenceExperiment') {
    const named = Object.keys((input.ModelVariantActions as Json | undefined) ?? {});
    const variants = (found.request.ModelVariants as Json[] | undefined) ?? [];
    if (variants.some(({ VariantName }) => !named.includes(String(VariantName)))) throw invalid('ModelVariantActions misses a variant');
  }
  if (!runs(found)) throw invalid(refusalOf(found));
  found.status = 'Stopping';
  found.stops++;
  return {};
}

const runs = ({ type, status }: Held) => resources[type].stop?.statuses.includes(status ?? '') ?? false;

function refusalOf({ type, arn, status }: Held): string {
  if (type === 'NotebookInstance')
    return `Status (${status}) not in ([InService]). Unable to transition to (Stopping) for Notebook Instance (${arn}).`;
  const kind = type.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return `The request was rejected because the ${kind} is in status ${status}.`;
}

/** TagKey and TagValue of the service model. */
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function addTags(here: readonly Held[], input: Json): Json {
  const found = taggable(here, input);
  const tags = input.Tags as { Key: string; Value: string }[];
  for (const { Key, Value } of tags) {
    if (!tagText.test(Key) || !tagText.test(Value) || Key.length > 128 || Value.length > 256 || Key === '' || Key.startsWith('aws:')) {
      throw invalid(`1 validation error detected: Value '${Value}' at 'tags' failed to satisfy constraint`);
    }
    if (!found.tags.has(Key) && found.tags.size >= 50) throw new Refusal({ code: 'TooManyTags', message: 'A resource can have 50 tags' });
    found.tags.set(Key, Value);
  }
  return { Tags: listed(found) };
}

const pageSize = 20;

function listTags(here: readonly Held[], input: Json): Json {
  const from = Number(input.NextToken ?? 0);
  const all = listed(taggable(here, input));
  return { Tags: all.slice(from, from + pageSize), ...(all.length > from + pageSize && { NextToken: String(from + pageSize) }) };
}

const listed = ({ tags }: Held) => [...tags].map(([Key, Value]) => ({ Key, Value }));

function taggable(here: readonly Held[], { ResourceArn }: Json): Held {
  const found = here.find(({ arn, type }) => arn === ResourceArn && resources[type].taggable);
  if (!found) throw invalid(`Could not find resource "${String(ResourceArn)}"`);
  return found;
}

const json = (status: number, body: Json): WireAnswer => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/x-amz-json-1.1',
});
