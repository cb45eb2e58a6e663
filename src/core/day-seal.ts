import { type RowClass, rowClasses } from './evidence/population.ts';
import type { Problem } from './evidence/reading.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';

/** What a bucket of continuous evidence has for one publish date of a trail: `day.json`. */
export interface DaySeal {
  readonly schema: typeof schema;
  /** Publish date, UTC, `2026-11-20`: the folder that CloudTrail delivered to, not the time of the events in it. */
  readonly day: string;
  readonly sealedAt: string;
  readonly tool: { readonly name: 'sagewarden'; readonly version: string };
  /** The trail, as its source is named. */
  readonly source: string;
  /** What its source did not look at, a sentence each. */
  readonly limits?: readonly string[];
  /** What it took to read it: of Athena, the queries and the bytes that they scanned. */
  readonly ran?: Readonly<Record<string, unknown>>;
  /** The day before: sha256 of its `day.json`, hex. `null`: the chain begins here. */
  readonly previous: { readonly day: string; readonly sha256: string } | null;
  readonly objects: SealedCounts;
  readonly records: number;
  /** Under which policy the rows of `population.jsonl` were judged: a fold judges anew. */
  readonly policySha256: string;
  readonly population: Readonly<Record<RowClass, number>>;
  readonly problems: readonly Problem[];
  readonly files: readonly SealedFile[];
}

export interface SealedCounts {
  readonly logs: number;
  readonly digests: number;
  /** Neither a log file nor a digest. */
  readonly other: number;
  /** Log files of these that could not be read; `problems` names them. */
  readonly unreadable: number;
  /** Of all, those that came into an earlier day's folder after that day was sealed. */
  readonly late: number;
}

export interface SealedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const schema = 'https://sagewarden.dev/day/1';

/** Its log files were found by Athena: those without a record of interest are counted in it, by the hour, and not named. */
export const isFromAthena = ({ source }: Pick<DaySeal, 'source'>): boolean => source.startsWith('athena:');

/** `undefined`: not the seal of a day. */
export function readSeal(source: string): DaySeal | undefined {
  const seal = parseJson(source);
  return isObject(seal) && isSeal(seal) ? (seal as unknown as DaySeal) : undefined;
}

function isSeal(seal: JsonObject): boolean {
  return (
    seal.schema === schema &&
    ['day', 'sealedAt', 'source', 'policySha256'].every((name) => typeof seal[name] === 'string') &&
    isObject(seal.tool) &&
    (seal.previous === null || isLink(seal.previous)) &&
    isObject(seal.objects) &&
    typeof seal.records === 'number' &&
    hasCounts(seal.population) &&
    (seal.limits === undefined || (Array.isArray(seal.limits) && seal.limits.every((limit) => typeof limit === 'string'))) &&
    Array.isArray(seal.problems) &&
    Array.isArray(seal.files) &&
    seal.files.every(isFile)
  );
}

const isLink = (value: unknown): boolean => isObject(value) && typeof value.day === 'string' && typeof value.sha256 === 'string';

const hasCounts = (value: unknown): boolean => isObject(value) && rowClasses.every((name) => typeof value[name] === 'number');

const isFile = (value: unknown): boolean =>
  isObject(value) && typeof value.name === 'string' && typeof value.bytes === 'number' && typeof value.sha256 === 'string';
