import type { KeyEntry } from './archive.ts';
import { anyRecording, history, type Planned, single, tuning } from './events.ts';
import { writeLog } from './files.ts';
import { modelOperations } from './operations.ts';
import { laidOut } from './published.ts';
import { Random } from './random.ts';
import { iso, type Site, sites } from './record.ts';
import type { Draft } from './request.ts';

/** SageMaker's events among much more that is not: every file comes twice, hours late, in another cut and order. */

const minute = 60_000;
const hour = 60 * minute;
const slot = 5 * minute;

interface Delivery {
  readonly site: Site;
  /** Epoch milliseconds, whole minutes. */
  readonly published: number;
  readonly records: readonly Draft[];
}

export interface HeldOut {
  readonly deliveries: readonly Delivery[];
  readonly key: ReadonlyMap<string, KeyEntry>;
  /** By the definition of late delivery: published more than an hour after the end of the hour of the event. */
  readonly late: { readonly records: number; readonly objects: number; readonly longestHours: number };
  readonly records: number;
}

/** @param noise makes one record of another service */
export function heldOut(seed: number, size: number, noise: (site: Site, time: string, random: Random) => Draft): HeldOut {
  const random = new Random(seed);
  const planned = events(size, random);
  const slots = new Map<string, { site: Site; start: number; records: Draft[] }>();
  for (const { record } of planned) {
    const site = sites.find(({ account, region }) => account === record.recipientAccountId && region === record.awsRegion) as Site;
    const start = Math.floor(Date.parse(String(record.eventTime)) / slot) * slot;
    const id = `${site.account} ${site.region} ${start}`;
    const one = slots.get(id) ?? { site, start, records: [] };
    slots.set(id, one);
    const around = random.times(4, 24, () => noise(site, iso(start + random.int(0, slot / 1000 - 1) * 1000), random));
    one.records = random.shuffle([...one.records, laidOut(record), ...around]);
  }
  const deliveries = [...slots.values()].flatMap(({ site, start, records }): Delivery[] => {
    // Mostly within 10 minutes, as all of the published set are.
    const soon = start + slot + random.int(1, 10) * minute;
    const first = random.chance(0.8) ? soon : soon + random.int(2, 20) * hour;
    return [{ site, published: first, records }, ...again(site, first, records, random)];
  });
  return {
    deliveries,
    key: new Map(planned.map(({ record, operation, answer }) => [String(record.eventID), { ...answer, operation, record }])),
    late: lateness(deliveries),
    records: deliveries.reduce((sum, { records }) => sum + records.length, 0),
  };
}

function events(size: number, random: Random): Planned[] {
  const names = Object.keys(modelOperations);
  const planned: Planned[] = [];
  while (planned.length < size) {
    planned.push(single(random.pick(names), anyRecording(random), random));
    if (random.chance(0.1)) planned.push(...history(random.pick(['Cluster', 'Domain', 'NotebookInstance', 'Pipeline']), random));
    if (random.chance(0.1)) planned.push(...tuning(random));
  }
  return planned;
}

/** The second delivery: in one file or in two, hours later. CloudTrail may say so in the record. */
function again(site: Site, first: number, records: readonly Draft[], random: Random): Delivery[] {
  const shuffled = random
    .shuffle(records)
    .map((record) => (random.chance(0.3) ? laidOut({ ...record, addendum: { reason: 'DELIVERY_DELAY' } }) : record));
  const cut = random.chance(0.5) ? shuffled.length : random.int(1, shuffled.length - 1);
  return [shuffled.slice(0, cut), shuffled.slice(cut)]
    .filter((part) => part.length > 0)
    .map((part) => ({ site, published: first + random.int(2, 60) * hour + random.int(0, 59) * minute, records: part }));
}

function lateness(deliveries: readonly Delivery[]): HeldOut['late'] {
  const hours = deliveries.map(({ published, records }) =>
    records
      .map(({ eventTime }) => Math.floor((published - (Math.floor(Date.parse(String(eventTime)) / hour) + 1) * hour) / hour))
      .filter((late) => late >= 1),
  );
  const all = hours.flat();
  return { records: all.length, objects: hours.filter((late) => late.length > 0).length, longestHours: Math.max(0, ...all) };
}

/** As CloudTrail lays them out. */
export function writeHeldOut({ deliveries }: HeldOut, folder: string, seed: number): void {
  const random = new Random(seed ^ 0x5eed);
  for (const { site, published, records } of deliveries) writeLog(folder, site, published, records, 'plain gzip', random);
}
