import type { Checkpoint } from '../../trail/checkpoint.ts';
import type { ObjectReading } from '../../trail/object-reading.ts';
import type { ObjectReader, ReadTask } from '../../trail/reader.ts';
import type { TrailObject, TrailSource } from '../../trail/source.ts';

/** The rest is for another invocation. */
export class OutOfTime extends Error {
  override name = 'OutOfTime';
}

export interface Resumable {
  /** Rejects with `OutOfTime` where there is no time to read an object. */
  readonly source: TrailSource;
  readonly reader: ObjectReader;
  /** Objects that this invocation read itself. */
  readonly fresh: () => number;
  /** What is still under way is not kept any more, and the checkpoint's file can be taken away. */
  end(): void;
}

interface Parts {
  readonly source: TrailSource;
  readonly reader: ObjectReader;
  readonly checkpoint: Checkpoint;
  readonly isTime: () => boolean;
}

/** Objects under way at a time. */
const ahead = 32;

/** Stands for the bytes of an object that is not fetched, since its reading is kept. */
const notFetched = Buffer.alloc(0);

/** A pass over the source that reads only what the checkpoint has not, as long as there is time, and keeps it. */
export function resumable({ source, reader, checkpoint, isTime }: Parts): Resumable {
  const listed = new Map<string, TrailObject>();
  let over = false;
  let fresh = 0;

  async function bytesOf(object: TrailObject): Promise<Buffer> {
    if (checkpoint.has(object)) return notFetched;
    if (!isTime()) throw new OutOfTime('there is no time to read more');
    return object.read();
  }

  async function readTask(task: ReadTask): Promise<ObjectReading> {
    const object = listed.get(task.key);
    const kept = object && checkpoint.get(object);
    if (kept) return kept;
    const [reading] = await reader.read([task]);
    if (!reading) throw new Error(`no reading of ${task.key}`);
    fresh++;
    if (object && !over) checkpoint.put(object, reading);
    return reading;
  }

  return {
    source: {
      ...source,
      async *objects() {
        for await (const object of source.objects()) {
          listed.set(object.key, object);
          const { key, size, bucket, stamp } = object;
          yield {
            key,
            size,
            ...(bucket !== undefined && { bucket }),
            ...(stamp !== undefined && { stamp }),
            get versionId() {
              return object.versionId;
            },
            head: () => object.head(),
            read: () => bytesOf(object),
            metadata: () => object.metadata(),
          };
        }
      },
    },
    reader: {
      ahead,
      read: (tasks) => Promise.all(tasks.map(readTask)),
      close: () => reader.close(),
    },
    fresh: () => fresh,
    end() {
      over = true;
      checkpoint.close();
    },
  };
}
