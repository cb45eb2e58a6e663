import { CloudTrailClient, type CloudTrailClientConfig } from '@aws-sdk/client-cloudtrail';
import { msPerDay, msPerHour } from '../core/time.ts';
import { SourceError, type TrailObject, type TrailSource } from '../trail/source.ts';
import { roleCredentials } from './assumed-role.ts';
import { credentialProblem } from './credential-problem.ts';
import { callerAccount } from './credentials.ts';
import { Lane } from './event-history/lane.ts';
import { Held, HistoryObject } from './event-history/object.ts';
import { lookupWindows } from './event-history/windows.ts';

export interface EventHistoryOptions {
  /** Half-open. Event history has the last 90 days. */
  readonly period: { readonly from: string; readonly to: string };
  readonly regions: readonly string[];
  /** Looked into by role; absent: the caller's own account alone. */
  readonly others?: {
    readonly accounts: readonly string[];
    /** Name of the role in each of them, with its path if it has one. */
    readonly role: string;
    readonly externalId?: string | undefined;
  };
  /** Epoch milliseconds. */
  readonly now: number;
  /** What will not be read is not fetched ahead. */
  readonly isKnown?: (object: Pick<TrailObject, 'key' | 'size' | 'stamp'>) => boolean;
  /** Of each account and Region (default 2, which is CloudTrail's limit). */
  readonly requestsPerSecond?: number;
  /** Endpoint; absent: the SDK's own. */
  readonly client?: CloudTrailClientConfig;
}

/** What event history keeps, in milliseconds (User Guide, "Working with CloudTrail event history"). */
export const historyReach = 90 * msPerDay;

/** An event is there 5 minutes after it happened on average (User Guide); after this it is, or is late beyond reckoning. */
const settledAfter = msPerHour;

/** Fetched ahead of the reader, in bytes. */
const heldAtMost = 64 * 1024 * 1024;

/**
 * Event history (LookupEvents): management events of SageMaker and of CloudTrail itself. Accounts and Regions are looked into side by
 * side, each at CloudTrail's pace; the objects come in order of key all the same. It has no digests: it cannot be verified.
 *
 * @throws SourceError where the period begins before what event history keeps
 */
export function eventHistorySource(options: EventHistoryOptions): TrailSource {
  // On Node 20 the SDK prints eight lines on its own support plans, which are no user's of this program to act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { now } = options;
  if (Date.parse(options.period.from) < now - historyReach) {
    const earliest = new Date(Math.ceil((now - historyReach) / msPerHour) * msPerHour).toISOString().replace('.000Z', 'Z');
    throw new SourceError(
      `event history keeps 90 days, and --from ${options.period.from} is before that: start at ${earliest}, or scan the trail's bucket (s3://...)`,
    );
  }
  const period = { from: options.period.from, to: new Date(Math.min(Date.parse(options.period.to), now)).toISOString() };
  const regions = [...options.regions].sort();
  let share = 0;
  return {
    name: 'event history',
    async *objects() {
      const held = new Held(heldAtMost);
      const lanes: HistoryObject[][] = [];
      for (const { account, clientIn } of await accountsOf(options, regions)) {
        for (const region of regions) {
          const lane = new Lane(clientIn(region), { account, region }, options.requestsPerSecond ?? 2);
          const settledBefore = now - settledAfter;
          lanes.push(lookupWindows(period).map((window) => new HistoryObject({ account, region }, window, { lane, held, settledBefore })));
        }
      }
      let over = false;
      const isOver = () => over;
      const running = lanes.map((objects) => fetchAll(objects, { held, isOver, isKnown: options.isKnown ?? (() => false) }));
      const objects = lanes.flat();
      try {
        for (const [index, object] of objects.entries()) {
          share = index / objects.length;
          yield object;
        }
        share = 1;
      } finally {
        over = true;
        held.wake();
        await Promise.all(running);
      }
    },
    share: () => share,
    limits: limitsOf(regions, options),
  };
}

interface Ahead {
  readonly held: Held;
  readonly isOver: () => boolean;
  readonly isKnown: NonNullable<EventHistoryOptions['isKnown']>;
}

/** One lane, window by window. */
async function fetchAll(objects: readonly HistoryObject[], { held, isOver, isKnown }: Ahead): Promise<void> {
  for (const object of objects) {
    if (isKnown(object)) continue;
    await held.room(isOver);
    if (isOver()) return;
    await object.fetchAhead();
  }
}

interface Account {
  readonly account: string;
  readonly clientIn: (region: string) => CloudTrailClient;
}

/** In order; every role is assumed once before anything is read. @throws SourceError */
async function accountsOf({ others, client = {} }: EventHistoryOptions, regions: readonly string[]): Promise<Account[]> {
  const config = {
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    ...client,
  };
  if (!others) {
    const account = await callerAccount().catch((error) => {
      throw new SourceError(
        `event history: ${credentialProblem(error) ?? `the caller's account is not known (sts:GetCallerIdentity: ${error.name})`}`,
      );
    });
    return [{ account, clientIn: (region) => new CloudTrailClient({ ...config, region }) }];
  }
  const accounts = [...new Set(others.accounts)].sort();
  return Promise.all(
    accounts.map(async (account) => {
      const credentials = await roleCredentials({ ...others, account, region: regions[0] ?? 'us-east-1' });
      return { account, clientIn: (region: string) => new CloudTrailClient({ ...config, region, credentials }) };
    }),
  );
}

function limitsOf(regions: readonly string[], { period, now }: EventHistoryOptions): string[] {
  return [
    `Event history was looked into in ${regions.join(', ')}; what happened in another Region, also to the logging itself, was not looked for.`,
    'Event history holds management events only, and has no digests: it cannot be verified.',
    ...(Date.parse(period.to) > now - settledAfter
      ? ['The period ends so late that the last events may not be in event history yet.']
      : []),
  ];
}
