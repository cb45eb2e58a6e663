import type { Networks } from '../app/ports.ts';
import type { RemediateWorld } from '../app/remediate.ts';
import { readNetworkSnapshot } from '../config/network-snapshot.ts';
import { parseArn } from '../core/remediate/arn.ts';
import { RemediationRefused } from '../core/remediate/refusal.ts';
import { SourceError } from '../trail/source.ts';

export interface WorldFlags {
  readonly role?: string;
  readonly externalId?: string;
  readonly networkSnapshot?: string;
}

/** SageMaker and EC2 in the resource's account and Region; EC2's facts from a file, where one is given. */
export async function openWorld(arn: string, flags: WorldFlags): Promise<RemediateWorld> {
  const place = parseArn(arn);
  const snapshot = flags.networkSnapshot === undefined ? undefined : readNetworkSnapshot(flags.networkSnapshot).facts;
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const [{ pacedCall }, { inventory }, { sageMakerBy }, { ec2Networks }, { callerAccount }, { credentialProblem }] = await Promise.all([
    import('../adapters/sagemaker/paced.ts'),
    import('../adapters/sagemaker/list.ts'),
    import('../adapters/sagemaker.ts'),
    import('../adapters/ec2.ts'),
    import('../adapters/credentials.ts'),
    import('../adapters/credential-problem.ts'),
  ]);
  const homeAccount = await callerAccount().catch((error: Error) => {
    throw new SourceError(
      `remediate: ${credentialProblem(error) ?? `the caller's account is not known (sts:GetCallerIdentity: ${error.name})`}`,
    );
  });
  if (place && flags.role === undefined && place.account !== homeAccount)
    throw new RemediationRefused(
      `the resource is in account ${place.account}, the caller in ${homeAccount}: name a role in it with --role`,
    );
  const role = flags.role === undefined ? undefined : { name: flags.role, externalId: flags.externalId };
  const call = pacedCall({ homeAccount, role });
  const networks: Networks = snapshot
    ? { factsOf: async () => snapshot }
    : ec2Networks({ homeAccount, ...(role && { memberRole: role }), answerWithin: 30_000, keepFor: Number.POSITIVE_INFINITY });
  return { sageMaker: sageMakerBy(call), inventory: inventory(call), networks };
}
