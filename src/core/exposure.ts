import type { Change, EventFacts, Lifecycle } from './change.ts';
import { reachedEndpoints } from './endpoint-reach.ts';
import type { Reach } from './endpoint-windows.ts';
import { eventRef } from './event-ref.ts';
import type { Exposure, ExposureEnding, ExposureNote } from './evidence/exposure.ts';
import { parentsNamed } from './lineage.ts';
import { type Mending, mending } from './mending.ts';
import type { ResourceType } from './resources/types.ts';
import { type Entry, type JudgedChange, Timelines } from './timelines.ts';

export interface ExposureInput {
  /** Of the period. */
  readonly judged: readonly JudgedChange[];
  /** Changes from before the period, for what their names mean in it (endpoint configurations, components). */
  readonly earlier: readonly Change[];
  readonly lifecycle: readonly Lifecycle[];
  readonly period: { readonly to: string };
}

type Ending = Pick<Exposure, 'to' | 'ending' | 'endedBy'>;

/** They end by themselves, and CloudTrail has no record of that. */
const endsByItself = (type: ResourceType) => type.endsWith('Job') || type === 'TrainingSession' || type === 'PipelineExecution';

/** One exposure per change with a finding, in order of time, then event id. */
export function exposuresOf({ judged, earlier, lifecycle, period }: ExposureInput): Exposure[] {
  const subjects = judged.filter(({ findings }) => findings.length > 0);
  const changes = judged.map(({ change }) => change);
  const timelines = new Timelines(judged, lifecycle);
  const reached = new Map<Change, Reach['endpoint'][]>();
  for (const { subject, endpoint } of reachedEndpoints([...earlier, ...changes], lifecycle))
    reached.set(subject, [...(reached.get(subject) ?? []), endpoint]);
  return subjects
    .map((subject) => exposureOf(subject, timelines, reached.get(subject.change) ?? [], period.to))
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from) || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0));
}

function exposureOf(subject: JudgedChange, timelines: Timelines, reached: readonly Reach['endpoint'][], end: string): Exposure {
  const { change, findings } = subject;
  const { resource } = change;
  const own = ownEnding(subject, timelines);
  const byParent = own.ending === 'open' ? parentStop(change, timelines) : undefined;
  const { to, ending, endedBy } = onEndpoints(byParent ?? own, reached);
  const byItself = endsByItself(resource.type);
  const notes: (ExposureNote | false)[] = [
    byItself && ending === 'open' && 'ends-by-itself',
    byItself && (ending === 'deleted' || ending === 'replaced') && 'ended-earlier',
    byParent !== undefined && 'ended-by-parent',
    own.to !== null && to !== own.to && byParent === undefined && 'ran-on',
  ];
  return {
    eventId: change.eventId,
    account: change.account,
    region: change.region,
    resourceType: resource.type,
    resourceName: resource.name,
    resourceArn: resource.arn.known ? resource.arn.value : null,
    rules: findings.map(({ rule }) => rule),
    status: findings.some(({ status }) => status === 'open') ? 'open' : 'exempt',
    from: change.eventTime,
    to,
    ending,
    endedBy,
    seconds: byItself && ending === 'open' ? null : seconds(change.eventTime, to ?? end) - paused(own.pauses),
    pauses: own.pauses,
    endpoints: reached.toSorted(
      (a, b) => Date.parse(a.from) - Date.parse(b.from) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.via.name < b.via.name ? -1 : 1),
    ),
    notes: notes.filter((note) => note !== false),
  };
}

const open: Ending = { to: null, ending: 'open', endedBy: null };
const endedBy = (facts: EventFacts, ending: Exposure['ending']): Ending => ({ to: facts.eventTime, ending, endedBy: eventRef(facts) });

/** The end that the records about the resource itself tell of. A stop ends it, unless a start takes it up again. */
function ownEnding(subject: JudgedChange, timelines: Timelines): Ending & Pick<Exposure, 'pauses'> {
  const pauses: Exposure['pauses'][number][] = [];
  const mended = mending(subject);
  let stop: EventFacts | undefined;
  for (const entry of timelines.after(subject.change)) {
    const { facts, kind } = entry;
    if (kind === 'stop') stop ??= facts;
    else if (kind === 'start' && stop) {
      pauses.push({ from: eventRef(stop), to: eventRef(facts) });
      stop = undefined;
    } else {
      const ending = endingOf(entry, mended);
      if (ending) return { ...(stop ? endedBy(stop, 'stopped') : endedBy(facts, ending)), pauses };
    }
  }
  return { ...(stop ? endedBy(stop, 'stopped') : open), pauses };
}

function endingOf({ kind, judged }: Entry, mended: Mending): ExposureEnding | undefined {
  if (kind === 'delete') return 'deleted';
  return kind === 'create' ? 'replaced' : judged && mended(judged);
}

/** Stopping a tuning or AutoML job stops what it spawned; a namesake of the parent has other children. */
function parentStop(change: Change, timelines: Timelines): Ending | undefined {
  if (change.via !== 'service') return undefined;
  for (const parent of parentsNamed(change)) {
    for (const { facts, kind } of timelines.named(change, parent)) {
      if (kind === 'create') break;
      if (kind === 'stop') return endedBy(facts, 'stopped');
    }
  }
  return undefined;
}

/** A model or configuration that is gone is there as long as an endpoint runs it. */
function onEndpoints(own: Ending, reached: readonly Reach['endpoint'][]): Ending {
  let last = own;
  for (const { to, ending, endedBy: by } of reached) {
    if (last.to === null || to === null) return open;
    if (Date.parse(to) > Date.parse(last.to))
      last = { to, ending: ending === 'deleted' || ending === 'stopped' ? ending : 'replaced', endedBy: by };
  }
  return last;
}

function seconds(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}

function paused(pauses: Exposure['pauses']): number {
  return pauses.reduce((sum, { from, to }) => sum + seconds(from.eventTime, to.eventTime), 0);
}
