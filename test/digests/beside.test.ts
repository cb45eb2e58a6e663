import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../scripts/sample/digests.ts';
import { Trail, window } from '../../scripts/tamper/trail.ts';
import { writeTrail } from '../../scripts/tamper/write.ts';
import { scanTrail } from '../../src/app/scan.ts';
import { verifyTrail } from '../../src/app/verify.ts';
import { defaultPolicy } from '../../src/config.ts';
import type { Integrity } from '../../src/core/integrity.ts';
import { DigestVerifier } from '../../src/trail/digests/verifier.ts';
import { folderSource } from '../../src/trail/folder.ts';
import { parsePublicKeys } from '../../src/trail/public-keys.ts';
import { inThisThread } from '../../src/trail/reader.ts';
import type { TrailSource } from '../../src/trail/source.ts';
import { bucketSource, faults } from './support.ts';

/** `verify` and `scan --verify` of one archive: what lies beside the log files must not set them apart. */

type Judged = Pick<Integrity, 'verdict'> & { readonly faults: Record<string, string> };

const judged = (integrity: Integrity): Judged => ({ verdict: integrity.verdict, faults: faults(integrity) });

async function verified(source: TrailSource, trail: Trail): Promise<Judged> {
  const keys = parsePublicKeys(trail.publicKeys(), 'keys');
  return judged((await verifyTrail(source, { ...window, keys: async () => keys })).integrity);
}

async function scanned(source: TrailSource, trail: Trail) {
  const verifier = new DigestVerifier(window);
  const options = { policy: defaultPolicy, period: window, reader: inThisThread({ sha256: true }), verifier };
  const { counters, leftOut } = await scanTrail(source, options);
  const integrity = verifier.finish(parsePublicKeys(trail.publicKeys(), 'keys'));
  const { read, unreadable, hashed } = counters.objects;
  // As the tie-out has it.
  expect(integrity.counts.logsListed).toBe(read + unreadable + hashed);
  return { ...judged(integrity), unreadable, leftOut };
}

async function inFolder(trail: Trail, change: (root: string) => void = () => {}): Promise<TrailSource> {
  const root = join(mkdtempSync(join(tmpdir(), 'sagewarden-beside-')), 'trail');
  writeTrail(root, trail);
  change(root);
  return folderSource([root]);
}

/** The same of a bucket and of a folder, by both. */
async function everywhere(trail: Trail): Promise<Judged[]> {
  const sources = async () => [bucketSource(trail), await inFolder(trail)];
  const [all, again] = [await sources(), await sources()];
  return [
    ...(await Promise.all(all.map((source) => verified(source, trail)))),
    ...(await Promise.all(
      again.map(async (source) => {
        const { verdict, faults: wrong } = await scanned(source, trail);
        return { verdict, faults: wrong };
      }),
    )),
  ];
}

const trailWith = (objects: Readonly<Record<string, Buffer | string>>): Trail => {
  const trail = new Trail();
  for (const [key, bytes] of Object.entries(objects)) trail.objects.set(key, { bytes: Buffer.from(bytes), metadata: {} });
  return trail;
};

const day = new Trail().log(0).replace(/[^/]+$/, '');
const digestDay = new Trail().digest(0).replace(/[^/]+$/, '');
const planted = `${day}111122223333_CloudTrail_eu-west-1_20260803T0206Z_plantedxxxxxxxx`;
const records = gzipSync(JSON.stringify({ Records: [] }));

describe('a log file that was put into a folder of log files is found whatever it is called', () => {
  it.each([
    ['without extension', planted, records],
    ['as a backup', `${planted}.json.gz.1`, records],
    ['as a sidecar of nothing', `${planted}.metadata.json`, records],
    ['as JSON', `${planted}.txt`, '{"Records": []}'],
    ['as something else altogether', `${day}notes`, records],
  ])('%s', async (_, key, bytes) => {
    for (const each of await everywhere(trailWith({ [key]: bytes })))
      expect(each).toEqual({ verdict: 'tampered', faults: { [key]: 'unnamed' } });
  });
});

describe('what a digest names is held against it', () => {
  const text = JSON.stringify({ Records: [] });
  const named = (key: string, bytes: Buffer | undefined) => {
    const trail = new Trail();
    if (bytes) trail.objects.set(key, { bytes, metadata: {} });
    trail.forge(1, ({ logFiles }) => void logFiles.push({ ...logFiles[0]!, s3Object: key, hashValue: sha256(text) }));
    return trail;
  };

  it.each([
    ['Insights events', planted.replaceAll('CloudTrail', 'CloudTrail-Insight')],
    ['network activity', planted.replaceAll('CloudTrail', 'CloudTrail-NetworkActivity')],
    ['a name that says nothing', planted],
    ['the name of a sidecar', `${new Trail().log(0)}.metadata.json`],
    ['a place of its own', 'elsewhere/x'],
  ])('%s', async (_, key) => {
    const valid = { verdict: 'valid', faults: {} };
    for (const each of await everywhere(named(key, gzipSync(text)))) expect(each).toEqual(valid);
    const altered = { verdict: 'tampered', faults: { [key]: 'hash' } };
    for (const each of await everywhere(named(key, gzipSync('{"Records": [1]}')))) expect(each).toEqual(altered);
    const missing = { verdict: 'tampered', faults: { [key]: 'missing' } };
    for (const each of await everywhere(named(key, undefined))) expect(each).toEqual(missing);
  });
});

describe('what is no log file, and does no harm, is no sign of tampering', () => {
  it.each<[string, string, string]>([
    ['of a file manager, among digests', `${digestDay}.DS_Store`, '\0\0\0\u0001Bud1'],
    ['of a console, among digests', `${digestDay}.keep`, ''],
    ['of a file manager, among log files', `${day}.DS_Store`, '\0\0\0\u0001Bud1'],
    ['a note', `${day}README`, 'where this comes from'],
    ['a sidecar of a log file', `${new Trail().log(0)}.metadata.json`, '{"Metadata": {}}'],
    ['Insights events that no digest names', planted.replaceAll('CloudTrail', 'CloudTrail-Insight'), '{"Records": []}'],
  ])('%s', async (_, key, bytes) => {
    for (const each of await everywhere(trailWith({ [key]: bytes }))) expect(each).toEqual({ verdict: 'valid', faults: {} });
  });

  it('a link to nothing: it is unreadable, the counts hold, and the log files are what they were', async () => {
    const trail = new Trail();
    const linked = () => inFolder(trail, (root) => symlinkSync('/nowhere/at/all', join(root, 'latest')));
    expect(await verified(await linked(), trail)).toEqual({ verdict: 'valid', faults: {} });
    expect(await scanned(await linked(), trail)).toEqual({ verdict: 'valid', faults: {}, unreadable: 1, leftOut: [] });
  });

  it('but a link to nothing among log files is put there', async () => {
    const trail = new Trail();
    const linked = () => inFolder(trail, (root) => symlinkSync('/nowhere/at/all', join(root, planted)));
    const found = { verdict: 'tampered', faults: { [planted]: 'unnamed' } };
    expect(await verified(await linked(), trail)).toEqual(found);
    expect(await scanned(await linked(), trail)).toEqual({ ...found, unreadable: 1, leftOut: [] });
  });
});
