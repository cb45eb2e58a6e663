import type { Change } from './change.ts';
import type { ExemptionUse } from './evidence/finding.ts';
import type { Exemption, ExemptionMatch } from './policy.ts';
import type { RuleId } from './rule.ts';

export interface AppliedExemption {
  readonly id: string;
  readonly status: ExemptionUse;
}

/** What exemptions are held against: a change, or a job whose record is not at hand. A member that is absent is not known, and matches. */
export interface Exemptable {
  readonly account: string;
  readonly region: string;
  readonly resource: Pick<Change['resource'], 'type' | 'name'>;
  readonly eventId?: string;
  readonly eventName?: string;
  readonly actor?: Pick<Change['actor'], 'principal'>;
  readonly tags?: Change['tags'];
}

/**
 * The exemption that speaks for a change under a rule; one that applies before one that would have. What counts is the time of
 * the event, never the clock: approved after it is retroactive and exempts nothing, unless it is a baseline for exactly this event,
 * which holds until it expires: `asOf` is when the evidence is made.
 */
export function exemptionFor(change: Change, rule: RuleId, exemptions: readonly Exemption[], asOf?: string): AppliedExemption | null {
  let best: AppliedExemption | null = null;
  for (const exemption of exemptions) {
    if (!exemption.rules.includes(rule) || !matches(exemption, change)) continue;
    const status = useOf(exemption, change.eventTime, asOf);
    if (status === 'applied' || status === 'baseline') return { id: exemption.id, status };
    best ??= { id: exemption.id, status };
  }
  return best;
}

export function exempts(exemption: AppliedExemption | null): boolean {
  return exemption?.status === 'applied' || exemption?.status === 'baseline';
}

export function useOf(exemption: Exemption, eventTime: string, asOf: string | undefined): ExemptionUse {
  if (exemption.baseline) return asOf === undefined || Date.parse(asOf) < Date.parse(exemption.expires) ? 'baseline' : 'expired';
  const at = Date.parse(eventTime);
  if (at < Date.parse(exemption.approved)) return 'retroactive';
  return at < Date.parse(exemption.expires) ? 'applied' : 'expired';
}

export function matches(
  { match, baseline }: Exemption,
  { account, region, resource, eventId, eventName, actor, tags }: Exemptable,
): boolean {
  if (baseline && eventId !== undefined && !baseline.events.includes(eventId)) return false;
  const { principal, resourceType, name, operation, tag }: ExemptionMatch = match;
  return (
    (match.account === undefined || match.account === account) &&
    (match.region === undefined || match.region === region) &&
    (principal === undefined || !actor || like(principal, actor.principal)) &&
    (resourceType === undefined || resourceType === resource.type) &&
    (name === undefined || (resource.name !== null && like(name, resource.name))) &&
    (operation === undefined || eventName === undefined || operation === eventName) &&
    (tag === undefined || !tags || (Object.hasOwn(tags, tag.key) && like(tag.value, tags[tag.key] ?? '')))
  );
}

/** `*` is any run of characters. Linear in both lengths: patterns meet strings that an attacker chose. */
export function like(pattern: string, value: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === value;
  const tail = rest.pop() ?? '';
  if (!value.startsWith(head) || value.length < head.length + tail.length || !value.endsWith(tail)) return false;
  let from = head.length;
  const end = value.length - tail.length;
  for (const part of rest) {
    const at = value.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
