import { describe, expect, test } from 'vitest';
import { redactAnswer, redactedMark } from '../../src/core/answer-redaction.ts';
import { describedPosture } from '../../src/core/described.ts';
import { describeAnswer } from '../../stand-ins/sagemaker/answers.ts';
import { creates, sampleRequest } from '../support/described.ts';

const secret = 'hunter2';

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
    ['a document that is no JSON', { PipelineDefinition: `{"Environment": "${secret}"` }],
  ])('%s tells no secret', (_, answer) => {
    const kept = JSON.stringify(redactAnswer(answer));
    expect(kept).not.toContain(secret);
    expect(kept).toContain(redactedMark);
  });

  test('what is empty stays empty, and the rest as it is', () => {
    const answer = { ModelName: 'm', Environment: {}, HyperParameters: null, VpcConfig: { Subnets: ['subnet-1'] }, CreationTime: 1.5 };
    expect(redactAnswer(answer)).toEqual(answer);
  });
});
