import { type Fault, serve, type WireAnswer } from './wire.ts';

export interface SecretsStandIn {
  readonly url: string;
  /** Value by ARN or name. */
  values: Record<string, string>;
  /** The ids that were asked for, in order. */
  readonly reads: readonly string[];
  fail: ((id: string) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** Secrets Manager: GetSecretValue. JSON 1.1. */
export async function start(values: Record<string, string> = {}): Promise<SecretsStandIn> {
  const reads: string[] = [];
  const idOf = (body: string) => String((JSON.parse(body) as { SecretId?: string }).SecretId);
  const server = await serve({
    contentType: 'application/x-amz-json-1.1',
    fault: ({ body }) => standIn.fail?.(idOf(body)),
    answer({ body, headers }) {
      if (headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') return json(400, { __type: 'InvalidRequestException' });
      const id = idOf(body);
      reads.push(id);
      const value = standIn.values[id];
      if (value === undefined)
        return json(400, { __type: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." });
      return json(200, { ARN: id, Name: 'webhook', SecretString: value, VersionId: '00000000-0000-4000-8000-000000000001' });
    },
  });
  const standIn: SecretsStandIn = { url: server.url, values, reads, fail: undefined, close: server.close };
  return standIn;
}

const json = (status: number, body: object): WireAnswer => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/x-amz-json-1.1',
});
