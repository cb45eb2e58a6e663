import { publishedChecks, ruleOf } from '../config-evaluations/checks.ts';
import type { Policy } from '../policy.ts';
import { operations } from '../resources/catalog.ts';
import type { ResourceType } from '../resources/types.ts';
import type { RuleId } from '../rule-id.ts';
import { rules as inOrder } from '../rules/index.ts';
import { settingsOf } from './settings.ts';

/** A managed rule of AWS Config that asks what one of ours asks, of one resource type. */
export interface ConfigRule {
  readonly rule: RuleId;
  readonly resourceType: ResourceType;
  /** Its name in lower case with hyphens is its identifier's. */
  readonly identifier: string;
}

/** In order of our rules, then of types. Which there are, and which of our rules each answers to, is told where they are compared. */
const managed: readonly ConfigRule[] = inOrder.flatMap(({ id: rule }) =>
  publishedChecks
    .filter(({ config }) => ruleOf(config) === rule)
    .flatMap(({ config, types }) => types.map((resourceType) => ({ rule, resourceType, identifier: config })))
    .sort((a, b) => (a.resourceType < b.resourceType ? -1 : Number(a.resourceType > b.resourceType))),
);

/** The managed rules for the rules that are on. */
export function configRulesFor({ rules }: Policy): ConfigRule[] {
  return managed.filter(({ rule }) => rules[rule].enabled);
}

/** What AWS Config has no rule for: jobs, above all. */
export function withoutConfigRule({ rules }: Policy): { readonly rule: RuleId; readonly resourceTypes: readonly ResourceType[] }[] {
  const ids = Object.keys(settingsOf) as RuleId[];
  return ids.flatMap((rule) => {
    if (!rules[rule].enabled) return [];
    const asked = operations.filter(({ posture }) => posture.settings.some((setting) => settingsOf[rule].includes(setting)));
    const types = [...new Set(asked.map(({ resource }) => resource))];
    const left = types.filter((type) => !managed.some((each) => each.rule === rule && each.resourceType === type));
    return left.length > 0 || types.length === 0 ? [{ rule, resourceTypes: left }] : [];
  });
}
