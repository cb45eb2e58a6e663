import { ddlIdentifier, literal } from './quote.ts';

export interface TableWish {
  readonly database: string;
  readonly name: string;
  readonly bucket: string;
  /** What lies before `AWSLogs/` in the bucket, with its slash; empty: nothing. */
  readonly prefix: string;
  /** `o-...`: of an organisation's trail. */
  readonly organization: string | undefined;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** First publish date, `2026-07-01`. */
  readonly from: string;
}

/** Columns of the Athena User Guide, "Create a table for CloudTrail logs in Athena using partition projection". */
const columns = `  eventversion STRING,
  useridentity STRUCT<
    type: STRING, principalid: STRING, arn: STRING, accountid: STRING, invokedby: STRING, accesskeyid: STRING, username: STRING,
    onbehalfof: STRUCT<userid: STRING, identitystorearn: STRING>,
    sessioncontext: STRUCT<
      attributes: STRUCT<mfaauthenticated: STRING, creationdate: STRING>,
      sessionissuer: STRUCT<type: STRING, principalid: STRING, arn: STRING, accountid: STRING, username: STRING>,
      ec2roledelivery: STRING,
      webidfederationdata: STRUCT<federatedprovider: STRING, attributes: MAP<STRING, STRING>>>>,
  eventtime STRING,
  eventsource STRING,
  eventname STRING,
  awsregion STRING,
  sourceipaddress STRING,
  useragent STRING,
  errorcode STRING,
  errormessage STRING,
  requestparameters STRING,
  responseelements STRING,
  additionaleventdata STRING,
  requestid STRING,
  eventid STRING,
  readonly STRING,
  resources ARRAY<STRUCT<arn: STRING, accountid: STRING, type: STRING>>,
  eventtype STRING,
  apiversion STRING,
  recipientaccountid STRING,
  serviceeventdetails STRING,
  sharedeventid STRING,
  vpcendpointid STRING,
  eventcategory STRING,
  tlsdetails STRUCT<tlsversion: STRING, ciphersuite: STRING, clientprovidedhostheader: STRING>`;

/** One account and Region: AWS's documented table. Any other number: account and Region are projected too. */
export function createTableSql(wish: TableWish): string {
  const { bucket, prefix, organization, accounts, regions } = wish;
  const [account = ''] = accounts;
  const [region = ''] = regions;
  const logs = `s3://${bucket}/${prefix}AWSLogs/${organization === undefined ? '' : `${organization}/`}`;
  const isOne = organization === undefined && accounts.length === 1 && regions.length === 1;
  const location = isOne ? `${logs}${account}/CloudTrail/${region}` : logs;
  const template = isOne ? `${location}/\${timestamp}` : `${logs}\${account}/CloudTrail/\${region}/\${timestamp}`;
  const projected: readonly (readonly [string, string])[] = [
    ['projection.enabled', 'true'],
    ...(isOne ? [] : enumerated('account', accounts)),
    ...(isOne ? [] : enumerated('region', regions)),
    ['projection.timestamp.type', 'date'],
    ['projection.timestamp.format', 'yyyy/MM/dd'],
    ['projection.timestamp.interval', '1'],
    ['projection.timestamp.interval.unit', 'DAYS'],
    ['projection.timestamp.range', `${wish.from.replaceAll('-', '/')},NOW`],
    ['storage.location.template', template],
  ];
  return `CREATE EXTERNAL TABLE ${ddlIdentifier(wish.database)}.${ddlIdentifier(wish.name)} (
${columns}
)
PARTITIONED BY (${isOne ? '' : '`account` STRING, `region` STRING, '}\`timestamp\` STRING)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION ${literal(location)}
TBLPROPERTIES (
${projected.map(([name, value]) => `  ${literal(name)} = ${literal(value)}`).join(',\n')}
)`;
}

/** Takes the table out of the catalogue; it is external, so that the log files stay. */
export function dropTableSql(database: string, name: string): string {
  return `DROP TABLE IF EXISTS ${ddlIdentifier(database)}.${ddlIdentifier(name)}`;
}

function enumerated(name: string, values: readonly string[]): [string, string][] {
  return [
    [`projection.${name}.type`, 'enum'],
    [`projection.${name}.values`, values.join(',')],
  ];
}
