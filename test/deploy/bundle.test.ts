import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleHandler } from '../../scripts/deploy/bundle.ts';
import { commandsIn } from '../../scripts/deploy/calls.ts';

const folder = mkdtempSync(join(tmpdir(), 'sagewarden-bundle-'));
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const eager = `import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
export const publish = () => new SNSClient({}).send(new PublishCommand({ Message: 'm' }));`;

describe('a client that is rarely needed', () => {
  const handler = `${eager}
export const handler = async () => {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  return [STSClient.name.length > 0, new GetCallerIdentityCommand({}).constructor !== undefined];
};`;

  test('is a file of its own, with the commands that are taken and no other, and loads', async () => {
    const bundle = await bundleHandler(source('rare.ts', handler));
    expect([...bundle.files.keys()]).toEqual(['rare.js', 'rare-client-sts.js']);
    expect(commandsIn(bundle)).toEqual(['sns Publish', 'sts GetCallerIdentity']);
    const out = join(folder, 'out');
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }');
    for (const [file, contents] of bundle.files) writeFileSync(join(out, file), contents);
    expect(await createRequire(import.meta.url)(join(out, 'rare.js')).handler()).toEqual([true, true]);
  });

  test('costs the cold start nothing', async () => {
    const [without, lazy] = [await bundleHandler(source('bare.ts', eager)), await bundleHandler(source('rare.ts', handler))];
    expect((lazy.files.get('rare.js')?.length ?? 0) - (without.files.get('bare.js')?.length ?? 0)).toBeLessThan(1000);
  });

  test('is refused whole: every command of it would be deployed', async () => {
    const whole = `export const handler = async () => { const sts = await import('@aws-sdk/client-sts'); return sts; };`;
    await expect(bundleHandler(source('whole.ts', whole))).rejects.toThrow(/every command/);
  });
});

test('the same sources give the same bytes', async () => {
  const twice = await Promise.all([bundleHandler('handlers/monitor.ts'), bundleHandler('handlers/monitor.ts')]);
  const [one, two] = twice.map(({ files }) => [...files].map(([name, contents]) => [name, Buffer.from(contents).toString('base64')]));
  expect(one).toEqual(two);
});
