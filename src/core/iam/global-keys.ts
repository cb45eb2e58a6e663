import type { Change } from '../change.ts';
import { absent, type ContextValue, present, unseen } from './context.ts';
import { isInRange, parseAddress } from './ip-range.ts';
import { isRequestSeen } from './request-seen.ts';

/**
 * AWS's global condition keys, of those that a record tells. `aws:PrincipalArn` is the role's, not its session's.
 * Source: IAM User Guide, "AWS global condition context keys".
 */
export function globalKey(change: Change, key: string): ContextValue {
  const [name = '', ...tag] = key.split('/');
  if (name === 'aws:requesttag') return requestTag(change, tag.join('/'));
  return Object.hasOwn(keys, name) ? (keys[name]?.(change) ?? unseen('not-recorded')) : unseen('not-recorded');
}

const keys: Readonly<Record<string, (change: Change) => ContextValue>> = {
  'aws:requestedregion': ({ region }) => present(region),
  'aws:principalarn': ({ actor }) => (/^arn:[^:]+:(iam|sts):/.test(actor.principal) ? present(actor.principal) : unseen('not-recorded')),
  'aws:principalaccount': ({ actor }) => {
    const account = actor.accountId ?? /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(actor.principal)?.[1];
    return account === undefined ? unseen('not-recorded') : present(account);
  },
  'aws:principaltype': ({ actor }) => {
    const type = { IAMUser: 'User', AssumedRole: 'AssumedRole', Root: 'Account', FederatedUser: 'FederatedUser' }[actor.type];
    return type === undefined ? unseen('not-recorded') : present(type);
  },
  'aws:username': ({ actor }) => {
    if (actor.type === 'AssumedRole' || actor.type === 'Root') return absent;
    const user = actor.type === 'IAMUser' && /:user\/(?:.*\/)?([^/]+)$/.exec(actor.principal)?.[1];
    return user ? present(user) : unseen('not-recorded');
  },
  'aws:principalisawsservice': () => present('false'),
  'aws:principalservicename': () => absent,
  'aws:principalservicenameslist': () => absent,
  'aws:sourceidentity': ({ actor }) => (actor.sourceIdentity === undefined ? absent : present(actor.sourceIdentity)),
  'aws:viaawsservice': (change) => present(String(isViaService(change))),
  'aws:calledvia': calledVia,
  'aws:calledviafirst': calledVia,
  'aws:calledvialast': calledVia,
  'aws:sourceip': sourceIp,
  'aws:useragent': ({ userAgent }) => (userAgent === '' ? unseen('not-recorded') : present(userAgent)),
  'aws:currenttime': ({ eventTime }) => present(eventTime),
  'aws:epochtime': ({ eventTime }) => present(String(Math.floor(Date.parse(eventTime) / 1000))),
  'aws:resourceaccount': ({ account }) => present(account),
  'aws:tagkeys': (change) => tagged(change, Object.keys(change.tags)),
};

/** A service that calls with the caller's credentials (forward access sessions) is named, or is where the request comes from. */
const isViaService = ({ actor, sourceIp: from }: Change): boolean => actor.invokedBy !== undefined || /\.amazonaws\.com(\.cn)?$/.test(from);

function calledVia(change: Change): ContextValue {
  return isViaService(change) ? unseen('not-recorded') : absent;
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** Through a VPC endpoint the key is absent, and the record has the address inside the VPC. */
function sourceIp({ sourceIp: from }: Change): ContextValue {
  if (!parseAddress(from)) return unseen('not-recorded');
  return privateRanges.some((range) => isInRange(from, range)) ? unseen('not-recorded', absent, present(from)) : present(from);
}

function requestTag(change: Change, key: string): ContextValue {
  const named = Object.entries(change.tags).filter(([name]) => name.toLowerCase() === key);
  return tagged(
    change,
    named.map(([, value]) => value),
  );
}

function tagged(change: Change, values: readonly string[]): ContextValue {
  if (values.length > 0) return present(...values);
  return isRequestSeen(change) ? absent : unseen('request-unseen');
}
