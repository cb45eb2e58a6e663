import type { ClusterState } from './cluster.ts';
import { type Answer, answer, failedAttempt, since, type Truth, unknownTruth } from './key.ts';
import { type Earlier, modelOperations, strip } from './operations.ts';
import type { Random } from './random.ts';
import { apiRecord, omitParameters, period, refuse, type Site, sites, tuningChild } from './record.ts';
import { type Draft, randomRequest } from './request.ts';
import { operationShape } from './shapes.ts';

/** Records of the population with their answers. */

export interface Planned {
  readonly record: Draft;
  readonly operation: string;
  readonly answer: Answer;
}

const day = 86_400_000;
const inPeriod = (random: Random) => period.from + random.int(0, (period.to - period.from) / 1000 - 1) * 1000;

export type Recording = 'whole' | 'refused' | 'omitted';

export function single(operation: string, recording: Recording, random: Random): Planned {
  const site = random.pick(sites);
  const made = call(operation, named(operation, site, random), inPeriod(random), random);
  if (recording === 'refused') return { ...made, record: maybeOmitted(refuse(made.record, random), random), answer: failedAttempt };
  if (recording === 'whole') return made;
  return { ...made, record: omitParameters(made.record, random), answer: answer(unknownTruth(modelOperations[operation]?.rules ?? [])) };
}

/** Mostly recorded whole, sometimes refused or with the parameters left out. */
export const anyRecording = (random: Random): Recording =>
  random.pick(['whole', 'whole', 'whole', 'whole', 'whole', 'whole', 'whole', 'refused', 'omitted'] as const);

const maybeOmitted = (record: Draft, random: Random) => (random.chance(0.2) ? omitParameters(record, random) : record);

interface Named {
  readonly site: Site;
  readonly name: string;
  readonly arn: string;
  /** What an update calls the resource, where that is not its name. */
  readonly id: string;
}

const segments: Readonly<Record<string, string>> = {
  AutoMLJobV2: 'automl-job',
  AutoMLJob: 'automl-job',
  HyperParameterTuningJob: 'hyper-parameter-tuning-job',
  AIBenchmarkJob: 'ai-benchmark-job',
};

/** Endpoint, pipeline and model ARNs hold the name in lower case; a domain's and a cluster's hold an id. */
function named(
  operation: string,
  site: Site,
  random: Random,
  name = `${random.pick(['churn', 'Fraud', 'rank'])}-${random.hex(10)}`,
): Named {
  const resource = operation.replace(/^(Create|Update|Start|Retry)/, '');
  const segment = segments[resource] ?? resource.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const id = { Domain: `d-${random.hex(12)}`, Cluster: random.hex(12) }[resource] ?? name;
  const arn = `arn:${site.partition}:sagemaker:${site.region}:${site.account}:${segment}/${resource === 'Pipeline' ? id.toLowerCase() : id}`;
  return { site, name, arn, id: resource === 'Cluster' ? name : id };
}

interface Made extends Planned {
  readonly after: Earlier;
}

function call(operation: string, resource: Named, time: number, random: Random, earlier?: Earlier): Made {
  const model = modelOperations[operation];
  if (!model) throw new Error(`not in the model: ${operation}`);
  const shape = operationShape(operation).input;
  const request = strip(randomRequest(shape, random), model.own);
  nameIt(operation, request, resource, random);
  const set = model.set(request, random, earlier);
  const parts = 'truth' in set ? set : { truth: set, state: undefined };
  const { truth, state } = parts as { truth: Truth; state: ClusterState | undefined };
  const now = since(earlier?.truth, truth);
  const record = apiRecord({ operation, site: resource.site, time, request, arn: resource.arn }, random);
  return { record, operation, answer: answer(now), after: { truth: now, cluster: state } };
}

function nameIt(operation: string, request: Draft, resource: Named, random: Random): void {
  const member = operationShape(operation).input.members.find(({ name, required }) => required && /Name$|^DomainId$/.test(name))?.name;
  if (!member) return;
  const byArn = operation === 'UpdateCluster' && random.chance(0.3);
  request[member] = byArn ? resource.arn : member === 'DomainId' ? resource.id : resource.name;
}

/** One resource over time: what an update leaves alone stays as it last was, in that account and Region and up to that time. */
export function history(kind: 'Cluster' | 'Domain' | 'NotebookInstance' | 'Pipeline', random: Random): Planned[] {
  const [site, elsewhere] = random.shuffle(sites) as [Site, Site];
  const resource = named(`Create${kind}`, site, random);
  const start = period.from + random.int(1, 40) * day;
  const created = call(`Create${kind}`, resource, start, random);
  const out: Planned[] = [created];
  let state = created.after;
  for (let index = 1, updates = random.int(1, 3); index <= updates; index++) {
    const made = call(`Update${kind}`, resource, start + index * day, random, state);
    if (random.chance(0.25)) {
      out.push({ ...made, record: refuse(made.record, random), answer: failedAttempt });
      continue;
    }
    out.push(made);
    state = made.after;
  }
  // A namesake in another account or Region, and the same name before it was taken: no earlier state is theirs.
  if (random.chance(0.4))
    out.push(call(`Update${kind}`, named(`Update${kind}`, elsewhere, random, resource.name), start + 5 * day, random));
  if (random.chance(0.4)) out.push(call(`Update${kind}`, { ...resource }, start - day / 2, random));
  return out;
}

/** A tuning job and its children, which say nothing of themselves; with `orphans`, the parent is not in the archive. */
export function tuning(random: Random): Planned[] {
  const operation = 'CreateHyperParameterTuningJob';
  const [site, elsewhere] = random.shuffle(sites) as [Site, Site];
  const resource = named(operation, site, random);
  const parentTime = Math.min(inPeriod(random), period.to - 3 * day);
  const made = call(operation, resource, parentTime, random);
  const parent = random.chance(0.2) ? { ...made, record: omitParameters(made.record, random), answer: unknownChild } : made;
  const child = (at: Site, later: number, known: boolean): Planned => ({
    record: tuningChild(at, parentTime + later, resource.name, random),
    operation: 'CreateTrainingJob',
    answer: known ? parent.answer : unknownChild,
  });
  const children = random.times(1, 3, (index) => child(site, (index + 1) * 60_000, true));
  if (random.chance(0.3)) return children.map((each) => ({ ...each, answer: unknownChild }));
  return [parent, ...children, ...(random.chance(0.2) ? [child(elsewhere, day, false)] : [])];
}

const unknownChild = answer(unknownTruth(['vpc-required', 'network-isolation-required', 'inter-container-encryption-required']));
