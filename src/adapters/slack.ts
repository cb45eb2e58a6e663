import { IncomingWebhook, IncomingWebhookHTTPError, type IncomingWebhookSendArguments } from '@slack/webhook';
import type { SlackAnswer, SlackPoster } from '../app/slack-delivery.ts';
import { SecretError, type SecretReader } from './secrets.ts';

/** Whole, answer and all. */
const timeout = 5_000;
/** Where Slack does not say how long, and the longest that is believed. Seconds. */
const pauses = { unsaid: 30, most: 3_600 } as const;

export interface SlackWebhookOptions {
  /** Lets the address be http on 127.0.0.1: a stand-in on this machine. */
  readonly allowLoopback?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

/**
 * An incoming webhook of Slack. Its address is the secret: it is in no error, no log and no answer, whatever fails. What Slack refuses as
 * gone (403, 404, 410) is tried once more when the secret has a new address by now.
 */
export function slackWebhook(secret: SecretReader, options: SlackWebhookOptions = {}): SlackPoster {
  return {
    async post(message) {
      try {
        const address = await secret.read();
        const answer = await postTo(address, message, options);
        if (answer.outcome !== 'broken') return answer;
        const fresh = await secret.refresh();
        return fresh === address ? answer : await postTo(fresh, message, options);
      } catch (error) {
        if (error instanceof SecretError) return { outcome: error.lasting ? 'broken' : 'unavailable', reason: `secret: ${error.reason}` };
        return { outcome: 'unavailable', reason: error instanceof Error ? error.name : 'UnknownError' };
      }
    },
  };
}

async function postTo(secret: string, message: object, options: SlackWebhookOptions): Promise<SlackAnswer> {
  const address = addressIn(secret, options.allowLoopback ?? false);
  if (address === undefined) return { outcome: 'broken', reason: 'the secret holds no address of a Slack webhook' };
  let retryAfter: string | null = null;
  const webhook = new IncomingWebhook(address, {
    timeout: options.timeout ?? timeout,
    // The client's error for a 429 does not have the header.
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      retryAfter = response.headers.get('retry-after');
      return response;
    },
  });
  try {
    await webhook.send(message as IncomingWebhookSendArguments);
    return { outcome: 'posted' };
  } catch (error) {
    if (error instanceof IncomingWebhookHTTPError) return answerOf(error.statusCode, error.body, retryAfter);
    // Its message and its cause can have the address.
    return { outcome: 'unavailable', reason: 'no answer' };
  }
}

/** Slack's answers: docs.slack.dev, "Sending messages using incoming webhooks", and "Rate limits". */
function answerOf(status: number, body: unknown, retryAfter: string | null): SlackAnswer {
  const word = typeof body === 'string' && /^[a-z_]{1,40}$/.test(body.trim()) ? ` ${body.trim()}` : '';
  const reason = `${status}${word}`;
  if (status === 429) return { outcome: 'throttled', seconds: secondsOf(retryAfter) };
  if (status === 400 || status === 413) return { outcome: 'refused', reason };
  if (status >= 500 || status === 408) return { outcome: 'unavailable', reason };
  return { outcome: 'broken', reason };
}

function secondsOf(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(Math.ceil(seconds), pauses.most) : pauses.unsaid;
}

/** Slack's own hosts (the second: GovSlack). */
const hosts = ['hooks.slack.com', 'hooks.slack-gov.com'];

/** The address itself, or the member `url` of a JSON object, as the console of Secrets Manager writes key and value. */
function addressIn(secret: string, allowLoopback: boolean): string | undefined {
  const text = urlMember(secret) ?? secret.trim();
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(text);
  if (username !== '' || password !== '') return undefined;
  if (protocol === 'https:' && port === '' && hosts.includes(hostname)) return text;
  return allowLoopback && protocol === 'http:' && hostname === '127.0.0.1' ? text : undefined;
}

function urlMember(secret: string): string | undefined {
  try {
    const { url } = JSON.parse(secret) as { url?: unknown };
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}
