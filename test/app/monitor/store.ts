import { afterAll, beforeAll } from 'vitest';
import { type DynamoDb, type DynamoDbOptions, start } from '../../../stand-ins/dynamodb.ts';

const variables = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

/** A ledger's table on a DynamoDB of its own for the tests of a file; the SDK finds it as it finds any endpoint. */
export function ledgerStore(fail?: DynamoDbOptions['fail']): { readonly table: string; readonly server: () => DynamoDb } {
  const table = 'ledger';
  let server: DynamoDb | undefined;
  beforeAll(async () => {
    server = await start({ table, ...(fail && { fail }) });
    Object.assign(process.env, { ...variables, AWS_ENDPOINT_URL_DYNAMODB: server.url });
  });
  afterAll(async () => {
    await server?.close();
    delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  });
  return {
    table,
    server: () => {
      if (!server) throw new Error('not started');
      return server;
    },
  };
}
