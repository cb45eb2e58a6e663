import type { ResourceType } from './resources/types.ts';
import type { RuleId, Severity } from './rule-id.ts';

/** The policy in force: what `sagewarden.yml` says, with every default filled in. */
export interface Policy {
  readonly rules: Readonly<Record<RuleId, RuleSettings>> & RuleParameters;
  readonly enforcement: Enforcement;
  readonly exemptions: readonly Exemption[];
  readonly scope: Scope;
  readonly controls: readonly Control[];
}

/** A control of the user's own framework, and the rules that answer to it: reports name it beside the published ones. */
export interface Control {
  readonly id: string;
  readonly title?: string;
  readonly rules: readonly RuleId[];
}

export interface RuleSettings {
  readonly enabled: boolean;
  /** Absent: the rule's own, by resource type. */
  readonly severity?: Severity;
}

export interface RuleParameters {
  readonly 'inter-container-encryption-required': RuleSettings & {
    /** Encrypted with one instance too. */
    readonly always: boolean;
  };
  readonly 'approved-network': RuleSettings & AllowList;
  readonly 'security-groups-least-privilege': RuleSettings & {
    /** Which side of a group must not be open to the world. */
    readonly direction: 'ingress' | 'egress' | 'both';
  };
}

/** Empty: any. */
export interface AllowList {
  readonly vpcs: readonly string[];
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** Empty accounts and regions: all. */
export interface Scope {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly excludeOperations: readonly string[];
}

export interface Enforcement {
  readonly mode: 'dry-run' | 'enforce';
  /** The safety brake: stops and deletions an hour and account. */
  readonly maxStopsPerHour: number;
  /** Of each kind of action, the first entry decides that names the resource type and a rule that fails and is not exempt; none: alert only. */
  readonly actions: readonly EnforcementAction[];
}

export interface EnforcementAction {
  readonly rules: readonly RuleId[];
  /** Empty: every type that has the operation. */
  readonly resourceTypes: readonly ResourceType[];
  /** `delete`: only types that are named, and only those that cannot be stopped. */
  readonly action: 'stop' | 'tag' | 'delete';
  /** `tag`: what is written. */
  readonly tag?: { readonly key: string; readonly value: string };
}

export interface Exemption {
  readonly id: string;
  readonly rules: readonly RuleId[];
  readonly match: ExemptionMatch;
  readonly reason: string;
  readonly approver: string;
  /** ISO 8601 with zone. It exempts what happened in [approved, expires). */
  readonly approved: string;
  readonly expires: string;
  readonly ticket?: string;
  /** Written by `sagewarden baseline`: accepted after the fact, for exactly these events; the evidence says so. */
  readonly baseline?: { readonly events: readonly string[] };
}

/** Every member given must match; `*` is any run of characters in principal, name and tag values. */
export interface ExemptionMatch {
  readonly account?: string;
  readonly region?: string;
  readonly principal?: string;
  readonly resourceType?: ResourceType;
  readonly name?: string;
  readonly operation?: string;
  readonly tag?: { readonly key: string; readonly value: string };
}
