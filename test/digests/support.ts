import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Trail } from '../../scripts/tamper/trail.ts';
import { window } from '../../scripts/tamper/trail.ts';
import { writeTrail } from '../../scripts/tamper/write.ts';
import { verifyTrail } from '../../src/app/verify.ts';
import type { Integrity } from '../../src/core/integrity.ts';
import { folderSource } from '../../src/trail/folder.ts';
import { parsePublicKeys } from '../../src/trail/public-keys.ts';
import { type TrailObject, TrailObjectError, type TrailSource } from '../../src/trail/source.ts';

export interface Verify {
  readonly from?: string;
  readonly to?: string;
  readonly keys?: unknown;
}

const whole: Verify = window;

function options({ from, to, keys }: Verify, trail: Pick<Trail, 'publicKeys'>) {
  const parsed = parsePublicKeys(keys ?? trail.publicKeys(), 'keys');
  return { keys: async () => parsed, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** As a bucket has it: keys and metadata as they are. */
export async function inBucket(trail: Trail, how: Verify = whole): Promise<Integrity> {
  return (await verifyTrail(bucketSource(trail), options(how, trail))).integrity;
}

/** As a local copy with sidecars has it. */
export async function inFolder(trail: Trail, how: Verify = whole, sidecars = true): Promise<Integrity> {
  const folder = join(mkdtempSync(join(tmpdir(), 'sagewarden-digests-')), 'trail');
  writeTrail(folder, trail, { sidecars });
  return (await verifyTrail(await folderSource([folder]), options(how, trail))).integrity;
}

/** The port, over objects in memory. */
export function bucketSource(trail: Trail, unreadable: ReadonlySet<string> = new Set()): TrailSource {
  const objects = [...trail.objects].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: 'bucket',
    async *objects() {
      for (const [key, { bytes, metadata }] of objects) {
        const read = async () => {
          if (unreadable.has(key)) throw new TrailObjectError('AccessDenied', 'allow s3:GetObject');
          return bytes;
        };
        const object: TrailObject = {
          key,
          size: bytes.length,
          bucket: trail.chain.bucket,
          head: read,
          read,
          metadata: async () => metadata,
        };
        yield object;
      }
    },
  };
}

/** Everything that is not as it should be, by key. */
export function faults({ digests, logs, unnamed }: Integrity): Record<string, string> {
  return Object.fromEntries([
    ...[...digests, ...logs].filter(([, verdict]) => verdict !== 'valid'),
    ...unnamed.map(({ key }) => [key, 'unnamed']),
  ]);
}

export function causes({ gaps }: Integrity): string[] {
  return [...new Set(gaps.map(({ cause }) => cause))];
}
