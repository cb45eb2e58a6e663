import type { Exposure, ReachedEndpoint } from '../core/evidence/exposure.ts';
import type { Evidence } from '../core/evidence/model.ts';
import { durationWords } from '../text/durations.ts';
import { counted } from '../text/numbers.ts';
import { resourceWords } from './sentences.ts';

/*
 * The words for how long something was exposed. They carry names from records as they are: whoever prints a sentence escapes it for
 * where it goes.
 */

/** How long, as far as the records tell. */
export function howLong({ seconds, notes }: Exposure): string {
  if (seconds === null) return 'not recorded';
  return `${notes.includes('ended-earlier') ? 'at most ' : ''}${durationWords(seconds)}`;
}

/** What ended it, or that nothing did. */
export function endingWords({ ending, endedBy, notes }: Exposure): string {
  const parent = notes.includes('ended-by-parent') ? ', with the job that spawned it' : '';
  if (endedBy) return `${ending} by ${endedBy.eventName}${parent}`;
  return notes.includes('ends-by-itself') ? 'no end on record: jobs end by themselves' : 'open at the end of the period';
}

/** `41 days 22 hours, stopped by StopNotebookInstance at 2026-08-31T15:08:30Z`. */
export function exposureSentence(exposure: Exposure): string {
  const { to, pauses, notes, seconds } = exposure;
  const at = to === null ? '' : ` at ${to}`;
  const paused = pauses.length === 0 ? '' : `; stopped and started again ${counted(pauses.length, 'time')}, which is taken out`;
  const ranOn = notes.includes('ran-on') ? '; an endpoint ran it on after it was deleted or created anew' : '';
  return `${seconds === null ? '' : `${howLong(exposure)}, `}${endingWords(exposure)}${at}${paused}${ranOn}`;
}

/** `churn-live, from 2026-08-01T12:00:00Z, switched by UpdateEndpoint at 2026-08-02T12:00:00Z`. */
export function endpointWords({ name, from, to, ending, endedBy }: ReachedEndpoint): string {
  const end = to === null || endedBy === null ? 'still running it at the end of the period' : `${ending} by ${endedBy.eventName} at ${to}`;
  return `${name}, from ${from}, ${end}`;
}

/** How the exposures ended, in one sentence; empty where there are none. */
export function exposuresSentence({ exposures }: Pick<Evidence, 'exposures'>): string {
  if (exposures.length === 0) return '';
  const unknown = exposures.filter(({ seconds }) => seconds === null).length;
  const open = exposures.filter(({ to, seconds }) => to === null && seconds !== null);
  const longest = exposures.reduce<Exposure | undefined>(
    (most, next) => ((next.seconds ?? -1) > (most?.seconds ?? -1) ? next : most),
    undefined,
  );
  return [
    `${counted(exposures.length, 'window')}: ${counted(exposures.length - open.length - unknown, 'has ended', 'have ended')}, ${counted(open.length, 'was', 'were')} open at the end of the period`,
    unknown > 0 && `, of ${counted(unknown, 'job')} no end is on record`,
    '.',
    longest && longest.seconds !== null && ` The longest: ${resourceWords(longest)}, ${howLong(longest)}.`,
  ]
    .filter(Boolean)
    .join('');
}
