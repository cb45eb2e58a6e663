import { type Case, inApiCasing, type Json, leftAlone } from './case.ts';
import { autoML, processing, training } from './jobs.ts';
import { absent, documentedClusters, documentedPlacements, good, withoutVpc } from './network.ts';

/** Requests that keep what they ask for in a document of their own, in the API's casing. */

const pipeline = { pipelineName: 'pipeline' };
const defined = (...steps: readonly Json[]): Json => ({
  ...pipeline,
  pipelineDefinition: JSON.stringify({ Version: '2020-12-01', Steps: steps }),
});
const step = (Type: string, request: Json): Json => ({ Name: Type, Type, Arguments: inApiCasing(request) });
const parameter = (name: string): Json => ({ get: `Parameters.${name}` });

const definitions: readonly Case[] = [
  ...documentedClusters((network) => defined(step('Training', training(network)))),
  {
    words: 'two steps, one without VpcConfig',
    request: defined(step('Training', training(good)), step('Processing', processing(withoutVpc))),
  },
  {
    words: 'model step in a condition, without VpcConfig',
    request: defined(step('Training', training(good)), {
      Name: 'If',
      Type: 'Condition',
      Arguments: { IfSteps: [step('Model', withoutVpc.isolation)] },
    }),
  },
  { words: 'AutoML step, not encrypted', request: defined(step('AutoML', { autoMLJobConfig: autoML({ ...good, encryption: {} }) })) },
  { words: 'VpcConfig from a parameter', request: defined(step('Training', { ...training(good), vpcConfig: parameter('VpcConfig') })) },
  {
    words: 'isolation and encryption from parameters',
    request: defined(
      step('Training', {
        ...training(good),
        enableNetworkIsolation: parameter('Isolation'),
        enableInterContainerTrafficEncryption: parameter('Encryption'),
      }),
    ),
  },
  {
    words: 'not encrypted, count from a parameter',
    request: defined(step('Training', { ...training({ ...good, encryption: {} }), resourceConfig: { instanceCount: parameter('Count') } })),
  },
  {
    words: 'one step from parameters, one without VpcConfig',
    request: defined(step('Training', { ...training(good), vpcConfig: parameter('VpcConfig') }), step('Training', training(withoutVpc))),
  },
  { words: 'no step of ours', request: defined(step('Lambda', {})) },
  {
    words: 'definition in S3',
    request: { ...pipeline, pipelineDefinitionS3Location: { bucket: 'amzn-s3-demo', objectKey: 'definition.json' } },
  },
  { words: 'definition not JSON', request: { ...pipeline, pipelineDefinition: '{"Version": ' } },
];

export const pipelineCases = definitions;
export const pipelineUpdateCases: readonly Case[] = [
  ...definitions,
  ...leftAlone({ ...pipeline, pipelineDescription: 'weekly' }, 'CreatePipeline', [
    { words: 'every flag safe', request: defined(step('Training', training(good))) },
    { words: 'no network member', request: defined(step('Training', training(absent))) },
  ]),
];

const job = (jobConfigDocument: string): Json => ({ jobName: 'job', jobConfigDocument });
export const jobDocumentCases: readonly Case[] = [
  ...documentedPlacements(({ vpc }) => job(JSON.stringify({ ComputeConfig: inApiCasing(vpc) }))),
  { words: 'VpcConfig null', request: job(JSON.stringify({ ComputeConfig: { VpcConfig: null } })) },
  { words: 'document without VpcConfig', request: job(JSON.stringify({ ComputeConfig: {} })) },
  { words: 'document not JSON', request: job('{"ComputeConfig": ') },
];
