import { STSClient } from '@aws-sdk/client-sts';
import type { Deployment } from '../app/doctor/ports.ts';
import { buckets } from './deployment/bucket.ts';
import { impatient } from './deployment/call.ts';
import { functions } from './deployment/functions.ts';
import { identity } from './deployment/identity.ts';
import { messaging } from './deployment/messaging.ts';
import { rules } from './deployment/rules.ts';
import { tables } from './deployment/table.ts';
import { trails } from './deployment/trails.ts';
import { webhooks } from './deployment/webhook.ts';
import type { SlackWebhookOptions } from './slack.ts';

export interface DeploymentOptions {
  readonly region?: string | undefined;
  readonly slack?: SlackWebhookOptions;
}

/**
 * A deployment as AWS describes it: reads only. Credentials, endpoint and, where it is not given, region are those of the
 * environment, as for every AWS tool.
 *
 * @throws when no region is set anywhere
 */
export async function awsDeployment({ region, slack = {} }: DeploymentOptions = {}): Promise<Deployment> {
  // On Node 20 the SDK prints eight lines on its own support plans, which are no user's of this program to act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const own = region ?? (await new STSClient(impatient).config.region());
  return {
    region: own,
    ...identity(own),
    ...functions(own),
    ...rules(own),
    ...trails(own),
    ...buckets(own),
    ...messaging(own),
    ...tables(own),
    ...webhooks(slack),
  };
}
