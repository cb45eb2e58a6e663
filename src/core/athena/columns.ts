/** What stands for a record's members in SQL, in each kind of table. */
export interface RecordColumns {
  readonly eventId: string;
  /** Text, as CloudTrail writes it: `2026-07-01T12:00:00Z`. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  readonly account: string;
  /** JSON text. */
  readonly requestParameters: string;
  /** Expressions of text by member of the record, a path with dots for what is inside; for judging rows without their log files. */
  readonly members: Readonly<Record<string, string>>;
}

export interface Column {
  readonly name: string;
  readonly type: string;
}

const text = ['eventVersion', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'requestParameters'];
const optional = ['responseElements', 'eventID', 'eventType', 'recipientAccountId', 'eventCategory', 'serviceEventDetails'];
const identity = ['type', 'principalId', 'arn', 'accountId', 'invokedBy', 'userName'];

/** Columns that a table of CloudTrail's log files must have for this (Athena User Guide, "Query AWS CloudTrail logs"). */
export const required: readonly string[] = ['useridentity', 'eventtime', 'eventid', 'recipientaccountid', ...lower(text)];

/** @param all every column of the table, with its type */
export function cloudTrailColumns(all: readonly Column[]): RecordColumns {
  const typeOf = (name: string) =>
    all
      .find((column) => column.name.toLowerCase() === name)
      ?.type.toLowerCase()
      .replaceAll(/\s/g, '');
  const has = (name: string) => typeOf(name.toLowerCase()) !== undefined;
  const user = typeOf('useridentity') ?? '';
  const plain = [...text, 'eventTime', ...optional].filter(has).map((member) => [member, member.toLowerCase()]);
  const inIdentity = identity
    .filter((member) => new RegExp(`[<,]${member.toLowerCase()}:`).test(user))
    .map((member) => [`userIdentity.${member}`, `useridentity.${member.toLowerCase()}`]);
  const deeper = [
    ['sessionissuer:struct<', 'sessionContext.sessionIssuer.arn'],
    ['sourceidentity:', 'sessionContext.sourceIdentity'],
    ['onbehalfof:struct<', 'onBehalfOf.userId'],
  ].flatMap(([sign = '', path = '']) => (user.includes(sign) ? [[`userIdentity.${path}`, `useridentity.${path.toLowerCase()}`]] : []));
  const resources = typeOf('resources')?.includes('arn:') ? [['resources', "array_join(transform(resources, each -> each.arn), ' ')"]] : [];
  const addendum = ['reason', 'originalEventID'].flatMap((member) =>
    typeOf('addendum')?.includes(`${member.toLowerCase()}:`) ? [[`addendum.${member}`, `addendum.${member.toLowerCase()}`]] : [],
  );
  return {
    eventId: 'eventid',
    eventTime: 'eventtime',
    eventSource: 'eventsource',
    eventName: 'eventname',
    region: 'awsregion',
    account: "coalesce(nullif(recipientaccountid, ''), useridentity.accountid)",
    requestParameters: 'requestparameters',
    members: Object.fromEntries([...plain, ...inIdentity, ...deeper, ...resources, ...addendum]),
  };
}

function lower(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase());
}
