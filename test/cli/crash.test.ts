import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { cli, files, folder, run } from '../support/cli.ts';
import { call } from '../support/records.ts';

/** A run that is large enough to be interrupted while its files are written. */
const records = Array.from({ length: 2_500 }, (_, n) => call('CreateModel', { modelName: `model-${n}` }));
const source = files({ 'trail/x.json': JSON.stringify({ Records: records }) });
const args = (out: string, generatedAt = '2026-11-01T00:00:00Z') => [
  ...['scan', join(source, 'trail'), '--from', '2026-08-01T00:00:00Z', '--to', '2026-09-01T00:00:00Z', '--accept-unverified', '--quiet'],
  ...['--generated-at', generatedAt, '--out', out, '--force'],
];
const whole = (dir: string) => run(['report', 'verify', dir, '--quiet']).code === 0;
const sums = (dir: string) => readFileSync(join(dir, 'SHA256SUMS'), 'utf8');

/** Reproducible delays; xorshift32. */
function* seeded(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield (state >>> 0) / 2 ** 32;
  }
}

interface Interrupted {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Kills the scan so long after its first file appeared. */
async function killed(out: string, parent: string, delay: number, generatedAt?: string): Promise<Interrupted> {
  const child = spawn(process.execPath, [cli, ...args(out, generatedAt)], { stdio: 'ignore', cwd: tmpdir() });
  const ended = new Promise<Interrupted>((done) => child.on('close', (code, signal) => done({ code, signal })));
  const isWriting = () => [parent, out].some((dir) => existsSync(dir) && readdirSync(dir).some((name) => name.includes('.partial-')));
  while (!isWriting() && child.exitCode === null) await sleep(1);
  await sleep(delay);
  child.kill('SIGKILL');
  return ended;
}

/** How long the writing takes on this machine, milliseconds. */
async function writingTime(): Promise<number> {
  const parent = folder();
  const out = join(parent, 'run');
  const child = spawn(process.execPath, [cli, ...args(out)], { stdio: 'ignore', cwd: tmpdir() });
  while (!readdirSync(parent).some((name) => name.includes('.partial-'))) await sleep(1);
  const from = Date.now();
  while (!existsSync(out)) await sleep(1);
  child.kill();
  return Date.now() - from;
}

describe.sequential('a run that is killed while it is written', () => {
  const delays = seeded(20_261_101);
  const points = 20;

  test('leaves no folder, or a whole one', async () => {
    const span = await writingTime();
    let interrupted = 0;
    for (let point = 0; point < points / 2; point++) {
      const parent = folder();
      const out = join(parent, 'run');
      const { signal } = await killed(out, parent, (delays.next().value ?? 0) * span);
      if (!existsSync(out)) interrupted++;
      else expect(whole(out), `signal ${signal}`).toBe(true);
    }
    expect(interrupted).toBeGreaterThan(2);
  }, 120_000);

  test('over an earlier run leaves that one, or one that does not look complete, or the new one: never a mixture', async () => {
    const earlier = join(folder(), 'run');
    run(args(earlier, '2026-10-01T00:00:00Z'));
    const later = join(folder(), 'run');
    run(args(later));
    const span = await writingTime();
    let interrupted = 0;
    for (let point = 0; point < points / 2; point++) {
      const parent = folder();
      const out = join(parent, 'run');
      cpSync(earlier, out, { recursive: true });
      await killed(out, parent, (delays.next().value ?? 0) * span * 1.1);
      const left = readdirSync(out).filter((name) => name.startsWith('.partial-'));
      if (left.length > 0) interrupted++;
      if (existsSync(join(out, 'SHA256SUMS'))) {
        expect([sums(earlier), sums(later)]).toContain(sums(out));
        expect(spawnSync('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], { cwd: out }).status).toBe(0);
      } else expect(run(['report', 'verify', out, '--quiet']).code).toBe(2);
    }
    expect(interrupted).toBeGreaterThan(2);
  }, 120_000);
});

describe('a disk that is full', () => {
  /** As far as this user may: a file system of so many kilobytes (root only), else a limit on the size of each file (in 1,024 bytes). */
  const mounted = (kilobytes: number, dir: string) =>
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', dir]).status === 0;

  test.each([1, 64, 500])('of %i KB a file: exit code 2 or a signal, and no folder', (kilobytes) => {
    const parent = folder();
    const out = join(parent, 'run');
    const limited = spawnSync('bash', ['-c', `ulimit -f ${kilobytes}; exec "$0" "$@"`, process.execPath, cli, ...args(out)], {
      encoding: 'utf8',
    });
    expect(limited.status === 2 || limited.signal !== null, limited.stderr).toBe(true);
    if (limited.status === 2) expect(limited.stderr).toMatch(/^sagewarden: cannot write .*\n$/);
    expect(existsSync(out)).toBe(false);
  });

  test.each([8, 500, 2_000])('of %i KB in all, where a file system can be mounted: one line, and nothing is left', (kilobytes) => {
    const disk = join(folder(), 'disk');
    mkdirSync(disk);
    // Without the right to mount, the limit above stands for it.
    const isMount = mounted(kilobytes, disk);
    try {
      const out = join(disk, 'run');
      const command = isMount ? [] : ['ulimit -f 100;'];
      const ran = spawnSync('bash', ['-c', `${command.join('')} exec "$0" "$@"`, process.execPath, cli, ...args(out)], {
        encoding: 'utf8',
      });
      if (isMount)
        expect([ran.status, ran.stderr]).toEqual([
          2,
          expect.stringMatching(/^sagewarden: cannot write .*no space left on the device \(ENOSPC\)\n$/),
        ]);
      expect(readdirSync(disk).filter((name) => !name.startsWith('.'))).toEqual([]);
    } finally {
      if (isMount) spawnSync('umount', [disk]);
    }
  });
});
