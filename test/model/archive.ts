import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { anyRecording, history, type Planned, single, tuning } from './events.ts';
import { forms, writeBytes, writeLog } from './files.ts';
import type { Answer } from './key.ts';
import { noise } from './noise.ts';
import { modelOperations } from './operations.ts';
import { Random } from './random.ts';
import { iso, period, type Site, sites } from './record.ts';
import type { Draft } from './request.ts';

/** An archive made from the service model, with its answer key. */

export interface KeyEntry extends Answer {
  readonly operation: string;
  readonly record: Draft;
}

export interface ModelArchive {
  /** Records of every kind, in no order; the same record twice is one event. */
  readonly records: readonly Draft[];
  /** eventID -> what its row of the population must say. What is not here must not be in the population. */
  readonly key: ReadonlyMap<string, KeyEntry>;
}

const day = 86_400_000;
const kinds = ['Cluster', 'Domain', 'NotebookInstance', 'Pipeline'] as const;

/** At least `size` events of the population, and about half as many that must stay out of it. */
export function modelArchive(seed: number, size: number): ModelArchive {
  const random = new Random(seed);
  const names = Object.keys(modelOperations);
  const planned = names.flatMap((name) => (['refused', 'omitted'] as const).map((recording) => single(name, recording, random)));
  while (planned.length < size) {
    for (const name of names) planned.push(single(name, anyRecording(random), random));
    for (const kind of kinds) planned.push(...history(kind, random));
    planned.push(...tuning(random));
  }
  const outside = Array.from({ length: Math.ceil(size / 20) }, () => outOfPeriod(random));
  const other = Array.from({ length: Math.ceil(size / 2) }, () => noise(period.from + random.int(0, 89) * day, random));
  const again = planned.filter(() => random.chance(0.04)).map(({ record }) => record);
  const edge = atTheEdges(random);
  return {
    records: random.shuffle([...planned, ...edge.inside].map(({ record }) => record).concat(outside, edge.outside, other, again)),
    key: new Map(
      [...planned, ...edge.inside].map(({ record, operation, answer }) => [String(record.eventID), { ...answer, operation, record }]),
    ),
  };
}

function outOfPeriod(random: Random): Draft {
  const { record } = single(random.pick(Object.keys(modelOperations)), 'whole', random);
  const time = random.chance(0.5) ? period.from - random.int(1, 20 * 86_400) * 1000 : period.to + random.int(0, 86_400) * 1000;
  return { ...record, eventTime: iso(time) };
}

/** The period is half-open: its first second is in, its end is not. */
function atTheEdges(random: Random): { inside: Planned[]; outside: Draft[] } {
  const at = (time: number) => {
    const made = single('CreateModel', 'whole', random);
    return { ...made, record: { ...made.record, eventTime: iso(time) } };
  };
  return { inside: [at(period.from), at(period.to - 1000)], outside: [at(period.to).record, at(period.from - 1000).record] };
}

/** Writes the records as CloudTrail lays them out: by account, Region and the day a file was published. */
export function writeArchive({ records }: ModelArchive, folder: string, seed: number): void {
  const random = new Random(seed ^ 0x5eed);
  for (const site of sites) {
    const own = records.filter((record) => record.recipientAccountId === site.account && record.awsRegion === site.region);
    for (let start = 0; start < own.length; ) {
      const batch = own.slice(start, start + random.int(1, 90));
      start += batch.length;
      writeLog(folder, site, publishedAfter(batch, random), batch, random.pick(forms), random);
    }
    writeOtherFolders(folder, site, random);
  }
}

/** Delivery is retried for 30 days: a file's folder may be far past its events, and past the end of the period. */
function publishedAfter(batch: readonly Draft[], random: Random): number {
  const newest = Math.max(...batch.map((record) => Date.parse(String(record.eventTime))));
  return newest + random.pick([5 * 60_000, 15 * 60_000, 3 * day, 29 * day]);
}

/** Folders beside CloudTrail's own logs: what is in them is not API activity of a trail, even where it looks the same. */
function writeOtherFolders(folder: string, site: Site, random: Random): void {
  for (const other of ['CloudTrail-Digest', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity', 'CloudTrail-Aggregated']) {
    const { record } = single('CreateModel', 'whole', random);
    const name = `${site.account}_${other}_${site.region}_20260210T1010Z_${random.hex(16)}.json.gz`;
    const path = join(folder, 'AWSLogs', site.account, other, site.region, '2026', '02', '10', name);
    writeBytes(path, gzipSync(JSON.stringify({ Records: [{ ...record, recipientAccountId: site.account, awsRegion: site.region }] })));
  }
}
