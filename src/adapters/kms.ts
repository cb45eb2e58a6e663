import { createHash, createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { type SignatureAlgorithm, type Signer, SigningError } from '../core/signature.ts';

/** What KMS signs a digest of SHA-256 with; an edwards25519 key signs whole messages, P-384 and P-521 other digests. */
const supported = ['ECDSA_SHA_256', 'RSASSA_PSS_SHA_256'] as const satisfies readonly SignatureAlgorithm[];

/**
 * An asymmetric key of KMS. Only the sha256 of what is signed leaves the machine (`MessageType: DIGEST`). Region, credentials and
 * endpoint are those of the environment, as for every AWS tool; the region of an ARN wins.
 *
 * @param keyId key id, key ARN, alias name (`alias/...`) or alias ARN
 * @throws SigningError
 */
export async function kmsSigner(keyId: string): Promise<Signer> {
  // On Node 20 the SDK prints eight lines on its own support plans, which are no user's of this program to act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const region = /^arn:[^:]+:kms:([^:]+):/.exec(keyId)?.[1];
  const client = new KMSClient({ ...(region && { region }), requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000 } });
  const answer = await client.send(new GetPublicKeyCommand({ KeyId: keyId })).catch((error) => fail('kms:GetPublicKey', keyId, error));
  const algorithm = supported.find((name) => answer.SigningAlgorithms?.includes(name));
  if (answer.KeyUsage !== 'SIGN_VERIFY' || !algorithm || !answer.PublicKey) {
    throw new SigningError(
      `KMS key ${keyId} (${answer.KeySpec}, ${answer.KeyUsage}) cannot sign here: expected usage SIGN_VERIFY and a spec that has ${supported.join(' or ')}, such as ECC_NIST_P256`,
    );
  }
  const publicKey = createPublicKey({ key: Buffer.from(answer.PublicKey), format: 'der', type: 'spki' });
  return {
    algorithm,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    // An alias can point to another key tomorrow; the answer has the key's own ARN.
    keyId: answer.KeyId ?? keyId,
    async sign(message) {
      const digest = createHash('sha256').update(message).digest();
      const command = new SignCommand({ KeyId: keyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm: algorithm });
      const { Signature } = await client.send(command).catch((error) => fail('kms:Sign', keyId, error));
      if (!Signature) throw new SigningError(`KMS answered without a signature for ${keyId}`);
      return Signature;
    },
  };
}

/** What to do about it, by the error's name: the service's own messages name the caller's session, and are long. */
const hints: Readonly<Record<string, string>> = {
  AccessDeniedException: 'the caller may not use it: allow kms:GetPublicKey and kms:Sign in the key policy or by IAM',
  NotFoundException: 'there is no such key or alias in this account and region',
  InvalidKeyUsageException: 'the key is not for signing: it needs the usage SIGN_VERIFY',
  UnsupportedOperationException: 'the key is not an asymmetric one: it needs the usage SIGN_VERIFY',
  DisabledException: 'the key is disabled',
  KMSInvalidStateException: 'the key is disabled or waits for its deletion',
  CredentialsProviderError: 'no AWS credentials were found',
  ExpiredTokenException: 'the AWS credentials have expired',
  UnrecognizedClientException: 'the AWS credentials are not valid',
  ThrottlingException: 'too many requests: try again later',
  TimeoutError: 'no answer in time',
};

function fail(operation: string, keyId: string, error: unknown): never {
  const { name, message, code } = error as Error & { code?: string };
  const what = hints[name] ?? (/region is missing/i.test(message) ? 'no region: set AWS_REGION, or give the ARN of the key' : undefined);
  throw new SigningError(`${operation} for ${keyId}: ${what ? `${what} (${name})` : `${code ?? name}: ${message.split('\n')[0]}`}`);
}
