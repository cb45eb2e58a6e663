import type { Unknown } from '../../core/posture.ts';

/** What an error of the SDK says, by its own members. */
interface Failure extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/**
 * Why a call has no answer. Rethrows what is no answer of AWS's nor of the network's: a bug.
 *
 * @throws the error itself
 */
export function reasonOf(error: unknown): Extract<Unknown, 'resource-gone' | 'access-denied' | 'throttled' | 'no-answer'> | 'refused' {
  if (!(error instanceof Error) || isBug(error)) throw error;
  const { name, message, $metadata } = error as Failure;
  if (throttles.test(name) || $metadata?.httpStatusCode === 429) return 'throttled';
  if (denials.test(name)) return 'access-denied';
  if (/^ResourceNotFound(Exception)?$/.test(name) || (name === 'ValidationException' && notFound.test(message))) return 'resource-gone';
  const status = $metadata?.httpStatusCode;
  return status !== undefined && status >= 400 && status < 500 && !/^ExpiredToken/.test(name) ? 'refused' : 'no-answer';
}

/** The error's name, short and plain: messages carry names that callers choose. The SDK calls a broken connection a TimeoutError. */
export function nameOf(error: unknown): string {
  const { name, code } = error as Failure;
  const told = typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : name;
  return told.replace(/[^\w.-]/g, '').slice(0, 64) || 'Error';
}

/** How often the SDK sent the request. */
export function attemptsOf(error: unknown): number {
  return (error as Failure).$metadata?.attempts ?? 1;
}

/** The status that a refused Stop names: unmodelled, and the same for training, transform and processing jobs (aws/sagemaker-python-sdk). */
export function statusInRefusal(error: unknown): string | null {
  return /^The request was rejected because the [\w ]+ is in status (\w+)/.exec((error as Failure).message)?.[1] ?? null;
}

function isBug(error: Error): boolean {
  const { $metadata, code } = error as Failure;
  return (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError) && !$metadata && code === undefined;
}

const throttles = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/;
const denials =
  /^(AccessDenied|NotAuthorized|UnauthorizedOperation|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|OptInRequired|RegionDisabled|CredentialsProviderError)/;

/**
 * Half of the Describe operations model ResourceNotFound; the others say it in a ValidationException's message. Sources:
 * aws-controllers-k8s/sagemaker-controller, generator.yaml, and hashicorp/terraform-provider-aws, internal/service/sagemaker.
 */
const notFound = /^(could not find|cannot find|requested resource not found|no workforce)|RecordNotFound|does not exist\.?$/i;
