import { constants, createHash, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers as KMS does on the wire (JSON 1.1), and signs with a real key. */
export interface StandIn {
  readonly env: Record<string, string>;
  /** The requests, as they came. */
  readonly requests: { readonly operation: string; readonly body: Record<string, unknown> }[];
  close(): void;
}

interface Behaviour {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly spec?: string;
  readonly usage?: string;
  readonly algorithms: readonly string[];
  readonly keyArn?: string;
  /** Error of an operation, by its name. */
  readonly errors?: Readonly<Record<string, string>>;
  /** What has this sha256 (hex)? node:crypto signs messages, KMS was given a digest. */
  readonly message: (sha256: string) => Uint8Array | undefined;
}

export async function kmsStandIn(how: Behaviour): Promise<StandIn> {
  const requests: StandIn['requests'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
    requests.push({ operation, body });
    const error = how.errors?.[operation];
    response.writeHead(error ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(
      JSON.stringify(
        error ? { __type: error, message: `${error} for arn:aws:iam::111122223333:user/secret-caller` } : answer(operation, body, how),
      ),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    env: {
      AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'sekrit-of-the-caller',
      AWS_MAX_ATTEMPTS: '1',
    },
    close: () => server.close(),
  };
}

function answer(operation: string, body: Record<string, unknown>, how: Behaviour): Record<string, unknown> {
  const KeyId = how.keyArn ?? 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
  if (operation === 'GetPublicKey') {
    const PublicKey = how.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    return {
      KeyId,
      PublicKey,
      KeySpec: how.spec ?? 'ECC_NIST_P256',
      KeyUsage: how.usage ?? 'SIGN_VERIFY',
      SigningAlgorithms: how.algorithms,
    };
  }
  const digest = Buffer.from(String(body.Message), 'base64').toString('hex');
  const message = how.message(digest);
  if (!message || createHash('sha256').update(message).digest('hex') !== digest) throw new Error(`nothing with the sha256 ${digest}`);
  const pss = { key: how.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const signature = sign('sha256', message, body.SigningAlgorithm === 'RSASSA_PSS_SHA_256' ? pss : how.privateKey);
  return { KeyId, Signature: signature.toString('base64'), SigningAlgorithm: body.SigningAlgorithm };
}
