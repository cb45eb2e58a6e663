import type { WireTable } from '../../../stand-ins/athena.ts';

/** Security Lake's table of CloudTrail management events as its mapping has it (see src/core/athena/security-lake.ts). */

const columns: Readonly<Record<string, readonly [hive: string, value: string]>> = {
  metadata: [
    'struct<uid:string,event_code:string,product:struct<version:string>>',
    'CAST(ROW(eventid, eventtype, ROW(eventversion)) AS ROW(uid varchar, event_code varchar, product ROW(version varchar)))',
  ],
  time_dt: ['timestamp', "CAST(date_parse(eventtime, '%Y-%m-%dT%H:%i:%sZ') AS timestamp(3))"],
  cloud: ['struct<region:string,provider:string>', "CAST(ROW(awsregion, 'AWS') AS ROW(region varchar, provider varchar))"],
  api: [
    'struct<operation:string,service:struct<name:string>,request:struct<data:string,uid:string>,response:struct<error:string,message:string,data:string>>',
    'CAST(ROW(eventname, ROW(eventsource), ROW(requestparameters, requestid), ROW(errorcode, errormessage, responseelements)) AS ROW(operation varchar, service ROW(name varchar), request ROW(data varchar, uid varchar), response ROW(error varchar, message varchar, data varchar)))',
  ],
  actor: [
    'struct<user:struct<type:string,name:string,uid:string,uid_alt:string>,session:struct<issuer:string>,invoked_by:string>',
    'CAST(ROW(ROW(useridentity.type, useridentity.username, useridentity.arn, useridentity.principalid), ROW(useridentity.sessioncontext.sessionissuer.arn), useridentity.invokedby) AS ROW("user" ROW(type varchar, name varchar, uid varchar, uid_alt varchar), session ROW(issuer varchar), invoked_by varchar))',
  ],
  src_endpoint: ['struct<ip:string,domain:string>', 'CAST(ROW(sourceipaddress, CAST(NULL AS varchar)) AS ROW(ip varchar, domain varchar))'],
  http_request: ['struct<user_agent:string>', 'CAST(ROW(useragent) AS ROW(user_agent varchar))'],
  accountid: ['string', 'recipientaccountid'],
  region: ['string', 'awsregion'],
};

export const lakeTable: WireTable = {
  Name: 'lake',
  TableType: 'EXTERNAL_TABLE',
  Columns: Object.entries(columns).map(([Name, [Type]]) => ({ Name, Type })),
  PartitionKeys: [],
  Parameters: { table_type: 'ICEBERG', location: 's3://aws-security-data-lake-us-east-1-example/aws/CLOUD_TRAIL_MGMT/2.0/' },
};

/** The records of a table of log files, as Security Lake would have them. */
export function lakeStatements(database: string, from: string): string[] {
  const selected = Object.entries(columns).map(([name, [, value]]) => `${value} AS ${name}`);
  return [`CREATE TABLE "${database}"."lake" WITH (format = 'PARQUET') AS SELECT ${selected.join(', ')} FROM "${database}"."${from}"`];
}
