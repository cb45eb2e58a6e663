import { isObject, type JsonObject, object, text } from './json.ts';

/** Who did it. Every member is what the record says, so the attacker's where the attacker chose it (session names). */
export interface Actor {
  readonly type: string;
  /** One line for people and files: the ARN where there is one. */
  readonly name: string;
  /** The principal that grouping and exemptions go by: the role behind a session, never the session. */
  readonly principal: string;
  readonly accountId?: string;
  readonly sessionName?: string;
  readonly sourceIdentity?: string;
  readonly onBehalfOf?: string;
  readonly invokedBy?: string;
}

/**
 * userIdentity -> Actor. An AssumedRole's human is in `sessionContext.sessionIssuer` and the session name; IAM Identity
 * Center puts the user in `onBehalfOf`; a service event has `invokedBy` and no `type`.
 * Source: CloudTrail User Guide, "CloudTrail userIdentity element".
 */
export function readActor(identity: unknown): Actor {
  if (!isObject(identity)) return { type: 'Unknown', name: 'unknown', principal: 'unknown' };
  const arn = text(identity, 'arn');
  const session = object(identity, 'sessionContext');
  const issuer = session && object(session, 'sessionIssuer');
  const invokedBy = text(identity, 'invokedBy') ?? invokedByDelegate(identity);
  const name = arn ?? text(identity, 'userName') ?? invokedBy ?? text(identity, 'principalId') ?? text(identity, 'accountId') ?? 'unknown';
  return present({
    type: text(identity, 'type') ?? (invokedBy ? 'AWSService' : 'Unknown'),
    name,
    principal: (issuer && text(issuer, 'arn')) ?? roleOfSession(arn) ?? name,
    accountId: text(identity, 'accountId'),
    sessionName: arn?.includes(':assumed-role/') ? arn.split('/').slice(2).join('/') : undefined,
    sourceIdentity: session && text(session, 'sourceIdentity'),
    onBehalfOf: onBehalfOf(identity),
    invokedBy,
  });
}

function invokedByDelegate(identity: JsonObject): string | undefined {
  const delegate = object(identity, 'invokedByDelegate');
  return delegate && text(delegate, 'accountId');
}

function onBehalfOf(identity: JsonObject): string | undefined {
  const person = object(identity, 'onBehalfOf');
  return person && text(person, 'userId');
}

/** `arn:aws:sts::1:assumed-role/Role/session` -> `arn:aws:iam::1:role/Role`, for records without a session issuer. */
function roleOfSession(arn: string | undefined): string | undefined {
  const match = arn && /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  return match ? `arn:${match[1]}:iam::${match[2]}:role/${match[3]}` : undefined;
}

function present<T extends Record<string, unknown>>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
