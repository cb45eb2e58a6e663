import { setTimeout as wait } from 'node:timers/promises';

/** What the SDK's errors say, whatever their class. */
interface Failure {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
  readonly $response?: { readonly statusCode?: number };
}

/** HTTP status of the answer; `undefined`: there was none. */
export function statusOf(error: unknown): number | undefined {
  const { $metadata, $response } = error as Failure;
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

const throttles =
  /^(SlowDown|Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|BandwidthLimitExceeded|PriorRequestNotComplete)/;

/** Too many requests: S3 says SlowDown or a bare 503, the others ThrottlingException or 429. */
export function isThrottle(error: unknown): boolean {
  const status = statusOf(error);
  return status === 429 || status === 503 || throttles.test((error as Failure).name ?? '');
}

const network = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'],
  ...['ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR', 'HPE_INVALID_CONSTANT'],
]);

/** May the same request succeed later? Resets (also within a body), timeouts, 5xx and throttles. */
export function isTransient(error: unknown): boolean {
  const { name, code, $metadata } = error as Failure;
  if (isThrottle(error) || (statusOf(error) ?? 0) >= 500 || $metadata?.clockSkewCorrected) return true;
  return network.has(code ?? '') || name === 'TimeoutError' || name === 'RequestTimeout';
}

export interface RetryOptions {
  readonly attempts: number;
  /** Milliseconds: the n-th wait is a random time below `base * 2^n`, at most `most`. */
  readonly base: number;
  readonly most: number;
  /** Every failed attempt, also the last. */
  readonly onFailure?: (error: unknown) => void;
}

export const patient: RetryOptions = { attempts: 10, base: 50, most: 10_000 };

/**
 * Sends until it is answered. The SDK's own retries end with its answer's header, so a reset within a body is none of theirs, and they
 * keep a throttle to themselves: clients that are used with this have `maxAttempts: 1`. Full jitter as in the Builders' Library,
 * "Timeouts, retries, and backoff with jitter".
 */
export async function retrying<T>(send: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      options.onFailure?.(error);
      if (attempt >= options.attempts || !isTransient(error)) throw error;
      await wait(Math.random() * Math.min(options.most, options.base * 2 ** attempt));
    }
  }
}
