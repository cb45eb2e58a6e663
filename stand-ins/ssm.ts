import { type Fault, serve, type WireAnswer } from './wire.ts';

export interface SsmStandIn {
  readonly url: string;
  /** SecureString by name or ARN. */
  values: Record<string, string>;
  readonly reads: readonly string[];
  fail: ((name: string) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** SSM: GetParameter of SecureStrings, which without decryption give their ciphertext. JSON 1.1. */
export async function start(values: Record<string, string> = {}): Promise<SsmStandIn> {
  const reads: string[] = [];
  const parse = (body: string) => JSON.parse(body) as { Name?: string; WithDecryption?: boolean };
  const server = await serve({
    contentType: 'application/x-amz-json-1.1',
    fault: ({ body }) => standIn.fail?.(String(parse(body).Name)),
    answer({ body, headers }) {
      if (headers['x-amz-target'] !== 'AmazonSSM.GetParameter') return json(400, { __type: 'InvalidRequestException' });
      const { Name = '', WithDecryption } = parse(body);
      reads.push(Name);
      const value = standIn.values[Name];
      if (value === undefined) return json(400, { __type: 'ParameterNotFound' });
      return json(200, { Parameter: { Name, Type: 'SecureString', Value: WithDecryption ? value : 'AQICAHciphertext', Version: 1 } });
    },
  });
  const standIn: SsmStandIn = { url: server.url, values, reads, fail: undefined, close: server.close };
  return standIn;
}

const json = (status: number, body: object): WireAnswer => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/x-amz-json-1.1',
});
