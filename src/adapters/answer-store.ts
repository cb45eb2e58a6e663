import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type AnswerLine, type AnswerStore, keyOf, type Listing, type Place } from '../app/posture/ports.ts';
import { canonicalJson } from '../canonical.ts';
import { isObject, type JsonObject, parseJson } from '../core/json.ts';
import { SourceError } from '../trail/source.ts';

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
  return orProblem(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    demandSame(folder, `${canonicalJson({ format, ...run })}\n`);
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
    put: (line) => orProblem(folder, () => answers.get(nameOf(line))?.append(line)),
    ended(listing) {
      orProblem(folder, () => ended.append(listing));
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
    for (const { text } of this.#split()) yield text;
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** What is damaged ends it, and whatever follows. */
  *#read(): Generator<{ value: JsonObject; end: number }> {
    for (const { text, end } of this.#split()) {
      const value = parseJson(text);
      if (!isObject(value)) return;
      yield { value, end };
    }
  }

  *#split(): Generator<{ text: string; end: number }> {
    const chunk = Buffer.alloc(1 << 18);
    let rest = Buffer.alloc(0);
    let end = 0;
    for (let at = 0; ; ) {
      const count = readSync(this.#fd, chunk, 0, chunk.length, at);
      if (count === 0) return;
      at += count;
      rest = Buffer.concat([rest, chunk.subarray(0, count)]);
      let from = 0;
      for (let newline = rest.indexOf(10); newline >= 0; newline = rest.indexOf(10, from)) {
        end += newline + 1 - from;
        yield { text: rest.toString('utf8', from, newline), end };
        from = newline + 1;
      }
      rest = rest.subarray(from);
    }
  }
}

function demandSame(folder: string, header: string): void {
  const path = join(folder, 'run.json');
  if (!existsSync(path)) {
    const fd = openSync(path, 'wx', 0o600);
    writeSync(fd, header);
    closeSync(fd);
    return;
  }
  const theirs = readFileSync(path, 'utf8');
  if (theirs === header) return;
  const [a, b] = [theirs, header].map((text) => parseJson(text)).map((value) => (isObject(value) ? value : {}));
  const different = Object.keys({ ...a, ...b }).filter((member) => JSON.stringify(a?.[member]) !== JSON.stringify(b?.[member]));
  throw new SourceError(
    `${folder}: the checkpoint of another run (other: ${different.join(', ')}): run with what it was begun with, or remove the folder to begin again`,
  );
}

function orProblem<T>(folder: string, operation: () => T): T {
  try {
    return operation();
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new SourceError(`${folder}: the checkpoint cannot be written: ${code ?? message}`, { cause });
  }
}
