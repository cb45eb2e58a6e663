import { gunzipSync, gzipSync } from 'node:zlib';
import { isObject, parseJson } from '../../core/json.ts';
import type { ObjectReading } from '../../trail/object-reading.ts';

/** One object of a sealed day: what reading it gave, or, of a digest, its bytes. One line each in `objects.jsonl.gz`. */
export type SealedObject = SealedIdentity &
  (
    | { readonly kind: 'log'; readonly reading: ObjectReading }
    /** `stored`: base64; `null`: it could not be read, for that reason. */
    | {
        readonly kind: 'digest';
        readonly stored: string | null;
        readonly metadata?: Readonly<Record<string, string>>;
        readonly problem?: { readonly what: string; readonly fix: string };
      }
    | { readonly kind: 'other' }
  );

export interface SealedIdentity {
  readonly key: string;
  readonly size: number;
  readonly stamp?: string | undefined;
  readonly bucket?: string;
}

/** The same bytes for the same objects. */
export function encodeObjects(objects: readonly SealedObject[]): Buffer {
  return gzipSync(objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
}

/** @throws TypeError when a line is none of ours */
export function decodeObjects(bytes: Buffer): SealedObject[] {
  const lines = gunzipSync(bytes).toString('utf8').split('\n');
  if (lines.pop() !== '') throw new TypeError('the last line is not whole');
  return lines.map((line) => {
    const object = parseJson(line);
    if (!isObject(object) || typeof object.key !== 'string' || !['log', 'digest', 'other'].includes(String(object.kind)))
      throw new TypeError('a line is not an object of a sealed day');
    return object as unknown as SealedObject;
  });
}
