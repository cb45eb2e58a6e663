import type { ObjectReading } from './object-reading.ts';
import { cannotBeRead, type ReadOptions, readFile, readObject, type Soon, unreadable } from './read-object.ts';
import { Sizes } from './sizes.ts';
import { type TrailObject, TrailObjectError } from './source.ts';

/** An object to be read: where it lies, or its bytes. Plain data, so that it can be handed to another thread. */
export interface ReadTask {
  readonly key: string;
  readonly size: number;
  readonly from: { readonly path: string } | { readonly stored: Uint8Array } | { readonly problem: { what: string; fix: string } };
}

/** Reads objects, here or in other threads. */
export interface ObjectReader {
  /** Objects to hand in ahead of those that are waited for. */
  readonly ahead: number;
  /** The readings, in order of the tasks. Rejects when the reading itself has failed, not an object. */
  read(tasks: readonly ReadTask[]): Promise<readonly ObjectReading[]>;
  close(): Promise<void>;
}

/** One after the other, in this thread. */
export function inThisThread(options: ReadOptions): ObjectReader {
  return {
    ahead: 1,
    async read(tasks) {
      return readAll(tasks, options);
    },
    close: async () => {},
  };
}

/** The readings of the tasks, in order. */
export async function readAll(tasks: readonly ReadTask[], options: ReadOptions): Promise<ObjectReading[]> {
  const readings: ObjectReading[] = [];
  for (const task of tasks) {
    const reading = readTask(task, options);
    readings.push(reading instanceof Promise ? await reading : reading);
  }
  return readings;
}

function readTask({ key, from }: ReadTask, options: ReadOptions): Soon<ObjectReading> {
  if ('problem' in from) return unreadable(new TrailObjectError(from.problem.what, from.problem.fix), options);
  if ('path' in from) return readFile(key, from.path, options);
  return readObject(key, Buffer.from(from.stored.buffer, from.stored.byteOffset, from.stored.byteLength), options);
}

/** Small files are handed out together: a message for each would cost more than reading it. */
const batch = { bytes: 256 * 1024, objects: 64 };

/** Without other threads nothing is handed out, and nobody asks for the size of what lies here. */
const objectsHere = 16;

/** Bytes, as stored, of what is held in memory or given to threads at a time; one object more may go over it. */
const maxAheadBytes = 64 * 1024 * 1024;

export interface KnownReadings {
  get(object: TrailObject): ObjectReading | undefined;
  put(object: TrailObject, reading: ObjectReading): void;
}

export interface ReadOf<T> {
  readonly object: T;
  readonly reading: ObjectReading;
}

/** What the objects hold, in their order; as many are read ahead as the reader takes. */
export async function* readInOrder<T extends TrailObject>(
  objects: AsyncIterable<T>,
  reader: ObjectReader,
  known?: KnownReadings,
): AsyncIterable<ReadOf<T>> {
  const waiting: Promise<Batch<T>>[] = [];
  const sizes = reader.ahead > 1 ? new Sizes() : undefined;
  let open = new OpenBatch<T>(sizes);
  let bytes = 0;
  const handIn = () => {
    const batch = open.read(reader);
    // It is waited for below; until then a failure is not unhandled.
    batch.catch(() => {});
    waiting.push(batch);
    open = new OpenBatch(sizes);
  };
  const first = async () => {
    const done = await waiting.shift();
    bytes -= done?.bytes ?? 0;
    for (const { object, reading, isNew } of done?.readings ?? []) if (isNew) known?.put(object, reading);
    return done?.readings ?? [];
  };
  for await (const object of objects) {
    bytes += open.add(object, known?.get(object));
    if (open.isFull || (object.path === undefined && reader.ahead > 1)) handIn();
    while (waiting.length > reader.ahead || (bytes > maxAheadBytes && waiting.length > 0)) for (const read of await first()) yield read;
  }
  handIn();
  while (waiting.length > 0) for (const read of await first()) yield read;
}

interface Batch<T> {
  readonly bytes: number;
  readonly readings: readonly (ReadOf<T> & { readonly isNew: boolean })[];
}

class OpenBatch<T extends TrailObject> {
  readonly #objects: { object: T; known: ObjectReading | undefined }[] = [];
  readonly #tasks: Soon<ReadTask>[] = [];
  readonly #sizes: Sizes | undefined;
  #bytes = 0;

  /** @param sizes of files, for other threads; absent: there are none */
  constructor(sizes: Sizes | undefined) {
    this.#sizes = sizes;
  }

  get isFull(): boolean {
    return this.#bytes >= batch.bytes || this.#objects.length >= (this.#sizes ? batch.objects : objectsHere);
  }

  /** @returns the bytes that it adds to what is held or handed out */
  add(object: T, known: ObjectReading | undefined): number {
    const { key, path } = object;
    const size = path === undefined ? object.size : (this.#sizes?.of(object) ?? 0);
    this.#objects.push({ object, known });
    this.#bytes += size;
    if (known) return size;
    // What is on this machine is read where it is parsed; what is not is fetched while others are.
    if (path !== undefined) this.#tasks.push({ key, size, from: { path } });
    else {
      const task = fetched(object);
      // It is waited for when the batch is full; until then a failure is not unhandled.
      task.catch(() => {});
      this.#tasks.push(task);
    }
    return size;
  }

  async read(reader: ObjectReader): Promise<Batch<T>> {
    const read = await reader.read(await Promise.all(this.#tasks));
    let at = 0;
    const readings = this.#objects.map(({ object, known }) => ({
      object,
      reading: known ?? withVersion(read[at++] as ObjectReading, object.versionId),
      isNew: known === undefined,
    }));
    return { bytes: this.#bytes, readings };
  }
}

/** S3 tells it with the object's bytes. */
function withVersion(reading: ObjectReading, versionId: string | undefined): ObjectReading {
  return versionId === undefined ? reading : { ...reading, versionId };
}

async function fetched(object: TrailObject): Promise<ReadTask> {
  const { key, size } = object;
  try {
    return { key, size, from: { stored: await object.read() } };
  } catch (error) {
    const { message, fix } = error instanceof TrailObjectError ? error : cannotBeRead(error);
    return { key, size, from: { problem: { what: message, fix } } };
  }
}
