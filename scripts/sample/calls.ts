import type { Random } from './random.ts';
import type { Network, Team } from './world.ts';

export type Members = Readonly<Record<string, unknown>>;

/** Who calls; actors.ts gives each a userIdentity in each account. */
export type Caller = 'scientist' | 'engineer' | 'deploy' | 'automation' | 'execution' | 'function' | 'config' | 'internal';

/** What somebody did. record.ts makes a CloudTrail record of it. */
export interface Call {
  /** Seconds after the burst's start; absent: any time in the burst. */
  readonly after?: number;
  readonly by: Caller;
  /** Host prefix of eventSource: `s3` is `s3.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly readOnly?: boolean;
  readonly request?: Members | null;
  readonly response?: Members | null;
  readonly error?: readonly [code: string, message: string];
  readonly resources?: readonly Members[];
  /** A service event (no request, no requestID): what it tells. */
  readonly serviceEvent?: Members;
  /** A data event is in the trail only where its selectors ask for it. */
  readonly data?: boolean;
  readonly apiVersion?: string;
  /** Instead of what this caller usually has. */
  readonly person?: string;
  readonly sessionName?: string;
  readonly userAgent?: string;
  readonly sourceIp?: string;
}

/** Where and when a burst of calls happens, and what a call may be made of. */
export interface Scenery {
  readonly random: Random;
  readonly team: Team;
  readonly account: string;
  readonly region: string;
  readonly network: Network;
  /** Seconds since 1970: the burst's start. */
  readonly start: number;
}

/** Something that a caller does over and over. */
export interface Habit {
  readonly weight: number;
  call(scenery: Scenery): Call | readonly Call[];
}
