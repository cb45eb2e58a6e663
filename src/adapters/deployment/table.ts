import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Deployment } from '../../app/doctor/ports.ts';
import { answered, asked, impatient } from './call.ts';

export function tables(region: string): Pick<Deployment, 'table'> {
  const client = new DynamoDBClient({ ...impatient, region });
  return {
    async table(TableName) {
      const found = await asked('dynamodb:DescribeTable', () => client.send(new DescribeTableCommand({ TableName })));
      if (!found) return undefined;
      const { TimeToLiveDescription } = await answered('dynamodb:DescribeTimeToLive', () =>
        client.send(new DescribeTimeToLiveCommand({ TableName })),
      );
      return { status: found.Table?.TableStatus ?? '', timeToLive: TimeToLiveDescription?.TimeToLiveStatus ?? 'DISABLED' };
    },
  };
}
