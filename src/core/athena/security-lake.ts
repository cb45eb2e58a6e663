import { type Days, dayAfter } from '../days.ts';
import type { Column, RecordColumns } from './columns.ts';
import { isOneOf, literal } from './quote.ts';

/**
 * Security Lake's table of CloudTrail management events, source version 2 (OCSF 1.1.0). What is where: github.com/ocsf/examples,
 * "mappings/markdown/AWS/v1.1.0/CloudTrail/API Activity", and the queries of the Security Lake User Guide, "Example Security Lake
 * queries for CloudTrail data". Those leave out the service event's details, the delegate and the addendum.
 */
const paths: readonly (readonly [member: string, column: string, field: string, expression?: string])[] = [
  ['eventID', 'metadata', 'uid'],
  ['eventType', 'metadata', 'event_code'],
  ['eventSource', 'api', 'service', 'api.service.name'],
  ['eventName', 'api', 'operation'],
  ['requestParameters', 'api', 'request', 'api.request.data'],
  ['responseElements', 'api', 'response', 'api.response.data'],
  ['errorCode', 'api', 'response', 'api.response.error'],
  ['awsRegion', 'cloud', 'region'],
  ['userAgent', 'http_request', 'user_agent'],
  ['userIdentity.type', 'actor', 'user', 'actor.user.type'],
  ['userIdentity.arn', 'actor', 'user', 'actor.user.uid'],
  ['userIdentity.principalId', 'actor', 'user', 'actor.user.uid_alt'],
  ['userIdentity.userName', 'actor', 'user', 'actor.user.name'],
  ['userIdentity.invokedBy', 'actor', 'invoked_by'],
  ['userIdentity.sessionContext.sessionIssuer.arn', 'actor', 'issuer', 'actor.session.issuer'],
];

const needed = ['metadata', 'api', 'cloud', 'time_dt', 'actor', 'src_endpoint'];

/** `undefined`: it is none. */
export function securityLakeColumns(all: readonly Column[]): RecordColumns | undefined {
  const types = new Map(all.map(({ name, type }) => [name.toLowerCase(), type.toLowerCase().replaceAll(/\s/g, '')]));
  if (!needed.every((name) => types.has(name))) return undefined;
  const has = (column: string, field: string) => new RegExp(`[<,]${field}:`).test(types.get(column) ?? '');
  const account = accountIn(types);
  if (account === undefined || !['data', 'operation'].every((field) => has('api', field))) return undefined;
  const eventTime = "date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ')";
  const members = paths.filter(
    ([, column, field, expression]) => has(column, expression?.split('.').at(-1) ?? field) && has(column, field),
  );
  const source = ['ip', 'domain'].filter((field) => has('src_endpoint', field)).map((field) => `src_endpoint.${field}`);
  return {
    eventId: 'metadata.uid',
    eventTime,
    eventSource: 'api.service.name',
    eventName: 'api.operation',
    region: 'cloud.region',
    account,
    requestParameters: 'api.request.data',
    members: {
      eventTime,
      recipientAccountId: account,
      ...Object.fromEntries(members.map(([member, column, field, expression]) => [member, expression ?? `${column}.${field}`])),
      ...(source.length > 0 && { sourceIPAddress: source.length === 1 ? (source[0] ?? '') : `coalesce(${source.join(', ')})` }),
    },
  };
}

function accountIn(types: ReadonlyMap<string, string>): string | undefined {
  if (types.has('accountid')) return 'accountid';
  return types.get('unmapped')?.startsWith('map<string,string') ? "element_at(unmapped, 'recipientAccountId')" : undefined;
}

/** Its partitions go by time of the event, so that late delivery moves nothing (User Guide, "Querying data with retention settings"). */
export function securityLakeWhere(
  all: readonly Column[],
  { days, accounts, regions }: { readonly days: Days; readonly accounts: readonly string[]; readonly regions: readonly string[] },
): string[] {
  const types = new Map(all.map(({ name, type }) => [name.toLowerCase(), type.toLowerCase().replaceAll(/\s/g, '')]));
  const account = accountIn(types);
  const at = (day: string) => `TIMESTAMP ${literal(`${day} 00:00:00`)}`;
  return [
    `time_dt >= ${at(days.first)} AND time_dt < ${at(dayAfter(days.last))}`,
    ...(accounts.length > 0 && account !== undefined ? [isOneOf(account, accounts)] : []),
    ...(regions.length > 0 ? [isOneOf(types.has('region') ? 'region' : 'cloud.region', regions)] : []),
  ];
}
