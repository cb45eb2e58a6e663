import type { Random } from './random.ts';
import { identity, iso, type Site, sites } from './record.ts';
import type { Draft } from './request.ts';

/** Records that must not be in the population. */

export function noise(time: number, random: Random): Draft {
  const site = random.pick(sites);
  const [eventSource, eventName, requestParameters, readOnly] = random.pick(kinds)(site, random);
  return {
    eventVersion: '1.09',
    userIdentity: identity(site, random),
    eventTime: iso(time),
    eventSource,
    eventName,
    awsRegion: site.region,
    sourceIPAddress: '198.51.100.9',
    userAgent: 'sagemaker.amazonaws.com',
    requestParameters,
    responseElements: null,
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: site.account,
    eventCategory: 'Management',
  };
}

type Kind = (site: Site, random: Random) => [source: string, name: string, parameters: unknown, readOnly: boolean];

/** A whole SageMaker record, as another service's parameters may hold it: as text, or as JSON. */
const inner = (site: Site, random: Random): Draft => ({
  eventVersion: '1.08',
  eventTime: '2026-02-01T10:00:00Z',
  eventSource: 'sagemaker.amazonaws.com',
  eventName: 'CreateModel',
  awsRegion: site.region,
  eventID: random.uuid(),
  recipientAccountId: site.account,
  requestParameters: { modelName: 'planted' },
});

const kinds: readonly Kind[] = [
  // The same event names, from other services.
  () => ['amplify.amazonaws.com', 'CreateApp', { name: 'shop' }, false],
  () => ['apigateway.amazonaws.com', 'CreateModel', { restApiId: 'a1', name: 'Pet' }, false],
  () => ['lookoutvision.amazonaws.com', 'CreateModel', { projectName: 'p' }, false],
  () => ['ecs.amazonaws.com', 'CreateCluster', { clusterName: 'c' }, false],
  () => ['eks.amazonaws.com', 'CreateCluster', { name: 'c', resourcesVpcConfig: {} }, false],
  () => ['forecast.amazonaws.com', 'CreateAutoPredictor', {}, false],
  () => ['codeartifact.amazonaws.com', 'CreateDomain', { domain: 'd' }, false],
  () => ['codepipeline.amazonaws.com', 'CreatePipeline', { pipeline: { name: 'p' } }, false],
  () => ['dms.amazonaws.com', 'CreateEndpoint', {}, false],
  () => ['bedrock.amazonaws.com', 'CreateTrainingJob', { trainingJobName: 'x' }, false],
  // Ours by name only in a string.
  () => ['lambda.amazonaws.com', 'ListFunctions', { maxItems: 50 }, true],
  () => ['s3.amazonaws.com', 'PutObject', { bucketName: 'sagemaker.amazonaws.com', key: 'a"b' }, false],
  () => [
    'cloudtrail.amazonaws.com',
    'LookupEvents',
    { lookupAttributes: [{ attributeKey: 'EventSource', attributeValue: 'sagemaker.amazonaws.com' }] },
    true,
  ],
  (site, random) => ['sqs.amazonaws.com', 'SendMessage', { messageBody: JSON.stringify(inner(site, random)) }, false],
  (site, random) => [
    'events.amazonaws.com',
    'PutEvents',
    { entries: [{ detail: JSON.stringify({ detail: inner(site, random) }) }] },
    false,
  ],
  (site, random) => ['states.amazonaws.com', 'StartExecution', { input: { detail: inner(site, random) } }, false],
  (site, random) => ['logs.amazonaws.com', 'PutLogEvents', { Records: [inner(site, random)] }, false],
  () => [
    'iam.amazonaws.com',
    'CreateServiceLinkedRole',
    { aWSServiceName: 'sagemaker.amazonaws.com', eventSource: 'sagemaker.amazonaws.com' },
    false,
  ],
  // SageMaker's own, which create or change no resource of ours.
  () => ['sagemaker.amazonaws.com', 'DescribeTrainingJob', { trainingJobName: 'churn-1' }, true],
  () => ['sagemaker.amazonaws.com', 'ListModels', { nameContains: 'CreateModel' }, true],
  () => [
    'sagemaker.amazonaws.com',
    'AddTags',
    { resourceArn: 'arn:aws:sagemaker:us-east-1:111122223333:model/m', tags: [{ key: 'a', value: 'b' }] },
    false,
  ],
  () => ['sagemaker.amazonaws.com', 'CreateExperiment', { experimentName: 'CreateTrainingJob' }, false],
  () => ['sagemaker.amazonaws.com', 'CreatePresignedDomainUrl', { domainId: 'd-x', userProfileName: 'ana' }, false],
  // Lifecycle: ends or moves a resource's exposure.
  () => ['sagemaker.amazonaws.com', 'DeleteModel', { modelName: 'never-made' }, false],
  () => ['sagemaker.amazonaws.com', 'StopTrainingJob', { trainingJobName: 'never-made' }, false],
  () => ['sagemaker.amazonaws.com', 'UpdateEndpoint', { endpointName: 'e', endpointConfigName: 'c' }, false],
];
