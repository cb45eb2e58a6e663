import type { Placed, Posture, Setting, SettingName, Unknown } from './posture.ts';
import type { Because, Verdict } from './rule.ts';

export const COMPLIANT: Verdict = { compliance: 'COMPLIANT' };
export const NOT_APPLICABLE: Verdict = { compliance: 'NOT_APPLICABLE' };

/** What a rule makes of one value: it passes, it fails (found against expected), or it cannot be told. */
export type Check = 'pass' | { readonly found: string; readonly expected: string } | { readonly unknown: Unknown };

/** A check, and where in the request it was made. */
export interface Outcome {
  readonly setting: SettingName;
  readonly at: string;
  readonly check: Check;
}

/**
 * One verdict for all outcomes. A failing place wins, and all of them are named; then a place that could not be seen; an
 * update that left everything alone, or nothing to judge, is not applicable. Nothing passes by absence.
 */
export function fold(outcomes: readonly Outcome[]): Verdict {
  const [first, ...others] = outcomes.flatMap(failure);
  if (first) return { compliance: 'NON_COMPLIANT', because: [first, ...others] };
  for (const { setting, at, check } of outcomes) {
    if (check !== 'pass' && 'unknown' in check && check.unknown !== 'unchanged') {
      return { compliance: 'INSUFFICIENT_DATA', missing: { setting, at, why: check.unknown } };
    }
  }
  return outcomes.some(({ check }) => check === 'pass') ? COMPLIANT : NOT_APPLICABLE;
}

function failure({ setting, at, check }: Outcome): Because[] {
  return check !== 'pass' && 'found' in check ? [{ setting, at, found: check.found, expected: check.expected }] : [];
}

type ValueOf<S extends SettingName> = NonNullable<Posture[S]> extends Setting<infer T> ? T : never;

/** Judges every place of one setting by its value alone. An absent setting is not applicable. */
export function judgeSetting<S extends SettingName>(
  posture: Posture,
  setting: S,
  check: (value: ValueOf<S>, place: Placed<ValueOf<S>>) => Check,
): Verdict {
  // A Posture's members are Settings of different types; S picks one, which TypeScript cannot follow through the index.
  const places = (posture[setting] ?? []) as Setting<ValueOf<S>>;
  return fold(
    places.map((place) => ({
      setting,
      at: place.at,
      check: place.value.known ? check(place.value.value, place) : { unknown: place.value.why },
    })),
  );
}

/** A check for settings with one good value. */
export const mustBe =
  <T extends string | boolean>(expected: T) =>
  (value: T): Check =>
    value === expected ? 'pass' : { found: String(value), expected: String(expected) };
