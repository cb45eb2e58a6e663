import { object, text } from '../../core/json.ts';
import { isServerless, modelsIn, ownsNetwork } from '../../core/remediate/hosting.ts';
import type { Place, Seen } from '../../core/remediate/plan.ts';
import { RemediationRefused } from '../../core/remediate/refusal.ts';
import { type RemediateWorld, see, seeAll } from './seen.ts';

export interface Hosting {
  /** Every model that the configs name, or the one asked for. */
  readonly models: readonly Seen[];
  readonly configs: readonly Seen[];
  readonly endpoints: readonly Seen[];
  /** Names of models and configs that something outside the plan uses. */
  readonly usedElsewhere: readonly string[];
  readonly notes: readonly string[];
}

/** A model, the configs that name it, and the endpoints on those; or the same from a config or an endpoint. @throws RemediationRefused */
export async function hostingFacts(world: RemediateWorld, place: Place, target: Seen): Promise<Hosting> {
  const [configs, endpoints] = await Promise.all([seeAll(world, place, 'EndpointConfig'), seeAll(world, place, 'Endpoint')]);
  const chosen = chosenConfigs(target, configs);
  const serverless = chosen.filter(({ answer }) => isServerless(answer));
  const first = serverless[0];
  if (first && target.type !== 'Model')
    throw new RemediationRefused(
      `endpoint config ${first.name} has a serverless variant, which cannot be in a VPC: make its variants provisioned (InstanceType, InitialInstanceCount) in a new config first`,
    );
  const inPlan = chosen.filter((each) => !serverless.includes(each));
  const switched = endpoints.filter(
    ({ name, answer }) =>
      inPlan.some((config) => config.name === text(answer, 'EndpointConfigName')) && (target.type !== 'Endpoint' || name === target.name),
  );
  const modelNames = target.type === 'Model' ? [target.name] : [...new Set(inPlan.flatMap(({ answer }) => modelsIn(answer)))];
  const models = target.type === 'Model' ? [target] : await Promise.all(modelNames.map((name) => see(world, place, 'Model', name, null)));
  const components = await componentsOf(world, place, modelNames);
  const keptConfigs = inPlan.filter(({ name }) =>
    endpoints.some((each) => !switched.includes(each) && text(each.answer, 'EndpointConfigName') === name),
  );
  // A config that is kept goes on naming its models, as one outside the plan does.
  const staying = configs.filter((config) => !inPlan.includes(config) || keptConfigs.includes(config));
  const usedElsewhere = [
    ...modelNames.filter((name) => staying.some(({ answer }) => modelsIn(answer).includes(name))),
    ...keptConfigs.map(({ name }) => name),
    ...components.kept,
  ];
  const whole = (each: Seen) => see(world, place, each.type, each.name, each.arn);
  return {
    models,
    configs: await Promise.all(inPlan.map(whole)),
    endpoints: await Promise.all(switched.map(whole)),
    usedElsewhere,
    notes: [
      ...serverless.map(
        ({ name }) =>
          `Endpoint config ${name} has a serverless variant, which cannot be in a VPC: it and its endpoints are left as they are, and the old model is kept.`,
      ),
      ...components.notes,
      ...inPlan
        .filter(({ answer }) => ownsNetwork(answer))
        .map(
          ({ name }) =>
            `Endpoint config ${name} is for inference components: the new one has the VpcConfig itself, and its components move with the endpoint.`,
        ),
    ],
  };
}

function chosenConfigs(target: Seen, configs: readonly Seen[]): Seen[] {
  if (target.type === 'Model') return configs.filter(({ answer }) => modelsIn(answer).includes(target.name));
  const name = target.type === 'Endpoint' ? text(target.answer, 'EndpointConfigName') : target.name;
  const found = configs.filter((each) => each.name === name);
  if (found.length > 0) return found;
  throw new RemediationRefused(
    `${target.type} ${target.name}: its endpoint config ${JSON.stringify(name)} is gone; put the endpoint on one that exists first`,
  );
}

/** An inference component names a model by itself. Where nobody can tell, the old model stays. */
async function componentsOf(world: RemediateWorld, place: Place, models: readonly string[]): Promise<{ notes: string[]; kept: string[] }> {
  let components: Seen[];
  try {
    components = await seeAll(world, place, 'InferenceComponent');
  } catch (error) {
    if (!(error instanceof RemediationRefused)) throw error;
    return {
      notes: [`Whether an inference component uses the model could not be asked (${error.message}): the old model is kept.`],
      kept: [...models],
    };
  }
  const users = components.flatMap(({ name, answer }) => {
    const model = text(object(answer, 'Specification') ?? {}, 'ModelName');
    return model !== undefined && models.includes(model) ? [{ name, model }] : [];
  });
  return {
    notes: users.map(
      ({ name, model }) =>
        `Inference component ${name} uses model ${model}: give it the new model (aws sagemaker update-inference-component, Specification.ModelName); until then the old model is kept.`,
    ),
    kept: users.map(({ model }) => model),
  };
}
