import type { TrailControl } from './change.ts';
import { eventRef } from './event-ref.ts';
import type { LogControlEvent } from './evidence/reading.ts';

/** What brings back what an operation takes away. An UpdateTrail's record does not tell whether a later one undoes it. */
const undoneBy: Readonly<Record<string, string>> = {
  StopLogging: 'StartLogging',
  DeleteTrail: 'StartLogging',
  PutEventSelectors: 'PutEventSelectors',
};

/** How long each event kept its trail from logging. Same order out as in; the windows of one trail may overlap. */
export function withMinutesLost(controls: readonly TrailControl[], period: { readonly to: string }): LogControlEvent[] {
  const results = new Map<TrailControl, LogControlEvent>();
  const next = new Map<string, TrailControl>();
  // From the last to the first; of one second the undoing is met first.
  const backwards = controls.toSorted(
    (a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime) || Number(a.blinding) - Number(b.blinding),
  );
  for (const control of backwards) {
    const undo = undoneBy[control.eventName];
    const lost = control.blinding && undo !== undefined;
    const back = lost ? next.get(keyOf(control, undo)) : undefined;
    const until = Date.parse(back?.eventTime ?? period.to);
    results.set(control, {
      ...control,
      minutesLost: lost ? Math.max(0, Math.ceil((until - Date.parse(control.eventTime)) / 60_000)) : null,
      resumedBy: back ? eventRef(back) : null,
    });
    if (!control.blinding && control.errorCode === null && control.trail !== null) next.set(keyOf(control, control.eventName), control);
  }
  return controls.flatMap((control) => results.get(control) ?? []);
}

/** Trails go by name or ARN, in their home region. */
function keyOf({ account, region, trail }: TrailControl, operation: string): string {
  const name = trail?.startsWith('arn:') ? trail.slice(trail.lastIndexOf('/') + 1) : trail;
  return JSON.stringify([account, region, name, operation]);
}
