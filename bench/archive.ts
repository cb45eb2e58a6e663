import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeBytes } from '../test/model/files.ts';
import { Random } from '../test/model/random.ts';
import { iso, period, sites } from '../test/model/record.ts';
import { benchRecord } from './records.ts';

/** Raised when the records change, so that an older archive is not taken for this one. */
const generation = 1;
const recordsPerFile = 250;

export interface BenchArchive {
  readonly folder: string;
  readonly files: number;
}

/** The archive of that many records; written once, then reused. */
export function benchArchive(records: number): BenchArchive {
  const folder = join(tmpdir(), `sagewarden-bench-${generation}-${records}`);
  const files = Math.ceil(records / recordsPerFile);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return { folder, files };
  rmSync(folder, { recursive: true, force: true });
  const random = new Random(generation);
  let bytes = 0;
  for (let file = 0; file < files; file++) {
    const site = random.pick(sites);
    const start = period.from + Math.floor((file / files) * (period.to - period.from));
    const count = Math.min(recordsPerFile, records - file * recordsPerFile);
    const made = Array.from({ length: count }, (_, index) => benchRecord(site, start + index * 1000, random));
    const json = JSON.stringify({ Records: made });
    bytes += json.length;
    const stamp = iso(start + 600_000);
    const name = `${site.account}_CloudTrail_${site.region}_${stamp.replace(/[-:]/g, '').slice(0, 13)}Z_${random.hex(16)}.json.gz`;
    writeBytes(join(folder, 'AWSLogs', site.account, 'CloudTrail', site.region, ...stamp.slice(0, 10).split('-'), name), gzipSync(json));
  }
  writeFileSync(complete, '');
  console.log(`wrote ${records} records, ${(bytes / 1e6).toFixed(0)} MB of JSON, in ${files} files`);
  return { folder, files };
}
