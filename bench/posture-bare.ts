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
const paging = [{ client }, { SortBy: 'CreationTime', SortOrder: 'Ascending', MaxResults: 100 }] as const;
const concurrency = 16;

for await (const { Models = [] } of paginateListModels(...paging))
  await pMap(Models, ({ ModelName }) => client.send(new DescribeModelCommand({ ModelName })), { concurrency });
for await (const { TrainingJobSummaries = [] } of paginateListTrainingJobs(...paging))
  await pMap(TrainingJobSummaries, ({ TrainingJobName }) => client.send(new DescribeTrainingJobCommand({ TrainingJobName })), {
    concurrency,
  });
