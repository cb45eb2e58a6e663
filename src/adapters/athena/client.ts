import type {
  AthenaClientConfig,
  GetQueryExecutionCommandInput,
  GetQueryExecutionCommandOutput,
  GetQueryResultsCommandInput,
  GetQueryResultsCommandOutput,
  GetTableMetadataCommandInput,
  GetTableMetadataCommandOutput,
  StartQueryExecutionCommandInput,
  StartQueryExecutionCommandOutput,
} from '@aws-sdk/client-athena';

/** What is asked of Athena. */
export interface Athena {
  table(input: GetTableMetadataCommandInput): Promise<GetTableMetadataCommandOutput>;
  start(input: StartQueryExecutionCommandInput): Promise<StartQueryExecutionCommandOutput>;
  execution(input: GetQueryExecutionCommandInput): Promise<GetQueryExecutionCommandOutput>;
  results(input: GetQueryResultsCommandInput): Promise<GetQueryResultsCommandOutput>;
  stop(id: string): Promise<unknown>;
}

/** The SDK's client is loaded here: who has no table needs none. */
export async function athenaClient(config: AthenaClientConfig = {}): Promise<Athena> {
  // On Node 20 the SDK prints eight lines on its own support plans, which are no user's of this program to act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const {
    AthenaClient,
    GetQueryExecutionCommand,
    GetQueryResultsCommand,
    GetTableMetadataCommand,
    StartQueryExecutionCommand,
    StopQueryExecutionCommand,
  } = await import('@aws-sdk/client-athena');
  const client = new AthenaClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    ...config,
  });
  return {
    table: (input) => client.send(new GetTableMetadataCommand(input)),
    start: (input) => client.send(new StartQueryExecutionCommand(input)),
    execution: (input) => client.send(new GetQueryExecutionCommand(input)),
    results: (input) => client.send(new GetQueryResultsCommand(input)),
    stop: (id) => client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })),
  };
}
