import type { Call, Scenery } from '../calls.ts';
import { createModel, createNotebookInstance, createTrainingJob, putEndpoint } from './operations.ts';
import { arn, outside } from './requests.ts';
import { type Scene, scene, sceneAt } from './scene.ts';

/** Requests that were refused and created nothing, and records at the edges of the quarter. */

const refused = (call: Call, code: string, message: string): Call => ({ ...call, response: null, error: [code, message] });

const byServiceControlPolicy = (scenery: Scenery, call: Call, resource: string): Call =>
  refused(
    call,
    'AccessDenied',
    `User is not authorized to perform: sagemaker:${call.name} on resource: ${arn(scenery, resource, '*')} with an explicit deny in a service control policy`,
  );

export const attempts: readonly Scene[] = [
  scene('vision', 'eu-west-1', 0.1, (scenery) => [
    refused(
      putEndpoint(scenery, 'CreateEndpoint', 'shelf-stock-canary', 'shelf-stock-live-config'),
      'ResourceLimitExceeded',
      "The account-level service limit 'ml.m5.xlarge for endpoint usage' is 8 Instances, with current utilization of 8 Instances and a request delta of 2 Instances.",
    ),
  ]),
  scene('vision', 'eu-west-1', 0.28, (scenery, suffix) => [
    refused(
      createTrainingJob(scenery, `defects-large${suffix}`, { settings: outside }),
      'ResourceInUse',
      `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn(scenery, 'training-job', `defects-large${suffix}`)})`,
    ),
  ]),
  scene('forecast', 'eu-west-1', 0.3, (scenery, suffix) => [
    byServiceControlPolicy(
      scenery,
      createTrainingJob(scenery, `churn-adhoc${suffix}`, { settings: outside, after: 30, person: 'julia.weber@example.com' }),
      'training-job',
    ),
    createTrainingJob(scenery, `churn-adhoc${suffix}`, { after: 400, person: 'julia.weber@example.com' }),
  ]),
  scene('vision', 'us-east-1', 0.4, (scenery, suffix) => [
    { ...byServiceControlPolicy(scenery, createNotebookInstance(scenery, `quick-look${suffix}`, {}), 'notebook-instance'), request: null },
  ]),
  scene('forecast', 'us-east-1', 0.62, (scenery) => [
    refused(
      createModel(scenery, '<script>alert("name")</script>', { by: 'scientist' }),
      'ValidationException',
      `1 validation error detected: Value '<script>alert("name")</script>' at 'modelName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?`,
    ),
  ]),
  scene('forecast', 'eu-west-1', 0.75, (scenery, suffix) => [
    {
      ...createTrainingJob(scenery, `returns-spot${suffix}`, { settings: outside }),
      response: { errorCode: 'ValidationException', errorMessage: 'The instance type ml.g5.2xlarge is not available in this Region.' },
    },
  ]),
];

export const edges: readonly Scene[] = [
  sceneAt('vision', 'eu-west-1', '2026-06-30T23:50:00Z', (scenery) => [
    createTrainingJob(scenery, 'defects-before-the-quarter', { by: 'automation', after: 300 }),
  ]),
  sceneAt('forecast', 'eu-west-1', '2026-09-30T23:50:00Z', (scenery) => [
    createTrainingJob(scenery, 'demand-last-of-the-quarter', { by: 'automation', after: 480 }),
  ]),
];
