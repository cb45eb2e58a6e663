import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { roleCredentials } from '../assumed-role.ts';
import { isThrottle, patient, type RetryOptions, retrying } from '../retry.ts';
import { AdaptiveLimit } from '../s3/limiter.ts';
import { type Call, NotCalled } from './clients.ts';
import type { Answer } from './command.ts';
import { SageMakerOperation } from './command.ts';

export interface PacedOptions {
  /** The account whose credentials the environment has. */
  readonly homeAccount: string;
  /** Opens the other accounts; absent: they are not asked. */
  readonly role?: { readonly name: string; readonly externalId?: string | undefined } | undefined;
  /** Requests under way at most, in one account and Region (default 32); it begins with half of that. */
  readonly atOnce?: number;
  readonly retry?: Pick<RetryOptions, 'attempts' | 'base' | 'most'>;
}

interface Lane {
  readonly client: SageMakerClient;
  readonly limit: AdaptiveLimit;
}

/**
 * For asking for very much: SageMaker throttles each account and Region, so that List and Describe there share one limit, which is cut
 * when they are throttled and grows again while they are not. A request is sent until it is answered, ten times at most.
 */
export function pacedCall({ homeAccount, role, atOnce = 32, retry = patient }: PacedOptions): Call {
  // On Node 20 the SDK prints eight lines on its own support plans, which are no user's of this program to act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const lanes = new Map<string, Promise<Lane>>();
  const credentials = new Map<string, ReturnType<typeof roleCredentials>>();

  async function laneOf(account: string, region: string): Promise<Lane> {
    const isHome = account === homeAccount;
    // With the caller's own credentials a namesake there would answer.
    if (!isHome && !role) throw new NotCalled('access-denied', 'NoRole');
    if (role && !credentials.has(account))
      credentials.set(account, roleCredentials({ account, region, role: role.name, externalId: role.externalId }));
    const assumed = await credentials.get(account);
    const client = new SageMakerClient({
      region,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
      ...(assumed && { credentials: assumed }),
    });
    return { client, limit: new AdaptiveLimit(atOnce) };
  }

  return async ({ account, region }, operation, input) => {
    const key = `${account} ${region}`;
    const opened = lanes.get(key) ?? laneOf(account, region);
    lanes.set(key, opened);
    const { client, limit } = await opened;
    // The wait between two attempts holds no place.
    const { $metadata: _, ...answer } = await retrying(() => limit.run(() => client.send(new SageMakerOperation(operation, input))), {
      ...retry,
      onFailure: (error) => isThrottle(error) && limit.throttled(),
    });
    return answer as Answer;
  };
}
