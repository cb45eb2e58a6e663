import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { validateLogs } from '../scripts/ci/awscli.ts';
import { startMoto } from '../scripts/ci/moto.ts';
import { digestChain, publicKeyFile, sha256 } from '../scripts/sample/digests.ts';
import { seededSigner } from '../scripts/sample/signing.ts';
import { iso } from '../scripts/sample/time.ts';
import { writeTrail } from '../scripts/tamper/write.ts';
import { start } from '../stand-ins/cloudtrail.ts';
import { Random } from '../test/model/random.ts';
import { measure } from './measure.ts';
import { benchRecord } from './records.ts';

/** `verify` beside `aws cloudtrail validate-logs` on the same trail: see README.md. awscli and moto are fetched into a venv. */

const { values } = parseArgs({
  options: {
    digests: { type: 'string', default: '720' },
    /** A folder with `aws` and `moto_server`, to do without fetching them. */
    bin: { type: 'string' },
    /** Ours alone. */
    alone: { type: 'boolean', default: false },
    cli: { type: 'string', default: fileURLToPath(new URL('../dist/cli.js', import.meta.url)) },
  },
});
const hour = 3600;
const logsAnHour = 12;
const recordsAFile = 25;
const hours = Number(values.digests);
const from = Date.UTC(2026, 6, 1) / 1000;
const to = from + hours * hour;
const chain = { account: '111122223333', region: 'eu-west-1', trail: 'audit', home: 'eu-west-1', bucket: 'amzn-s3-demo-trail' };
if (!existsSync(values.cli)) throw new Error(`${values.cli} is not there: run npm run build first`);

const signer = seededSigner('bench');
const random = new Random(1);
const site = { partition: 'aws', account: chain.account, region: chain.region };
const objects = new Map<string, { bytes: Buffer; metadata: Record<string, string> }>();
let inflated = 0;
const logs = Array.from({ length: hours * logsAnHour }, (_, index) => {
  const delivered = from + index * (hour / logsAnHour) + 60;
  const records = Array.from({ length: recordsAFile }, () => benchRecord(site, delivered * 1000, random));
  const text = JSON.stringify({ Records: records });
  const stamp = iso(delivered).slice(0, 16).replaceAll(/[-:]/g, '');
  const key = `AWSLogs/${chain.account}/CloudTrail/${chain.region}/${iso(delivered).slice(0, 10).replaceAll('-', '/')}/${chain.account}_CloudTrail_${chain.region}_${stamp}Z_${String(index).padStart(16, '0')}.json.gz`;
  objects.set(key, { bytes: gzipSync(text), metadata: {} });
  inflated += text.length;
  return { key, delivered, sha256: sha256(text) };
});
for (const { key, text, metadata } of digestChain(chain, logs, { from, to, span: hour }, signer))
  objects.set(key, { bytes: gzipSync(text), metadata: { ...metadata } });

const work = mkdtempSync(join(tmpdir(), 'sagewarden-bench-verify-'));
const keyFile = publicKeyFile([{ region: chain.region, signer, from: from - hour, to: to + hour }]);
const keys = writeTrail(join(work, 'trail'), { objects, publicKeys: () => keyFile });
const window = ['--from', iso(from), '--to', iso(to)];
try {
  console.log(`${hours} digests, ${logs.length} log files, ${(inflated / 1e6).toFixed(0)} MB of JSON, Node ${process.version}`);
  const runs = Array.from({ length: 3 }, () =>
    measure(process.execPath, [values.cli, 'verify', join(work, 'trail'), ...window, '--public-keys', keys, '--quiet'], [0]),
  );
  const ours = Math.max(...runs.map(({ seconds }) => seconds));
  const peaks = runs.map(({ megabytes }) => megabytes ?? Number.NaN);
  console.log(`sagewarden verify, slowest of 3: ${ours.toFixed(2)} s, at most ${Math.max(...peaks).toFixed(0)} MB`);
  if (!values.alone) {
    const theirs = await awscli(values.bin ?? fetched());
    console.log(`aws cloudtrail validate-logs, once: ${theirs.toFixed(2)} s: ${(theirs / ours).toFixed(1)} times as long`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function fetched(): string {
  const pip = ['install', '--quiet', '--disable-pip-version-check', 'awscli==1.46.3', 'moto[server]==5.2.5'];
  for (const [program, args] of [
    ['python3', ['-m', 'venv', join(work, 'venv')]],
    [join(work, 'venv', 'bin', 'pip'), pip],
  ] as const) {
    const { status } = spawnSync(program, args, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
  }
  return join(work, 'venv', 'bin');
}

async function awscli(bin: string): Promise<number> {
  const moto = await startMoto(bin);
  const cloudtrail = await start({
    publicKeys: keyFile.PublicKeyList.map((key) => ({ ...key, ValidityStartTime: from - hour, ValidityEndTime: to + hour })),
  });
  try {
    await moto.fill(chain.bucket, objects);
    const arn = `arn:aws:cloudtrail:${chain.home}:${chain.account}:trail/${chain.trail}`;
    const started = process.hrtime.bigint();
    const answer = await validateLogs({
      bin,
      s3: moto.url,
      cloudtrail: cloudtrail.url,
      region: chain.region,
      arn,
      bucket: chain.bucket,
      from: iso(from),
      to: iso(to),
    });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const counted = `${hours}/${hours} digest files valid`;
    if (answer.code !== 0 || !answer.output.includes(counted)) throw new Error(answer.output.slice(-600));
    return seconds;
  } finally {
    moto.close();
    await cloudtrail.close();
  }
}
