import { type RecordTable, recognise, type TableMetadata } from '../../core/athena/table.ts';
import { patient, retrying } from '../retry.ts';
import { AthenaError } from './athena-error.ts';
import type { Athena } from './client.ts';
import { athenaError, isMissing } from './problems.ts';

/** @throws AthenaError: not there, not to be seen, or of another shape */
export async function readTable(
  athena: Athena,
  { database, table, workgroup }: { readonly database: string; readonly table: string; readonly workgroup: string | undefined },
): Promise<RecordTable> {
  const input = {
    CatalogName: 'AwsDataCatalog',
    DatabaseName: database,
    TableName: table,
    ...(workgroup !== undefined && { WorkGroup: workgroup }),
  };
  const place = `athena:${database}.${table}`;
  const { TableMetadata: found } = await retrying(() => athena.table(input), patient).catch((error) => {
    if (isMissing(error))
      throw new AthenaError(`${place}: there is no such table, or Lake Formation hides it; --create-table writes one`, { cause: error });
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
