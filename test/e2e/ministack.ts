import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../stand-ins/free-port.ts';

export const account = '111122223333';
export const region = 'eu-west-1';

export interface Ministack {
  /** What a client of AWS needs to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that it and the functions wrote. */
  log(): string;
  close(): Promise<void>;
}

/**
 * An emulator of AWS on 127.0.0.1, with IAM in force: a function can do what its role allows. Functions inherit its environment, which is
 * why it has as little as possible.
 *
 * @param endpoints where functions find the services that it lacks, as AWS_ENDPOINT_URL_*
 */
export async function startMinistack(folder: string, endpoints: Readonly<Record<string, string>>): Promise<Ministack> {
  const port = String(await freePort());
  const url = `https://127.0.0.1:${port}`;
  const credentials = { AWS_ACCESS_KEY_ID: 'administrator', AWS_SECRET_ACCESS_KEY: 'administrator' };
  const { PATH, HOME, MINISTACK, MINISTACK_SSL_CERT, MINISTACK_SSL_KEY, NODE_EXTRA_CA_CERTS } = process.env;
  if (!MINISTACK) throw new Error('MINISTACK is not set: bash scripts/ci/e2e.sh installs and sets it');
  const server = spawn(MINISTACK, {
    env: {
      PATH,
      HOME,
      TMPDIR: folder,
      USE_SSL: 'true',
      MINISTACK_SSL_CERT,
      MINISTACK_SSL_KEY,
      NODE_EXTRA_CA_CERTS,
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: port,
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: region,
      AUTH: 'true',
      ...credentials,
      // Lambda tries again after a minute, and after two more.
      LAMBDA_ASYNC_RETRY_BASE_SECONDS: '3',
      ...endpoints,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = join(folder, 'ministack.log');
  const log = createWriteStream(file);
  server.stdout.pipe(log, { end: false });
  server.stderr.pipe(log, { end: false });
  let ended: string | undefined;
  server.once('error', ({ message }) => {
    ended = message;
  });
  const gone = new Promise<void>((done) => {
    server.once('close', (code) => {
      ended ??= `it ended with ${code}`;
      done();
    });
  });
  const ministack: Ministack = {
    environment: { ...credentials, AWS_REGION: region, AWS_ENDPOINT_URL: url },
    log: () => readFileSync(file, 'utf8'),
    async close() {
      server.kill();
      const patience = setTimeout(() => server.kill('SIGKILL'), 10_000);
      if (ended === undefined) await gone;
      clearTimeout(patience);
      log.end();
    },
  };
  for (let tries = 0; tries < 150; tries++) {
    if (ended !== undefined) throw new Error(`ministack does not start: ${ended}\n${ministack.log()}`);
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return ministack;
    await wait(200);
  }
  await ministack.close();
  throw new Error(`ministack does not answer at ${url}\n${ministack.log()}`);
}
