import { accountOfKey, type Fault, serve, sessionKey, signedBy, type WireAnswer, type WireRequest } from './wire.ts';

/** A role that may be assumed. */
export interface StandInRole {
  readonly arn: string;
  readonly externalId: string;
}

export interface StsCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface StsStandIn {
  readonly url: string;
  readonly calls: readonly StsCall[];
  /** Replaces the roles that can be assumed. */
  roles: readonly StandInRole[];
  fail: ((call: StsCall) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** STS: AssumeRole, with the external id checked, and GetCallerIdentity. Query in, XML out. */
export async function start(
  options: { readonly roles?: readonly StandInRole[]; readonly homeAccount?: string; readonly now?: () => number } = {},
): Promise<StsStandIn> {
  const { homeAccount = '111122223333', now = Date.now } = options;
  const calls: StsCall[] = [];
  const callOf = ({ body }: WireRequest): StsCall => {
    const { Action = '', ...parameters } = Object.fromEntries(new URLSearchParams(body));
    return { action: Action, parameters };
  };
  const server = await serve({
    contentType: 'text/xml',
    fault(request) {
      const call = callOf(request);
      calls.push(call);
      return standIn.fail?.(call);
    },
    answer(request) {
      const { action, parameters } = callOf(request);
      if (action === 'GetCallerIdentity') return identity(accountOfKey(signedBy(request).accessKeyId) ?? homeAccount);
      if (action !== 'AssumeRole') return refused(400, 'InvalidAction', `Could not find operation ${action}`);
      const role = standIn.roles.find(({ arn }) => arn === parameters.RoleArn);
      if (!role || role.externalId !== parameters.ExternalId) {
        return refused(403, 'AccessDenied', `User is not authorized to perform: sts:AssumeRole on resource: ${parameters.RoleArn}`);
      }
      return assumed(role.arn, parameters, now());
    },
  });
  const standIn: StsStandIn = { url: server.url, calls, roles: options.roles ?? [], fail: undefined, close: server.close };
  return standIn;
}

function assumed(roleArn: string, parameters: Readonly<Record<string, string>>, now: number): WireAnswer {
  const account = roleArn.split(':')[4] ?? '';
  const seconds = Number(parameters.DurationSeconds ?? 3600);
  return answer(
    'AssumeRole',
    `<Credentials><AccessKeyId>${sessionKey(account)}</AccessKeyId><SecretAccessKey>stand-in</SecretAccessKey>` +
      `<SessionToken>stand-in-${account}</SessionToken><Expiration>${new Date(now + seconds * 1000).toISOString()}</Expiration></Credentials>` +
      `<AssumedRoleUser><Arn>${roleArn}</Arn><AssumedRoleId>AROA:${parameters.RoleSessionName}</AssumedRoleId></AssumedRoleUser>`,
  );
}

function identity(account: string): WireAnswer {
  return answer('GetCallerIdentity', `<Arn>arn:aws:iam::${account}:root</Arn><UserId>${account}</UserId><Account>${account}</Account>`);
}

function answer(action: string, result: string): WireAnswer {
  const body = `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`;
  return { status: 200, body, contentType: 'text/xml' };
}

function refused(status: number, code: string, message: string): WireAnswer {
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status, body, contentType: 'text/xml' };
}
