import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type AnswerLine, type AnswerStore, keyOf, type Listing, type Place } from '../app/posture/ports.ts';
import { canonicalJson } from '../canonical.ts';
import { isObject, type JsonObject, parseJson } from '../core/json.ts';
import { demandSameRun, keeping, keptLines } from '../trail/kept-lines.ts';

/** Raised when a line of an older store would not be one of today. */
const format = 1;

export interface OpenAnswerStore extends AnswerStore {
  /** `lines`, as they are on the disk: each canonical, without its line break. */
  texts(): Iterable<string>;
  readonly folder: string;
  close(): void;
  /** The run is written: it is not needed any more. */
  remove(): void;
}

/**
 * Takes up the store of that folder, or begins one: a file of answers for each place, and one of listings that ended. A torn last line,
 * of a process that was killed, is cut off.
 *
 * @param places in the order in which `lines` gives them
 * @param run what answers depend on; the store of another run is refused
 * @throws SourceError
 */
export function openAnswerStore(folder: string, places: readonly Place[], run: JsonObject): OpenAnswerStore {
  return keeping(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    begin(folder, `${canonicalJson({ format, ...run })}\n`);
    return storeIn(folder, places);
  });
}

function storeIn(folder: string, places: readonly Place[]): OpenAnswerStore {
  const ended = new Appended(join(folder, 'listings.jsonl'));
  const listings = [...ended.lines()] as unknown as Listing[];
  const known = new Map<string, Set<string>>();
  const hasEnded = new Set(listings.map(typeOf));
  const taken = (line: AnswerLine) => {
    const key = typeOf(line);
    if (hasEnded.has(key)) return;
    const names = known.get(key) ?? new Set();
    known.set(key, names.add(keyOf(line)));
  };
  const answers = new Map(places.map((place) => [nameOf(place), new Appended(join(folder, `${nameOf(place)}.jsonl`), taken)]));
  const close = () => {
    for (const file of [ended, ...answers.values()]) file.close();
  };
  return {
    folder,
    listings: () => listings,
    known: (place, type) => known.get(typeOf({ ...place, type })) ?? new Set(),
    put: (line) => keeping(folder, () => answers.get(nameOf(line))?.append(line)),
    ended(listing) {
      keeping(folder, () => ended.append(listing));
      listings.push(listing);
    },
    *lines() {
      for (const file of answers.values()) yield* linesOf(file);
    },
    *texts() {
      for (const file of answers.values()) yield* file.texts();
    },
    close,
    remove() {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const nameOf = ({ account, region }: Place): string => `${account}.${region}`;

const typeOf = ({ account, region, type }: Pick<AnswerLine, 'account' | 'region' | 'type'>): string => `${account} ${region} ${type}`;

function* linesOf(file: Appended | undefined): Generator<AnswerLine> {
  for (const line of file?.lines() ?? []) yield line as unknown as AnswerLine;
}

/** A file of canonical JSON, a line each, that is only added to. */
class Appended {
  readonly #fd: number;
  #end = 0;

  constructor(path: string, taken?: (line: AnswerLine) => void) {
    this.#fd = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o600);
    for (const { value, end } of this.#read()) {
      this.#end = end;
      taken?.(value as unknown as AnswerLine);
    }
    ftruncateSync(this.#fd, this.#end);
  }

  append(value: object): void {
    const bytes = Buffer.from(`${canonicalJson(value)}\n`, 'utf8');
    for (let written = 0; written < bytes.length; )
      written += writeSync(this.#fd, bytes, written, bytes.length - written, this.#end + written);
    this.#end += bytes.length;
  }

  *lines(): Generator<JsonObject> {
    for (const { value } of this.#read()) yield value;
  }

  *texts(): Generator<string> {
    for (const { text } of keptLines(this.#fd)) yield text;
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** What is damaged ends it, and whatever follows. */
  *#read(): Generator<{ value: JsonObject; end: number }> {
    for (const { text, at, length } of keptLines(this.#fd)) {
      const value = parseJson(text);
      if (!isObject(value)) return;
      yield { value, end: at + length };
    }
  }
}

/** Of this run, from now on or since before. @throws SourceError */
function begin(folder: string, header: string): void {
  const path = join(folder, 'run.json');
  if (!existsSync(path)) {
    const fd = openSync(path, 'wx', 0o600);
    writeSync(fd, header);
    closeSync(fd);
    return;
  }
  demandSameRun(folder, readFileSync(path, 'utf8'), header);
}
