/** Errors that say: without (valid) credentials no other request will do better. */
const nobody: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'no AWS credentials were found: set AWS_PROFILE, or sign in',
  TokenProviderError: 'the sign-in has expired: aws sso login',
  ExpiredToken: 'the AWS credentials have expired: sign in again; with --resume what was read is not read again',
  ExpiredTokenException: 'the AWS credentials have expired: sign in again; with --resume what was read is not read again',
  InvalidAccessKeyId: 'the AWS credentials are not valid',
  SignatureDoesNotMatch: 'the AWS credentials are not valid (the secret key does not match)',
  InvalidToken: 'the AWS credentials are not valid (session token)',
  UnrecognizedClientException: 'the AWS credentials are not valid',
};

/** @returns what to do; `undefined`: the credentials are not the problem */
export function credentialProblem(error: unknown): string | undefined {
  return nobody[(error as Error).name];
}
