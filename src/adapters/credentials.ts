import { partitionOf } from '../formats/partition.ts';

/** The role that member accounts have for us (member account template). */
export interface MemberRole {
  /** Without the ARN's beginning; with its path, if it has one. */
  readonly name: string;
  /** What its trust policy asks for. */
  readonly externalId?: string | undefined;
  /** Shows in the member's CloudTrail as the end of the caller's ARN. */
  readonly sessionName?: string;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** The least that STS allows, in seconds: a session outlives what it is for by little. */
const sessionSeconds = 900;

/** The SDK's own margin: credentials are renewed this long before they expire, in milliseconds. */
const renewBefore = 5 * 60_000;

const timeouts = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/**
 * Credentials of the member role, by account: one AssumeRole for all regions and all concurrent callers, until shortly before they
 * expire. STS is asked in the region of the environment; the client is loaded when it is first needed.
 */
export function memberCredentials(role: MemberRole, now: () => number = Date.now) {
  const sessions = new Map<string, { readonly credentials: Promise<SessionCredentials>; renewAt: number }>();
  return (account: string, region: string) => (): Promise<SessionCredentials> => {
    const held = sessions.get(account);
    if (held && now() < held.renewAt) return held.credentials;
    const session = { credentials: assume(role, account, region), renewAt: Number.POSITIVE_INFINITY };
    sessions.set(account, session);
    session.credentials.then(
      ({ expiration }) => {
        session.renewAt = expiration.getTime() - renewBefore;
      },
      // A refusal is not kept: the role may be there in a minute.
      () => sessions.delete(account),
    );
    return session.credentials;
  };
}

async function assume(role: MemberRole, account: string, region: string): Promise<SessionCredentials> {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ maxAttempts: 3, retryMode: 'standard', requestHandler: timeouts });
  try {
    const { Credentials } = await client.send(
      new AssumeRoleCommand({
        RoleArn: `arn:${partitionOf(region)}:iam::${account}:role/${role.name}`,
        RoleSessionName: role.sessionName ?? 'sagewarden',
        ...(role.externalId !== undefined && { ExternalId: role.externalId }),
        DurationSeconds: sessionSeconds,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
      throw new MemberRoleError('AssumeRole answered without credentials');
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: Expiration };
  } finally {
    client.destroy();
  }
}

export class MemberRoleError extends Error {
  override readonly name = 'MemberRoleError';
}

/** The account of the environment's credentials, for callers that no Lambda context tells. */
export async function callerAccount(): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ maxAttempts: 3, retryMode: 'standard', requestHandler: timeouts });
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    if (!Account) throw new MemberRoleError('GetCallerIdentity answered without an account');
    return Account;
  } finally {
    client.destroy();
  }
}
