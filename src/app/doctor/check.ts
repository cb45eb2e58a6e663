/** One question to a deployment, and its answer. `unknown`: it could not be asked; that is never a yes. */
export interface Check {
  readonly id: CheckId;
  readonly question: string;
  readonly answer: 'yes' | 'no' | 'unknown';
  /** What was found. */
  readonly detail: string;
  /** What to do, one line; `null` where the answer is yes. */
  readonly fix: string | null;
}

export type CheckId =
  | 'functions'
  | 'rule'
  | 'schedules'
  | 'trail'
  | 'trail-files'
  | 'central-bus'
  | 'enforcement'
  | 'topic'
  | 'webhook'
  | 'queues'
  | 'ledger'
  | 'heartbeat'
  | 'member-roles'
  | 'test-alert';

export type Finding = Omit<Check, 'id' | 'question'>;

export const yes = (detail: string): Finding => ({ answer: 'yes', detail, fix: null });
export const no = (detail: string, fix: string): Finding => ({ answer: 'no', detail, fix });
export const unknown = (detail: string, fix: string): Finding => ({ answer: 'unknown', detail, fix });

/** The caller may not ask. */
export class Denied extends Error {
  override name = 'Denied';
  readonly action: string;

  /** @param action IAM action, such as `sns:ListSubscriptionsByTopic` */
  constructor(action: string, cause?: unknown) {
    super(`${action} was denied`, { cause });
    this.action = action;
  }
}

/** No answer, or one that says nothing of the question. */
export class Unanswered extends Error {
  override name = 'Unanswered';

  /** @param reason the error's name; no message of the service, which may name the caller's session */
  constructor(action: string, reason: string, cause?: unknown) {
    super(`${action}: ${reason}`, { cause });
  }
}

/** What could not be asked is unknown, and says what would let it be asked. */
export async function ask(id: CheckId, question: string, answer: () => Promise<Finding>): Promise<Check> {
  try {
    return { id, question, ...(await answer()) };
  } catch (error) {
    if (error instanceof Denied)
      return { id, question, ...unknown(error.message, `allow ${error.action} to who runs this, and ask again`) };
    if (error instanceof Unanswered)
      return { id, question, ...unknown(error.message, 'ask again; if it stays so, check region, network and endpoint') };
    throw error;
  }
}

/** 0: all yes; 1: a no; 3: something could not be asked. */
export function exitCodeOf(checks: readonly Check[]): 0 | 1 | 3 {
  if (checks.some(({ answer }) => answer === 'no')) return 1;
  return checks.some(({ answer }) => answer === 'unknown') ? 3 : 0;
}

/** The worst of several findings about one thing: a no, else an unknown, else all that is well. */
export function together(findings: readonly Finding[]): Finding {
  const worst = (['no', 'unknown', 'yes'] as const).find((answer) => findings.some((finding) => finding.answer === answer)) ?? 'yes';
  const told = findings.filter(({ answer }) => answer === worst);
  const fixes = [...new Set(told.flatMap(({ fix }) => fix ?? []))];
  return { answer: worst, detail: told.map(({ detail }) => detail).join('; '), fix: fixes.length > 0 ? fixes.join('; ') : null };
}
