import type { Call, Scenery } from '../calls.ts';
import type { Region, Team } from '../world.ts';

/** One thing that happened once. */
export interface Scene {
  readonly team: Team['name'];
  readonly region: Region;
  /** Part of the quarter that has passed, or the second since 1970 at which a burst of its own starts. */
  readonly when: { readonly passed: number } | { readonly start: number };
  /** How the trail delivered it; absent: with the rest of its burst, within minutes. */
  readonly delivery?: 'hours-late' | 'nine-days-late' | 'twice';
  /** `suffix` keeps names apart where the full archive tells the same story again. */
  calls(scenery: Scenery, suffix: string): readonly Call[];
}

type Calls = Scene['calls'];

export const scene = (team: Team['name'], region: Region, passed: number, calls: Calls, delivery?: Scene['delivery']): Scene => ({
  team,
  region,
  when: { passed },
  calls,
  ...(delivery && { delivery }),
});

export const sceneAt = (team: Team['name'], region: Region, time: string, calls: Calls): Scene => ({
  team,
  region,
  when: { start: Date.parse(time) / 1000 },
  calls,
});
