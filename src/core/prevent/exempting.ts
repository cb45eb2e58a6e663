import type { Exemption } from '../policy.ts';
import type { Operation } from '../resources/catalog.ts';
import type { Literal, Term } from './term.ts';

/** Why the documents do not let through what an exemption accepts. */
export type NotExpressedWhy =
  /** It asks for a name, and no condition key has a name that is still to be made. */
  | 'name'
  /** It accepts events that were: no request to come. */
  | 'baseline'
  | 'expired'
  /** Together with the others it would take more statements than `maxTerms` for one Deny. */
  | 'too-many';

/** Statements that one Deny may become. */
export const maxTerms = 16;

/** Why no condition can let through what this exemption accepts; `undefined`: one can. */
export function cannotExpress(exemption: Exemption, asOf: string): NotExpressedWhy | undefined {
  if (exemption.baseline) return 'baseline';
  if (Date.parse(exemption.expires) <= Date.parse(asOf)) return 'expired';
  return exemption.match.name === undefined ? undefined : 'name';
}

/** Can a request of this operation be what the exemption is for? */
export function isAbout({ match }: Exemption, { eventName, resource }: Operation): boolean {
  return (match.operation === undefined || match.operation === eventName) && (match.resourceType ?? resource) === resource;
}

/**
 * When an exemption does *not* hold: one of its conditions fails, or it is not its time. A statement's conditions all hold at once,
 * so each of these is a statement of its own. Empty: it holds for every request, for ever.
 */
export function outside({ match, approved, expires }: Exemption, asOf: string): Term[] {
  const { account, region, principal, tag } = match;
  return [
    ...(account === undefined ? [] : [not('StringNotEquals', 'aws:PrincipalAccount', account)]),
    ...(region === undefined ? [] : [not('StringNotEquals', 'aws:RequestedRegion', region)]),
    ...(principal === undefined ? [] : [notPrincipal(principal)]),
    ...(tag ? [not('StringNotLike', `aws:RequestTag/${tag.key}`, pattern(tag.value))] : []),
    not('DateGreaterThanEquals', 'aws:CurrentTime', instant(expires)),
    ...(Date.parse(approved) <= Date.parse(asOf) ? [] : [not('DateLessThan', 'aws:CurrentTime', instant(approved))]),
  ].map((literal) => [literal]);
}

const not = (operator: Literal['operator'], key: string, value: string): Literal => ({ operator, key, values: [value] });

/** aws:PrincipalArn is the role's ARN, never its session's, as the exemption's principal is. A pattern that is no ARN is text. */
function notPrincipal(principal: string): Literal {
  const isArn = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:[^:]+$/.test(principal);
  return not(isArn ? 'ArnNotLike' : 'StringNotLike', 'aws:PrincipalArn', pattern(principal));
}

/** `*` is any run of characters in both; `?` and `$` mean themselves in ours (IAM User Guide, "Policy variables", special characters). */
const pattern = (ours: string): string => ours.replace(/[$?]/g, (character) => `\${${character}}`);

/** All of one form, so that they compare as text. */
const instant = (time: string): string => new Date(time).toISOString().replace('.000Z', 'Z');
