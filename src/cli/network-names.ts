import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { NetworkPlace } from '../app/network-snapshot.ts';
import { isObject, parseJson } from '../core/json.ts';
import type { NetworkNeeds } from '../core/network-needs.ts';
import { networkNeeds } from '../core/network-needs.ts';
import type { Posture } from '../core/posture.ts';
import { UsageError } from './errors.ts';

export type NamedPlace = NetworkPlace & { readonly needs: NetworkNeeds };

/** The networks that a run's population names, place by place. @throws UsageError with the line at fault */
export async function namesInPopulation(path: string): Promise<NamedPlace[]> {
  const file = fileOf(path);
  const places = new Map<string, { readonly place: NetworkPlace; needs: NetworkNeeds }>();
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    const row = line === '' ? undefined : rowOf(line);
    if (!row) throw new UsageError(`--for ${file}, line ${number}: expected a row of a population (account, Region, posture)`);
    const needs = networkNeeds([row]);
    if (Object.values(needs).every((ids) => ids.length === 0)) continue;
    const key = `${row.account} ${row.region}`;
    const known = places.get(key);
    places.set(key, { place: { account: row.account, region: row.region }, needs: known ? both(known.needs, needs) : needs });
  }
  return [...places.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { place, needs }]) => ({ ...place, needs }));
}

function fileOf(path: string): string {
  try {
    return statSync(path).isDirectory() ? fileOf(join(path, 'population.jsonl')) : path;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--for ${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : 'cannot be read'}`);
  }
}

interface Row extends NetworkPlace {
  readonly posture: Posture;
}

function rowOf(line: string): Row | undefined {
  const value = parseJson(line);
  if (!isObject(value) || typeof value.account !== 'string' || typeof value.region !== 'string' || !isObject(value.posture))
    return undefined;
  // A redacted run has pseudonyms in their places, and EC2 knows none of them.
  if (!/^\d{12}$/.test(value.account)) return undefined;
  const settings = Object.values(value.posture);
  const placed = settings.every((setting) => Array.isArray(setting) && setting.every((each) => isObject(each) && isObject(each.value)));
  return placed ? (value as unknown as Row) : undefined;
}

const both = (a: NetworkNeeds, b: NetworkNeeds): NetworkNeeds => ({
  vpcs: union(a.vpcs, b.vpcs),
  subnets: union(a.subnets, b.subnets),
  securityGroups: union(a.securityGroups, b.securityGroups),
  instanceTypes: union(a.instanceTypes, b.instanceTypes),
});

/** Most rows name what others have named. */
function union(known: readonly string[], more: readonly string[]): readonly string[] {
  const fresh = more.filter((id) => !known.includes(id));
  return fresh.length === 0 ? known : [...known, ...fresh].sort();
}
