import type { JsonObject } from '../json.ts';
import type { VpcConfig } from '../posture.ts';
import type { ResourceType } from '../resources/types.ts';
import type { RuleId } from '../rule-id.ts';
import type { JobType, RemadeType } from './forms.ts';

/** The fix as data: what is to be done, in order. The renderers write it for a tool; nothing here does anything. */

/** A resource as Describe and ListTags tell it. */
export interface Seen {
  readonly type: ResourceType;
  readonly name: string;
  readonly arn: string;
  /** ISO 8601. */
  readonly creationTime: string | null;
  readonly status: string | null;
  readonly answer: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
}

/** The old resource: names are reusable, so that its time of creation goes with it. */
export type Old = Pick<Seen, 'type' | 'name' | 'arn' | 'creationTime' | 'status'>;

/** A create call. The request is whole, with environment and hyperparameters: it goes into a file of its owner's alone, nowhere else. */
export interface Creation {
  readonly type: RemadeType;
  readonly name: string;
  readonly arn: string;
  readonly request: JsonObject;
}

export interface Replacement {
  readonly old: Old;
  readonly create: Creation;
  /** What has that name already, and is as the request says. */
  readonly there?: Pick<Seen, 'arn' | 'creationTime'>;
}

/** An endpoint that is switched from one config to another. */
export interface Switch {
  readonly endpoint: Old;
  readonly tags: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  /** `null`: AWS's own way, blue/green and all at once. */
  readonly deployment: JsonObject | null;
  /** Of the endpoint as it is, for the import into a template. */
  readonly lastDeployment: JsonObject | null;
}

export interface HostingPlan {
  readonly kind: 'hosting';
  readonly models: readonly Replacement[];
  readonly configs: readonly Replacement[];
  readonly endpoints: readonly Switch[];
  /** Old resources that something else still uses: they are not deleted. */
  readonly kept: readonly string[];
}

export interface JobPlan {
  readonly kind: 'job';
  readonly job: Replacement & { readonly old: Old & { readonly type: JobType } };
  /** A transform job runs where its model does. */
  readonly models: readonly Replacement[];
}

export interface NotebookPlan {
  readonly kind: 'notebook';
  readonly notebook: Replacement;
}

export interface DomainPlan {
  readonly kind: 'domain';
  readonly domain: Old;
  readonly domainId: string;
  /** Apps that keep SageMaker from changing the domain's network. */
  readonly apps: readonly string[];
  readonly update: JsonObject;
  readonly back: JsonObject;
}

export type Fix = HostingPlan | JobPlan | NotebookPlan | DomainPlan;

export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

export interface Plan extends Place {
  readonly target: Old;
  /** What the rules say of it now: values, not sentences. */
  readonly failing: readonly { readonly resource: string; readonly rule: RuleId; readonly found: string; readonly expected: string }[];
  readonly network: VpcConfig;
  /** `null`: EC2 did not say. */
  readonly vpcId: string | null;
  readonly networkFrom: 'flags' | 'resource' | 'policy';
  readonly prerequisites: Prerequisites;
  readonly cost: Cost;
  readonly breaks: readonly Break[];
  /** What this plan leaves alone, and why. */
  readonly notes: readonly string[];
  readonly fix: Fix;
}

export interface Prerequisites {
  readonly failing: readonly { readonly rule: RuleId; readonly found: string; readonly expected: string; readonly create: string }[];
  /** Rules that could not be judged, and why. */
  readonly unknown: readonly { readonly rule: RuleId; readonly why: string }[];
  readonly advised: readonly string[];
}

/** Interface endpoints are billed by endpoint, zone and hour, and by GB. */
export interface Cost {
  /** `null`: EC2 did not say; then the number of subnets bounds it. */
  readonly zones: readonly string[] | null;
  readonly atMostZones: number;
  readonly required: readonly string[];
  readonly advised: readonly string[];
  /** What was given by `--endpoint-hour-price`, in the currency of the account's price list. */
  readonly endpointHourPrice: number | null;
}

/** What a container without network will miss. `evidence` is a name, never a value. */
export interface Break {
  readonly resource: string;
  readonly what: 'downloads-at-run-time' | 'calls-out' | 'reads-s3-itself' | 'no-model-data' | 'image-unsupported';
  readonly evidence: string;
}
