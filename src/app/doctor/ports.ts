import type { SlackAnswer } from '../slack-delivery.ts';

/** What is asked of a deployment. `undefined`: there is no such thing. Everything rejects with `Denied` or `Unanswered`. */
export interface Deployment {
  readonly region: string;
  caller(): Promise<{ readonly account: string; readonly partition: string }>;
  functionNamed(name: string): Promise<DeployedFunction | undefined>;
  /** The rules of the default bus that have this target, schedules included. */
  rulesOf(targetArn: string): Promise<readonly DeployedRule[]>;
  /** The same of another bus; `undefined`: there is no such bus. */
  busRulesOf(bus: string, targetArn: string): Promise<readonly DeployedRule[] | undefined>;
  /** Every trail that records this region, of other accounts and regions too. */
  trails(): Promise<readonly DeployedTrail[]>;
  trailState(arn: string): Promise<TrailState>;
  /** Is there any object whose key begins so? `undefined`: there is no such bucket. */
  hasObjects(bucket: string, prefix: string): Promise<boolean | undefined>;
  subscriptions(topicArn: string): Promise<readonly Subscription[] | undefined>;
  queue(arn: string): Promise<DeployedQueue | undefined>;
  table(name: string): Promise<{ readonly status: string; readonly timeToLive: string } | undefined>;
  /** Takes the role for a moment; nothing is done with it. */
  assume(roleArn: string, externalId: string | undefined): Promise<void>;
  /** What Slack answers to a message without content, which it does not post; `undefined`: there is no secret, or nothing in it. */
  webhook(reference: string): Promise<SlackAnswer | undefined>;
}

export interface DeployedFunction {
  readonly arn: string;
  /** `Active` is well. */
  readonly state: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where invocations go that failed for good; `null`: nowhere. */
  readonly onFailure: string | null;
  /** Queues that it reads. */
  readonly queues: readonly { readonly arn: string; readonly enabled: boolean }[];
}

export interface DeployedRule {
  readonly name: string;
  readonly enabled: boolean;
  /** `null`: a schedule. */
  readonly pattern: unknown;
  /** Queue that takes what the target did not. */
  readonly deadLetters: string | null;
}

export interface DeployedTrail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
}

export interface TrailState {
  readonly logging: boolean;
  /** CloudTrail's last error on delivering to the bucket; `null`: none. */
  readonly deliveryError: string | null;
  /** GetEventSelectors' answer. */
  readonly selectors: unknown;
}

export interface Subscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly confirmed: boolean;
}

export interface DeployedQueue {
  readonly arn: string;
  /** Waiting and in flight. */
  readonly messages: number;
  readonly policy: unknown;
  readonly deadLetters: string | null;
}
