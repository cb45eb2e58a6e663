import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeBytes } from '../test/model/files.ts';
import { Random } from '../test/model/random.ts';
import { iso, period, sites } from '../test/model/record.ts';
import type { ArchivePlan, PartCounts } from './archive.ts';
import { benchRecord } from './records.ts';

/** Writes every so manieth file of an archive, in a process of its own; prints what it wrote as JSON. */

interface Part {
  readonly folder: string;
  readonly plan: ArchivePlan;
  readonly part: number;
  readonly parts: number;
  readonly seed: number;
}

const { folder, plan, part, parts, seed } = JSON.parse(process.argv[2] ?? '') as Part;
const counts = { records: 0, sageMaker: 0, inflated: 0, stored: 0 } satisfies PartCounts;

for (let file = part; file < plan.files; file += parts) {
  const random = new Random(seed * 1_000_003 + file);
  const site = random.pick(sites);
  const start = period.from + Math.floor(((file / plan.files) * (period.to - period.from - 3_600_000)) / 1000) * 1000;
  const [from, to] = plan.records;
  const count = Math.round(from * (to / from) ** random.next());
  const records = Array.from({ length: count }, (_, index) => benchRecord(site, start + Math.floor((index / count) * 300) * 1000, random));
  const json = Buffer.from(JSON.stringify({ Records: records }));
  const bytes = gzipSync(json);
  const stamp = iso(start + 600_000);
  const name = `${site.account}_CloudTrail_${site.region}_${stamp.replace(/[-:]/g, '').slice(0, 13)}Z_${random.hex(16)}.json.gz`;
  writeBytes(join(folder, 'AWSLogs', site.account, 'CloudTrail', site.region, ...stamp.slice(0, 10).split('-'), name), bytes);
  counts.records += count;
  counts.sageMaker += records.filter(({ eventSource }) => eventSource === 'sagemaker.amazonaws.com').length;
  counts.inflated += json.length;
  counts.stored += bytes.length;
}
process.stdout.write(JSON.stringify(counts));
