import { spawn } from 'node:child_process';
import { credentials } from './moto.ts';

export interface ValidateLogs {
  readonly bin: string;
  readonly s3: string;
  readonly cloudtrail: string;
  readonly region: string;
  readonly arn: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly from: string;
  readonly to: string;
  readonly patienceMs?: number;
}

export interface Answer {
  /** `null`: it did not come to an end. */
  readonly code: number | null;
  readonly output: string;
  /** Keys that it calls invalid. */
  readonly invalid: readonly string[];
}

/** It takes some two seconds for a small trail; a digest that names itself keeps it busy for ever. */
const patience = 600_000;

/** `aws cloudtrail validate-logs`, which finds S3 and CloudTrail at these addresses. */
export async function validateLogs({
  bin,
  s3,
  cloudtrail,
  region,
  arn,
  bucket,
  prefix,
  from,
  to,
  patienceMs = patience,
}: ValidateLogs): Promise<Answer> {
  const place = ['--region', region, '--trail-arn', arn, '--s3-bucket', bucket, ...(prefix ? ['--s3-prefix', prefix] : [])];
  const child = spawn(`${bin}/aws`, ['cloudtrail', 'validate-logs', ...place, '--start-time', from, '--end-time', to, '--verbose'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      AWS_ENDPOINT_URL_S3: s3,
      AWS_ENDPOINT_URL_CLOUDTRAIL: cloudtrail,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearTimeout(timer);
  return { code, output, invalid: [...output.matchAll(/s3:\/\/[^/\s]+\/(\S+)\tINVALID/g)].map(([, key = '']) => key) };
}
