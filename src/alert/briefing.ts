import type { Alert } from '../core/alert.ts';
import type { Severity } from '../core/rule.ts';
import type { Link } from './links.ts';
import type { Phrase } from './phrase.ts';

/** What a sink lays out: one alert in words, in the order in which they are read. Sinks escape, cut and lay out; they add no facts. */
export interface Briefing {
  readonly id: string;
  readonly kind: Alert['kind'];
  /** `null`: nothing is wrong (the heartbeat of a quiet day). */
  readonly severity: Severity | null;
  /** One line. */
  readonly title: Phrase;
  readonly facts: readonly Fact[];
  /** Points one below the other: what was found, what was done, what to do next. */
  readonly points: readonly Points[];
  readonly links: readonly Link[];
  readonly footer: Phrase;
}

export interface Fact {
  readonly label: string;
  readonly text: Phrase;
}

export interface Points {
  readonly label: string;
  readonly lines: readonly Phrase[];
}

/** What a deployment adds to its alerts. */
export interface Context {
  readonly runbookUrl?: string | undefined;
}
