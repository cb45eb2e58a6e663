import { openAthena } from '../../src/adapters/athena.ts';
import { s3Source } from '../../src/adapters/s3.ts';
import { tableIn } from '../../src/core/athena/source-name.ts';
import type { TrailSource } from '../../src/trail/source.ts';
import { required } from './environment.ts';
import { trailBucket } from './trail-bucket.ts';

interface Scope {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** What was delivered on some days: SEAL_SOURCE, a table (`athena:DATABASE.TABLE`) that finds it, of the last of them; else all of TRAIL_SOURCE. */
export async function sealSource(first: string, last: string, { accounts, regions }: Scope): Promise<TrailSource> {
  const { SEAL_SOURCE: source, ATHENA_WORKGROUP: workgroup } = process.env;
  if (!source) return s3Source({ ...trailBucket(required('TRAIL_SOURCE')), accounts, regions, digests: true, published: { first, last } });
  const table = tableIn(source);
  if (!table) throw new Error('SEAL_SOURCE is not athena:DATABASE.TABLE, names of lower-case letters, digits, _ and -');
  const scan = await openAthena({
    ...table,
    period: undefined,
    published: { first: last, last },
    accounts,
    regions,
    objects: true,
    sliceDays: 1,
    now: Date.now(),
    workgroup,
    results: undefined,
  });
  return scan.source();
}
