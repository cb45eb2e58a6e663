import type { Reference } from '../../core/change.ts';
import { type Parent, sameResourceWithin } from '../../core/decide.ts';
import { text } from '../../core/json.ts';
import { appliesTo, type ParentJob, parentExemption } from '../../core/parent-exemptions.ts';
import { known, unknown } from '../../core/posture.ts';
import type { LedgerEntry, ResourcePlace } from '../ports.ts';
import type { Judged } from './judged.ts';
import type { MonitorWorld } from './world.ts';

export interface FoundParent {
  readonly parent: Parent;
  /** Where it is, to stop it there. */
  readonly parentPlace: ResourcePlace;
}

/** The job that spawned a change's resource, and what speaks for it: it is what would be stopped. */
export async function parentOf(judged: Judged, target: Reference, world: MonitorWorld): Promise<FoundParent> {
  const { account, region } = judged.change;
  const parentPlace = { account, region, ...target, arn: null };
  const found = await world.sageMaker.describe(parentPlace);
  if (!found.known) return { parent: { target, described: found, exemptions: found }, parentPlace };
  const { arn, creationTime, status, answer } = found.value;
  // An ARN, which the target comes from, has the name in lower case.
  const resource = { type: target.type, name: text(answer, `${target.type}Name`) ?? target.name };
  const job = creationTime === null ? undefined : { account, region, resource, madeAt: creationTime };
  const exemptions = job ? await exemptionsOf(job, { ...parentPlace, arn }, judged, world) : unknown('opaque');
  return { parent: { target, described: known({ arn, creationTime, status }, 'describe'), exemptions }, parentPlace };
}

/**
 * What speaks for a job, or may, under the rules that its child fails: by what Describe says of it, and where an exemption hangs on
 * more, by its tags and by what the ledger has of its record.
 */
async function exemptionsOf(
  job: ParentJob,
  place: ResourcePlace & { readonly arn: string },
  { findings }: Judged,
  { policy, clock, ledger, sageMaker }: MonitorWorld,
): Promise<Parent['exemptions']> {
  const asOf = new Date(clock.now()).toISOString();
  const failing = findings.filter(({ verdict }) => verdict.compliance === 'NON_COMPLIANT').map(({ rule }) => rule);
  const asked = policy.exemptions.filter(
    (exemption) => exemption.rules.some((rule) => failing.includes(rule)) && appliesTo(job, exemption, asOf),
  );
  const tags = asked.some(({ match }) => match.tag) ? await sageMaker.tags(place.arn, place) : undefined;
  if (tags && !tags.known) return tags;
  const byRecord = asked.some(({ match, baseline }) => baseline ?? match.principal ?? match.operation);
  const entry = byRecord ? await entryOf(job, ledger) : undefined;
  const whole = { ...job, ...(tags && { tags: tags.value }), ...(entry && recorded(entry)) };
  const speaking = failing.flatMap((rule) => {
    const exemption = parentExemption(whole, rule, asked, asOf);
    return exemption ? [[rule, exemption]] : [];
  });
  return known(Object.fromEntries(speaking));
}

/** The ledger's entry of the event that made a job; of namesakes none. */
async function entryOf({ account, region, resource, madeAt }: ParentJob, ledger: MonitorWorld['ledger']): Promise<LedgerEntry | undefined> {
  const at = (by: number) => new Date(Date.parse(madeAt) + by).toISOString();
  const found: LedgerEntry[] = [];
  for await (const entry of ledger.entries(at(-sameResourceWithin), at(sameResourceWithin))) {
    const isSame = entry.account === account && entry.region === region && entry.resourceType === resource.type;
    const isNamed = entry.resourceName?.toLowerCase() === resource.name?.toLowerCase();
    if (isSame && isNamed && entry.class !== 'failed-attempt') found.push(entry);
  }
  return found.length === 1 ? found[0] : undefined;
}

function recorded({ eventId, eventName, eventTime, principal }: LedgerEntry): Partial<ParentJob> {
  return { eventId, eventName, madeAt: eventTime, ...(principal !== undefined && { actor: { principal } }) };
}
