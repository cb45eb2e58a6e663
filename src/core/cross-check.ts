import type { Change, Lifecycle } from './change.ts';
import { Fates } from './cross-check/become.ts';
import { driftOf } from './cross-check/drift.ts';
import { creates, Explainer, isSame, type TrailRecords } from './cross-check/explain.ts';
import { arnOf, Index, keysOf, keysOfRecord } from './cross-check/keys.ts';
import type { CrossCheck, Drift, Existing, ListedType, RecordCheck, ResourceCheck, Subject, Weight } from './cross-check/model.ts';
import { Silences } from './cross-check/silence.ts';
import { crossCheckTieOut } from './cross-check/tie-out.ts';
import { weightOfExplanation, weightOfOutcome } from './cross-check/weights.ts';
import { eventRef } from './event-ref.ts';

export interface CrossCheckInput {
  readonly existing: readonly Existing[];
  readonly listed: readonly ListedType[];
  readonly trail: TrailRecords & { readonly lifecycle: readonly Lifecycle[] };
}

/** Holds what exists against a trail, and the trail against what exists. Lineage of the changes is resolved. */
export function crossCheck({ existing, listed, trail }: CrossCheckInput): CrossCheck {
  const explainer = new Explainer(trail, existing);
  const resources = existing.map((each): ResourceCheck => {
    const { account, region, type, name, arn, creationTime } = each;
    return { account, region, type, name, arn, creationTime, explanation: explainer.explain(each) };
  });
  const created = trail.changes.filter(creates);
  const fates = new Fates({ ...trail, changes: [...trail.earlier, ...trail.changes], existing, listed });
  const records = created.map((change): RecordCheck => ({ ...subjectOf(change), record: eventRef(change), outcome: fates.of(change) }));
  const drift = driftsOf(existing, trail);
  const weights = [
    ...resources.map(({ explanation }) => weightOfExplanation(explanation)),
    ...records.map(({ outcome }) => weightOfOutcome(outcome)),
    ...drift.map(({ cause }): Weight => (cause === 'no-update-record' ? 'finding' : 'unknown')),
  ];
  return {
    period: { from: trail.period.from, to: trail.period.to },
    resources: resources.sort(byPlaceAndName),
    records: records.sort(
      (a, b) => byPlaceAndName(a, b) || compare(a.record.eventTime, b.record.eventTime) || compare(a.record.eventId, b.record.eventId),
    ),
    drift: drift.sort((a, b) => byPlaceAndName(a, b) || compare(a.setting, b.setting) || compare(a.at, b.at)),
    tieOut: crossCheckTieOut({ resources: existing.length, creates: created.length }, resources, records),
    findings: weights.filter((weight) => weight === 'finding').length,
    unknown: weights.filter((weight) => weight === 'unknown').length,
  };
}

function driftsOf(existing: readonly Existing[], trail: TrailRecords): Drift[] {
  const silences = new Silences(trail);
  const changes = new Index([...trail.earlier, ...trail.changes].toSorted(byTime), keysOfRecord);
  return existing.flatMap((resource) => {
    const seen = Date.parse(resource.seenAt);
    const all = changes
      .at(keysOf(resource))
      .filter(({ eventTime }) => Date.parse(eventTime) <= seen)
      .toSorted(byTime);
    const first = all.findIndex((change) => creates(change) && isSame(change, resource));
    const since = resource.creationTime === null ? Number.POSITIVE_INFINITY : Date.parse(resource.creationTime);
    // Without its create, only what was set after it was created, and is not a namesake's.
    const chain = first >= 0 ? all.slice(first) : all.filter((change) => !creates(change) && Date.parse(change.eventTime) >= since);
    return driftOf(resource, chain, silences);
  });
}

function subjectOf({ account, region, resource }: Change): Subject {
  return { account, region, type: resource.type, name: resource.name, arn: arnOf(resource) };
}

const byTime = (a: Change, b: Change) => Date.parse(a.eventTime) - Date.parse(b.eventTime);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function byPlaceAndName(a: Subject, b: Subject): number {
  return (
    compare(a.account, b.account) ||
    compare(a.region, b.region) ||
    compare(a.type, b.type) ||
    compare(a.name ?? '', b.name ?? '') ||
    compare(a.arn ?? '', b.arn ?? '')
  );
}
