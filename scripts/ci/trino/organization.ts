import { sampleArchive } from '../../sample/archive.ts';
import type { Members } from '../../sample/calls.ts';
import { type Random, seeded } from '../../sample/random.ts';

/** The archive of an organization's trail: 3 accounts, 2 Regions, 40 days, in CloudTrail's layout; of a seed, the same every time. */

export const organization = {
  id: 'o-exampleorg1',
  accounts: ['111122223333', '444455556666', '777788889999'],
  regions: ['eu-west-1', 'us-east-1'],
  days: 40,
  /** Half-open: neither end is at the start of a day, nor of an hour. */
  period: { from: '2026-07-03T05:30:00Z', to: '2026-08-05T17:45:00Z' },
} as const;

const day = 86_400;
const start = Date.parse('2026-07-01T00:00:00Z') / 1000;

export interface LogFile {
  readonly key: string;
  readonly text: string;
}

export function organizationArchive(seed: number): LogFile[] {
  const random = seeded(`organization ${seed}`);
  const pool = sampleArchive({ size: 'small', seed: 1 }).flatMap(({ records }) => records);
  const isOurs = (record: Members) => /^(sagemaker|cloudtrail)\./.test(String(record.eventSource));
  const [ours, others] = [pool.filter(isOurs), pool.filter((record) => !isOurs(record))];
  const places = organization.accounts.flatMap((account) => organization.regions.map((region) => ({ account, region })));
  const times = Array.from({ length: organization.days * 2 }, (_, half) => start + Math.floor(half / 2) * day);
  return places.flatMap((place) => times.map((time) => burst({ ...place, time: time + random.int(day - 3600) }, { random, ours, others })));
}

interface Pools {
  readonly random: Random;
  readonly ours: readonly Members[];
  readonly others: readonly Members[];
}

/** One log file: in time, hours or days late; at times with a record that is none, or one that was delivered twice. */
function burst(at: Omit<Placing, 'eventId'>, { random, ours, others }: Pools): LogFile {
  const late = random.chance(1, 12) ? random.between(2, 9) * day : random.chance(1, 8) ? 4 * 3600 : 0;
  const few = random.chance(1, 2) ? random.between(1, 4) : 0;
  const drawn = [random.between(3, 12), few].flatMap((count, kind) =>
    Array.from({ length: count }, () => random.pick(kind === 0 ? others : ours)),
  );
  const records = drawn.map((record) => placed(record, { ...at, time: at.time + random.int(900), eventId: random.uuid() }));
  if (random.chance(1, 40)) delete records[0]?.eventID;
  if (random.chance(1, 20)) records.push({ ...records.at(-1) });
  const name = random.text(16, 'ABCDEFGHabcdefgh0123456789');
  return fileOf({ account: at.account, region: at.region, published: at.time + 1200 + late, name }, records);
}

interface Placing {
  readonly account: string;
  readonly region: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly eventId: string;
}

function placed(record: Members, { account, region, time, eventId }: Placing): Record<string, unknown> {
  const from = [String(record.recipientAccountId), String(record.awsRegion)] as const;
  const text = JSON.stringify(record).replaceAll(from[0], account).replaceAll(from[1], region);
  return { ...JSON.parse(text), awsRegion: region, recipientAccountId: account, eventTime: iso(time), eventID: eventId };
}

function fileOf(of: { account: string; region: string; published: number; name: string }, records: readonly unknown[]): LogFile {
  const minute = iso(of.published).slice(0, 16);
  const folder = `AWSLogs/${organization.id}/${of.account}/CloudTrail/${of.region}/${minute.slice(0, 10).replaceAll('-', '/')}`;
  const key = `${folder}/${of.account}_CloudTrail_${of.region}_${minute.replaceAll(/[-:]/g, '')}Z_${of.name}.json.gz`;
  return { key, text: JSON.stringify({ Records: records }) };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
