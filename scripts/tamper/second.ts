import { type Chain, digestOf, type SignedDigest } from '../sample/digests.ts';
import { iso } from '../sample/time.ts';
import { first, hour, hours, type Trail } from './trail.ts';

export interface Second {
  readonly trail?: string;
  /** Hours that it has digests for, by index; a chain starts anew after one that is not among them. */
  readonly at?: readonly number[];
  /** What stands before `AWSLogs/`, from which hour on. */
  readonly prefixAt?: (index: number) => string;
  /** Seconds that its digests are later by. */
  readonly later?: number;
  /** Records of the log file that it delivers in an hour; absent: none. */
  readonly delivers?: (index: number, start: number) => readonly object[] | undefined;
}

/** Another trail of the same account and Region, in the same bucket. Answers with the keys of its digests. */
export function addSecond(t: Trail, { trail = 'second', at = allHours, prefixAt, later = 0, delivers }: Second = {}): string[] {
  let previous: SignedDigest | undefined;
  return at.map((index, place) => {
    const start = first + later + index * hour;
    const chain: Chain = { ...t.chain, trail, ...(prefixAt && { prefix: prefixAt(index) }) };
    const records = delivers?.(index, start);
    const logs = records ? [t.putLog(start + 600, JSON.stringify({ Records: records }), `${trail}${index}`)] : [];
    if (at[place - 1] !== index - 1) previous = undefined;
    previous = digestOf(chain, { start, end: start + hour, logs, previous, signer: t.signerAt(start + hour) });
    t.putDigest(previous);
    return previous.key;
  });
}

const allHours = Array.from({ length: hours }, (_, index) => index);

/** A record of a trail of data events. */
export const dataEvent = (index: number, start: number) => ({
  eventVersion: '1.11',
  userIdentity: { type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' },
  eventTime: iso(start + 300),
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  eventCategory: 'Data',
  managementEvent: false,
  awsRegion: 'eu-west-1',
  eventID: `00000000-0000-4000-8000-0000000d${String(index).padStart(4, '0')}`,
  recipientAccountId: '111122223333',
});

/** Takes hours of the trail's log files and digests away. */
export function cut(t: Trail, indices: readonly number[]): void {
  for (const index of indices) for (const key of [t.digest(index), ...(t.logs[index] ?? [])]) t.objects.delete(key);
}

/** One more log file in an hour of the trail, named by its digest. */
export function deliver(t: Trail, index: number, records: readonly object[]): void {
  const log = t.putLog(first + index * hour + 1200, JSON.stringify({ Records: records }), `more${index}`);
  t.logs[index]?.push(log.key);
  t.forge(index, ({ logFiles }) => void logFiles.push({ ...logFiles[0]!, s3Object: log.key, hashValue: log.sha256 }));
}
