import { msPerHour } from '../../core/time.ts';
import type { Ledger } from '../ports.ts';
import { type Finding, no, unknown, yes } from './check.ts';
import type { Deployment } from './ports.ts';

export async function checkLedger(deployment: Deployment, name: string, deploy: string): Promise<Finding> {
  const table = await deployment.table(name);
  if (!table) return no(`the table ${name} is not there`, deploy);
  if (table.status !== 'ACTIVE') return no(`the table ${name} is ${table.status}`, 'wait until it is ACTIVE, and ask again');
  if (table.timeToLive !== 'ENABLED') {
    return no(`the table ${name} keeps everything for ever: its time to live is ${table.timeToLive}`, deploy);
  }
  return yes(`${name} is ACTIVE, with time to live`);
}

interface Beat {
  readonly now: number;
  readonly hours: number;
  readonly functionName: string;
}

/** The schedule runs every few minutes: an hour over the period is silence. */
export async function checkHeartbeat(ledger: Pick<Ledger, 'lastHeartbeat'>, { now, hours, functionName }: Beat): Promise<Finding> {
  const last = await ledger.lastHeartbeat();
  const look = `aws logs tail /aws/lambda/${functionName} --since 1d`;
  if (last === null) return no('no heartbeat was ever sent', `wait for the schedule; if none comes: ${look}`);
  const age = (now - Date.parse(last)) / msPerHour;
  return age <= hours + 1 ? yes(`last sent ${last}`) : no(`the last heartbeat was sent ${last}, one is due every ${hours} hours`, look);
}

interface Members {
  readonly accounts: readonly string[];
  readonly partition: string;
  readonly roleName: string | undefined;
  readonly externalId: string | undefined;
}

/** The roles of member accounts trust the functions; whether they trust who runs this is another question, and a refusal leaves it open. */
export async function checkMemberRoles(deployment: Deployment, { accounts, partition, roleName, externalId }: Members): Promise<Finding> {
  if (accounts.length === 0) return yes("not asked for: the policy's scope names no other account");
  if (!roleName) {
    return no(
      `${accounts.length} other accounts are in scope, and there is no role to take in them`,
      'deploy with --param memberRoleName=NAME, and iac/member-account.yml in those accounts',
    );
  }
  const refused: string[] = [];
  for (const account of accounts) {
    try {
      await deployment.assume(`arn:${partition}:iam::${account}:role/${roleName}`, externalId);
    } catch (error) {
      refused.push(`${account} (${(error as Error).name === 'Denied' ? 'refused' : (error as Error).message})`);
    }
  }
  if (refused.length === 0) return yes(`${roleName} in ${accounts.join(', ')}`);
  return unknown(
    `${roleName} could not be taken by who runs this, in ${refused.join(', ')}`,
    `roll iac/member-account.yml out to them, and allow sts:AssumeRole on the role to who runs this, in the role's trust policy too`,
  );
}
