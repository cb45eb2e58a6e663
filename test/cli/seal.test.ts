import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folder, run } from '../support/cli.ts';

const root = resolve(import.meta.dirname, '../..');
const period = ['--from', '2026-07-01T00:00:00Z', '--to', '2026-10-01T00:00:00Z'];
const proof = [
  ...period,
  '--generated-at',
  '2026-11-01T00:00:00Z',
  '--verify',
  '--public-keys',
  join(root, 'sample.public-keys.json'),
  '--quiet',
];
const filesOf = (out: string) =>
  Object.fromEntries(
    readdirSync(out)
      .filter((name) => name !== 'run.json')
      .sort()
      .map((name) => [name, readFileSync(join(out, name), 'utf8')]),
  );

describe('the sample, sealed day by day', () => {
  const store = join(folder(), 'sealed');
  let sealed: ReturnType<typeof run>;
  beforeAll(() => {
    sealed = run(['seal', join(root, 'sample'), '--into', store, '--from', '2026-06-30', '--to', '2026-10-31', '--json']);
  }, 60_000);

  it('is sealed once', () => {
    expect(sealed.code).toBe(0);
    const { sealed: days, head } = JSON.parse(sealed.out);
    expect([days.length, days[0], days.at(-1), head.day]).toEqual([124, '2026-06-30', '2026-10-31', '2026-10-31']);
    const again = run(['seal', join(root, 'sample'), '--into', store, '--to', '2026-10-31']);
    expect([again.code, again.out]).toEqual([0, `nothing is left to seal; the newest is 2026-10-31, sha256 ${head.sha256}\n`]);
  });

  it('folds into the very bytes of one scan, digests and all', () => {
    const [scan, fold] = [join(folder(), 'scan'), join(folder(), 'fold')];
    expect(run(['scan', join(root, 'sample'), ...proof, '--out', scan]).code).toBe(1);
    expect(run(['report', store, ...proof, '--out', fold]).code).toBe(1);
    expect(filesOf(fold)).toEqual(filesOf(scan));
    const { sealedDays } = JSON.parse(readFileSync(join(fold, 'run.json'), 'utf8'));
    expect(sealedDays).toMatchObject({ store: 'folder:', head: { day: '2026-10-31' }, faults: [] });
    expect(run(['report', 'verify', fold, '--quiet']).code).toBe(0);
  });

  it('is inconclusive, with its name, where a day is gone', () => {
    const calm = join(folder(), 'calm.yml');
    writeFileSync(
      calm,
      'version: 1\nrules:\n  vpc-required: off\n  network-isolation-required: off\n  inter-container-encryption-required: off\n  direct-internet-disabled: off\n  vpc-only-domain: off\n  remote-debug-disabled: on\n',
    );
    const whole = join(folder(), 'whole');
    expect(run(['report', store, ...proof, '--config', calm, '--out', whole]).code).toBe(0);
    rmSync(join(store, 'days/2026/08/14'), { recursive: true });
    const out = join(folder(), 'gone');
    expect(run(['report', store, ...proof, '--config', calm, '--out', out]).code).toBe(3);
    const { verdict, problems } = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
    expect(verdict).toBe('INCONCLUSIVE');
    expect(problems).toContainEqual({
      object: 'days/2026/08/14/day.json',
      what: 'the day is not sealed: nothing of what was delivered on it was read',
      fix: 'seal the day from the trail (sagewarden seal), or scan the trail itself',
    });
  });
});

const empty = join(folder(), 'empty');
mkdirSync(empty);

it.each([
  [['report', 'r', '--from', '2026-07-01T00:00:00Z'], '--from and --to go together: --to is missing'],
  [['report', root, '--verify'], '--verify is for sealed days: say --from and --to too'],
  [['report', empty, ...period], 'no sealed days there (days/YYYY/MM/DD/day.json)'],
  [['report', 'https://x/y', ...period], 'https://x/y: expected s3://bucket, s3://bucket/prefix or a folder'],
  [['report', empty, ...period, '--head', 'abc'], 'expected 64 hex digits'],
  [['seal', 'lookup:', '--into', empty], 'lookup: has no publish dates'],
  [['seal', root, '--into', empty, '--from', '2026-02-30'], 'expected a day such as 2026-11-20'],
  [['seal', root], "required option '--into <store>' not specified"],
])('%j is refused in a line', (args, message) => {
  const { code, err } = run(args);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err).not.toMatch(/defect|\n\s+at /);
});
