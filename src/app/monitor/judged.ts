import type { Change } from '../../core/change.ts';
import { isOther, needsDescribe, withDescribed } from '../../core/described.ts';
import { classify, type Finding, judge } from '../../core/judge.ts';
import type { NetworkFacts } from '../../core/network.ts';
import { type Known, unknown } from '../../core/posture.ts';
import type { Described, LedgerEntry, ResourcePlace } from '../ports.ts';
import { isBusy, isUnsettled, networkOf } from './network.ts';
import { isUnanswered } from './unanswered.ts';
import type { Work } from './work.ts';
import { deferWithin, type MonitorWorld } from './world.ts';

/** A change and what the rules say of it. */
export interface Judged {
  readonly change: Change;
  readonly findings: readonly Finding[];
  /** An exemption asks for tags, and they could not be seen. */
  readonly tagsUnseen: boolean;
  /** What Describe answered for the change's resource, if it was asked. */
  readonly described: Known<Described> | null;
}

/** By the record alone. */
export function judgeRecord(change: Change, world: MonitorWorld): Judged {
  return { change, findings: judgeBy(change, world.network, world), tagsUnseen: false, described: null };
}

function judgeBy(change: Change, network: NetworkFacts | undefined, { policy, clock }: MonitorWorld): readonly Finding[] {
  return judge(change, { policy, asOf: new Date(clock.now()).toISOString(), ...(network && { network }) });
}

/** Does a verdict hang on what the record does not say, and Describe may? An update leaves most of a posture alone. */
export function asksDescribe({ change, findings }: Judged): boolean {
  if (!needsDescribe(change)) return false;
  return findings.some(
    ({ verdict: { compliance } }) =>
      compliance === 'INSUFFICIENT_DATA' || (compliance === 'NOT_APPLICABLE' && change.operation === 'update'),
  );
}

/**
 * By the record, by EC2's facts about its network where the policy's rules ask for them, and by Describe where the record does not
 * say; what an earlier try found stays found. `later`: AWS was too busy to answer, or failed, and there is time to ask again.
 */
export async function settle(judged: Judged, work: Work, world: MonitorWorld): Promise<Judged | 'later'> {
  const { entry } = work;
  if (entry.findings) return recalled(judged, entry, entry.findings);
  const placed = await withNetwork(judged, entry, world);
  return placed === 'later' || !asksDescribe(placed) ? placed : describedToo(placed, work, world);
}

async function withNetwork(judged: Judged, entry: LedgerEntry, world: MonitorWorld): Promise<Judged | 'later'> {
  const network = await networkOf(judged.change, world);
  if (!network) return judged;
  const now = { ...judged, findings: judgeBy(judged.change, network, world) };
  return isUnsettled(now.findings) && isBusy(network) && mayWait(now, entry, world) ? 'later' : now;
}

async function describedToo(judged: Judged, work: Work, world: MonitorWorld): Promise<Judged | 'later'> {
  const { entry } = work;
  const { change } = judged;
  const place = placeOf(change);
  const described = place ? ofThisChange(change, await world.sageMaker.describe(place)) : unknown('not-recorded');
  if (isUnanswered(described) && mayWait(judged, entry, world)) return 'later';
  const tags = await tagsOf(change, described, place, world);
  const byTag = world.policy.exemptions.some(({ match }) => match.tag !== undefined);
  if (byTag && isUnanswered(tags) && mayWait(judged, entry, world)) return 'later';
  work.done('described');
  const seen = described.known || judged.findings.some(({ verdict }) => verdict.compliance === 'INSUFFICIENT_DATA');
  const now = { ...(seen ? withDescribed(change, described) : change), ...(tags.known && { tags: tags.value }) };
  const byRecord = { change: now, findings: judgeBy(now, world.network, world), tagsUnseen: byTag && !tags.known, described };
  return withNetwork(byRecord, entry, world);
}

function recalled(judged: Judged, { tags, tagsUnseen }: LedgerEntry, findings: readonly Finding[]): Judged {
  return { ...judged, change: { ...judged.change, ...(tags && { tags }) }, findings, tagsUnseen: tagsUnseen ?? false };
}

function mayWait({ findings }: Judged, { seenAt }: LedgerEntry, { deferrer, clock }: MonitorWorld): boolean {
  return deferrer !== null && classify(findings) !== 'non-compliant' && clock.now() - Date.parse(seenAt) < deferWithin;
}

/** Names are reusable: what Describe says of a namesake says nothing of what the record is about. */
function ofThisChange(change: Change, described: Known<Described>): Known<Described> {
  const why = described.known ? isOther(change, described.value.answer) : undefined;
  return why ? unknown(why) : described;
}

/** A record that says nothing of the request says nothing of its tags: exemptions match on them, alerts are routed by them. */
async function tagsOf(
  { tags, resource }: Change,
  described: Known<Described>,
  place: ResourcePlace | undefined,
  { sageMaker }: MonitorWorld,
): Promise<Known<Readonly<Record<string, string>>>> {
  if (Object.keys(tags).length > 0) return { known: true, value: tags, from: 'request' };
  const arn = resource.arn.known ? resource.arn.value : described.known ? described.value.arn : null;
  if (arn === null || !place) return unknown('not-recorded');
  return described.known ? sageMaker.tags(arn, place) : described;
}

/** Where Describe would find it; `undefined`: the record has no name for it. */
export function placeOf({ account, region, resource }: Change): ResourcePlace | undefined {
  const { type, name, arn } = resource;
  return name === null ? undefined : { account, region, type, name, arn: arn.known ? arn.value : null };
}
