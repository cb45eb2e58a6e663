import { createServer } from 'node:http';

/** So many models and as many training jobs, made up as they are asked for: prints its address. `posture-server.ts EACH LATENCY_MS` */

const [each, latency] = process.argv.slice(2).map(Number) as [number, number];
const created = 1_780_000_000;
const arn = 'arn:aws:sagemaker:us-east-1:111122223333';
const vpc = (at: number) => (at % 10 === 0 ? {} : { VpcConfig: { Subnets: ['subnet-0a', 'subnet-0b'], SecurityGroupIds: ['sg-0a'] } });
const numberOf = (name: unknown) => Number(String(name).split('-')[1]);

const answers: Readonly<Record<string, (input: Record<string, unknown>) => unknown>> = {
  'SageMaker.ListModels': (input) =>
    page(input, 'Models', (at) => ({ ModelName: `model-${at}`, ModelArn: `${arn}:model/model-${at}`, CreationTime: created + at })),
  'SageMaker.ListTrainingJobs': (input) =>
    page(input, 'TrainingJobSummaries', (at) => ({
      TrainingJobName: `job-${at}`,
      TrainingJobArn: `${arn}:training-job/job-${at}`,
      CreationTime: created + at,
      TrainingJobStatus: 'Completed',
    })),
  'SageMaker.DescribeModel': ({ ModelName }) => ({
    ModelName,
    ModelArn: `${arn}:model/${ModelName}`,
    CreationTime: created + numberOf(ModelName),
    ExecutionRoleArn: 'arn:aws:iam::111122223333:role/models',
    PrimaryContainer: { Image: 'image:1', ModelDataUrl: 's3://bucket/model.tar.gz', Environment: { LOG_LEVEL: '20', REGION: 'us-east-1' } },
    EnableNetworkIsolation: true,
    ...vpc(numberOf(ModelName)),
  }),
  'SageMaker.DescribeTrainingJob': ({ TrainingJobName }) => ({
    TrainingJobName,
    TrainingJobArn: `${arn}:training-job/${TrainingJobName}`,
    TrainingJobStatus: 'Completed',
    CreationTime: created + numberOf(TrainingJobName),
    HyperParameters: { epochs: '10', batch: '32', rate: '0.001' },
    AlgorithmSpecification: { TrainingImage: 'image:1', TrainingInputMode: 'File' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
    EnableNetworkIsolation: true,
    EnableInterContainerTrafficEncryption: true,
    ...vpc(numberOf(TrainingJobName)),
  }),
};

function page({ NextToken = '0', MaxResults = 10 }: Record<string, unknown>, items: string, item: (at: number) => unknown): unknown {
  const from = Number(NextToken);
  const to = Math.min(each, from + Number(MaxResults));
  const found = Array.from({ length: to - from }, (_, at) => item(from + at));
  return { [items]: found, ...(to < each && { NextToken: String(to) }) };
}

const caller = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:root</Arn><UserId>1</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const server = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const answer = answers[String(incoming.headers['x-amz-target'])];
    const body = answer ? JSON.stringify(answer(JSON.parse(Buffer.concat(chunks).toString('utf8')))) : caller;
    const send = () => response.writeHead(200, { 'content-type': answer ? 'application/x-amz-json-1.1' : 'text/xml' }).end(body);
    if (latency > 0) setTimeout(send, latency);
    else send();
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as { port: number }).port}`));
