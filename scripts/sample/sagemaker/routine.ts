import type { Call, Habit, Scenery } from '../calls.ts';
import {
  createEndpointConfig,
  createModel,
  createProcessingJob,
  createTrainingJob,
  createTransformJob,
  look,
  putEndpoint,
  sagemaker,
  tuning,
} from './operations.ts';
import { startPipeline } from './pipelines.ts';
import { arn, domainId, fourGpus, inside, roleArn } from './requests.ts';

/** What both teams do every week, inside the boundary. */

const stamp = ({ start }: Scenery) => new Date(start * 1000).toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
const named = (scenery: Scenery, what: string) =>
  `${scenery.random.pick(scenery.team.products)}-${what}-${stamp(scenery)}-${scenery.random.hex(3)}`;

const training: Habit = {
  weight: 8,
  call: (scenery) => createTrainingJob(scenery, named(scenery, 'train'), scenery.random.chance(1, 4) ? { fleet: fourGpus } : {}),
};

const processing: Habit = {
  weight: 5,
  call: (scenery) => createProcessingJob(scenery, named(scenery, 'prepare'), { by: 'automation', count: scenery.random.between(1, 4) }),
};

const release: Habit = {
  weight: 3,
  call(scenery) {
    const product = scenery.random.pick(scenery.team.products);
    const version = `${product}-${stamp(scenery)}`;
    return [
      createModel(scenery, version, { after: 40 }),
      createEndpointConfig(scenery, `${version}-config`, [version], {}, { after: 55 }),
      putEndpoint(scenery, 'UpdateEndpoint', `${product}-live`, `${version}-config`, { after: 70 }),
      look('deploy', 'DescribeEndpoint', { endpointName: `${product}-live` }, { after: 85 }),
    ];
  },
};

const scoring: Habit = {
  weight: 3,
  call: (scenery) => createTransformJob(scenery, named(scenery, 'score'), `${scenery.random.pick(scenery.team.products)}-live`),
};

const search: Habit = {
  weight: 1,
  call: (scenery) => tuning(scenery, named(scenery, 'tune').slice(0, 30), [inside(scenery)], scenery.random.between(2, 3)),
};

const pipelineRun: Habit = {
  weight: 2,
  call(scenery) {
    const product = scenery.random.pick(scenery.team.products);
    const jobs = `pipelines-${scenery.random.hex(12)}`;
    return [
      startPipeline(scenery, `${product}-weekly`),
      createProcessingJob(scenery, `${jobs}-Prepare-${scenery.random.hex(10)}`, { by: 'execution', after: 50, count: 2 }),
      createTrainingJob(scenery, `${jobs}-Train-${scenery.random.hex(10)}`, { by: 'execution', after: 620 }),
    ];
  },
};

const studio: Habit = {
  weight: 2,
  call(scenery) {
    const id = domainId(scenery);
    const spaceName = `${scenery.random.pick(scenery.team.products)}-lab-${scenery.random.hex(3)}`;
    const path = `${id}/${spaceName}`;
    return [
      sagemaker(
        'scientist',
        'CreateSpace',
        { domainId: id, spaceName, spaceSettings: { appType: 'JupyterLab' } },
        { spaceArn: arn(scenery, 'space', path) },
        { after: 15 },
      ),
      sagemaker(
        'scientist',
        'CreateApp',
        { domainId: id, spaceName, appType: 'JupyterLab', appName: 'default', resourceSpec: { instanceType: 'ml.t3.medium' } },
        { appArn: arn(scenery, 'app', `${path}/JupyterLab/default`) },
        { after: 35 },
      ),
      sagemaker('scientist', 'DeleteApp', { domainId: id, spaceName, appType: 'JupyterLab', appName: 'default' }, null, { after: 700 }),
    ];
  },
};

const registration: Habit = {
  weight: 1,
  call: (scenery) => {
    const group = scenery.random.pick(scenery.team.products);
    const version = scenery.random.between(2, 90);
    return sagemaker(
      'deploy',
      'CreateModelPackage',
      {
        modelPackageGroupName: group,
        modelApprovalStatus: 'PendingManualApproval',
        certifyForMarketplace: false,
        clientToken: scenery.random.uuid(),
      },
      { modelPackageArn: arn(scenery, 'model-package', `${group}/${version}`) },
    );
  },
};

const clearance: Habit = {
  weight: 1,
  call: (scenery) => sagemaker('deploy', 'DeleteModel', { modelName: named(scenery, 'old') }, null),
};

const work: readonly Habit[] = [training, processing, release, scoring, search, pipelineRun, studio, registration, clearance];

const looks: readonly Habit[] = [
  {
    weight: 6,
    call: (scenery) => look('scientist', 'DescribeTrainingJob', { trainingJobName: `${scenery.random.pick(scenery.team.products)}-train` }),
  },
  { weight: 4, call: () => look('scientist', 'ListTrainingJobs', { maxResults: 100, sortBy: 'CreationTime', sortOrder: 'Descending' }) },
  { weight: 3, call: (scenery) => look('deploy', 'DescribeModel', { modelName: `${scenery.random.pick(scenery.team.products)}-live` }) },
  { weight: 3, call: () => look('config', 'ListNotebookInstances', { maxResults: 100 }) },
  { weight: 2, call: (scenery) => look('scientist', 'DescribeDomain', { domainId: domainId(scenery) }) },
  {
    weight: 2,
    call: (scenery) => look('config', 'ListTags', { resourceArn: arn(scenery, 'endpoint', `${scenery.team.products[0]}-live`) }),
  },
  {
    weight: 1,
    call: (scenery) => sagemaker('scientist', 'AddTags', { resourceArn: roleArn(scenery), tags: [{ key: 'seen', value: 'yes' }] }, {}),
  },
];

/** One piece of work at a time, with the looks that surround it. */
export function routineCalls(scenery: Scenery, pieces: number): Call[] {
  const worked = Array.from({ length: pieces }, () => scenery.random.weighted(work).call(scenery));
  const looked = Array.from({ length: pieces * 2 }, () => scenery.random.weighted(looks).call(scenery));
  return [...worked, ...looked].flat();
}
