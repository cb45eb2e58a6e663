import { isUtf8 } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import { benchRecord } from '../../bench/records.ts';
import { FastReader } from '../../src/trail/fast/read.ts';
import { readFully } from '../../src/trail/full.ts';
import { readLarge, windowsOf } from '../../src/trail/large/read.ts';
import type { ObjectReading } from '../../src/trail/object-reading.ts';
import { anyRecording, single } from '../model/events.ts';
import { modelOperations } from '../model/operations.ts';
import { Random } from '../model/random.ts';
import { iso, period, sites } from '../model/record.ts';
import { bends, breaks, packings } from './mutations.ts';

export const key = 'AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/05/111122223333_CloudTrail_eu-central-1_20260105T0010Z_x.json.gz';

export interface Case {
  readonly name: string;
  readonly plain: Buffer;
  readonly stored: Buffer;
}

const operations = Object.keys(modelOperations);

/** One file, by seed: mostly as CloudTrail writes it, then bent, broken and packed. */
export function caseOf(seed: number): Case {
  const random = new Random(seed);
  const site = random.pick(sites);
  const time = period.from + random.int(0, 7_000_000) * 1000;
  const records = random.times(0, random.pick([3, 40, 400]), (index) =>
    random.chance(0.1)
      ? { ...single(random.pick(operations), anyRecording(random), random).record, eventTime: iso(time) }
      : benchRecord(site, time + index * 60_000, random),
  );
  const pick = <T>(from: Readonly<Record<string, T>>, usual: number): [string, T] =>
    (random.chance(usual) ? Object.entries(from)[0] : random.pick(Object.entries(from))) as [string, T];
  const [bendName, bend] = pick(bends, 0.2);
  const [breakName, breakIt] = pick(breaks, 0.6);
  const [packName, pack] = pick(packings, 0.7);
  const text = bend(JSON.parse(JSON.stringify(records)), random);
  const plain = breakIt(Buffer.from(text), random);
  return { name: `seed ${seed}: ${bendName}, ${breakName}, ${packName}, ${records.length} records`, plain, stored: pack(plain, random) };
}

const fast = FastReader.create();

/** What is wrong, in one line; `undefined`: the paths agree. `wasFast`: the fast one had an answer. */
export async function disagreement({ plain, stored }: Case): Promise<{ wrong: string | undefined; wasFast: boolean }> {
  if (!fast) return { wrong: 'no fast reader here', wasFast: false };
  const quick = fast.read(key, stored, { sha256: true });
  const full = await readFully(key, stored, { sha256: true });
  const wasFast = quick !== undefined;
  if (quick && !isDeepStrictEqual(quick, full)) {
    // Of a record that is certainly another service's, what is inside is not looked at: see docs/performance.md.
    if (isJson(plain)) return { wrong: 'the fast path says something else', wasFast };
    if (!full.fault?.what.startsWith('not JSON')) return { wrong: `the full path has a fault: ${full.fault?.what}`, wasFast };
    if (quick.readings.length < full.readings.length) return { wrong: 'the fast path lacks records', wasFast };
  }
  const large = await readLarge(key, windowsOf(stored), { sha256: false });
  return { wrong: compareLarge(large, full, isJson(plain)), wasFast };
}

function compareLarge(large: ObjectReading, { hash, ...full }: ObjectReading, wasJson: boolean): string | undefined {
  const isSeveral = ({ fault }: Pick<ObjectReading, 'fault'>) => fault?.what.includes('more than one place') ?? false;
  if (isSeveral(full) && !isSeveral(large)) return 'piece by piece, a list that is named twice loses records';
  if (isSeveral(large)) return undefined;
  if (isDeepStrictEqual(large, full)) return undefined;
  // Piece by piece, what comes before a fault is read; the words and the place of a fault are others.
  if (wasJson || !large.fault || !full.fault) return `piece by piece it says something else (${large.fault?.what}; ${full.fault?.what})`;
  return undefined;
}

function isJson(plain: Buffer): boolean {
  if (!isUtf8(plain)) return false;
  try {
    JSON.parse(plain.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
