import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { version } from '../../src/version.ts';
import { cli, folder, run } from '../support/cli.ts';

const program = (dist: string) => join(dist, 'program');
const caches = (dist: string) => readdirSync(program(dist)).filter((name) => name.endsWith('.cache'));

function copy(): string {
  const dist = join(folder(), 'dist');
  cpSync(dirname(cli), dist, { recursive: true });
  return dist;
}

/** Both a command and its help: what is compiled, and what is not. */
function says(dist: string): string {
  const all = [['rules', 'vpc-required'], ['--version']].map((args) =>
    spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], { encoding: 'utf8' }),
  );
  return all.map(({ status, stdout, stderr }) => `${status} ${stderr} ${stdout}`).join('\n');
}

test('what V8 compiled at the build is taken by the V8 that runs here', () => {
  const script = join(import.meta.dirname, 'refused-caches.ts');
  const out = execFileSync(process.execPath, ['--import', 'tsx', script, program(dirname(cli))], { encoding: 'utf8' });
  expect(JSON.parse(out)).toEqual([]);
  expect(caches(dirname(cli)).length).toBeGreaterThan(20);
});

test('without it, and with what is damaged, the program runs the same', () => {
  const whole = says(dirname(cli));
  expect(whole).toContain(`0  ${version}`);
  const [without, damaged, cut] = [copy(), copy(), copy()];
  for (const name of caches(without)) rmSync(join(program(without), name));
  for (const name of caches(damaged)) writeFileSync(join(program(damaged), name), 'no code');
  for (const name of caches(cut)) truncateSync(join(program(cut), name), 1000);
  expect([without, damaged, cut].map(says)).toEqual([whole, whole, whole]);
});

test('it asks nothing of the folder that it is started in', () => {
  expect(run(['--version'], { cwd: '/' })).toEqual({ code: 0, out: `${version}\n`, err: '' });
});
