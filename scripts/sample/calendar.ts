import type { Random } from './random.ts';
import { day, hour, isWeekend, quarter } from './time.ts';
import { type Region, type Team, teams } from './world.ts';

/** Some ten minutes of activity in one account and Region: what one object of a trail holds. */
export interface Burst {
  readonly team: Team;
  readonly region: Region;
  /** Seconds since 1970, on a multiple of five minutes. */
  readonly start: number;
  /** Calls of services other than SageMaker. */
  readonly background: number;
}

export type Size = 'small' | 'full';

/** Calls of a burst happen within this many seconds of its start. */
export const burstSeconds = 720;

/** How many bursts a trail has in the quarter. */
const counts: Readonly<Record<Size, Readonly<Record<Team['name'], Readonly<Record<Region, number>>>>>> = {
  small: { vision: { 'eu-west-1': 23, 'us-east-1': 9 }, forecast: { 'eu-west-1': 14, 'us-east-1': 8 } },
  full: { vision: { 'eu-west-1': 460, 'us-east-1': 220 }, forecast: { 'eu-west-1': 320, 'us-east-1': 200 } },
};

export function calendar(size: Size, random: Random): Burst[] {
  return teams.flatMap((team) =>
    (['eu-west-1', 'us-east-1'] as const).flatMap((region) => {
      const count = counts[size][team.name][region];
      const stretch = Math.floor((quarter.to - quarter.from - hour) / count);
      return Array.from({ length: count }, (_, index): Burst => {
        const own = random.fork(`burst/${team.name}/${region}/${index}`);
        const start = workingTime(own, quarter.from + index * stretch, stretch);
        return { team, region, start, background: volume(own, size, start) };
      });
    }),
  );
}

/** The best of a few tries: people work on weekdays, by day. */
function workingTime(random: Random, from: number, length: number): number {
  const tries = Array.from({ length: 6 }, () => from + Math.floor(random.int(length) / 300) * 300);
  return tries.find((time) => !isWeekend(time) && inOfficeHours(time)) ?? tries.find((time) => !isWeekend(time)) ?? random.pick(tries);
}

export function inOfficeHours(time: number): boolean {
  const clock = time % day;
  return clock >= 7 * hour && clock < 18 * hour;
}

function volume(random: Random, size: Size, start: number): number {
  const busy = size === 'small' ? random.between(39, 57) : random.between(44, 72);
  return isWeekend(start) || !inOfficeHours(start) ? Math.floor(busy / 4) : busy;
}
