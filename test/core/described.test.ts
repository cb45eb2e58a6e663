import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import { factsOf } from '../../src/core/described/answer.ts';
import { describedPosture, describedReferences, needsDescribe, withDescribed } from '../../src/core/described.ts';
import { known, type Placed, type Unknown, unknown } from '../../src/core/posture.ts';
import { resources } from '../../src/core/resources/resources.ts';
import type { ResourceType } from '../../src/core/resources/types.ts';
import { describeAnswer } from '../../stand-ins/sagemaker/answers.ts';
import { asModelled, creates, recordOf, sampleRequest, valuesOf } from '../support/described.ts';
import { call, changeOf, record } from '../support/records.ts';

type Json = Record<string, unknown>;

/** When the records of `test/support/records.ts` happened, in seconds since 1970. */
const then = Date.parse('2026-08-01T12:00:00Z') / 1000;
const arnOf = (type: ResourceType, tail: string) => `arn:aws:sagemaker:eu-west-1:111122223333:${resources[type].arnType}/${tail}`;
const config = { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
const seen = { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };

/** Describe answers. */
const told = (answer: Json) => known({ answer: { CreationTime: then, ...answer } }, 'describe');
const placesOf = (change: Change, name: keyof Change['posture']) => (change.posture[name] ?? []) as readonly Placed<unknown>[];
const omitted = { omitted: true, originalSize: 200_000, reason: 'requestParameters too large' };

describe('what Describe tells is what the request said', () => {
  test.each(creates.map(({ eventName, resource }) => [eventName, resource] as const))('%s', (eventName, type) => {
    for (let seed = 1; seed <= 40; seed++) {
      const request = sampleRequest(eventName, seed);
      const recorded = changeOf(recordOf(eventName, request));
      // A definition that is in S3 is in the answer as text; an expression in it is in both.
      if (type === 'Pipeline' && request.PipelineDefinitionS3Location) continue;
      const arn = arnOf(type, type === 'PipelineExecution' ? `${request.PipelineName}/execution/x` : 'n');
      const answer = describeAnswer({ type, name: 'n', arn, request, status: 'S', created: then, parents: {} });
      const modelled = asModelled(resources[type].describe, answer) as Json;
      expect(valuesOf(describedPosture(type, modelled)), `seed ${seed}`).toEqual(valuesOf(recorded.posture));
      expect(describedReferences(type, modelled), `seed ${seed}`).toEqual(recorded.references);
      expect(factsOf(type, modelled).arn).toBe(arn);
      expect(factsOf(type, modelled).creationTime).toBe('2026-08-01T12:00:00.000Z');
      if (resources[type].status || type === 'TrainingSession' || type === 'Workforce') expect(factsOf(type, modelled).status).toBe('S');
    }
  });

  test.each(creates.map(({ eventName, resource }) => [eventName, resource] as const))(
    '%s, of which the record says nothing',
    (eventName, type) => {
      for (let seed = 1; seed <= 10; seed++) {
        const request = sampleRequest(eventName, seed);
        const silent = changeOf(call(eventName, omitted));
        const whole = changeOf(recordOf(eventName, request));
        const answer = describeAnswer({ type, name: 'n', arn: arnOf(type, 'n'), request, status: 'S', created: then, parents: {} });
        const filled = withDescribed(silent, known({ answer }, 'describe'));
        if (type === 'Pipeline' && request.PipelineDefinitionS3Location) continue;
        const { clusterVpc: _, ...expected } = valuesOf(whole.posture) as Json;
        expect(valuesOf(filled.posture)).toEqual(expected);
        for (const places of Object.values(filled.posture)) {
          for (const { value } of places as readonly Placed<unknown>[]) if (value.known) expect(value.from).toBe('describe');
        }
      }
    },
  );
});

describe('times', () => {
  test.each([
    ['seconds since 1970, as on the wire', then + 0.25, '2026-08-01T12:00:00.250Z'],
    ['text, as of the AWS CLI', '2026-08-01T14:00:00+02:00', '2026-08-01T12:00:00.000Z'],
    ['a Date, as of the SDK', new Date(then * 1000), '2026-08-01T12:00:00.000Z'],
    ['no time at all', 'yesterday', null],
    ['more than a Date holds', 1e300, null],
    ['nothing', null, null],
  ])('%s', (_, CreationTime, expected) => {
    expect(factsOf('Model', { CreationTime }).creationTime).toBe(expected);
  });
});

describe('needsDescribe', () => {
  const cases: [string, Json, boolean][] = [
    ['a request that says all', call('CreateModel', { modelName: 'm' }), false],
    ['a request that was left out for its size', call('CreateModel', omitted), true],
    ['a service event', record('CreateTrainingJob', { eventType: 'AwsServiceEvent', requestParameters: null }), true],
    ['an update that leaves the setting alone', call('UpdateDomain', { domainId: 'd-1' }), true],
    ['an update that sets it', call('UpdateDomain', { domainId: 'd-1', appNetworkAccessType: 'VpcOnly', subnetIds: ['subnet-1'] }), false],
    ['a definition in S3', call('CreatePipeline', { pipelineName: 'p', pipelineDefinitionS3Location: { bucket: 'b' } }), true],
    [
      'an expression in a definition, which Describe repeats',
      call('CreatePipeline', {
        pipelineName: 'p',
        pipelineDefinition: JSON.stringify({
          Steps: [{ Type: 'Model', Arguments: { VpcConfig: { Get: 'Parameters.Vpc' }, EnableNetworkIsolation: true } }],
        }),
      }),
      false,
    ],
    ['what has no setting of ours', call('CreateEndpoint', omitted), false],
    ['traffic in clear, and no count', call('CreateTrainingJob', { trainingJobName: 't' }), true],
    ['traffic in clear, and a count', call('CreateTrainingJob', { trainingJobName: 't', resourceConfig: { instanceCount: 2 } }), false],
    [
      'encrypted traffic, and no count',
      call('CreateTrainingJob', { trainingJobName: 't', enableInterContainerTrafficEncryption: true }),
      false,
    ],
    ['AutoML, which never says a count', call('CreateAutoMLJobV2', { autoMLJobName: 'a' }), false],
    [
      'groups with a VpcConfig each, while the cluster’s own stays as it is',
      call('UpdateCluster', {
        clusterName: 'c',
        instanceGroups: [{ instanceGroupName: 'a', overrideVpcConfig: { subnets: ['s'], securityGroupIds: ['g'] } }],
      }),
      false,
    ],
  ];
  test.each(cases)('%s', (_, event, expected) => {
    expect(needsDescribe(changeOf(event))).toBe(expected);
  });
});

describe('no answer is never a pass', () => {
  const whys: Unknown[] = ['resource-gone', 'access-denied', 'throttled', 'no-answer'];
  test.each(whys)('%s takes the place of what is open, and of nothing else', (why) => {
    const change = changeOf(call('UpdateDomain', { domainId: 'd-1', subnetIds: ['subnet-1'] }));
    const closed = withDescribed(change, unknown(why));
    expect(closed.posture.appNetworkAccessType).toEqual([{ at: 'AppNetworkAccessType', value: unknown(why) }]);
    expect(closed.posture.networkAttachment).toEqual(change.posture.networkAttachment);
  });

  test('a Describe that could not be asked leaves the record’s own reason', () => {
    const change = changeOf(call('CreateTrainingSession', omitted));
    expect(withDescribed(change, unknown('not-recorded'))).toBe(change);
  });

  test('a count that the record lacks stays lacking: the policy may want encryption whatever it is', () => {
    const change = changeOf(call('CreateTrainingJob', { trainingJobName: 't' }));
    expect(withDescribed(change, unknown('access-denied'))).toEqual(change);
  });
});

describe('who answered', () => {
  const arn = arnOf('Model', 'm');
  const silent = (members: Json = {}) => changeOf(call('CreateModel', omitted, { responseElements: { modelArn: arn }, ...members }));
  const compliant = { ModelName: 'm', ModelArn: arn, VpcConfig: config, EnableNetworkIsolation: true };
  const gone = [{ at: '', value: unknown('resource-gone') }];

  test('the same resource', () => {
    expect(withDescribed(silent(), told(compliant)).posture.vpc).toEqual([{ at: 'VpcConfig', value: known(seen, 'describe') }]);
  });

  test('a namesake that was created later does not speak for the one that is gone', () => {
    expect(withDescribed(silent(), told({ ...compliant, CreationTime: then + 301 })).posture.vpc).toEqual(gone);
  });

  test('a namesake that was there before neither', () => {
    expect(withDescribed(silent(), told({ ...compliant, CreationTime: then - 301 })).posture.vpc).toEqual(gone);
  });

  test('another ARN neither', () => {
    expect(withDescribed(silent(), told({ ...compliant, ModelArn: arnOf('Model', 'other') })).posture.vpc).toEqual(gone);
  });

  test('an answer without a time cannot be told from a namesake’s', () => {
    expect(withDescribed(silent(), told({ ...compliant, CreationTime: null })).posture.vpc).toEqual([{ at: '', value: unknown('opaque') }]);
  });

  test('what is updated is older than its update, and not younger', () => {
    const update = changeOf(call('UpdateDomain', { domainId: 'd-1' }));
    const answer = { DomainId: 'd-1', DomainArn: arnOf('Domain', 'd-1'), AppNetworkAccessType: 'VpcOnly' };
    const value = (CreationTime: number) =>
      withDescribed(update, told({ ...answer, CreationTime })).posture.appNetworkAccessType?.[0]?.value;
    expect(value(then - 86_400 * 300)).toEqual(known('VpcOnly', 'describe'));
    expect(value(then + 301)).toEqual(unknown('resource-gone'));
  });
});

describe('types with semantics of their own', () => {
  test('a HyperPod group without an override has the cluster’s VpcConfig; a group that is gone stays unknown', () => {
    const update = changeOf(
      call('UpdateCluster', {
        clusterName: 'c',
        instanceGroups: [{ instanceGroupName: 'a' }, { instanceGroupName: 'b' }, { instanceGroupName: 'gone' }],
      }),
    );
    const own = { Subnets: ['subnet-2'], SecurityGroupIds: ['sg-2'] };
    const answer = {
      ClusterArn: arnOf('Cluster', 'abc'),
      VpcConfig: config,
      InstanceGroups: [{ InstanceGroupName: 'b', OverrideVpcConfig: own }, { InstanceGroupName: 'a' }, { InstanceGroupName: 'other' }],
    };
    expect(placesOf(withDescribed(update, told(answer)), 'vpc')).toEqual([
      { at: 'InstanceGroups[a].OverrideVpcConfig', value: known(seen, 'describe') },
      { at: 'InstanceGroups[b].OverrideVpcConfig', value: known({ subnets: ['subnet-2'], securityGroupIds: ['sg-2'] }, 'describe') },
      { at: 'InstanceGroups[gone].OverrideVpcConfig', value: unknown('resource-gone') },
    ]);
  });

  test('an endpoint config whose variants name models inherits, and says which', () => {
    const silent = changeOf(call('CreateEndpointConfig', omitted));
    const filled = withDescribed(
      silent,
      told({ EndpointConfigArn: arnOf('EndpointConfig', 'c'), ProductionVariants: [{ VariantName: 'v', ModelName: 'm' }] }),
    );
    expect(filled.posture.vpc).toBeUndefined();
    expect(filled.posture.serverlessVariant).toEqual([{ at: 'ProductionVariants[0].ServerlessConfig', value: known(false, 'describe') }]);
    expect(filled.references).toEqual([{ type: 'Model', name: 'm' }]);
  });

  test('a definition in S3 is read from the answer', () => {
    const create = changeOf(call('CreatePipeline', { pipelineName: 'p', pipelineDefinitionS3Location: { bucket: 'b', objectKey: 'k' } }));
    const PipelineDefinition = JSON.stringify({ Steps: [{ Name: 's', Type: 'Training', Arguments: { VpcConfig: config } }] });
    const filled = withDescribed(create, told({ PipelineArn: arnOf('Pipeline', 'p'), PipelineDefinition }));
    expect(placesOf(filled, 'vpc')).toEqual([{ at: 'Steps[0].Arguments.VpcConfig', value: known(seen, 'describe') }]);
  });

  test('a missing count is told', () => {
    const create = changeOf(call('CreateTrainingJob', { trainingJobName: 't' }));
    const filled = withDescribed(create, told({ TrainingJobArn: arnOf('TrainingJob', 't'), ResourceConfig: { InstanceCount: 4 } }));
    expect(placesOf(filled, 'interContainerTraffic')[0]?.value).toEqual(known({ encrypted: false, instanceCount: 4 }, 'describe'));
    expect(filled.posture.vpc).toEqual(create.posture.vpc);
  });

  test('a training job that is updated is asked for remote debugging alone', () => {
    const update = changeOf(call('UpdateTrainingJob', { trainingJobName: 't', profilerConfig: {} }));
    const filled = withDescribed(
      update,
      told({ TrainingJobArn: arnOf('TrainingJob', 't'), RemoteDebugConfig: { EnableRemoteDebug: true } }),
    );
    expect(filled.posture).toEqual({ remoteDebug: [{ at: 'RemoteDebugConfig.EnableRemoteDebug', value: known(true, 'describe') }] });
  });
});

describe('who spawned it', () => {
  const child = changeOf(record('CreateTrainingJob', { eventType: 'AwsServiceEvent', requestParameters: null }));
  const tuning = { type: 'HyperParameterTuningJob', name: 'tune' } as const;
  const autoML = { type: 'AutoMLJob', name: 'auto' } as const;
  const arns = { TuningJobArn: arnOf('HyperParameterTuningJob', 'tune'), AutoMLJobArn: arnOf('AutoMLJob', 'auto') };
  const job = { TrainingJobArn: arnOf('TrainingJob', 't') };

  test('a tuning job', () => {
    expect(withDescribed(child, told({ ...job, TuningJobArn: arns.TuningJobArn })).references).toEqual([tuning]);
  });

  test('AutoML, before the tuning job that it runs', () => {
    expect(withDescribed(child, told({ ...job, ...arns })).references).toEqual([autoML, tuning]);
    const named = { ...child, references: [tuning] };
    expect(withDescribed(named, told({ ...job, ...arns })).references).toEqual([autoML, tuning]);
  });

  test('also where the record says everything else', () => {
    const whole = changeOf(
      call('CreateProcessingJob', {
        processingJobName: 'p',
        networkConfig: {},
        processingResources: { clusterConfig: { instanceCount: 1 } },
      }),
    );
    expect(
      withDescribed(whole, told({ ProcessingJobArn: arnOf('ProcessingJob', 'p'), AutoMLJobArn: arns.AutoMLJobArn })).references,
    ).toEqual([autoML]);
  });

  test('nobody: an AutoML job is not its own parent', () => {
    expect(describedReferences('AutoMLJob', { AutoMLJobArn: arns.AutoMLJobArn, AutoMLJobName: 'auto' })).toEqual([]);
  });
});
