import { type AccessDenied, isAccessDenied } from '../../core/access-denied.ts';
import type { FailedAttempt } from '../../core/change.ts';
import type { Period } from '../scan/model.ts';
import type { Attachment } from './attachments.ts';
import type { ReplayedCall } from './replay.ts';
import { counted } from './what-if.ts';

/** The control operating, or not: what was refused before the policy was attached, and after. */
export interface SinceAttached {
  /** ISO 8601. */
  readonly attachedAt: string;
  /** What attached it, changed it and took it away again; empty: the time was given. */
  readonly events: readonly Attachment[];
  readonly before: Span;
  readonly after: Span;
  /** Succeeded after it was attached, although the policy denies it: it is not in force there. */
  readonly slipped: readonly ReplayedCall[];
}

export interface Span {
  readonly from: string;
  readonly to: string;
  readonly calls: number;
  /** Succeeded, and the rules find it NON_COMPLIANT. */
  readonly nonCompliant: number;
  readonly refused: readonly Refused[];
  readonly byOperation: readonly { readonly operation: string; readonly refused: number }[];
  readonly byPrincipal: readonly { readonly principal: string; readonly refused: number }[];
}

/** A call that failed for want of permission. */
export interface Refused {
  readonly call: ReplayedCall;
  /** What AWS's message says of it; `null`: nothing. */
  readonly said: AccessDenied | null;
}

export function sinceAttached(
  calls: readonly ReplayedCall[],
  attempts: readonly FailedAttempt[],
  { period, attachedAt, events }: { period: Period; attachedAt: string; events: readonly Attachment[] },
): SinceAttached {
  const said = new Map(attempts.map(({ eventId, denied }) => [eventId, denied]));
  const at = Date.parse(attachedAt);
  const span = (from: string, to: string, within: readonly ReplayedCall[]): Span => {
    const refused = within
      .filter(({ errorCode }) => errorCode !== undefined && isAccessDenied(errorCode))
      .map((call) => ({ call, said: said.get(call.eventId) ?? null }));
    return {
      from,
      to,
      calls: within.length,
      nonCompliant: within.filter((call) => call.class === 'non-compliant').length,
      refused,
      byOperation: counted(refused.map(({ call }) => call.operation)).map(([operation, count]) => ({ operation, refused: count })),
      byPrincipal: counted(refused.map(({ call }) => call.principal)).map(([principal, count]) => ({ principal, refused: count })),
    };
  };
  const after = calls.filter(({ eventTime }) => Date.parse(eventTime) >= at);
  return {
    attachedAt,
    events,
    before: span(
      period.from,
      attachedAt,
      calls.filter(({ eventTime }) => Date.parse(eventTime) < at),
    ),
    after: span(attachedAt, period.to, after),
    slipped: after.filter(({ outcome, errorCode }) => outcome.is === 'denied' && errorCode === undefined),
  };
}
