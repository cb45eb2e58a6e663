import { Denied, Unanswered } from '../../app/doctor/check.ts';

/** Few tries and short waits: somebody is looking on. */
export const impatient = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const;

const absent = new Set([
  'ResourceNotFoundException',
  'NotFoundException',
  'NotFound',
  'ParameterNotFound',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'NoSuchBucket',
]);

const denied = /^(AccessDenied|AuthorizationError|UnauthorizedOperation|NotAuthorized|KMSAccessDenied)/;

/**
 * One question by its IAM action; `undefined`: there is no such thing.
 * @throws Denied, Unanswered
 */
export async function asked<T>(action: string, question: () => Promise<T>): Promise<T | undefined> {
  try {
    return await question();
  } catch (error) {
    const { name, code } = error as Error & { code?: string };
    if (absent.has(name)) return undefined;
    if (denied.test(name)) throw new Denied(action, error);
    throw new Unanswered(action, name === 'Error' ? (code ?? name) : name, error);
  }
}

/** The same where there is always an answer. */
export async function answered<T>(action: string, question: () => Promise<T>): Promise<T> {
  const answer = await asked(action, question);
  if (answer === undefined) throw new Unanswered(action, 'there is no such thing');
  return answer;
}
