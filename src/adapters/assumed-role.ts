import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { partitionOf } from '../formats/partition.ts';
import { SourceError } from '../trail/source.ts';
import { credentialProblem } from './credential-problem.ts';

export interface RoleOptions {
  readonly account: string;
  /** Its name, with its path if it has one. */
  readonly role: string;
  readonly externalId?: string | undefined;
  /** STS is asked there, and it says which partition the role is in. */
  readonly region: string;
}

type Credentials = ReturnType<typeof fromTemporaryCredentials>;

/** A role of another account; assumed now, and again when its session ends. @throws SourceError */
export async function roleCredentials({ account, role, region, externalId }: RoleOptions): Promise<Credentials> {
  return assumed(`arn:${partitionOf(region)}:iam::${account}:role/${role}`, { region, externalId });
}

/** @throws SourceError */
export async function assumed(
  arn: string,
  { region, externalId }: { readonly region?: string | undefined; readonly externalId?: string | undefined },
): Promise<Credentials> {
  const credentials = fromTemporaryCredentials({
    params: { RoleArn: arn, RoleSessionName: 'sagewarden-scan', ...(externalId !== undefined && { ExternalId: externalId }) },
    ...(region !== undefined && { clientConfig: { region } }),
  });
  await credentials().catch((error) => {
    const why =
      credentialProblem(error) ??
      `${error.name}: allow sts:AssumeRole to the caller, and the caller in the role's trust policy (with its external id, --external-id)`;
    throw new SourceError(`the role ${arn} cannot be assumed: ${why}`, { cause: error });
  });
  return credentials;
}
