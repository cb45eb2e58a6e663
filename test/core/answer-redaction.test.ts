import { describe, expect, test } from 'vitest';
import { redactAnswer, redactedMark } from '../../src/core/answer-redaction.ts';
import { describedPosture } from '../../src/core/described.ts';
import { describeAnswer } from '../../stand-ins/sagemaker/answers.ts';
import { creates, sampleRequest } from '../support/described.ts';

const secret = 'hunter2';

const vpcConfig = { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
const pipelineOf = (...steps: unknown[]) => ({ PipelineDefinition: JSON.stringify({ Version: '2020-12-01', Steps: steps }) });
const condition = (steps: Record<string, unknown>) => ({ Name: 'c', Type: 'Condition', Arguments: { Conditions: [], ...steps } });

describe('an answer as it is kept', () => {
  test.each(creates.map(({ eventName, resource }) => [eventName, resource] as const))(
    '%s: every rule reads the same',
    (eventName, type) => {
      for (let seed = 1; seed <= 25; seed++) {
        const request = sampleRequest(eventName, seed);
        const answer = describeAnswer({ type, name: 'a', arn: 'arn:x:y/a', request, status: 'InService', created: 1, parents: {} });
        expect(describedPosture(type, redactAnswer(answer))).toEqual(describedPosture(type, answer));
      }
    },
  );

  test.each([
    ['a container', { PrimaryContainer: { Image: 'i', Environment: { KEY: secret } } }],
    ['several containers', { Containers: [{ Environment: { KEY: secret } }, { Environment: { KEY: secret } }] }],
    ['a job', { Environment: { KEY: secret }, HyperParameters: { token: secret } }],
    ['a tuning job', { TrainingJobDefinitions: [{ StaticHyperParameters: { token: secret }, Environment: { a: secret } }] }],
    ['arguments', { AppSpecification: { ImageUri: 'i', ContainerArguments: ['--password', secret], ContainerEntrypoint: [secret] } }],
    ['a debugger', { DebugHookConfig: { HookParameters: { a: secret } }, DebugRuleConfigurations: [{ RuleParameters: { a: secret } }] }],
    ['a password', { Nested: [{ DatabasePassword: secret, ClientSecret: secret }] }],
    ['a repository', { DefaultCodeRepository: `https://ann:${secret}@example.com/x.git` }],
    [
      'a pipeline',
      {
        PipelineDefinition: JSON.stringify({
          Parameters: [{ Name: 'p', DefaultValue: secret }],
          Steps: [{ Type: 'Training', Arguments: { Environment: { a: secret }, HyperParameters: { b: secret } } }],
        }),
      },
    ],
    ['a Lambda step', pipelineOf({ Type: 'Lambda', Arguments: { github: secret, dbpass: secret, nested: [{ a: secret }] } })],
    ['a Callback step', pipelineOf({ Type: 'Callback', Arguments: { message: secret } })],
    ['an EMR step', pipelineOf({ Type: 'EMR', Arguments: { StepConfig: { HadoopJarStep: { Properties: [{ Value: secret }] } } } })],
    ['a step of a type that is not known', pipelineOf({ Type: 'Novel', Arguments: { a: secret } })],
    ['a step without a type', pipelineOf({ Arguments: { a: secret } })],
    ['a step of which the type is that of every object', pipelineOf({ Type: 'constructor', Arguments: { a: secret } })],
    ['a Lambda step in a branch', pipelineOf(condition({ IfSteps: [], ElseSteps: [{ Type: 'Lambda', Arguments: { a: secret } }] }))],
    ['a Lambda step that speaks of branches', pipelineOf({ Type: 'Lambda', Arguments: { IfSteps: [{ a: secret }] } })],
    ['a condition', pipelineOf(condition({ Conditions: [{ Type: 'Equals', LeftValue: { Get: 'Steps.a' }, RightValue: secret }] }))],
    ['a judged step', pipelineOf({ Type: 'Training', Arguments: { VpcConfig: vpcConfig, Arguments: { a: secret } } })],
    ['a document that is no JSON', { PipelineDefinition: `{"Environment": "${secret}"` }],
  ])('%s tells no secret', (_, answer) => {
    const kept = JSON.stringify(redactAnswer(answer));
    expect(kept).not.toContain(secret);
    expect(kept).toContain(redactedMark);
  });

  test.each(
    ['Training', 'Processing', 'Tuning', 'Model', 'AutoML', 'ClarifyCheck', 'QualityCheck', 'Lambda', 'Transform', 'Novel'].map(
      (type) => [type] as const,
    ),
  )('every rule reads the same of a pipeline with a %s step', (Type) => {
    const Arguments = { VpcConfig: vpcConfig, NetworkConfig: { VpcConfig: vpcConfig, EnableNetworkIsolation: true }, Note: 'n' };
    const step = { Name: 's', Type, Arguments };
    const answer = pipelineOf(step, condition({ IfSteps: [step, condition({ ElseSteps: [step] })], ElseSteps: [{ Type }] }));
    expect(describedPosture('Pipeline', redactAnswer(answer))).toEqual(describedPosture('Pipeline', answer));
  });

  test.each(
    [
      ...['github_token', 'GITHUB-TOKEN', 'accessToken', 'SessionToken', 'tokens', 'api_key', 'api-key', 'ApiKey', 'X-API-Key'],
      ...['dbpass', 'DB_PASS', 'pass', 'pass_1', 'passwd', 'Password', 'passphrase', 'PWD', 'db_pwd', 'passkey'],
      ...['credentials', 'AwsAccessKeyId', 'private_key', 'client_secret'],
    ].map((name) => [name] as const),
  )('a member called %s is secret', (name) => {
    expect(redactAnswer({ a: [{ [name]: secret }] })).toEqual({ a: [{ [name]: redactedMark }] });
  });

  test.each(
    ['VolumeKmsKeyId', 'ObjectKey', 'BillableTokenCount', 'HubSearchKeywords', 'PassThroughMode', 'Bypassed', 'Type'].map(
      (name) => [name] as const,
    ),
  )('a member called %s is none', (name) => {
    expect(redactAnswer({ a: [{ [name]: 'x' }] })).toEqual({ a: [{ [name]: 'x' }] });
  });

  test('what is empty stays empty, and the rest as it is', () => {
    const answer = { ModelName: 'm', Environment: {}, HyperParameters: null, VpcConfig: { Subnets: ['subnet-1'] }, CreationTime: 1.5 };
    expect(redactAnswer(answer)).toEqual(answer);
  });
});
