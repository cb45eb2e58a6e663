import { CreateModelCommand, CreateTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import pMap from 'p-map';

/** Of each type; a third in a VPC, half isolated, in every mixture. The API refuses a VpcConfig without subnets or without groups. */
export const made = 200;

const network = (at: number) => ({
  ...(at % 3 === 0 && { VpcConfig: { Subnets: ['subnet-0a', 'subnet-0b'].slice(0, 1 + (at % 2)), SecurityGroupIds: ['sg-0a'] } }),
  ...(at % 4 < 3 && { EnableNetworkIsolation: at % 4 === 1 || at % 4 === 2 }),
});

const role = 'arn:aws:iam::123456789012:role/sagemaker';
const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/image:1';

/** Models and training jobs of every posture, as a user would make them. */
export async function makeMixed(endpoint: string): Promise<void> {
  const client = new SageMakerClient({ endpoint, region: 'us-east-1' });
  await pMap(
    Array.from({ length: made }, (_, at) => at),
    async (at) => {
      await client.send(
        new CreateModelCommand({
          ModelName: `model-${at}`,
          ExecutionRoleArn: role,
          PrimaryContainer: { Image: image, Environment: { SECRET: 'hunter2' } },
          ...network(at),
        }),
      );
      await client.send(
        new CreateTrainingJobCommand({
          TrainingJobName: `job-${at}`,
          RoleArn: role,
          AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
          OutputDataConfig: { S3OutputPath: 's3://bucket/out' },
          ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
          StoppingCondition: { MaxRuntimeInSeconds: 3600 },
          ...network(at + 1),
        }),
      );
    },
    { concurrency: 8 },
  );
}
