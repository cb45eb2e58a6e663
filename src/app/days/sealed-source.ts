import type { ObjectReading } from '../../trail/object-reading.ts';
import type { KnownReadings } from '../../trail/reader.ts';
import { type TrailObject, TrailObjectError, type TrailSource } from '../../trail/source.ts';
import type { SealedObject } from './objects-file.ts';

/** A part of what is folded: the objects of a sealed day, or why there are none. */
export type Part =
  | { readonly objects: readonly SealedObject[] }
  /** Named like an object, so that it is counted, named and limits the verdict as an unreadable one does. */
  | { readonly key: string; readonly what: string; readonly fix: string };

export interface Sealed {
  readonly source: TrailSource;
  /** What was read when the day was sealed: none of it is read again. */
  readonly known: KnownReadings;
}

/** Sealed days as a source of a trail: a pass over them is a pass over the trail that they were made of. */
export function sealedSource(name: string, parts: AsyncIterable<Part>, limits: readonly string[] = []): Sealed {
  const readings = new WeakMap<TrailObject, ObjectReading>();
  return {
    source: {
      name,
      limits,
      async *objects() {
        for await (const part of parts) {
          if ('what' in part) {
            yield unreadable(part);
            continue;
          }
          for (const sealed of part.objects) {
            const object = objectOf(sealed);
            if (sealed.kind === 'log') readings.set(object, sealed.reading);
            yield object;
          }
        }
      },
    },
    known: {
      get: (object) => readings.get(object),
      put() {},
    },
  };
}

function objectOf(sealed: SealedObject): TrailObject {
  const { key, size, stamp, bucket } = sealed;
  const bytes = async (): Promise<Buffer> => {
    if (sealed.kind === 'digest' && sealed.stored !== null) return Buffer.from(sealed.stored, 'base64');
    const { what, fix } = (sealed.kind === 'digest' && sealed.problem) || {
      what: 'its bytes are not in the sealed day',
      fix: 'read the trail',
    };
    throw new TrailObjectError(what, fix);
  };
  return {
    key,
    size,
    ...(stamp !== undefined && { stamp }),
    ...(bucket !== undefined && { bucket }),
    ...(sealed.kind === 'log' && sealed.reading.counted && { reading: sealed.reading }),
    // What was sealed as no log file is none; a log file's reading is known, whatever its name says.
    head: async () => (sealed.kind === 'log' ? Buffer.from('{"Records"') : Buffer.alloc(0)),
    read: bytes,
    metadata: async () => (sealed.kind === 'digest' ? sealed.metadata : undefined),
  };
}

function unreadable({ key, what, fix }: { readonly key: string; readonly what: string; readonly fix: string }): TrailObject {
  const refuse = async (): Promise<never> => {
    throw new TrailObjectError(what, fix);
  };
  return { key, size: 0, head: refuse, read: refuse, metadata: async () => undefined };
}
