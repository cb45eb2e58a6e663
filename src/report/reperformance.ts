import { createHash } from 'node:crypto';
import { type PopulationRow, rowClasses } from '../core/evidence/population.ts';

/**
 * A sample that can be drawn again: the rows of each class in the order of sha256(seed + record sha256), both in hex, and from the
 * classes in turn one row each until there are enough. The seed is the hash of the population, so nobody chose it.
 */
export class Sampler {
  readonly #seed: string;
  readonly #size: number;
  readonly #lowest = new Map<string, { rank: string; row: PopulationRow }[]>();

  constructor(seed: string, size: number) {
    this.#seed = seed;
    this.#size = size;
  }

  add(row: PopulationRow): void {
    const rank = createHash('sha256')
      .update(`${this.#seed}${row.recordSha256 ?? row.eventId}`)
      .digest('hex');
    const own = this.#lowest.get(row.class) ?? [];
    this.#lowest.set(row.class, own);
    const last = own.at(-1);
    if (own.length >= this.#size && last && compare({ rank, row }, last) >= 0) return;
    const after = own.findIndex((other) => compare({ rank, row }, other) < 0);
    own.splice(after < 0 ? own.length : after, 0, { rank, row });
    if (own.length > this.#size) own.pop();
  }

  /** By class in the order of `rowClasses`, then by rank. */
  rows(): PopulationRow[] {
    const queues = rowClasses.map((name) => this.#lowest.get(name) ?? []);
    const taken = queues.map(() => 0);
    for (let left = this.#size, round = 0; left > 0 && round < this.#size; round++) {
      queues.forEach((queue, at) => {
        if (left === 0 || queue.length <= round) return;
        taken[at] = round + 1;
        left -= 1;
      });
    }
    return queues.flatMap((queue, at) => queue.slice(0, taken[at]).map(({ row }) => row));
  }
}

function compare(a: { rank: string; row: PopulationRow }, b: { rank: string; row: PopulationRow }): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  if (a.row.object !== b.row.object) return a.row.object < b.row.object ? -1 : 1;
  return (a.row.recordIndex ?? 0) - (b.row.recordIndex ?? 0);
}

/** A log file's key as CloudTrail names it: nothing in it means anything to a shell. CloudTrail User Guide, "log file name format". */
const plainKey =
  /^(?:[A-Za-z0-9][A-Za-z0-9._=-]{0,254}\/){0,20}AWSLogs\/(?:[A-Za-z0-9][A-Za-z0-9-]{0,63}\/){1,3}CloudTrail\/(?:[a-z0-9-]{1,30}\/)(?:\d{2,4}\/){3}\d{12}_CloudTrail_[a-z0-9-]{1,30}_\d{8}T\d{4}Z_?[A-Za-z0-9]{1,64}\.json\.gz$/;

/** A shell command that prints the record and one that prints its hash; `undefined`: the key is not one to put into a command. */
export function pullCommand({ object, recordIndex }: Pick<PopulationRow, 'object' | 'recordIndex'>): string | undefined {
  if (recordIndex === null || !Number.isSafeInteger(recordIndex) || recordIndex < 0) return undefined;
  if (object === 'answers.jsonl') return `sed -n ${recordIndex + 1}p answers.jsonl | jq .`;
  if (!plainKey.test(object)) return undefined;
  return `aws s3 cp s3://BUCKET/${object} - | gunzip | jq '.Records[${recordIndex}]'`;
}
