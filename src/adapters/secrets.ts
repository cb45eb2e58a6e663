/** A secret that is read when it is needed, and kept in memory for a while; nowhere else. */
export interface SecretReader {
  /** @throws SecretError */
  read(): Promise<string>;
  /** Asks again, whatever is kept: after the value was refused, because it may have been rotated. */
  refresh(): Promise<string>;
}

/** Says where the secret is, never what it is. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  readonly reason: string;
  /** It stays so until somebody changes something. */
  readonly lasting: boolean;

  constructor(reference: string, reason: string, lasting: boolean) {
    super(`the secret ${reference} cannot be read: ${reason}`);
    this.reason = reason;
    this.lasting = lasting;
  }
}

const kept = 5 * 60_000;

type Read = () => Promise<string | undefined>;

/**
 * @param reference ARN of a Secrets Manager secret, or ARN or name (`/name`) of an SSM SecureString parameter
 * @param ttl milliseconds
 * @throws SecretError when the reference is neither
 */
export function secretReader(reference: string, ttl = kept, now: () => number = Date.now): SecretReader {
  const read = readerOf(reference);
  let value: Promise<string> | undefined;
  let until = 0;
  const refresh = () => {
    until = now() + ttl;
    const reading = read().then(
      (secret) => secret || Promise.reject(new SecretError(reference, 'it is empty', true)),
      (error: unknown) => Promise.reject(failure(reference, error)),
    );
    value = reading;
    // A failure is not kept.
    reading.catch(() => {
      if (value === reading) value = undefined;
    });
    return reading;
  };
  return { read: () => (value && now() < until ? value : refresh()), refresh };
}

function readerOf(reference: string): Read {
  const [, , service, region] = reference.split(':');
  const options = {
    ...(region && { region }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  };
  if (service === 'secretsmanager') {
    return async () => {
      const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
      const client = new SecretsManagerClient(options);
      return (await client.send(new GetSecretValueCommand({ SecretId: reference }))).SecretString;
    };
  }
  if (service === 'ssm' || reference.startsWith('/')) {
    return async () => {
      const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
      const client = new SSMClient(options);
      return (await client.send(new GetParameterCommand({ Name: reference, WithDecryption: true }))).Parameter?.Value;
    };
  }
  throw new SecretError(reference, 'it names neither a secret of Secrets Manager nor a parameter of SSM', true);
}

/** The service's messages can repeat what was sent; its error names cannot. */
function failure(reference: string, error: unknown): SecretError {
  const name = error instanceof Error ? error.name : 'UnknownError';
  const lasting =
    /^(AccessDenied|ResourceNotFound|ParameterNotFound|DecryptionFailure|InvalidRequest|InvalidKeyId|ValidationException)/.test(name);
  return new SecretError(reference, name, lasting);
}
