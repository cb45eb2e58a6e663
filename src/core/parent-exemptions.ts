import { type ParentExemption, sameResourceWithin } from './decide.ts';
import { type Exemptable, exempts, matches, useOf } from './exemptions.ts';
import type { Exemption } from './policy.ts';
import type { RuleId } from './rule.ts';

/** A job that spawned others, as far as it is known: its record is not at hand. */
export interface ParentJob extends Exemptable {
  /** By its record, where the `eventId` is known, else by Describe; ISO 8601. */
  readonly madeAt: string;
}

/** The exemption that speaks for a job under a rule; else one that may. */
export function parentExemption(job: ParentJob, rule: RuleId, exemptions: readonly Exemption[], asOf: string): ParentExemption | undefined {
  let best: ParentExemption | undefined;
  for (const exemption of exemptions) {
    if (!exemption.rules.includes(rule)) continue;
    const applies = appliesTo(job, exemption, asOf);
    if (applies === true) return { id: exemption.id, applies };
    if (applies) best ??= { id: exemption.id, applies };
  }
  return best;
}

/** Does it speak for the job, under the rules that it names? */
export function appliesTo(job: ParentJob, exemption: Exemption, asOf: string): boolean | 'unknown' {
  const { principal, operation, tag } = exemption.match;
  const create = `Create${job.resource.type}`;
  // CreateAutoMLJobV2 makes an AutoMLJob, too.
  if (!matches(exemption, job) || !(operation ?? create).startsWith(create)) return false;
  const apart = job.eventId ? 0 : sameResourceWithin;
  const inTime = [-apart, apart].map((by) => {
    const at = new Date(Date.parse(job.madeAt) + by).toISOString();
    return exempts({ id: exemption.id, status: useOf(exemption, at, asOf) });
  });
  if (!inTime.includes(true)) return false;
  const isOpen = (exemption.baseline && !job.eventId) || (principal && !job.actor) || (operation && !job.eventName) || (tag && !job.tags);
  return isOpen || inTime.includes(false) ? 'unknown' : true;
}
