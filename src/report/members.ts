import type { Exposure } from '../core/evidence/exposure.ts';
import type { EvidenceFinding } from '../core/evidence/finding.ts';
import type { PopulationRow } from '../core/evidence/population.ts';

/** The order of members in files. `satisfies` makes a member that is added to the type and not here a compile error. */
const rowOrder = {
  eventId: 0,
  eventTime: 0,
  account: 0,
  region: 0,
  eventName: 0,
  resourceType: 0,
  resourceName: 0,
  resourceArn: 0,
  actor: 0,
  sourceIp: 0,
  userAgent: 0,
  via: 0,
  posture: 0,
  verdicts: 0,
  class: 0,
  reason: 0,
  object: 0,
  recordIndex: 0,
  recordSha256: 0,
} satisfies Record<keyof PopulationRow, 0>;

const findingOrder = {
  rule: 0,
  severity: 0,
  status: 0,
  exemption: 0,
  because: 0,
  eventId: 0,
  eventTime: 0,
  account: 0,
  region: 0,
  eventName: 0,
  resourceType: 0,
  resourceName: 0,
  resourceArn: 0,
  actor: 0,
  principal: 0,
} satisfies Record<keyof EvidenceFinding, 0>;

const exposureOrder = {
  eventId: 0,
  account: 0,
  region: 0,
  resourceType: 0,
  resourceName: 0,
  resourceArn: 0,
  rules: 0,
  status: 0,
  from: 0,
  to: 0,
  ending: 0,
  endedBy: 0,
  seconds: 0,
  pauses: 0,
  endpoints: 0,
  notes: 0,
} satisfies Record<keyof Exposure, 0>;

export const rowMembers = Object.keys(rowOrder) as readonly (keyof PopulationRow)[];
export const findingMembers = Object.keys(findingOrder) as readonly (keyof EvidenceFinding)[];
export const exposureMembers = Object.keys(exposureOrder) as readonly (keyof Exposure)[];

/** The same members in the order given, whoever built the object. Members that are not named are left out. */
export function ordered<T extends object>(value: T, members: readonly (keyof T & string)[]): Partial<T> {
  const result: Partial<T> = {};
  for (const name of members) result[name] = value[name];
  return result;
}

/** By key, in code unit order: counts are met in the order of the files that were read, and files have no order. */
export function sortedByKey<T>(counts: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
