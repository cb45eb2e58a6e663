import { blockKitProblems } from './block-kit.ts';
import { type Fault, serve, type WireAnswer } from './wire.ts';

export interface SlackStandIn {
  /** Of the server. */
  readonly url: string;
  /** A webhook that takes messages: the secret. */
  readonly webhook: string;
  /** What was posted, in order. */
  readonly posts: readonly Readonly<Record<string, unknown>>[];
  /** Why messages were refused, in order. */
  readonly refusals: readonly string[];
  /** Paths of webhooks that take messages; any other gets `404 no_service`. */
  paths: readonly string[];
  fail: ((message: unknown, path: string) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** Incoming webhooks, which refuse what Slack refuses. Source: docs.slack.dev, "Sending messages using incoming webhooks". */
export async function start(): Promise<SlackStandIn> {
  const path = '/services/T00000000/B00000000/StandInSecretOfTheWebhook';
  const posts: Record<string, unknown>[] = [];
  const refusals: string[] = [];
  const server = await serve({
    contentType: 'text/html',
    fault: (request) => standIn.fail?.(parse(request.body), request.path),
    answer(request) {
      if (!standIn.paths.includes(request.path)) return text(404, 'no_service');
      const message = parse(request.body);
      if (typeof message !== 'object' || message === null) return text(400, 'invalid_payload');
      const problems = blockKitProblems(message);
      if (problems.length === 0) {
        posts.push(message as Record<string, unknown>);
        return text(200, 'ok');
      }
      refusals.push(...problems);
      return text(400, problems.some((problem) => problem.startsWith('no_text')) ? 'no_text' : 'invalid_blocks');
    },
  });
  const standIn: SlackStandIn = {
    url: server.url,
    webhook: `${server.url}${path}`,
    posts,
    refusals,
    paths: [path],
    fail: undefined,
    close: server.close,
  };
  return standIn;
}

const text = (status: number, body: string): WireAnswer => ({ status, body, contentType: 'text/html' });

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
