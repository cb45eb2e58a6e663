import { isObject, type JsonObject, member, object, text } from '../json.ts';
import type { Posture, VpcConfig } from '../posture.ts';
import { arnOf } from './arn.ts';
import { list } from './deployment.ts';
import { forms, type JobType } from './forms.ts';
import { oldOf, type Wanted } from './hosting.ts';
import { demandLegal, replacementName } from './names.ts';
import { asRequestVpc } from './network-choice.ts';
import type { JobPlan, Place, Replacement, Seen } from './plan.ts';
import { RemediationRefused } from './refusal.ts';
import { requestOf, withTags } from './request.ts';

/** Whose job it is: what spawned it would spawn it again as it was. */
const parents: Readonly<Record<string, string>> = {
  TuningJobArn: 'a tuning job',
  AutoMLJobArn: 'an AutoML job',
  LabelingJobArn: 'a labeling job',
  MonitoringScheduleArn: 'a monitoring schedule',
};

/**
 * Stop it, and the request to run it again inside the network.
 *
 * @param models of a transform job: its model's replacement, where that fails too
 * @throws RemediationRefused
 */
export function planJob(
  place: Place,
  job: Seen & { readonly type: JobType },
  posture: Posture,
  models: readonly Replacement[],
  wanted: Wanted,
): JobPlan {
  const { nameMember, longest } = forms[job.type];
  for (const [from, what] of Object.entries(parents)) {
    const parent = text(job.answer, from);
    if (parent && parent !== job.arn)
      throw new RemediationRefused(`${job.name} belongs to ${what}, which runs its jobs as it was told to: sagewarden remediate ${parent}`);
  }
  demandLegal(job.name, 'the job');
  const base = requestOf(job.type, job.answer);
  const encrypt = (posture.interContainerTraffic ?? []).some(
    ({ value }) => value.known && (value.value.instanceCount === null || value.value.instanceCount > 1),
  );
  const settings = JSON.stringify([
    job.arn,
    job.creationTime,
    wanted.network,
    wanted.isolated,
    encrypt,
    models.map(({ create }) => create.name),
  ]);
  const name = wanted.name === undefined ? replacementName(job.name, settings, longest) : demandLegal(wanted.name, '--name', longest);
  if (name === job.name) throw new RemediationRefused(`--name ${name}: a job's name is used up; give another`);
  const request = { ...placed[job.type](base, wanted.network, wanted.isolated, encrypt, models), [nameMember]: name };
  return {
    kind: 'job',
    models,
    job: {
      old: { ...oldOf(job), type: job.type },
      create: { type: job.type, name, arn: arnOf(place, job.type, name), request: withTags(request, job.tags) },
    },
  };
}

type Place1 = (request: JsonObject, network: VpcConfig, isolated: boolean, encrypt: boolean, models: readonly Replacement[]) => JsonObject;

const definition: Place1 = (request, network, isolated, encrypt) => ({
  ...request,
  VpcConfig: asRequestVpc(network),
  ...(isolated && { EnableNetworkIsolation: true }),
  ...(encrypt && { EnableInterContainerTrafficEncryption: true }),
});

const placed: Readonly<Record<JobType, Place1>> = {
  TrainingJob: definition,
  ProcessingJob: (request, network, isolated, encrypt, models) => ({
    ...request,
    NetworkConfig: definition(object(request, 'NetworkConfig') ?? {}, network, isolated, encrypt, models),
  }),
  HyperParameterTuningJob: (request, ...rest) => {
    const one = object(request, 'TrainingJobDefinition');
    const many = list(request, 'TrainingJobDefinitions');
    return {
      ...request,
      ...(one && { TrainingJobDefinition: definition(one, ...rest) }),
      ...(many.length > 0 && { TrainingJobDefinitions: many.map((each) => definition(each, ...rest)) }),
    };
  },
  // AutoML has no isolation, and decides for itself how many instances it takes.
  AutoMLJob: (request, network) => ({
    ...request,
    SecurityConfig: {
      ...object(request, 'SecurityConfig'),
      EnableInterContainerTrafficEncryption: true,
      VpcConfig: asRequestVpc(network),
    },
  }),
  TransformJob: (request, _network, _isolated, _encrypt, models) => ({
    ...request,
    ModelName: models.find(({ old }) => old.name === member(request, 'ModelName'))?.create.name ?? member(request, 'ModelName'),
  }),
};

/** What the containers of a job are told: names only leave this place. */
export function toldTo(request: JsonObject): JsonObject {
  const definitions = [request, object(request, 'TrainingJobDefinition') ?? {}, ...list(request, 'TrainingJobDefinitions')];
  const parts = definitions.flatMap((each) => [
    object(each, 'HyperParameters'),
    object(each, 'StaticHyperParameters'),
    object(each, 'Environment'),
  ]);
  return Object.assign({}, ...parts.filter(isObject));
}

export function imageOf(request: JsonObject): string {
  const specification = object(request, 'AlgorithmSpecification') ?? object(request, 'AppSpecification') ?? {};
  return text(specification, 'TrainingImage') ?? text(specification, 'ImageUri') ?? '';
}
