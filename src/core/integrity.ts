/** What holding a trail against CloudTrail's digest files found. Plain data, in order of key or of account, region and time. */

/** Why a digest is not valid. */
export const digestFaults = [
  /** The digest after it names it, and it is not there. */
  'missing',
  'unreadable',
  /** Not gzip, not JSON, a member missing or of another type, or over the limits. */
  'format',
  'trailing-bytes',
  /** It lies elsewhere than it says. */
  'moved',
  'other-account',
  /** Not a span of time, or one that no digest has. */
  'times',
  /** No metadata at hand, and no digest after it that has its signature: not proven. */
  'no-signature',
  /** The object has metadata, and no signature in it. */
  'signature-removed',
  /** Anything but SHA256withRSA. */
  'signature-algorithm',
  'no-public-key',
  'public-key-not-valid-then',
  'signature',
  /** What it says of the digest before it: */
  'previous-hash',
  'previous-signature',
  'previous-moved',
  'times-do-not-join',
  'skips-a-digest',
  /** It begins where another digest ends, and does not name it. */
  'not-linked',
] as const;

export type DigestFault = (typeof digestFaults)[number];

/** Why a log file is not valid. */
export const logFaults = [
  'missing',
  'unreadable',
  'hash',
  'truncated',
  /** Not gzip, damaged, or over the limits. */
  'format',
  'trailing-bytes',
  /** The digest names it in a bucket that is none of the trail's. */
  'moved',
  'other-account',
  'hash-algorithm',
  /** Only digests that are not valid name it. */
  'digest-not-valid',
] as const;

export type LogFault = (typeof logFaults)[number];

export type DigestVerdict = 'valid' | DigestFault;
export type LogVerdict = 'valid' | LogFault;

/** Could not be proven, and is no sign of tampering by itself. */
export const unproven: ReadonlySet<DigestVerdict | LogVerdict> = new Set(['unreadable', 'no-signature', 'digest-not-valid']);

export type GapCause =
  /** A chain that starts anew, and a record of StopLogging, StartLogging or the like that says why. */
  | 'logging-stopped'
  /** A chain that starts anew, and no record that says why. */
  | 'chain-restarted'
  | 'before-first-digest'
  | 'digest-missing'
  | 'digest-invalid'
  | 'digest-not-proven'
  /** The chain goes on in another bucket. */
  | 'other-bucket'
  | 'log-missing'
  | 'log-invalid'
  | 'log-unreadable'
  | 'newest-end-not-covered'
  /** Log files, or an expectation, and not one digest. */
  | 'no-digests';

/** Half-open, UTC; of the time of delivery, which is up to minutes after the time of the events, rarely hours. */
export interface IntegrityGap {
  readonly account: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly cause: GapCause;
  /** The digest or log file that it comes from, where there is one. */
  readonly object?: string;
}

/** One chain of digests: of a trail in one account and region. */
export interface DigestChain {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  /** Digests that CloudTrail delivered later for log files that the hourly one did not name: a chain of their own. */
  readonly backfill: boolean;
  /** Keys of the oldest and newest digest that are there. */
  readonly first: string;
  readonly last: string;
  readonly valid: number;
  readonly invalid: number;
  readonly missing: number;
}

/** What valid digests cover of the window, per account and region. */
export interface DigestCoverage {
  readonly account: string;
  readonly region: string;
  /** What had to be covered. */
  readonly window: { readonly from: string; readonly to: string };
  readonly covered: readonly { readonly from: string; readonly to: string }[];
  readonly hoursExpected: number;
  readonly hoursCovered: number;
  /** Of these, hours of digests that name no log file: that nothing was delivered is proven too. */
  readonly hoursEmpty: number;
}

/** A log file that no digest names. */
export interface UnnamedLog {
  readonly key: string;
  /**
   * The valid digests of a trail that keeps its log files in its folder cover the minute in its name, go on after it, and do not name it: it
   * was put there. Else its digest is not there, or it is of a trail without digests.
   */
  readonly planted: boolean;
}

/** `logs listed = valid + invalid + unnamed + not verified`; missing are not listed, so apart. */
export interface IntegrityCounts {
  readonly logsListed: number;
  readonly logsValid: number;
  readonly logsInvalid: number;
  readonly logsUnnamed: number;
  /** Named by digests that are not valid, unreadable, or outside the window. */
  readonly logsNotVerified: number;
  readonly logsMissing: number;
  readonly digestsListed: number;
}

export interface Integrity {
  /** `gap`: nothing was found altered, and not everything is proven. */
  readonly verdict: 'valid' | 'tampered' | 'gap';
  /** As it was asked for; `null`: each account and region from its oldest to its newest object. */
  readonly window: { readonly from: string | null; readonly to: string | null };
  /** The window is one of events, which are delivered up to so many milliseconds later: digests must cover that too. 0: of deliveries. */
  readonly delivery: number;
  readonly digests: ReadonlyMap<string, DigestVerdict>;
  readonly logs: ReadonlyMap<string, LogVerdict>;
  readonly unnamed: readonly UnnamedLog[];
  readonly gaps: readonly IntegrityGap[];
  readonly chains: readonly DigestChain[];
  readonly coverage: readonly DigestCoverage[];
  /** Of the keys that valid digests were signed with. */
  readonly keyFingerprints: readonly string[];
  readonly counts: IntegrityCounts;
}

/** Exit codes of `verify`; 2 is "could not run". */
export const integrityExitCodes: Readonly<Record<Integrity['verdict'], 0 | 1 | 3>> = { valid: 0, tampered: 1, gap: 3 };
