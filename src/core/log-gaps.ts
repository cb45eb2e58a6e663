import type { TrailControl } from './change.ts';
import { eventRef } from './event-ref.ts';
import type { LogControlEvent } from './evidence/reading.ts';
import { aspectKey } from './trail-control.ts';

/** How long each event kept its trail from logging. Same order out as in; the windows of one trail may overlap. */
export function withMinutesLost(controls: readonly TrailControl[], period: { readonly to: string }): LogControlEvent[] {
  const results = new Map<TrailControl, LogControlEvent>();
  const next = new Map<string, TrailControl>();
  // From the last to the first; of one second the undoing is met first.
  const backwards = controls.toSorted(
    (a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime) || Number(a.blinding) - Number(b.blinding),
  );
  for (const control of backwards) {
    const back = restoredBy(control, next);
    results.set(control, {
      ...control,
      // What was delivered to another place is not lost, as far as its record tells.
      minutesLost: control.blinding && !control.takes.includes('place') ? minutes(control, back?.eventTime ?? period.to) : null,
      resumedBy: back ? eventRef(back) : null,
    });
    if (control.trail !== null) for (const aspect of control.restores) next.set(aspectKey(control, aspect), control);
  }
  return controls.flatMap((control) => results.get(control) ?? []);
}

/** What brought the last of it back; `undefined`: something is not known to be back. */
function restoredBy(control: TrailControl, next: ReadonlyMap<string, TrailControl>): TrailControl | undefined {
  const backs = control.takes.map((aspect) => next.get(aspectKey(control, aspect)));
  if (!backs.every((back) => back !== undefined)) return undefined;
  return backs.toSorted((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime)).at(-1);
}

const minutes = ({ eventTime }: TrailControl, until: string) =>
  Math.max(0, Math.ceil((Date.parse(until) - Date.parse(eventTime)) / 60_000));
