import type { Alert } from '../core/alert.ts';
import type { Log } from './ports.ts';

/**
 * What Slack made of a message. `refused`: this message, whatever the webhook; `broken`: the webhook, whatever the message; `unavailable`:
 * nobody knows, also not whether it was posted. Reasons are a status or the name of an error.
 */
export type SlackAnswer =
  | { readonly outcome: 'posted' }
  | { readonly outcome: 'refused' | 'broken' | 'unavailable'; readonly reason: string }
  | { readonly outcome: 'throttled'; readonly seconds: number };

/** Never rejects, and never says the webhook's address. */
export interface SlackPoster {
  post(message: object): Promise<SlackAnswer>;
}

export interface Queued {
  readonly messageId: string;
  readonly alert: Alert;
}

export interface SlackDelivery {
  readonly slack: SlackPoster;
  readonly format: {
    message(alert: Alert): object;
    plain(alert: Alert): object;
    digest(alerts: readonly Alert[]): object;
    /** Alerts in one digest. */
    readonly digestSize: number;
  };
  readonly log: Log;
  /** Slack takes nothing: said elsewhere. */
  readonly broken: (reason: string, refused: Alert) => Promise<void>;
  /** Milliseconds that are left. */
  readonly remaining: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Milliseconds that one post may take, twice: with blocks, and without. */
const onePost = 11_000;
/** Posts without an answer, one after the other, after which the rest is left for later. */
const patience = 2;

/**
 * Posts the alerts of a batch, and gives the messages that stay in the queue. One message an alert; once Slack asks for fewer, what waits
 * goes into one message after the time that it asks for, here when the time is there, else when the queue brings them again. What is never
 * posted ends in the dead-letter queue.
 */
export async function deliverToSlack(batch: readonly Queued[], delivery: SlackDelivery): Promise<string[]> {
  // Slack is not told that Slack is broken: the alert would come here, fail, and be told again.
  const waiting = batch.filter(({ alert }) => !(alert.kind === 'sink-broken' && alert.sink === 'slack'));
  const course: Course = { together: false, digests: true, unanswered: 0, failed: [] };
  while (waiting.length > 0 && course.unanswered < patience && delivery.remaining() >= onePost) {
    const next = waiting.slice(0, course.together && course.digests ? delivery.format.digestSize : 1);
    const then = await after(await post(next, delivery), next, delivery, course);
    if (then === 'stop') break;
    if (then === 'next') waiting.splice(0, next.length);
  }
  return [...course.failed, ...waiting].map(({ messageId }) => messageId);
}

interface Course {
  /** Slack asked for fewer messages. */
  together: boolean;
  /** Slack takes them together. */
  digests: boolean;
  /** Posts without an answer, one after the other. */
  unanswered: number;
  readonly failed: Queued[];
}

async function after(
  answer: SlackAnswer,
  next: readonly Queued[],
  delivery: SlackDelivery,
  course: Course,
): Promise<'next' | 'again' | 'stop'> {
  switch (answer.outcome) {
    case 'posted':
      course.unanswered = 0;
      return 'next';
    case 'throttled':
      course.together = true;
      return (await paused(answer.seconds, delivery)) ? 'again' : 'stop';
    case 'broken':
      if (next[0]) await delivery.broken(answer.reason, next[0].alert);
      return 'stop';
    case 'refused':
    case 'unavailable':
      course.unanswered = answer.outcome === 'unavailable' ? course.unanswered + 1 : 0;
      if (answer.outcome === 'refused' && next.length > 1) {
        course.digests = false;
        return 'again';
      }
      course.failed.push(...next);
      delivery.log.error('not posted to Slack', { reason: answer.reason, alerts: next.map(({ alert }) => alert.id) });
      return 'next';
  }
}

/** Waits as long as Slack asks for; `false`: the time is not there. */
async function paused(seconds: number, { log, remaining, wait }: SlackDelivery): Promise<boolean> {
  const pause = Math.max(seconds, 1) * 1000;
  const here = pause + onePost <= remaining();
  log.warn('Slack asks to wait', { seconds, here });
  if (here) await wait(pause);
  return here;
}

/** Blocks that Slack refuses are sent once more as text. */
async function post(next: readonly Queued[], { slack, format, log }: SlackDelivery): Promise<SlackAnswer> {
  const alerts = next.map(({ alert }) => alert);
  const [only] = alerts;
  if (alerts.length > 1 || !only) return slack.post(format.digest(alerts));
  const answer = await slack.post(format.message(only));
  if (answer.outcome !== 'refused') return answer;
  log.warn('Slack refused the blocks', { reason: answer.reason, alert: only.id });
  return slack.post(format.plain(only));
}
