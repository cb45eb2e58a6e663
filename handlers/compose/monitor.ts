import bundled from 'sagewarden:policy';
import { callerAccount } from '../../src/adapters/credentials.ts';
import { sqsDeferrer } from '../../src/adapters/deferrer.ts';
import { ec2Networks } from '../../src/adapters/ec2.ts';
import { dynamoLedger } from '../../src/adapters/ledger.ts';
import { lineLog } from '../../src/adapters/log.ts';
import { emfMetrics } from '../../src/adapters/metrics.ts';
import { sageMaker } from '../../src/adapters/sagemaker.ts';
import type { MonitorWorld } from '../../src/app/monitor.ts';
import type { Ledger } from '../../src/app/ports.ts';
import { usesNetworkFacts } from '../../src/core/network-needs.ts';
import { eventPublisher, number, required, write } from './environment.ts';

export { number };

/** What EC2 has not told by then is not waited for, in milliseconds: Describe, enforcement and the alert need the rest of 30 seconds. */
const networkWithin = 6_000;

/** The part of Lambda's context that is used. */
export interface FunctionContext {
  readonly invokedFunctionArn?: string;
}

export interface Monitor {
  readonly world: MonitorWorld & { readonly ledger: Ledger };
  /** Writes the figures of an invocation. */
  readonly flush: () => void;
}

/** The monitor's world, as the environment describes it. Rejects what is no number, rather than to run with another. */
export function composeMonitor(context: FunctionContext = {}): Monitor {
  const stage = process.env.STAGE ?? 'dev';
  const { DEFER_QUEUE_URL: deferQueue, MEMBER_ROLE_NAME: role, MEMBER_EXTERNAL_ID: externalId } = process.env;
  const metrics = emfMetrics(stage, write);
  const accounts = {
    homeAccount: context.invokedFunctionArn?.split(':')[4] ?? callerAccount,
    ...(role && externalId && { memberRole: { name: role, externalId } }),
  };
  return {
    world: {
      clock: Date,
      ledger: ledger(),
      sageMaker: sageMaker(accounts),
      // Its own client of the SDK is loaded with the first question: a policy without these rules asks none.
      ...(usesNetworkFacts(bundled.policy) && { networks: ec2Networks({ ...accounts, within: networkWithin }) }),
      publisher: eventPublisher(),
      deferrer: deferQueue ? sqsDeferrer(deferQueue) : null,
      metrics,
      log: lineLog(write),
      policy: bundled.policy,
      policySha256: bundled.sha256,
      stage,
    },
    flush: () => metrics.flush(),
  };
}

/** The ledger, as every function reaches it. */
export function ledger(): Ledger {
  return dynamoLedger({
    table: required('LEDGER_TABLE'),
    leaseSeconds: number('LEASE_SECONDS', 45),
    ttlDays: number('LEDGER_TTL_DAYS', 400),
    groupWindowSeconds: number('GROUP_WINDOW_SECONDS', 3600),
  });
}
