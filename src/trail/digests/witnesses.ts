import type { TrailControl } from '../../core/change.ts';
import { type Entry, isValid, placeOf } from './entry.ts';

/** A record of log control, and the log file that it is in. */
export interface PlacedControl {
  readonly object: string;
  readonly control: TrailControl;
}

/** A record of log control in a valid log file, and the trails that delivered it, each by its `trailId`. */
export interface Witnessed {
  readonly control: TrailControl;
  readonly trails: ReadonlySet<string>;
}

/** A trail that has such a record logs management events: it is one that tells what another trail would have told. */
export function witnessed(entries: readonly Entry[], controls: readonly PlacedControl[]): Witnessed[] {
  const trails = new Map(controls.map(({ object }) => [object, new Set<string>()]));
  if (trails.size === 0) return [];
  for (const entry of entries.filter(isValid)) {
    for (const { key } of entry.parsed.logs) trails.get(placeOf(entry, entry.parsed, key))?.add(entry.id.trailId);
  }
  return controls.map(({ object, control }) => ({ control, trails: trails.get(object) ?? new Set() }));
}
