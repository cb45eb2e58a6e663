import { isObject, isUnset, type JsonObject, member, parseJson, text } from '../json.ts';
import { known, type Placed, type Posture, type SettingName, unknown, type VpcConfig } from '../posture.ts';
import { type PostureReader, unseen } from './layout.ts';
import { type Origin, parseVpcConfig } from './walk.ts';

const stepSettings: readonly SettingName[] = ['vpc', 'networkIsolation', 'interContainerTraffic'];

/** A pipeline definition nests steps in Condition steps (IfSteps, ElseSteps): deep enough for any, and an end for a hostile one. */
const maxDepth = 32;

/** Steps that run nothing of their own in a VPC, or only what a model or job with a record of its own brings (Developer Guide, "Pipeline steps"). */
const neutralSteps = new Set(['callback', 'condition', 'emr', 'emrserverless', 'fail', 'lambda', 'registermodel', 'transform']);

/**
 * CreatePipeline and UpdatePipeline carry the definition as a JSON string, or keep it in S3. A step's Arguments are the
 * request of the operation that it makes (SageMaker Pipelines, "Pipeline definition JSON schema"). A step of a type that is not
 * known here, or that cannot be read, is opaque.
 */
export function pipeline(readerOfStep: (stepType: string) => PostureReader | undefined): PostureReader {
  return {
    settings: stepSettings,
    read(request, origin) {
      if (
        origin.absent === 'unchanged' &&
        isUnset(member(request, 'PipelineDefinition')) &&
        isUnset(member(request, 'PipelineDefinitionS3Location'))
      ) {
        return unseen(this, 'unchanged');
      }
      const definition = parseJson(text(request, 'PipelineDefinition') ?? '');
      if (!isObject(definition) || !Array.isArray(member(definition, 'Steps'))) return unseen(this, 'opaque');
      const postures = [...steps(definition, 'Steps', 'Steps', maxDepth)].map(({ at, step }) => {
        const type = step && text(step, 'Type')?.toLowerCase();
        if (!step || !type) return prefixed(unseen(this, 'opaque'), at);
        if (neutralSteps.has(type)) return {};
        const reader = readerOfStep(type);
        const args = member(step, 'Arguments');
        const posture = reader && isObject(args) ? reader.read(args, { ...origin, absent: 'default' }) : unseen(reader ?? this, 'opaque');
        return prefixed(posture, `${at}.Arguments.`);
      });
      return join(postures);
    },
  };
}

/** Every step, also those of a Condition's branches; without `step`: something is there that cannot be read as one. */
function* steps(holder: JsonObject, listName: string, at: string, depth: number): Iterable<{ at: string; step?: JsonObject }> {
  const list = member(holder, listName);
  if (isUnset(list)) return;
  if (!Array.isArray(list) || depth === 0) {
    yield { at };
    return;
  }
  for (const [index, step] of list.entries()) {
    const place = `${at}[${index}]`;
    if (!isObject(step)) {
      yield { at: place };
      continue;
    }
    yield { at: place, step };
    const args = member(step, 'Arguments');
    if (!isObject(args)) continue;
    for (const branch of ['IfSteps', 'ElseSteps']) yield* steps(args, branch, `${place}.Arguments.${branch}`, depth - 1);
  }
}

function prefixed(posture: Posture, prefix: string): Posture {
  const moved = Object.entries(posture).map(([name, places]: [string, readonly Placed<unknown>[]]) => [
    name,
    places.map((place) => ({ ...place, at: `${prefix}${place.at}` })),
  ]);
  return Object.fromEntries(moved);
}

function join(postures: readonly Posture[]): Posture {
  const joined: Record<string, Placed<unknown>[]> = {};
  for (const posture of postures) {
    for (const setting of stepSettings) {
      const places: readonly Placed<unknown>[] | undefined = posture[setting];
      if (places) joined[setting] = [...(joined[setting] ?? []), ...places];
    }
  }
  return joined as Posture;
}

/**
 * CreateJob's document has a schema of its own (DescribeJobSchemaVersion): wherever it keeps a VpcConfig, that is judged. One
 * without says nothing: where its schema would have it, and what the default is, only that schema knows.
 */
export const jobDocument: PostureReader = {
  settings: ['vpc'],
  read(request: JsonObject, origin: Origin): Posture {
    const document = parseJson(text(request, 'JobConfigDocument') ?? '');
    if (!isObject(document)) return unseen(jobDocument, 'opaque');
    const found = [...vpcConfigs(document, 'JobConfigDocument', maxDepth, origin)];
    return found.length > 0 ? { vpc: found } : unseen(jobDocument, 'opaque');
  },
};

function* vpcConfigs(value: unknown, at: string, depth: number, origin: Origin): Iterable<Placed<VpcConfig | null>> {
  if (depth === 0) yield { at, value: unknown('opaque') };
  else if (Array.isArray(value))
    for (const [index, element] of value.entries()) yield* vpcConfigs(element, `${at}[${index}]`, depth - 1, origin);
  else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      const place = `${at}.${name}`;
      if (name.toLowerCase() !== 'vpcconfig') yield* vpcConfigs(inner, place, depth - 1, origin);
      else if (isUnset(inner)) yield { at: place, value: known(null, origin.from) };
      else {
        const config = parseVpcConfig(inner);
        yield { at: place, value: config ? known(config, origin.from) : unknown('opaque') };
      }
    }
  }
}
