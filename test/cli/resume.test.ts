import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type S3Request, type S3StandIn, start } from '../../stand-ins/s3.ts';
import { Random } from '../model/random.ts';
import { cli, files, folder, run, runAsync } from '../support/cli.ts';
import { call, record, vpcConfig } from '../support/records.ts';

const account = '111122223333';
const count = 240;
const times = ['--from', '2026-07-01T00:00:00Z', '--to', '2026-08-01T00:00:00Z', '--generated-at', '2026-11-01T00:00:00Z'];

function archive(): Map<string, { body: string }> {
  return new Map(
    Array.from({ length: count }, (_, n) => {
      const day = String(1 + (n % 28)).padStart(2, '0');
      const at = { eventTime: `2026-07-${day}T11:00:00Z` };
      const key = `AWSLogs/${account}/CloudTrail/eu-west-1/2026/07/${day}/${account}_CloudTrail_eu-west-1_202607${day}T1200Z_${n}.json`;
      const Records = [
        call('CreateModel', { modelName: `model-${n}`, ...(n % 3 === 0 && { vpcConfig }) }, at),
        record('GetObject', { eventSource: 's3.amazonaws.com', ...at }),
        ...(n % 40 === 0 ? ['not a record'] : []),
      ];
      return [key, { body: JSON.stringify({ Records }) }] as const;
    }),
  );
}

describe('scan --resume', () => {
  let server: S3StandIn;
  let reference: string;
  const objects = archive();
  /** By the User-Agent's application id, which each run sets to its own: what it asked for. */
  const gets = new Map<string, string[]>();
  const onGet = new Map<string, () => void>();
  const appOf = ({ headers }: S3Request) => /app\/(\S+)/.exec(String(headers['user-agent']))?.[1] ?? '';
  const env = (app: string) => ({
    AWS_ENDPOINT_URL_S3: server.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'sekrit',
    AWS_REGION: 'eu-west-1',
    AWS_SDK_UA_APP_ID: app,
  });
  const args = (out: string, jobs: number) => [
    'scan',
    's3://trail-bucket/',
    ...times,
    '--jobs',
    String(jobs),
    '--out',
    out,
    '--resume',
    '--quiet',
  ];
  /** Hashes of every file that the same input gives again. */
  const sums = (out: string) => readFileSync(join(out, 'SHA256SUMS'), 'utf8');

  beforeAll(async () => {
    server = await start({
      objects,
      latency: 2,
      fail(request) {
        if (request.method !== 'GET') return undefined;
        const app = appOf(request);
        gets.set(app, [...(gets.get(app) ?? []), request.key]);
        onGet.get(app)?.();
        return undefined;
      },
    });
    const out = join(folder(), 'run');
    const ran = await runAsync(
      args(out, 1).filter((each) => each !== '--resume'),
      { env: env('reference') },
    );
    expect(ran).toMatchObject({ code: 1, err: '' });
    reference = sums(out);
    expect(gets.get('reference')?.length).toBe(count);
  });
  afterAll(() => server.close());

  /** SIGKILL when so many objects were asked for. @returns how many readings the checkpoint then has */
  async function killed(out: string, app: string, at: number, jobs: number): Promise<Set<string>> {
    const child = spawn(process.execPath, [cli, ...args(out, jobs)], {
      cwd: tmpdir(),
      env: { PATH: process.env.PATH ?? '', ...env(app) },
      stdio: 'ignore',
    });
    onGet.set(app, () => {
      if ((gets.get(app)?.length ?? 0) >= at) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(existsSync(out)).toBe(false);
    const path = join(`${out}.checkpoint`, 'readings.jsonl');
    const whole = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(1, -1) : [];
    return new Set(whole.map((line) => JSON.parse(line).key));
  }

  it('reads only what is left and gives the same bytes, killed at any of 20 random points', async () => {
    const random = new Random(20);
    const kept = await pMap(
      Array.from({ length: 20 }, (_, n) => ({ n, at: random.int(1, count) })),
      async ({ n, at }) => {
        const out = join(folder(), 'run');
        const jobs = 1 + (n % 2);
        const had = await killed(out, `killed-${n}`, at, jobs);
        const ran = await runAsync(args(out, jobs), { env: env(`resumed-${n}`) });
        expect(ran).toMatchObject({ code: 1, err: '' });
        expect(sums(out)).toBe(reference);
        expect(existsSync(`${out}.checkpoint`)).toBe(false);
        const left = [...objects.keys()].filter((key) => !had.has(key)).sort();
        expect(gets.get(`resumed-${n}`)?.toSorted() ?? []).toEqual(left);
        return had.size;
      },
      { concurrency: 2 },
    );
    // The points are apart: some early, some late.
    expect(kept.filter((had) => had > 0).length).toBeGreaterThan(5);
  }, 180_000);

  it('goes on after being killed twice', async () => {
    const out = join(folder(), 'run');
    const first = await killed(out, 'first', 90, 1);
    const second = await killed(out, 'second', 90, 1);
    expect([...first].filter((key) => !second.has(key))).toEqual([]);
    expect((await runAsync(args(out, 1), { env: env('third') })).code).toBe(1);
    expect(sums(out)).toBe(reference);
  });
});

describe('a checkpoint', () => {
  const trail = files(Object.fromEntries([...archive()].map(([key, { body }]) => [key, body])));
  it('beside a scan of a folder changes nothing, and is gone at the end', () => {
    const out = join(folder(), 'run');
    const plain = ['scan', trail, ...times, '--quiet'];
    expect(run([...plain, '--out', out]).code).toBe(1);
    const resumed = join(folder(), 'run');
    expect(run([...plain, '--out', resumed, '--resume']).code).toBe(1);
    expect(readFileSync(join(resumed, 'SHA256SUMS'), 'utf8')).toBe(readFileSync(join(out, 'SHA256SUMS'), 'utf8'));
    expect(existsSync(`${resumed}.checkpoint`)).toBe(false);
  });

  it.each<[string, (out: string) => string[], RegExp]>([
    ['without --out', () => [trail, ...times, '--resume'], /--resume needs --out/],
    [
      'of another period',
      (out) => [trail, ...times.slice(0, 3), '2026-07-15T00:00:00Z', '--out', out, '--resume'],
      /another run \(other: to\).*remove the folder/,
    ],
    ['of another source', (out) => [join(trail, 'AWSLogs'), ...times, '--out', out, '--resume'], /another run \(other: source\)/],
  ])('is refused with a hint: %s', (_, flags, message) => {
    const out = join(folder(), 'run');
    const first = join(`${out}.checkpoint`, 'readings.jsonl');
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const header = {
      format: 1,
      version,
      source: [trail],
      from: '2026-07-01T00:00:00Z',
      to: '2026-08-01T00:00:00Z',
      accounts: null,
      regions: null,
      verify: false,
    };
    mkdirSync(dirname(first), { recursive: true });
    writeFileSync(first, `${JSON.stringify(header)}\n`);
    const ran = run(['scan', ...flags(out)]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(message);
    expect(statSync(first).size).toBeGreaterThan(0);
  });
});
