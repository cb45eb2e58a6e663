import type { Call, Members, Scenery } from '../calls.ts';
import { sagemaker } from './operations.ts';
import { arn, roleArn, trainingImage } from './requests.ts';

/** A pipeline's definition is a JSON string in the API's own casing; its steps carry requests of their own. */
export function putPipeline(scenery: Scenery, operation: 'CreatePipeline' | 'UpdatePipeline', name: string, stepInVpc: boolean): Call {
  const vpc = { VpcConfig: { SecurityGroupIds: scenery.network.securityGroups, Subnets: scenery.network.subnets } };
  const request = {
    pipelineName: name,
    pipelineDefinition: JSON.stringify(definition(scenery, name, stepInVpc ? vpc : {}, vpc)),
    clientRequestToken: scenery.random.uuid(),
    roleArn: roleArn(scenery),
  };
  return sagemaker('deploy', operation, request, { pipelineArn: arn(scenery, 'pipeline', name) });
}

function definition(scenery: Scenery, name: string, trainingVpc: Members, vpc: Members): Members {
  const { bucket } = scenery.team;
  const closed = { EnableNetworkIsolation: true, EnableInterContainerTrafficEncryption: true };
  const prepare = {
    Name: 'Prepare',
    Type: 'Processing',
    Arguments: {
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.2xlarge', InstanceCount: 2, VolumeSizeInGB: 50 } },
      AppSpecification: { ImageUri: trainingImage(scenery), ContainerEntrypoint: ['python3', 'prepare.py'] },
      NetworkConfig: { ...closed, ...vpc },
      RoleArn: roleArn(scenery),
    },
  };
  const train = {
    Name: 'Train',
    Type: 'Training',
    DependsOn: ['Prepare'],
    Arguments: {
      AlgorithmSpecification: { TrainingImage: trainingImage(scenery), TrainingInputMode: 'File' },
      HyperParameters: { epochs: { Get: 'Parameters.Epochs' } },
      OutputDataConfig: { S3OutputPath: `s3://${bucket}/${name}/output/` },
      ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.g5.2xlarge', VolumeSizeInGB: 100 },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      RoleArn: roleArn(scenery),
      ...closed,
      ...trainingVpc,
    },
  };
  return {
    Version: '2020-12-01',
    Metadata: {},
    Parameters: [{ Name: 'Epochs', Type: 'String', DefaultValue: '20' }],
    PipelineExperimentConfig: { ExperimentName: { Get: 'Execution.PipelineName' }, TrialName: { Get: 'Execution.PipelineExecutionId' } },
    Steps: [prepare, train],
  };
}

/** An execution makes its jobs through the execution role, on behalf of the service. */
export function startPipeline(scenery: Scenery, name: string): Call {
  const execution = scenery.random.text(12, 'abcdefghijklmnopqrstuvwxyz0123456789');
  return sagemaker(
    'automation',
    'StartPipelineExecution',
    { pipelineName: name, clientRequestToken: scenery.random.uuid() },
    { pipelineExecutionArn: arn(scenery, 'pipeline', `${name}/execution/${execution}`) },
    { after: 30 },
  );
}
