import * as z from 'zod';
import { isObject } from '../core/json.ts';
import type { EnforcementAction } from '../core/policy.ts';
import { isDeletable, resources } from '../core/resources/resources.ts';
import type { ResourceType } from '../core/resources/types.ts';
import { find, type Path } from './explain.ts';
import { instant } from './forms.ts';
import type { Place } from './place.ts';
import type { Problem } from './problem.ts';
import { action, controlId, exemptionId, match, policyFile } from './schema.ts';
import { quote } from './words.ts';

/** What no single value shows. Each check reads only the members it needs, so that one problem does not hide another. */
export function crossChecks(root: Place): Problem[] {
  const file = isObject(root.value) ? root.value : {};
  const enforcement = isObject(file.enforcement) ? file.enforcement : {};
  return [
    ...approvedNetwork(file.rules),
    ...list(enforcement.actions).flatMap((item, index) => enforceable(item, ['enforcement', 'actions', index])),
    ...uniqueIds('exemptions', 'exemption', exemptionId, file.exemptions),
    ...uniqueIds('controls', 'control', controlId, file.controls),
    ...list(file.exemptions).flatMap((item, index) => [
      ...lifetime(item, ['exemptions', index]),
      ...matchesSomething(item, ['exemptions', index]),
    ]),
  ].map(({ path, text }) => ({ offset: find(root, path).offset, text }));
}

interface Found {
  readonly path: Path;
  readonly text: string;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value as the schema reads it, where it can. */
function as<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}

const approvedNetworkRule = z.object({ 'approved-network': policyFile.shape.rules.unwrap().shape['approved-network'] });

function approvedNetwork(rules: unknown): Found[] {
  const given = as(approvedNetworkRule, rules)?.['approved-network'];
  if (!given?.enabled || given.vpcs.length + given.subnets.length + given.securityGroups.length > 0) return [];
  const text =
    'rules.approved-network: on with empty lists it would pass everything: expected at least one of vpcs, subnets, securityGroups';
  return [{ path: ['rules', 'approved-network'], text }];
}

const kindOfAction = z.object({ action: action.shape.action });
const typesOfAction = z.object({ resourceTypes: z.array(z.unknown()) });
const oneType = action.shape.resourceTypes.unwrap().element;

function enforceable(item: unknown, path: Path): Found[] {
  const kind = as(kindOfAction, item)?.action;
  if (!kind) return [];
  const tagged = isObject(item) && Object.hasOwn(item, 'tag');
  const found: Found[] = [];
  if (kind === 'tag' && !tagged) found.push({ path, text: 'missing key "tag": action: tag writes one, expected { key, value }' });
  if (kind !== 'tag' && tagged)
    found.push({ path: [...path, 'tag'], text: `action: ${kind} writes no tag: remove it, or use action: tag` });
  const types = as(typesOfAction, item)?.resourceTypes ?? [];
  if (kind === 'delete' && types.length === 0)
    found.push({ path, text: 'missing key "resourceTypes": action: delete cannot be undone, expected the types that it may delete' });
  for (const [index, each] of types.entries()) {
    const type = as(oneType, each);
    const text = type && notPossible(kind, type);
    if (text) found.push({ path: [...path, 'resourceTypes', index], text });
  }
  return found;
}

function notPossible(kind: EnforcementAction['action'], type: ResourceType): string | undefined {
  if (kind === 'stop') return resources[type].stop ? undefined : `${type} cannot be stopped: SageMaker has no operation for it`;
  if (kind === 'tag') return resources[type].taggable ? undefined : `${type} cannot be tagged: SageMaker takes no tags on it`;
  return isDeletable(type) ? undefined : `${type} cannot be deleted by a policy: SageMaker can stop it, or has no operation for it`;
}

function uniqueIds(key: string, noun: string, form: z.ZodType<string>, items: unknown): Found[] {
  const withId = z.object({ id: form });
  const seen = new Set<string>();
  return list(items).flatMap((item, index) => {
    const id = as(withId, item)?.id;
    if (id === undefined || !seen.has(id)) {
      if (id !== undefined) seen.add(id);
      return [];
    }
    return [{ path: [key, index, 'id'], text: `${noun} ${quote(id)} is there already: expected an id of its own` }];
  });
}

const dated = z.object({ approved: instant, expires: instant });

function lifetime(item: unknown, path: Path): Found[] {
  const dates = as(dated, item);
  if (!dates || Date.parse(dates.expires) > Date.parse(dates.approved)) return [];
  const text = `exempts nothing: expected expires (${dates.expires}) after approved (${dates.approved})`;
  return [{ path: [...path, 'expires'], text }];
}

function matchesSomething(item: unknown, path: Path): Found[] {
  if (!isObject(item) || Object.hasOwn(item, 'baseline')) return [];
  const given = Object.hasOwn(item, 'match') ? item.match : {};
  if (!isObject(given) || Object.keys(given).length > 0) return [];
  const text = `it would exempt everything: expected a match on at least one of ${Object.keys(match.shape).join(', ')}`;
  return [{ path: [...path, ...(Object.hasOwn(item, 'match') ? ['match'] : [])], text }];
}
