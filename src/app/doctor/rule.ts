import { isObject, type JsonObject, object } from '../../core/json.ts';
import { operations } from '../../core/resources/catalog.ts';
import { blindingOperations } from '../../core/trail-control.ts';
import { type Finding, no, yes } from './check.ts';
import type { DeployedRule } from './ports.ts';

/** Does EventBridge hand the monitor every operation that this version judges? Several rules may share the work. @param bus absent: the default one */
export function checkRule(rules: readonly DeployedRule[], deploy: string, bus?: string): Finding {
  const ofEvents = rules.filter(({ pattern }) => pattern !== null);
  if (ofEvents.length === 0) return no(`no rule of ${bus ? `the bus ${bus}` : 'the default bus'} has the monitor as its target`, deploy);
  const disabled = ofEvents.filter(({ enabled }) => !enabled);
  if (disabled.length > 0) {
    const [{ name } = { name: '' }] = disabled;
    const place = bus ? ` --event-bus-name ${bus}` : '';
    return no(`${disabled.map((rule) => rule.name).join(', ')} is disabled`, `aws events enable-rule --name ${name}${place}`);
  }
  const patterns = ofEvents.map(({ pattern }) => pattern).filter(isObject);
  const ofCalls = 'AWS API Call via CloudTrail';
  const names = operations.map(({ eventName }) => eventName);
  const judged = missing(patterns, { source: 'aws.sagemaker', detailTypes: [ofCalls, 'AWS Service Event via CloudTrail'] }, names);
  if (judged.length > 0) return no(`its pattern lacks ${some(judged)}`, deploy);
  const blinding = missing(patterns, { source: 'aws.cloudtrail', detailTypes: [ofCalls] }, blindingOperations);
  if (blinding.length > 0) return no(`no pattern has ${some(blinding)}, by which logging is stopped or narrowed`, deploy);
  const forged = patterns.flatMap((pattern) => strings(pattern, 'source')).filter((source) => !source.startsWith('aws.'));
  if (forged.length > 0) return no(`its pattern takes events of ${some(forged)}, which anyone with events:PutEvents can send`, deploy);
  return yes(`${ofEvents.map(({ name }) => name).join(', ')}: ${operations.length} operations`);
}

interface Wanted {
  readonly source: string;
  readonly detailTypes: readonly string[];
}

/** A member that a pattern does not have is one that it does not ask for. */
function missing(patterns: readonly JsonObject[], { source, detailTypes }: Wanted, names: readonly string[]): string[] {
  const takes = (pattern: JsonObject, member: string, value: string) =>
    pattern[member] === undefined || strings(pattern, member).includes(value);
  const own = patterns.filter(
    (pattern) => takes(pattern, 'source', source) && detailTypes.every((type) => takes(pattern, 'detail-type', type)),
  );
  return names.filter((name) => !own.some((pattern) => takes(object(pattern, 'detail') ?? {}, 'eventName', name)));
}

function strings(holder: JsonObject, name: string): string[] {
  const value = holder[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function some(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

export function checkSchedules(rules: Readonly<Record<'reconcile' | 'heartbeat', readonly DeployedRule[]>>, deploy: string): Finding {
  for (const [name, own] of Object.entries(rules)) {
    if (own.length === 0) return no(`nothing starts ${name}: no rule has it as its target`, deploy);
    const off = own.find(({ enabled }) => !enabled);
    if (off) return no(`${off.name}, which starts ${name}, is disabled`, `aws events enable-rule --name ${off.name}`);
  }
  return yes('reconcile and heartbeat');
}
