import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyTrail } from '../../src/app/verify.ts';
import type { Integrity } from '../../src/core/integrity.ts';
import { folderSource } from '../../src/trail/folder.ts';
import { parsePublicKeys } from '../../src/trail/public-keys.ts';
import { type PublicKeyEntry, start } from '../../stand-ins/cloudtrail.ts';
import { controls } from '../tamper/controls.ts';
import { tamper, tamperings } from '../tamper/tamperings.ts';
import type { Trail } from '../tamper/trail.ts';
import { window } from '../tamper/trail.ts';
import { writeTrail } from '../tamper/write.ts';
import { type Answer, validateLogs } from './awscli.ts';
import { startMoto } from './moto.ts';

/** usage: tsx scripts/ci/digests.ts FOLDER-WITH-aws-AND-moto_server */

const bin = process.argv[2] ?? '';
const moto = await startMoto(bin);
const failures: string[] = [];
let [flagged, passed] = [0, 0];
try {
  // For an organisation's trail the tool asks AWS Organizations, which is not here.
  for (const each of [...tamperings, ...controls].filter(({ options }) => !options?.organisation)) {
    const trail = tamper(each);
    const [theirs, ours] = [await askAws(trail), await ourselves(trail)];
    const problems = compare(ours, theirs, each.awscliPasses === true || each.verdict === 'valid');
    if (ours.verdict !== each.verdict) problems.push(`we say ${ours.verdict}, expected ${each.verdict}`);
    if (theirs.code === 0) passed++;
    else flagged++;
    failures.push(...problems.map((problem) => `${each.name}: ${problem}`));
    console.log(`${problems.length === 0 ? 'ok ' : 'NO '} ${each.name}: awscli ${theirs.code ?? 'does not end'}, we ${ours.verdict}`);
  }
} finally {
  moto.close();
}
if (failures.length > 0) throw new Error(`\n${failures.join('\n')}`);
console.log(`awscli flags ${flagged}, all of which we flag; of the ${passed} that it passes, ${controls.length - 1} are controls`);

function compare({ verdict, digests, logs }: Integrity, theirs: Answer, shouldPass: boolean): string[] {
  const problems: string[] = [];
  if (theirs.code !== null && (theirs.code === 0) !== shouldPass)
    problems.push(`awscli ends with ${theirs.code}: ${theirs.output.slice(-600)}`);
  if (theirs.code !== 0 && verdict !== 'tampered') problems.push(`awscli flags it, we say ${verdict}`);
  for (const key of theirs.invalid) {
    const ours = digests.get(key) ?? logs.get(key);
    if (ours === undefined || ours === 'valid') problems.push(`awscli calls ${key} invalid, we say ${ours}`);
  }
  return problems;
}

async function askAws(trail: Trail): Promise<Answer> {
  const { bucket, prefix, region, home, account, trail: name } = trail.chain;
  await moto.fill(bucket, trail.objects);
  const keys = trail.publicKeys().PublicKeyList;
  const regions = [...new Set(keys.map(({ Region }) => Region))];
  const cloudtrail = await start({
    publicKeys: Object.fromEntries(regions.map((each) => [each, keys.filter(({ Region }) => Region === each).map(onTheWire)])),
  });
  const arn = `arn:aws:cloudtrail:${home}:${account}:trail/${name}`;
  const at = prefix ? { prefix: prefix.replace(/\/$/, '') } : {};
  try {
    return await validateLogs({ bin, s3: moto.url, cloudtrail: cloudtrail.url, region, arn, bucket, ...window, ...at, patienceMs: 15_000 });
  } finally {
    await cloudtrail.close();
  }
}

type Key = ReturnType<Trail['publicKeys']>['PublicKeyList'][number];

function onTheWire({ Value, Fingerprint, ValidityStartTime, ValidityEndTime }: Key): PublicKeyEntry {
  return {
    Value,
    Fingerprint,
    ValidityStartTime: Date.parse(ValidityStartTime) / 1000,
    ValidityEndTime: Date.parse(ValidityEndTime) / 1000,
  };
}

async function ourselves(trail: Trail): Promise<Integrity> {
  const root = mkdtempSync(join(tmpdir(), 'sagewarden-digests-'));
  writeTrail(join(root, 'trail'), trail);
  const keys = parsePublicKeys(trail.publicKeys(), 'keys');
  const { integrity } = await verifyTrail(await folderSource([join(root, 'trail')]), { ...window, keys: async () => keys });
  rmSync(root, { recursive: true });
  return integrity;
}
