import { afterEach, beforeEach, vi } from 'vitest';

/** What the SDK's default chain finds, for the length of a test; nothing of the machine's own. */
export function awsEnvironment(variables: Readonly<Record<string, string | undefined>> = {}): void {
  beforeEach(() => {
    setEnvironment({
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'stand-in',
      AWS_SESSION_TOKEN: undefined,
      AWS_PROFILE: undefined,
      AWS_ENDPOINT_URL: undefined,
      ...variables,
    });
  });
  afterEach(() => void vi.unstubAllEnvs());
}

export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}
