import type { Change, EventFacts } from './change.ts';
import { eventRef } from './event-ref.ts';
import type { ReachedEndpoint } from './evidence/exposure.ts';

/** A window, and the change that made what the endpoint ran. */
export interface Reach {
  readonly subject: Change;
  readonly endpoint: ReachedEndpoint;
}

/** `ending`: what the step means for what ran before it. `runs`: all that runs from here on; none given: as before. */
export interface Step {
  readonly facts: EventFacts;
  readonly ending: Exclude<ReachedEndpoint['ending'], 'open'>;
  readonly via?: ReachedEndpoint['via'];
  readonly runs?: ReadonlySet<Change>;
}

/** What happens to an endpoint itself, or to one component on it. */
export interface Line {
  readonly endpoint: string;
  readonly component: boolean;
  readonly steps: Step[];
}

/** An end, which is no beginning of anything. */
export const nothing: ReadonlySet<Change> = new Set();

/** A line's steps -> a window for each thing that ran, one window where the next step runs it on. */
export function windows({ endpoint, component, steps }: Line): Reach[] {
  const reached: Reach[] = [];
  // An endpoint may be older than what was read; an update of a component is about one that is there.
  let there = !component;
  let running = new Map<Change, Step>();
  const close = (subject: Change, from: Step, by?: Step) => {
    if (!from.via) return;
    reached.push({
      subject,
      endpoint: {
        name: endpoint,
        via: from.via,
        from: from.facts.eventTime,
        to: by?.facts.eventTime ?? null,
        ending: by?.ending ?? 'open',
        startedBy: eventRef(from.facts),
        endedBy: by ? eventRef(by.facts) : null,
      },
    });
  };
  for (const step of steps.toSorted(inTime)) {
    const switched = step.ending === 'switched';
    if (!step.runs || (switched && !there)) continue;
    if (!switched) there = step.runs !== nothing || !component;
    const before = running;
    for (const [subject, from] of before) if (!switched || !step.runs.has(subject)) close(subject, from, step);
    running = new Map([...step.runs].map((subject) => [subject, (switched && before.get(subject)) || step]));
  }
  for (const [subject, from] of running) close(subject, from);
  return reached;
}

/** Of one second: an end before a beginning. */
function inTime(a: Step, b: Step): number {
  return Date.parse(a.facts.eventTime) - Date.parse(b.facts.eventTime) || Number(a.runs !== nothing) - Number(b.runs !== nothing);
}
