import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../src/core/resources/catalog.ts';
import { folder } from './support/cli.ts';

/** The README's commands, run as they stand in a copy of what a checkout has; only the way to the tool differs. */

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const commands = [...readme.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'));
const here = folder();

beforeAll(() => {
  for (const name of ['sample', 'sample.public-keys.json', 'events', 'sagewarden.yml', 'test/fixtures'])
    cpSync(join(root, name), join(here, name), { recursive: true });
});

describe.sequential('README', () => {
  test('has commands', () => {
    expect(commands.length).toBeGreaterThanOrEqual(10);
  });

  test.each(commands)('%s', (line) => {
    const [command = '', expected = '0'] = line.split(/\s+# exit code /);
    const shell = command
      .replace('npx sagewarden', `'${process.execPath}' '${join(root, 'dist/cli.js')}'`)
      .replace(
        /npm run (sample|local) --/,
        (_, script) => `'${join(root, 'node_modules/.bin/tsx')}' '${join(root, `scripts/${script}.ts`)}'`,
      );
    const { status, stdout, stderr } = spawnSync('bash', ['-c', shell], { cwd: here, encoding: 'utf8', input: '' });
    expect(`${status}`, `${stdout}${stderr}`).toBe(expected);
    expect(stderr).not.toContain('defect');
  });

  test('counts the operations of the catalogue', () => {
    expect(readme).toContain(`all ${operations.length} operations`);
  });

  test.each([...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target))('links to %s, which is there', (target) => {
    expect(existsSync(join(root, target))).toBe(true);
  });
});
