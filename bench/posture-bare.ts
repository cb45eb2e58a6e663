import {
  DescribeModelCommand,
  DescribeTrainingJobCommand,
  paginateListModels,
  paginateListTrainingJobs,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import pMap from 'p-map';

/** The loop that anyone would write: the same Lists and Describes, as many at once, and nothing is done with the answers. */
const client = new SageMakerClient({ maxAttempts: 3 });
const concurrency = 16;
// The paginators write the token into their input: each has one of its own.
const paging = () => [{ client }, { SortBy: 'CreationTime', SortOrder: 'Ascending', MaxResults: 100 }] as const;
let described = 0;

const describe = async <T>(names: readonly T[], send: (name: T) => Promise<unknown>) => {
  described += (await pMap(names, send, { concurrency })).length;
};

for await (const { Models = [] } of paginateListModels(...paging()))
  await describe(Models, ({ ModelName }) => client.send(new DescribeModelCommand({ ModelName })));
for await (const { TrainingJobSummaries = [] } of paginateListTrainingJobs(...paging()))
  await describe(TrainingJobSummaries, ({ TrainingJobName }) => client.send(new DescribeTrainingJobCommand({ TrainingJobName })));

console.log(described);
