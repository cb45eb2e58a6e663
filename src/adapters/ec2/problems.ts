import type { NetworkProblem } from '../../core/network.ts';
import type { NotCalled } from '../placed-clients.ts';
import { reasonOf } from '../sagemaker/errors.ts';

export type Why = NetworkProblem['why'];

/**
 * Why EC2 gave no answer. Its names differ from the other services' (EC2 API reference, "Error codes"). Rethrows a bug.
 *
 * @throws the error itself
 */
export function whyOf(error: unknown): Why {
  if (isNotCalled(error)) return error.reason;
  const { name } = error as Error;
  if (/^Invalid[A-Za-z]+(ID|Id)\.NotFound$/.test(name)) return 'resource-gone';
  if (/^(AuthFailure|Blocked|PendingVerification|OperationNotPermitted)$/.test(name)) return 'access-denied';
  if (name === 'Unavailable' || name === 'AbortError') return 'no-answer';
  const reason = reasonOf(error);
  return reason === 'refused' ? 'opaque' : reason;
}

/** By name: a function's bundle has this in a file of its own, where `instanceof` would ask for another copy of the class. */
const isNotCalled = (error: unknown): error is NotCalled => error instanceof Error && error.name === 'NotCalled';

/** Busy or failed: the same question may be answered later. */
export const isPassing = (why: Why): boolean => why === 'throttled' || why === 'no-answer';
