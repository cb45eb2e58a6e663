/** The words that rules use. A rule asks about a setting, never about the nesting that a resource type keeps it in. */

/**
 * Why a value could not be seen. `unchanged`: an update left it alone. `not-recorded`: a service event says nothing of it.
 * `no-answer`: AWS failed, or did not answer in time.
 */
export type Unknown =
  | 'not-recorded'
  | 'omitted'
  | 'opaque'
  | 'unchanged'
  | 'access-denied'
  | 'throttled'
  | 'no-answer'
  | 'resource-gone'
  | 'no-network-facts'
  | 'rule-failed';

export type Known<T> =
  | { readonly known: true; readonly value: T; readonly from: 'request' | 'response' | 'describe'; readonly recordedIn?: string }
  | { readonly known: false; readonly why: Unknown };

/** One place of a setting. A tuning job has one per training definition, a HyperPod cluster one per instance group. */
export interface Placed<T> {
  /** Path in the API's own casing, e.g. `TrainingJobDefinitions[1].VpcConfig`. */
  readonly at: string;
  readonly value: Known<T>;
}

export type Setting<T> = readonly Placed<T>[];

export interface VpcConfig {
  readonly subnets: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** Network members outside a VpcConfig: a notebook's subnet, a domain's VPC, a user profile's or workforce's groups. */
export interface NetworkAttachment extends VpcConfig {
  readonly vpcId?: string;
}

export interface InterContainerTraffic {
  readonly encrypted: boolean;
  /** Instances that talk to each other; `null` where the record does not say (AutoML decides for itself). */
  readonly instanceCount: number | null;
}

/** A member that is absent: this resource type has no such setting, or inherits it from what `Change.references` names. */
export interface Posture {
  /** `null`: no VpcConfig at all. */
  readonly vpc?: Setting<VpcConfig | null>;
  /** A HyperPod cluster's own VpcConfig: no group's place by itself, but that of every group without an override. */
  readonly clusterVpc?: Setting<VpcConfig | null>;
  readonly networkAttachment?: Setting<NetworkAttachment>;
  readonly networkIsolation?: Setting<boolean>;
  readonly interContainerTraffic?: Setting<InterContainerTraffic>;
  readonly directInternetAccess?: Setting<'Enabled' | 'Disabled'>;
  readonly appNetworkAccessType?: Setting<'PublicInternetOnly' | 'VpcOnly'>;
  readonly remoteDebug?: Setting<boolean>;
  /** One per endpoint variant: does it run serverless? */
  readonly serverlessVariant?: Setting<boolean>;
  /** Instance types and counts where the request names them: which zones must offer them, and is it distributed? */
  readonly instances?: Setting<readonly Instances[]>;
}

export interface Instances {
  readonly type: string | null;
  readonly count: number | null;
}

export type SettingName = keyof Posture;

export const known = <T>(value: T, from: 'request' | 'response' | 'describe' = 'request'): Known<T> => ({ known: true, value, from });
export const unknown = (why: Unknown): Known<never> => ({ known: false, why });
