import type { Change, Reference } from '../../core/change.ts';
import { type DescribedFacts, type EnforcementFacts, parentInRecord } from '../../core/decide.ts';
import { searchParents } from '../../core/described/parents.ts';
import { isOther } from '../../core/described.ts';
import { type Known, known, unknown } from '../../core/posture.ts';
import type { Described } from '../ports.ts';
import { type Judged, placeOf } from './judged.ts';
import type { FoundParent } from './parent.ts';
import type { Work } from './work.ts';
import type { MonitorWorld } from './world.ts';

export type Facts = EnforcementFacts & Partial<FoundParent>;

/** What enforcement hangs on beyond the record, asked now: minutes may have passed since the change was judged. */
export async function gatherFacts(judged: Judged, work: Work, world: MonitorWorld): Promise<Facts> {
  const { change, tagsUnseen } = judged;
  const place = placeOf(change);
  const [own, stops] = await Promise.all([
    place ? world.sageMaker.describe(place) : unknown('not-recorded'),
    world.ledger.stopsInLastHour(change.account, world.clock.now(), work.key),
  ]);
  const facts = { described: shortened(own), stopsInLastHour: known(stops), tagsUnseen };
  const target = parentInRecord(change) ?? parentDescribed(change, own);
  if (!target) return facts;
  const { parentOf } = await import('./parent.ts');
  return { ...facts, ...(await parentOf(judged, target, world)) };
}

/** The job that spawned this one, as Describe of this one says; not of a namesake, whose parent is innocent. */
function parentDescribed(change: Change, own: Known<Described>): Reference | undefined {
  if (!own.known || isOther(change, own.value.answer)) return undefined;
  return searchParents(change.resource.type, own.value.answer)[0];
}

function shortened(described: Known<Described>): Known<DescribedFacts> {
  if (!described.known) return described;
  const { arn, creationTime, status } = described.value;
  return known({ arn, creationTime, status }, 'describe');
}
