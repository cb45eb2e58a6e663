import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Deployment } from '../../app/doctor/ports.ts';
import { answered, impatient } from './call.ts';

export function identity(region: string): Pick<Deployment, 'caller' | 'assume'> {
  const client = new STSClient({ ...impatient, region });
  return {
    async caller() {
      const { Account = '', Arn = '' } = await answered('sts:GetCallerIdentity', () => client.send(new GetCallerIdentityCommand({})));
      return { account: Account, partition: Arn.split(':')[1] ?? 'aws' };
    },
    async assume(RoleArn, ExternalId) {
      // The shortest session there is; its credentials are dropped.
      const request = {
        RoleArn,
        RoleSessionName: 'sagewarden-doctor',
        DurationSeconds: 900,
        ...(ExternalId !== undefined && { ExternalId }),
      };
      await answered('sts:AssumeRole', () => client.send(new AssumeRoleCommand(request)));
    },
  };
}
