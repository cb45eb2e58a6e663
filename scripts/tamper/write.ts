import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { headObject } from '../sample/digests.ts';
import type { Trail } from './trail.ts';

/** A local copy: objects, digests' sidecars, and beside the folder the public keys. Answers where the keys are. */
export function writeTrail(
  folder: string,
  trail: Pick<Trail, 'objects' | 'publicKeys'>,
  options: { readonly sidecars?: boolean } = {},
): string {
  for (const [key, { bytes, metadata }] of trail.objects) {
    // A bucket has objects with such names; a folder cannot.
    if (key.endsWith('/')) continue;
    const path = join(folder, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    if (key.includes('/CloudTrail-Digest/') && options.sidecars !== false) writeFileSync(`${path}.metadata.json`, headObject(metadata));
  }
  const keys = `${folder}.public-keys.json`;
  writeFileSync(keys, `${JSON.stringify(trail.publicKeys(), null, 2)}\n`);
  return keys;
}
