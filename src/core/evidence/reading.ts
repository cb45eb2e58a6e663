import type { TrailControl } from '../change.ts';
import type { DigestFault, Integrity, LogFault } from '../integrity.ts';
import type { EventRef } from './exposure.ts';

/** Records that were read, by the UTC day of their event time: what was seen, not what was delivered. */
export interface Activity {
  readonly account: string;
  readonly region: string;
  readonly records: number;
  readonly byDay: Readonly<Record<string, number>>;
}

export interface LogControlEvent extends TrailControl {
  /** From here until the same trail was known to log again, or the end of the period; rounded up. `null`: not one that stops it, or not measurable. */
  readonly minutesLost: number | null;
  /** The event that brought logging back. */
  readonly resumedBy: EventRef | null;
}

/** `total` is counted on its own, not derived from the terms: the line proves that nothing fell between two stages. */
export interface TieOutLine {
  readonly id: string;
  readonly total: { readonly label: string; readonly count: number };
  readonly terms: readonly { readonly label: string; readonly count: number }[];
  readonly balances: boolean;
}

export interface Problem {
  readonly object: string;
  /** Index of the record in the object; absent: the object as a whole. */
  readonly recordIndex?: number;
  readonly what: string;
  readonly fix: string;
}

/** What holding the trail against its digests found; of digests and log files only those that are not valid, by key. */
export interface DigestSummary extends Pick<Integrity, 'verdict' | 'window' | 'chains' | 'coverage' | 'keyFingerprints' | 'counts'> {
  readonly unnamed: readonly { readonly object: string; readonly planted: boolean }[];
  readonly notValid: readonly { readonly object: string; readonly kind: 'digest' | 'log'; readonly fault: DigestFault | LogFault }[];
}
