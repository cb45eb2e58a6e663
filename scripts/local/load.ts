import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleHandler } from '../deploy/bundle.ts';

export type Handler = (event: unknown, context?: unknown) => Promise<unknown>;

const root = resolve(import.meta.dirname, '../..');

/**
 * A function as it is deployed: the same bundle, loaded as Lambda loads it. The environment has to be set before.
 *
 * @param policyFile what the bundle carries
 */
export async function loadHandler(name: string, policyFile?: string): Promise<Handler> {
  const { files } = await bundleHandler(resolve(root, `handlers/${name}.ts`), policyFile);
  const folder = mkdtempSync(join(tmpdir(), `sagewarden-${name}-`));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
    for (const [file, contents] of files) writeFileSync(join(folder, file), contents);
    // What is loaded lazily lies beside it: the folder stays until the process ends.
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const { handler } = createRequire(join(folder, 'package.json'))(`./${name}.js`) as { handler: Handler };
    return handler;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
