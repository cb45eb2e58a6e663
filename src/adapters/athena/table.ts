import { type AthenaClient, GetTableMetadataCommand } from '@aws-sdk/client-athena';
import { type RecordTable, recognise, type TableMetadata } from '../../core/athena/table.ts';
import { SourceError } from '../../trail/source.ts';
import { patient, retrying } from '../retry.ts';
import { athenaError, isMissing } from './problems.ts';

/** @throws SourceError: not there, not to be seen, or of another shape */
export async function readTable(
  client: Pick<AthenaClient, 'send'>,
  { database, table, workgroup }: { readonly database: string; readonly table: string; readonly workgroup: string | undefined },
): Promise<RecordTable> {
  const command = new GetTableMetadataCommand({
    CatalogName: 'AwsDataCatalog',
    DatabaseName: database,
    TableName: table,
    ...(workgroup !== undefined && { WorkGroup: workgroup }),
  });
  const place = `athena:${database}.${table}`;
  const { TableMetadata: found } = await retrying(() => client.send(command), patient).catch((error) => {
    if (isMissing(error))
      throw new SourceError(`${place}: there is no such table, or Lake Formation hides it; --create-table writes one`, { cause: error });
    throw athenaError(place, error);
  });
  const named = (list: typeof found extends undefined ? never : NonNullable<typeof found>['Columns']) =>
    (list ?? []).map(({ Name = '', Type = '' }) => ({ name: Name, type: Type }));
  const metadata: TableMetadata = {
    database,
    name: table,
    columns: named(found?.Columns),
    partitionKeys: named(found?.PartitionKeys),
    parameters: found?.Parameters ?? {},
  };
  try {
    return recognise(metadata);
  } catch (error) {
    throw athenaError(place, error);
  }
}
